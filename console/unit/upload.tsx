import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Upload as Dropzone, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { download, request } from '../platform/request'

/** Begins an import: a template to fill in, and a file to upload. Nothing is written before the preview is confirmed. */
export function Upload() {
  const [open, setOpen] = useState(false)
  const navigate = useNavigate()
  const template = useMutation({
    mutationFn: () => download('GET /api/staff/unit-import-template', {}, '单位导入模板.xlsx'),
  })
  const start = useMutation({
    mutationFn: (file: File) =>
      request('POST /api/staff/unit-imports', { query: { filename: file.name }, body: file }),
    onSuccess: ({ id }) => navigate(`/units/imports/${id}`),
  })
  const error = start.error ?? template.error
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        导入
      </Button>
      <Modal
        open={open}
        title="导入单位"
        footer={null}
        onCancel={() => setOpen(false)}
        afterClose={start.reset}
      >
        <p>
          请用模板整理单位和回复情况。上传后先试算：告诉您会新增、修改哪些单位，哪些行有问题，确认后才写入。
        </p>
        <Button loading={template.isPending} onClick={() => template.mutate()}>
          下载模板
        </Button>
        {error && <Alert className="upload-error" type="error" showIcon role="alert" title={error.message} />}
        <Dropzone.Dragger
          className="upload"
          accept=".xlsx,.csv"
          maxCount={1}
          showUploadList={false}
          disabled={start.isPending}
          customRequest={({ file }) => start.mutate(file as File)}
        >
          <p>{start.isPending ? '正在上传……' : '点击选择文件，或把文件拖到这里'}</p>
          <p className="ant-upload-hint">Excel 表格（.xlsx）或 .csv 文件，不超过 20 MB</p>
        </Dropzone.Dragger>
      </Modal>
    </>
  )
}
