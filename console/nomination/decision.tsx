import type { RequestOf } from '@shared/api'
import type { CategoryForm } from '@shared/edition/contract'
import { findPhase, hasEnded } from '@shared/edition/rules'
import { MOVE_NAMES } from '@shared/nomination/rules'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Flex, Form, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import { Refused } from '../components/refused'
import { TellDialog } from '../components/tell'
import { Moment } from '../edition/moment'
import { useEdition } from '../edition/phase'
import { request } from '../platform/request'
import type { Act } from './act'
import type { Screening } from './data'
import { type Remarks, writtenOf } from './remarks'

type Body = RequestOf<'PUT /api/staff/nominations/:id/decision'>['body']
/** A decision on the nomination as it is read. */
type Verdict = Body extends infer B ? (B extends Body ? Omit<B, 'version'> : never) : never
type Asked = 'accept' | 'return' | 'reject' | 'reconsider'
const DONE: Record<Asked, string> = {
  accept: '已通过，单位会收到通知',
  return: '已退回，单位会收到通知，并在各栏看到您的批注',
  reject: '已定为不通过，单位会看到原因',
  reconsider: '已撤销原来的决定，回到待审核',
}

type Props = {
  one: Screening
  asks: CategoryForm
  remarks: Remarks
  act: Act
  onDecided: (move: Verdict['move']) => void
  /** What comes after it. */
  children: ReactNode
}

/** What can be decided now, at the foot of the page. */
export function Decision({ one, asks, remarks, act, onDecided, children }: Props) {
  const { message } = App.useApp()
  const [asked, setAsked] = useState<Asked | null>(null)
  const written = writtenOf(remarks)
  const decide = async (verdict: Verdict) => {
    const params = { id: one.id }
    const done = await act((version) =>
      request('PUT /api/staff/nominations/:id/decision', {
        params,
        body: { ...verdict, version } as Body,
      }),
    )
    if (!done) return
    message.success(DONE[verdict.move])
    onDecided(verdict.move)
  }
  const close = () => setAsked(null)
  const verb = (move: Asked, primary = false, more = '') =>
    one.moves.includes(move) && (
      <Button
        type={primary ? 'primary' : 'default'}
        danger={move === 'reject'}
        onClick={() => setAsked(move)}
      >
        {MOVE_NAMES[move]}
        {more}
      </Button>
    )
  return (
    <>
      <Flex gap={8} align="center" className="verbs">
        {verb('reconsider')}
        {verb('reject')}
        {verb('return', false, written.length > 0 ? `（${written.length} 处批注）` : '')}
        {verb('accept', true)}
        {children}
      </Flex>
      {asked === 'accept' && <Accept {...{ one, asks, act, decide }} onClose={close} />}
      {asked === 'return' && <Return {...{ asks, remarks, decide }} onClose={close} />}
      {asked === 'reject' && (
        <TellDialog
          title="不通过这份报名"
          verb="不通过"
          danger
          label="原因"
          hint="单位会看到，也写入操作记录"
          most={500}
          run={(reason) => decide({ move: 'reject', reason })}
          onClose={close}
        >
          单位不能再修改和提交这份报名。只是有几处要改的，请用“退回修改”。
        </TellDialog>
      )}
      {asked === 'reconsider' && (
        <TellDialog
          title="重新审核"
          verb="重新审核"
          label="原因"
          hint="单位会看到，也写入操作记录"
          most={500}
          run={(reason) => decide({ move: 'reconsider', reason })}
          onClose={close}
        >
          撤销“{one.status === 'accepted' ? '通过' : '不通过'}”的决定，回到待审核，重新作决定。
        </TellDialog>
      )}
    </>
  )
}

type DialogProps = {
  one: Screening
  asks: CategoryForm
  decide: (verdict: Verdict) => Promise<void>
  onClose: () => void
}

