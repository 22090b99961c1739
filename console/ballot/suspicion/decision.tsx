import type { Decision } from '@shared/ballot/decision/contract'
import { CONSEQUENCES, DECISION_STATE_NAMES, SCOPE_NAMES, scopesOf } from '@shared/ballot/decision/rules'
import { RULING_NAMES, STATUS_NAMES } from '@shared/ballot/rules'
import { momentText } from '@shared/kernel/dates'
import { useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Card, Checkbox, Flex, Progress, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { countText } from '../../components/count'
import { TellDialog } from '../../components/tell'
import { request } from '../../platform/request'
import { useMay } from '../../session'
import { BeforeAfter } from '../before-after'
import { Score } from './clusters'
import { useAgain, useDecision } from './data'
import { Foreseen } from './foreseen'

export const STATE_COLOURS = {
  ...{ proposed: 'warning', running: 'processing', done: 'success', rejected: 'default' },
} as const

type Props = {
  decision: Decision
  nameOf: (id: string) => string
  /** Shows its cluster; absent where that is on the screen. */
  onShow?: (cluster: string) => void
}

/** One decision: who wants what and why, how far it is, and what came of it. */
export function DecisionCard({ decision, nameOf, onShow }: Props) {
  const { cluster, candidate, kind, scope, reason, state, proposedAt, proposedBy } = decision
  const { answeredAt, answeredBy, words, ballots, before, after } = decision
  return (
    <Card
      size="small"
      className="decision"
      title={onShow ? `${nameOf(candidate)}：${RULING_NAMES[kind]}` : RULING_NAMES[kind]}
      extra={<Tag color={STATE_COLOURS[state]}>{DECISION_STATE_NAMES[state]}</Tag>}
    >
      <p>公开的理由：{reason}</p>
      <p className="faint">
        {proposedBy}于 {momentText(proposedAt)} 提出
        {scopesOf(kind).length > 1 && `（${SCOPE_NAMES[scope]}）`}
        {answeredAt &&
          `；${answeredBy}于 ${momentText(answeredAt)} ${state === 'rejected' ? '否决或收回' : '确认'}`}
      </p>
      {words && <p className="faint">核查意见：{words}</p>}
      {state === 'proposed' && <Ahead decision={decision} nameOf={nameOf} />}
      {state === 'running' && <Progressed ballots={ballots} />}
      {state === 'done' && (
        <>
          <p>
            处理了 {countText(ballots.ruled)} 张选票
            {ballots.left > 0 && `，${countText(ballots.left)} 张没有动：提出以后已被别人处理过`}
          </p>
          {ballots.left > 0 && <Left decision={decision} />}
          {before && after && before.ballots !== after.ballots && (
            <BeforeAfter {...{ before, after, nameOf }} />
          )}
        </>
      )}
      <Flex gap={8} wrap>
        {onShow && (
          <Button size="small" onClick={() => onShow(cluster)}>
            看这组选票
          </Button>
        )}
        {state === 'proposed' && <Answer decision={decision} nameOf={nameOf} />}
      </Flex>
    </Card>
  )
}

/** What the second person is to sign: how sure the rules are, and what would become of the counts. */
function Ahead({ decision: { id, kind }, nameOf }: { decision: Decision; nameOf: (id: string) => string }) {
  const { data, error, isFetching } = useDecision(id)
  return (
    <>
      {data && (
        <p>
          可疑程度 <Score score={data.score} />
        </p>
      )}
      <Foreseen query={{ data: data?.foresight, error, isFetching }} nameOf={nameOf} />
      <Consequence kind={kind} />
    </>
  )
}

/** What people are told of a kind before they decide. */
export const Consequence = ({ kind }: Pick<Decision, 'kind'>) => (
  <Alert
    className="note"
    type={kind === 'invalidated' ? 'warning' : 'info'}
    showIcon
    title={CONSEQUENCES[kind]}
  />
)

function Progressed({ ballots: { waiting, ruled, left } }: Pick<Decision, 'ballots'>) {
  const total = waiting + ruled + left
  const over = ruled + left
  return (
    <div role="status">
      <Progress
        percent={Math.floor((over / Math.max(total, 1)) * 100)}
        status="active"
        aria-label="处理进度"
      />
      <span className="faint">
        {countText(over)} / {countText(total)} 张，可以离开这一页，会在后台做完
      </span>
    </div>
  )
}

const LEFT_SHOWN = 50

function Left({ decision: { id } }: { decision: Decision }) {
  const [open, setOpen] = useState(false)
  const list = useQuery({
    queryKey: ['suspicion', 'left', id],
    queryFn: ({ signal }) =>
      request(
        'GET /api/staff/decisions/:id/left',
        { params: { id }, query: { pageSize: LEFT_SHOWN } },
        signal,
      ),
    enabled: open,
  })
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>没有动的选票</summary>
      {list.error && <p>{list.error.message}</p>}
      <ul>
        {list.data?.items.map(({ receipt, status }) => (
          <li key={receipt}>
            <Link to={{ pathname: '/ballots', search: `?receipt=${receipt}`, hash: '#find' }}>{receipt}</Link>{' '}
            {STATUS_NAMES[status]}
          </li>
        ))}
      </ul>
      {list.data && list.data.total > LEFT_SHOWN && (
        <p>共 {countText(list.data.total)} 张，这里列出前面的。</p>
      )}
    </details>
  )
}

