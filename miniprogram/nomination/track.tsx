import { momentText } from '@shared/kernel/dates'
import type { Nomination } from '@shared/nomination/contract'
import './track.scss'

type Stop = { name: string; words: string; state: 'past' | 'on' | 'ahead' }

/** The way of a nomination: written, handed in, screened, decided; and where on it this one is. */
export function Track({ nomination }: { nomination: Nomination }) {
  return (
    <ol className="track" aria-label="报名进展">
      {stopsOf(nomination).map(({ name, words, state }) => (
        <li
          key={name}
          className={`track-stop is-${state}`}
          aria-current={state === 'on' ? 'step' : undefined}
        >
          <span className="track-dot" />
          <span className="track-name">{name}</span>
          <span className="track-words">{words}</span>
        </li>
      ))}
    </ol>
  )
}

function stopsOf({ status, createdAt, submittedAt, updatedAt, returned }: Nomination): Stop[] {
  const begun: Stop = { name: '填写', words: `${momentText(createdAt)} 开始`, state: 'past' }
  const filed: Stop = {
    ...{ name: '提交', state: 'past' },
    words: submittedAt ? momentText(submittedAt) : '还没有提交',
  }
  const ahead = (name: string, words = ''): Stop => ({ name, words, state: 'ahead' })
  switch (status) {
    case 'draft':
      return [
        { ...begun, words: `${momentText(updatedAt)} 保存`, state: 'on' },
        ahead('提交', submittedAt ? '已收回，须重新提交' : '还没有提交'),
        ahead('审核'),
        ahead('结果'),
      ]
    case 'withdrawn':
      return [begun, { name: '撤回', words: `${momentText(updatedAt)}，不参评`, state: 'on' }]
    case 'submitted':
      return [begun, filed, { name: '审核', words: '正在等待审核', state: 'on' }, ahead('结果')]
    case 'returned':
      return [
        ...[begun, filed],
        { name: '退回修改', words: returned ? momentText(returned.at) : '', state: 'on' },
        ...[ahead('重新提交'), ahead('结果')],
      ]
    case 'accepted':
      return [
        begun,
        filed,
        { name: '审核', words: '通过', state: 'past' },
        { name: '初选', words: '等待候选名单公布', state: 'on' },
      ]
    case 'rejected':
      return [begun, filed, { name: '审核', words: '未通过', state: 'on' }]
  }
}
