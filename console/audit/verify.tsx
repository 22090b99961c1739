import { SafetyOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Typography } from 'antd'
import { countText } from '../components/count'
import { request } from '../platform/request'

/** Has the server read the whole chain again, and says whether it holds. */
export function Verify() {
  const { message, modal } = App.useApp()
  const verify = useMutation({
    mutationFn: () => request('GET /api/staff/audit/verify', {}),
    onSuccess: ({ entries, head, broken }) => {
      const count = countText(entries)
      if (broken) {
        modal.error({
          title: `记录不完整：从第 ${broken.seq} 条起对不上`,
          content: `${broken.problem}。请保留现场，联系系统管理员核查数据库。`,
        })
      } else {
        modal.success({
          title: '记录完整',
          content: (
            <>
              <p>核对了 {count} 条记录，没有发现缺失或改动。</p>
              {head && (
                <>
                  <p>末条的校验码为它之前的全部记录作证，可以抄录或打印，另行保存：</p>
                  <Typography.Paragraph
                    className="hash"
                    copyable={{ text: head, tooltips: ['复制', '已复制'] }}
                  >
                    {head}
                  </Typography.Paragraph>
                </>
              )}
            </>
          ),
          width: 520,
        })
      }
    },
    onError: (error) => void message.error(error.message),
  })
  return (
    <Button icon={<SafetyOutlined />} loading={verify.isPending} onClick={() => verify.mutate()}>
      核对记录是否完整
    </Button>
  )
}
