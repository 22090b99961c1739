import { SafetyOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { request } from '../platform/request'

/** Has the server read the whole chain again, and says whether it holds. */
export function Verify() {
  const { message, modal } = App.useApp()
  const verify = useMutation({
    mutationFn: () => request('GET /api/staff/audit/verify', {}),
    onSuccess: ({ entries, broken }) => {
      const count = entries.toLocaleString('zh-CN')
      if (broken) {
        modal.error({
          title: `记录不完整：从第 ${broken.seq} 条起对不上`,
          content: `${broken.problem}。请保留现场，联系系统管理员核查数据库。`,
        })
      } else {
        modal.success({
          title: '记录完整',
          content: `核对了 ${count} 条记录，没有发现缺失或改动。`,
        })
      }
    },
    onError: (error) => message.error(error.message),
  })
  return (
    <Button icon={<SafetyOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
      核对记录是否完整
    </Button>
  )
}
