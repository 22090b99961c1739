import type { Push, PushState } from '@shared/announcement/push/contract'
import {
  audienceText,
  CHANNELS,
  isMoving,
  PUSH_STATE_NAMES,
  PUSH_STATUS_NAMES,
} from '@shared/announcement/push/rules'
import { fullText, momentText } from '@shared/kernel/dates'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Card, Flex, Progress, Tag } from 'antd'
import { Link } from 'react-router'
import { Bars } from '../../components/bars'
import { countText } from '../../components/count'
import { download, request } from '../../platform/request'
import { useMay } from '../../session'
import { useAgain } from './data'

const COLOURS: Record<PushState, string> = {
  ...{ proposed: 'warning', approved: 'processing', running: 'processing', paused: 'warning' },
  ...{ done: 'success', cancelled: 'default' },
}

/** Pushes, each with how far it is and what can be done about it. `titled`: of whichever announcement. */
export function PushList({ pushes, titled = false }: { pushes: Push[]; titled?: boolean }) {
  return (
    <ul className="pushes">
      {pushes.map((push) => (
        <li key={push.id}>
          <One push={push} titled={titled} />
        </li>
      ))}
    </ul>
  )
}

function One({ push, titled }: { push: Push; titled: boolean }) {
  const { announcement, title, audience, channel, state, at, proposedAt, proposedBy, approvedBy } = push
  const { reason, reached } = push
  const what = `${CHANNELS[channel].name} → ${audienceText(audience)}`
  return (
    <Card
      size="small"
      title={titled ? <Link to={`/announcements/${encodeURIComponent(announcement)}`}>{title}</Link> : what}
      extra={<Tag color={COLOURS[state]}>{PUSH_STATE_NAMES[state]}</Tag>}
    >
      {titled && <div>{what}</div>}
      <div className="faint">
        {proposedBy}于 {momentText(proposedAt)} 提出
        {approvedBy && ` · ${approvedBy}复核`}
        {at && ` · 定于 ${fullText(at)}`}
      </div>
      {reason && <div className="push-reason">{reason}</div>}
      <Progressed push={push} />
      {reached && (
        <div>
          微信回报：送达 {countText(reached.sent)} 人，没有送到 {countText(reached.failed)} 人
        </div>
      )}
      <Acts push={push} />
    </Card>
  )
}

/** How far it is; once it is over, what became of all. */
function Progressed({ push: { state, counts, total, planned, channel } }: { push: Push }) {
  if (total === 0) {
    return state === 'running' ? <div role="status">正在整理名单……</div> : null
  }
  const waiting = counts.queued + counts.sending
  const over = total - waiting
  const shown = (['delivered', 'sent', 'failed', 'skipped', 'unknown'] as const).filter(
    (status) => counts[status] > 0,
  )
  return (
    <>
      {(waiting > 0 || !planned) && (
        <div role="status">
          <Progress
            percent={Math.floor((over / total) * 100)}
            status={isMoving(state) ? 'active' : 'normal'}
            aria-label="推送进度"
          />
          <span className="faint">
            {countText(over)} / {countText(total)}
            {planned ? '' : '，名单还在整理'}
          </span>
        </div>
      )}
      {waiting === 0 && channel !== 'mass' && (
        <Bars
          title={`共 ${countText(total)}`}
          unit=""
          width={300}
          bars={shown.map((status) => ({
            key: status,
            name: PUSH_STATUS_NAMES[status],
            value: counts[status],
          }))}
        />
      )}
    </>
  )
}

function Acts({ push }: { push: Push }) {
  const { id, title, state, own, counts } = push
  const may = useMay()
  const again = useAgain()
  const { modal, message } = App.useApp()
  const params = { id }
  const act = useMutation({
    mutationFn: (what: 'approve' | 'pause' | 'resume' | 'cancel') =>
      what === 'approve'
        ? request('POST /api/staff/pushes/:id/approval', { params })
        : request('POST /api/staff/pushes/:id/course', { params, body: { act: what } }),
    onError: (error) => message.error(error.message, 6),
    onSettled: again,
  })
  const take = useMutation({
    mutationFn: () => download('GET /api/staff/pushes/:id/failures', { params }, `${title}未送到名单.xlsx`),
    onError: (error) => message.error(error.message),
  })
  const confirm = (what: 'approve' | 'cancel', title: string, content: string, okText: string) =>
    modal.confirm({
      ...{ title, content, okText },
      cancelText: '再看看',
      okButtonProps: { danger: what === 'cancel' },
      onOk: () => act.mutateAsync(what).catch(() => {}), // what was refused has been said
    })
  const missed = counts.failed + counts.skipped + counts.unknown
  const mayWrite = may('announcement.write')
  const what = `${CHANNELS[push.channel].name}发给${audienceText(push.audience)}`
  return (
    <Flex gap={8} wrap className="push-acts">
      {state === 'proposed' && may('announcement.approve') && !own && (
        <Button
          type="primary"
          size="small"
          loading={act.isPending}
          onClick={() =>
            confirm(
              'approve',
              '复核通过并发出？',
              `“${title}”将用${what}。${CHANNELS[push.channel].limits}已经发出的收不回来。`,
              push.at ? '复核通过' : '复核通过，发出',
            )
          }
        >
          复核
        </Button>
      )}
      {state === 'proposed' && own && <span className="faint">等另一位同事复核</span>}
      {mayWrite && isMoving(state) && (
        <Button size="small" loading={act.isPending} onClick={() => act.mutate('pause')}>
          暂停
        </Button>
      )}
      {mayWrite && state === 'paused' && (
        <Button size="small" type="primary" loading={act.isPending} onClick={() => act.mutate('resume')}>
          继续
        </Button>
      )}
      {mayWrite && state !== 'done' && state !== 'cancelled' && (
        <Button
          size="small"
          danger
          onClick={() =>
            confirm(
              'cancel',
              '取消这次推送？',
              '还没有发的不再发，已经发出的收不回来。取消后不能恢复。',
              '取消推送',
            )
          }
        >
          取消推送
        </Button>
      )}
      {missed > 0 && (
        <Button size="small" loading={take.isPending} onClick={() => take.mutate()}>
          下载未送到的 {countText(missed)} 条
        </Button>
      )}
    </Flex>
  )
}
