import type { Form } from '@shared/edition/form/contract'
import { momentText } from '@shared/kernel/dates'
import type { Nomination } from '@shared/nomination/contract'
import './track.scss'

type Stop = { name: string; words: string; state: 'past' | 'on' | 'ahead'; remarks?: string[] }

/** The way of a nomination: written, handed in, given back perhaps, screened, decided; and where on it this one is. */
export function Track({ nomination, form }: { nomination: Nomination; form: Form }) {
  return (
    <ol className="track" aria-label="报名进展">
      {stopsOf(nomination, form).map(({ name, words, state, remarks }, i) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: one stop may come twice
          key={i}
          className={`track-stop is-${state}`}
          aria-current={state === 'on' ? 'step' : undefined}
        >
          <span className="track-dot" />
          <span className="track-name">{name}</span>
          <span className="track-words">{words}</span>
          {remarks?.map((remark) => (
            <p key={remark} className="track-remark">
              {remark}
            </p>
          ))}
        </li>
      ))}
    </ol>
  )
}

function stopsOf(nomination: Nomination, form: Form): Stop[] {
  const { status, createdAt, updatedAt } = nomination
  const begun: Stop = { name: '填写', words: `${momentText(createdAt)} 开始`, state: 'past' }
  const past = pastOf(nomination, form)
  const on = (name: string, words: string): Stop => ({ name, words, state: 'on' })
  const ahead = (name: string, words = ''): Stop => ({ name, words, state: 'ahead' })
  switch (status) {
    case 'draft':
      return [
        ...(past.length ? [begun, ...past] : []),
        on(past.length ? '修改' : '填写', `${momentText(updatedAt)} 保存`),
        past.length ? ahead('重新提交', '已收回，须重新提交') : ahead('提交', '还没有提交'),
        ...[ahead('审核'), ahead('结果')],
      ]
    case 'withdrawn':
      return [begun, ...past, on('撤回', `${momentText(updatedAt)}，不参评`)]
    case 'submitted':
      return [begun, ...past, on('审核', '正在等待审核'), ahead('结果')]
    case 'returned': {
      // What is to be changed stands below, to be dealt with.
      const words = past.pop()?.words ?? ''
      return [begun, ...past, on('退回修改', words), ahead('重新提交'), ahead('结果')]
    }
    case 'accepted':
      return [
        ...[begun, ...past],
        { name: '审核', words: '通过', state: 'past' },
        on('初选', '等待候选名单公布'),
      ]
    case 'rejected':
      return [begun, ...past, on('审核', '未通过')]
  }
}

/** When it was handed in and given back, with why; of several times in a row that it was handed in, the last. */
function pastOf({ past = [] }: Nomination, form: Form): Stop[] {
  const steps = past.filter(
    ({ move }, i) => move === 'return' || (past[i + 1]?.move ?? 'return') === 'return',
  )
  return steps.map(({ at, move, reason, fields }, i) => {
    const words = momentText(at)
    if (move !== 'return') return { name: i ? '重新提交' : '提交', words, state: 'past' }
    const labelOf = (key: string) => form.find((field) => field.key === key)?.label ?? '其他'
    const remarks = fields.map(({ key, message }) => `${labelOf(key)}：${message}`)
    return { name: '退回修改', words, state: 'past', remarks: [...(reason ? [reason] : []), ...remarks] }
  })
}