/** Asks for what of the checklist is still open, and says what else one might have missed. */
function Accept({ one, asks, act, decide, onClose }: DialogProps & { act: Act }) {
  const open = asks.checklist.filter((item) => !one.checked.includes(item))
  const [ticked, setTicked] = useState<string[]>([])
  const accept = useMutation({
    mutationFn: async () => {
      const assess = (version: number) =>
        request('PUT /api/staff/nominations/:id/assessment', {
          params: { id: one.id },
          body: { version, checked: [...one.checked, ...ticked], score: one.score },
        })
      if (open.length === 0 || (await act(assess))) {
        await decide({ move: 'accept', flagged: one.flags.includes('content') })
      }
    },
    onSuccess: onClose,
  })
  const missed = [
    one.objection?.answer === null && '单位对回复情况的异议还没有答复',
    one.flags.includes('content') && '有微信提示需核看的内容，请确认可以公开',
    one.score === null && '还没有给事迹评分，初选排名时会缺这一项',
  ].filter((text) => typeof text === 'string')
  return (
    <Modal
      open
      title="通过这份报名"
      okText="通过"
      okButtonProps={{ disabled: open.some((item) => !ticked.includes(item)) }}
      confirmLoading={accept.isPending}
      onOk={() => accept.mutate()}
      onCancel={onClose}
    >
      <Refused error={accept.error} />
      <p>
        {one.unit.name}
        {one.title && one.title !== one.unit.name && `的“${one.title}”`}进入初选。单位会收到通知，不能再修改。
      </p>
      {missed.map((text) => (
        <Alert key={text} className="note" type="warning" showIcon title={text} />
      ))}
      {open.length > 0 && (
        <>
          <p>还有 {open.length} 项审核要点没有核对，核对后才能通过：</p>
          <Checkbox.Group className="checklist" value={ticked} options={open} onChange={setTicked} />
        </>
      )}
    </Modal>
  )
}

const DAY = 86_400_000

/** Gives it back with what is to be changed, field by field and as a whole. */
function Return({ asks, remarks, decide, onClose }: Omit<DialogProps, 'one'> & { remarks: Remarks }) {
  const { data: edition } = useEdition()
  const now = new Date(Date.now() + (edition?.ahead ?? 0))
  const phase = edition && findPhase(edition, 'nomination')
  const closed = phase !== undefined && hasEnded(phase, now)
  const fields = writtenOf(remarks)
  const send = useMutation({
    mutationFn: ({ reason, dueAt }: { reason: string; dueAt?: string | null }) =>
      decide({
        ...{ move: 'return', reason: reason.trim() },
        ...{ fields, dueAt: dueAt ?? null },
      }),
    onSuccess: onClose,
  })
  return (
    <Modal
      open
      width={640}
      title="退回修改"
      okText="退回"
      okButtonProps={{ htmlType: 'submit', form: 'return' }}
      confirmLoading={send.isPending}
      onCancel={onClose}
    >
      <Form
        id="return"
        layout="vertical"
        requiredMark={false}
        initialValues={{
          reason: fields.length > 0 ? '请按各栏的批注修改后重新提交。' : '',
          dueAt: closed ? inThreeDays(now) : null,
        }}
        onFinish={send.mutate}
      >
        <Refused error={send.error} />
        {fields.length > 0 ? (
          <ul className="note-lines return-fields">
            {fields.map(({ key, message }) => (
              <li key={key}>
                <b>{asks.form.find((field) => field.key === key)?.label ?? key}</b>：{message}
              </li>
            ))}
          </ul>
        ) : (
          <p className="faint">
            还没有写批注。关上这个窗口，在要改的栏目右上角点“写批注”，单位在那一栏看到。
          </p>
        )}
        <Form.Item
          name="reason"
          label="总的说明"
          extra="单位会看到，也写入操作记录"
          rules={[{ required: true, whitespace: true, min: 2, message: '请写明要改什么' }]}
        >
          <Input.TextArea autoFocus maxLength={500} showCount autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item
          name="dueAt"
          label="再次提交的期限（北京时间）"
          extra={
            closed ? '报名已经截止，要为这个单位另定期限' : '不设的话，报名截止前提交即可；定得更晚也可以'
          }
          rules={closed ? [{ required: true, message: '报名已经截止，请定下再次提交的期限' }] : []}
        >
          <Moment allowClear={!closed} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** Three days from now, at the end of Beijing's office hours. */
function inThreeDays(now: Date): string {
  const day = new Date(now.getTime() + 3 * DAY + 8 * 3_600_000).toISOString().slice(0, 10)
  return new Date(`${day}T18:00:00+08:00`).toISOString()
}
