import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Flex, Form, Input, Modal } from 'antd'
import { Refused } from '../../components/refused'
import { formErrors, request } from '../../platform/request'
import { useMay } from '../../session'
import { useGroups } from './data'

type Draft = { name: string; webhook: string }

/** The groups of staff that can be told, by their robots in WeCom. */
export function GroupsDialog({ onClose }: { onClose: () => void }) {
  const { modal } = App.useApp()
  const [form] = Form.useForm<Draft>()
  const queries = useQueryClient()
  const groups = useGroups()
  const mayChange = useMay()('announcement.approve')
  const onSuccess = (data: object) => queries.setQueryData(['push-groups'], data)
  const add = useMutation({
    mutationFn: (body: Draft) => request('POST /api/staff/push-groups', { body }),
    onSuccess(data) {
      onSuccess(data)
      form.resetFields()
    },
    onError: (error) => form.setFields(formErrors(error)),
  })
  const remove = useMutation({
    mutationFn: (id: string) => request('DELETE /api/staff/push-groups/:id', { params: { id } }),
    onSuccess,
  })
  return (
    <Modal open title="工作群" footer={null} onCancel={onClose} width={640}>
      <Alert
        className="note"
        type="info"
        showIcon
        title="在企业微信群里添加“群机器人”，把它的 Webhook 地址粘贴到这里。地址只有本系统用，不再显示。"
      />
      <Refused error={add.error ?? remove.error} />
      {groups.data?.items.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有工作群" />
      )}
      <ul className="push-groups">
        {groups.data?.items.map(({ id, name, addedBy }) => (
          <li key={id}>
            <span>
              {name} <span className="faint">{addedBy}添加</span>
            </span>
            {mayChange && (
              <Button
                type="text"
                size="small"
                danger
                aria-label={`去掉${name}`}
                onClick={() =>
                  modal.confirm({
                    title: `去掉“${name}”？`,
                    content: '以后的推送不再发到这个群，群和机器人本身不受影响。',
                    okText: '去掉',
                    okButtonProps: { danger: true },
                    onOk: () => remove.mutateAsync(id).catch(() => {}), // what was refused is shown above
                  })
                }
              >
                去掉
              </Button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <Form form={form} layout="vertical" requiredMark={false} onFinish={add.mutate}>
          <Form.Item name="name" label="群名" rules={[{ required: true, message: '请填写群名' }]}>
            <Input maxLength={30} placeholder="如：评选工作群" />
          </Form.Item>
          <Form.Item
            name="webhook"
            label="Webhook 地址"
            rules={[{ required: true, message: '请粘贴群机器人的地址' }]}
          >
            <Input placeholder="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…" autoComplete="off" />
          </Form.Item>
          <Flex justify="flex-end">
            <Button type="primary" htmlType="submit" loading={add.isPending}>
              添加
            </Button>
          </Flex>
        </Form>
      )}
    </Modal>
  )
}
