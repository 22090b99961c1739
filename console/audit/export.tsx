import { DownloadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { download } from '../platform/request'
import type { filterOf } from './filter'

/** Keeps the entries that are looked for as a sheet. */
export function Export({ filter }: { filter: ReturnType<typeof filterOf> }) {
  const { message } = App.useApp()
  const fetching = useMutation({
    mutationFn: () => download('GET /api/staff/audit/export', { query: filter }, '操作记录.xlsx'),
    onError: (error) => void message.error(error.message),
  })
  return (
    <Button icon={<DownloadOutlined />} loading={fetching.isPending} onClick={() => fetching.mutate()}>
      导出
    </Button>
  )
}