type Verdict = 'confirm' | 'reject'

/** The second person's buttons; whoever has proposed may only take it back. */
function Answer({ decision, nameOf }: { decision: Decision; nameOf: (id: string) => string }) {
  const { own } = decision
  const mayDecide = useMay()('suspicion.decide')
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  if (!mayDecide) return null
  return (
    <>
      {own ? (
        <>
          <Button size="small" onClick={() => setVerdict('reject')}>
            收回
          </Button>
          <span className="faint">是您提出的，要由另一位同事确认</span>
        </>
      ) : (
        <>
          <Button size="small" type="primary" onClick={() => setVerdict('confirm')}>
            核对并确认
          </Button>
          <Button size="small" onClick={() => setVerdict('reject')}>
            否决
          </Button>
        </>
      )}
      {verdict && <AnswerDialog {...{ decision, verdict, nameOf }} onClose={() => setVerdict(null)} />}
    </>
  )
}

type DialogProps = {
  decision: Decision
  verdict: Verdict
  nameOf: (id: string) => string
  onClose: () => void
}

function AnswerDialog({ decision, verdict, nameOf, onClose }: DialogProps) {
  const { id, kind, reason, own, candidate } = decision
  const { message } = App.useApp()
  const again = useAgain()
  const [seen, setSeen] = useState(false)
  const confirms = verdict === 'confirm'
  const shown = useDecision(id, confirms)
  const verb = confirms ? `确认${RULING_NAMES[kind]}` : own ? '收回' : '否决'
  const run = async (words: string) => {
    try {
      await request('POST /api/staff/decisions/:id/answer', { params: { id }, body: { verdict, words } })
      message.success(confirms ? '已确认，开始处理' : `已${verb}`)
    } finally {
      void again()
    }
  }
  const isFinal = confirms && kind === 'invalidated'
  return (
    <TellDialog
      title={`${verb}：${nameOf(candidate)}的异常选票组`}
      verb={verb}
      danger={isFinal}
      label={confirms ? '核查意见' : '为什么'}
      hint="写入操作记录，不公开"
      most={200}
      ready={!isFinal || seen}
      run={run}
      onClose={onClose}
    >
      {confirms && (
        <>
          <Foreseen
            query={{ data: shown.data?.foresight, error: shown.error, isFetching: shown.isFetching }}
            nameOf={nameOf}
          />
          <p>
            公开的理由：<b>{reason}</b>
          </p>
          <Consequence kind={kind} />
          {isFinal && (
            <Checkbox checked={seen} onChange={({ target }) => setSeen(target.checked)}>
              我知道作废以后不能恢复
            </Checkbox>
          )}
        </>
      )}
    </TellDialog>
  )
}
