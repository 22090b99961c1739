import type { Category, CurrentEdition } from '@shared/edition/contract'
import { measure } from '@shared/edition/words'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { focusNear } from '@/platform/focus'
import { PRESS, WEB } from '@/platform/kind'
import { open } from '@/platform/navigate'
import { countWords, useRefused } from './bar'
import { drop, useDraft, withdrawnWords } from './draft'
import { useBallotOf } from './mine'
import './panel.scss'

/** For the keyboard, past the whole list to the ballot beside it; seen only while it has the focus. */
export function SkipToPanel() {
  if (!WEB) return null
  return (
    <button
      type="button"
      className="panel-skip"
      onClick={({ currentTarget }) => focusNear(currentTarget, '.panel')}
    >
      跳到我的选票
    </button>
  )
}

/** The PC's ballot at the side of the list: the chosen with a way to take each off, and the way on. */
export function BallotPanel({ edition, category }: { edition: CurrentEdition; category: Category }) {
  const picks = useDraft(edition.id, category.id)
  const ballot = useBallotOf(edition, category.id)
  const refused = useRefused()
  const rule = category.ballotRule
  const gone = withdrawnWords(picks, measure(category.id))
  return (
    <aside className="panel" aria-label="我的选票" {...(WEB ? { tabIndex: -1 } : {})}>
      <div className="panel-head">
        <h2 className="panel-title">我的选票</h2>
        <p className="panel-category">{category.shortName}</p>
      </div>
      {ballot ? (
        <div className="panel-body">
          <p className="panel-words">
            本奖项您已投票，选了 {ballot.selections.length} {measure(category.id)}。
          </p>
          <Button kind="line" wide onClick={() => open('receipt', { no: ballot.receipt })}>
            查看回执
          </Button>
        </div>
      ) : (
        <div className="panel-body">
          <p className="panel-count" aria-live="polite">
            已选 <span className="panel-number">{picks.length}</span> / {rule.max}
            <span className={`panel-left ${refused || gone ? 'is-refused' : ''}`}>
              {refused
                ? `最多选 ${rule.max} ${measure(category.id)}`
                : gone || countWords(picks.length, category)}
            </span>
          </p>
          {picks.length === 0 ? (
            <p className="panel-words">选中的候选会列在这里，换页、刷新都不会丢。</p>
          ) : (
            <ol className="panel-list">
              {picks.map(({ id, number, name, withdrawn }) => (
                <li key={id} className="panel-item">
                  <span className="panel-item-number">{number}</span>
                  <span className="panel-item-name">
                    {name}
                    {withdrawn ? '（已退出评选）' : ''}
                  </span>
                  <button
                    type="button"
                    {...PRESS}
                    className="panel-remove"
                    aria-label={`取消选择${name}`}
                    onClick={() => drop(edition.id, category.id, id)}
                  >
                    <Icon name="close" />
                  </button>
                </li>
              ))}
            </ol>
          )}
          <Button
            wide
            disabled={picks.length < rule.min}
            onClick={() => open('review', { category: category.id })}
          >
            核对选票
          </Button>
          <p className="panel-hint">核对后才会投出。</p>
        </div>
      )}
    </aside>
  )
}
