import type { Form } from '@shared/edition/form/contract'
import { fullText } from '@shared/kernel/dates'
import { MOVE_NAMES } from '@shared/nomination/rules'
import { Alert, Button } from 'antd'
import type { Screening } from './data'

type Props = {
  /** What has become of it since it was opened here, a sentence each. */
  deeds: string[]
  /** Whether something one did oneself was refused for it. */
  refused: boolean
  onTake: () => void
}

/** Somebody else was faster: says what they did. Nothing here is replaced before one has asked for it. */
export function Changed({ deeds, refused, onTake }: Props) {
  return (
    <Alert
      className="note changed"
      type={refused ? 'error' : 'warning'}
      showIcon
      role="alert"
      title={refused ? '您的操作没有执行：这份报名刚被别人改动' : '这份报名刚有变化'}
      description={
        <ul className="note-lines">
          {deeds.map((deed) => (
            <li key={deed}>{deed}</li>
          ))}
        </ul>
      }
      action={
        <Button type="primary" onClick={onTake}>
          查看最新内容
        </Button>
      }
    />
  )
}

/** What happened between two looks at a nomination, a sentence each; nothing where only words among staff were added. */
export function deedsBetween(before: Screening, after: Screening, form: Form): string[] {
  const moves = after.history
    .slice(before.history.length)
    .map(
      ({ at, by, move, reason }) =>
        `${by}于 ${fullText(at)} ${MOVE_NAMES[move]}${reason ? `：${reason}` : ''}`,
    )
  const keys = new Set([...Object.keys(before.answers), ...Object.keys(after.answers)])
  const changed = [...keys].filter(
    (key) => JSON.stringify(before.answers[key]) !== JSON.stringify(after.answers[key]),
  )
  const labels = changed.map((key) => form.find((field) => field.key === key)?.label ?? '其他内容')
  return [
    ...moves,
    labels.length > 0 && `${after.savedBy}改了${labels.map((label) => `“${label}”`).join('')}`,
    before.score !== after.score && `评分由 ${before.score ?? '未评'} 改为 ${after.score ?? '未评'}`,
    before.checked.join() !== after.checked.join() && '审核要点的勾选有变化',
    after.flags.includes('content') && !before.flags.includes('content') && '微信提示其中有内容需要人工核看',
    before.screener?.id !== after.screener?.id &&
      (after.screener ? `审核人改为${after.screener.name}` : '不再指定审核人'),
  ].filter((deed) => typeof deed === 'string')
}
