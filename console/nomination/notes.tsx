import { endText, fullText } from '@shared/kernel/dates'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useMay } from '../session'
import type { Screening } from './data'

/** What one should know before reading: parts of a mail that were lost, how it was returned, why it was refused. */
export function Notes({ one }: { one: Screening }) {
  const { unread, returned, rejectedReason, status, flags } = one
  return (
    <>
      {flags.includes('content') && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title="微信内容检查提示有内容需要人工核看，请看标出的照片和文字后再决定"
        />
      )}
      {flags.includes('objection') && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title={
            <>
              单位对回复情况的数据有异议，
              <a href="#objection" className="in-text">
                去答复
              </a>
            </>
          }
        />
      )}
      {unread.length > 0 && ['draft', 'returned', 'submitted'].includes(status) && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title="来信里有没读出来的内容，请对照原件补全"
          description={<Lines lines={unread} />}
        />
      )}
      {status === 'returned' && returned && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={`已于 ${fullText(returned.at)} 退回修改${
            returned.dueAt ? `，请单位在 ${endText(returned.dueAt)} 前重新提交` : ''
          }`}
          description={returned.reason}
        />
      )}
      {status === 'rejected' && rejectedReason && (
        <Alert className="note" type="info" showIcon title="未通过的原因" description={rejectedReason} />
      )}
    </>
  )
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul className="note-lines">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

type Props = { one: Screening; onDone: (one: Screening) => void }

/** What the unit objects to in its reply record, and the answer to it. */
export function Objection({ one, onDone }: Props) {
  const mayScreen = useMay()('nomination.screen')
  const send = useMutation({
    mutationFn: ({ text }: { text: string }) =>
      request('POST /api/staff/nominations/:id/objection-answer', {
        params: { id: one.id },
        body: { text: text.trim() },
      }),
    onSuccess: onDone,
  })
  const { objection } = one
  if (!objection) return null
  const { text, at, answer, answeredAt } = objection
  return (
    <div className="objection" id="objection">
      <p>
        <b>单位的异议</b>
        <span className="faint">（{fullText(at)}）</span>：{text}
      </p>
      {answer !== null ? (
        <p>
          <b>答复</b>
          {answeredAt && <span className="faint">（{fullText(answeredAt)}）</span>}：{answer}
        </p>
      ) : (
        mayScreen && (
          <Form layout="vertical" requiredMark={false} onFinish={send.mutate}>
            <Refused error={send.error} />
            <Form.Item
              name="text"
              label="答复这条异议"
              extra="单位会看到。数据确有出入的，先在单位库里更正，再答复"
              rules={[{ required: true, whitespace: true, min: 2, message: '请写明答复' }]}
            >
              <Input.TextArea maxLength={500} showCount autoSize={{ minRows: 2 }} />
            </Form.Item>
            <Button htmlType="submit" loading={send.isPending}>
              答复
            </Button>
          </Form>
        )
      )}
    </div>
  )
}
