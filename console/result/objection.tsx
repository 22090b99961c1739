import { CATEGORY_NAMES } from '@shared/edition/changes'
import { endText, fullText } from '@shared/kernel/dates'
import { OBJECTION_STATE_NAMES } from '@shared/result/course'
import type { ObjectionSubject, StaffObjection } from '@shared/result/objection/contract'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Descriptions, Drawer, Flex } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Phone, useLook } from '../components/look'
import { Refused } from '../components/refused'
import { TellDialog } from '../components/tell'
import { Documents, Gallery } from '../components/uploads'
import { request, settle } from '../platform/request'
import { useMay } from '../session'
import { useObjectionsChanged } from './data'

/** What is objected to, as `A03 某某局`, or a category's whole list. */
export const subjectText = ({ category, candidate }: ObjectionSubject): string =>
  candidate ? `${candidate.number} ${candidate.name}` : `“${CATEGORY_NAMES[category]}”的整个名单`

type Verdict = 'upheld' | 'dismissed'
type Props = { one: StaffObjection; onClose: () => void; onChanged: (one: StaffObjection) => void }

/** One objection: what it says and shows, who looks into it, and its answer. */
export function ObjectionDrawer({ one, onClose, onChanged }: Props) {
  const { receipt, subject, name, phone, text, evidence, raisedAt, dueAt, state, overdue } = one
  const { version, taker, answer, answeredBy } = one
  const { message } = App.useApp()
  const mayWrite = useMay()('objection.write')
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const changed = useObjectionsChanged()
  const { seen, busy, look } = useLook(['objection', receipt], () =>
    request('POST /api/staff/objections/:receipt/phone', { params: { receipt } }),
  )
  const params = { receipt }
  const done = (act: Promise<StaffObjection>) => settle(act, onChanged).finally(changed)
  const take = useMutation({
    mutationFn: () =>
      done(request('POST /api/staff/objections/:receipt/taker', { params, body: { version } })),
    onSuccess: () => message.success('已由您核查'),
  })
  const pictures = evidence.filter(({ kind }) => kind === 'picture')
  const documents = evidence.filter(({ kind }) => kind === 'document')
  return (
    <Drawer
      open
      onClose={onClose}
      size={720}
      title={`异议 ${receipt}`}
      footer={
        mayWrite &&
        state === 'open' && (
          <Flex gap={8} justify="flex-end" wrap>
            {!taker && (
              <Button loading={take.isPending} onClick={() => take.mutate()}>
                由我核查
              </Button>
            )}
            <Button onClick={() => setVerdict('dismissed')}>答复：不成立</Button>
            <Button type="primary" onClick={() => setVerdict('upheld')}>
              答复：成立
            </Button>
          </Flex>
        )
      }
    >
      <Refused error={take.error} edited="异议" />
      <Descriptions
        bordered
        column={1}
        size="small"
        items={[
          { key: 'subject', label: '异议对象', children: subjectText(subject) },
          { key: 'who', label: '提出人', children: `${name}（实名）` },
          {
            key: 'phone',
            label: '电话',
            children: (
              <Phone phone={phone} whole={seen?.phone} busy={busy} look={mayWrite ? look : undefined} />
            ),
          },
          { key: 'at', label: '提出时间', children: fullText(raisedAt) },
          {
            key: 'due',
            label: '答复期限',
            children: (
              <>
                {endText(dueAt)} {overdue && <b className="overdue">已超期</b>}
              </>
            ),
          },
          { key: 'taker', label: '核查人', children: taker ?? '还没有人认领' },
        ]}
      />
      <h2 className="objection-head">内容</h2>
      <p className="objection-whole">{text}</p>
      {evidence.length > 0 && <h2 className="objection-head">证据 {evidence.length} 份</h2>}
      {pictures.length > 0 && <Gallery pictures={pictures} />}
      {documents.length > 0 && <Documents documents={documents} />}
      {answer && (
        <>
          <h2 className="objection-head">答复：{OBJECTION_STATE_NAMES[state]}</h2>
          <p className="objection-whole">{answer.text}</p>
          <p className="faint">
            {answeredBy}于 {fullText(answer.at)} 答复，已通知本人
          </p>
        </>
      )}
      {state === 'upheld' && (
        <Alert
          type="info"
          showIcon
          title={
            <>
              数据或资格需要改动的，请到
              <Link to={`/results?category=${subject.category}&part=corrections`}>结果的更正</Link>
              里提出，依据填 {receipt}。
            </>
          }
        />
      )}
      {verdict && (
        <TellDialog
          title={verdict === 'upheld' ? '异议成立' : '异议不成立'}
          verb="答复"
          label="核查情况和答复"
          hint="提出人会收到这段话。答复后不能再改。"
          most={2000}
          run={async (words) => {
            const body = { version, verdict, text: words }
            await done(request('POST /api/staff/objections/:receipt/answer', { params, body }))
            message.success('已答复，本人会收到通知')
          }}
          onClose={() => setVerdict(null)}
        />
      )}
    </Drawer>
  )
}
