import type { ReviewCard } from '@shared/review/contract'
import { Button } from '@/components/button'
import { logIn } from '@/identity/session'
import { replace } from '@/platform/navigate'
import { save, useSaves } from './save'
import { useEntry } from './session'
import { myDraft, useShelf } from './shelf'
import { savedWords } from './words'

/** Where what was written is now, with what the person can do where it is stuck. */
export function Saved({ card }: { card: ReviewCard }) {
  const { id } = card
  const state = useSaves(({ saves }) => saves[id])
  const shelf = useShelf()
  const entry = useEntry(({ entry }) => entry)
  const again = async () => {
    if (entry?.way !== 'wechat') return replace('scoring-door')
    if (await logIn()) await save(id)
  }
  const isStuck = state && !['saved', 'saving', 'waiting'].includes(state.state)
  return (
    <div className={`sheet-saved ${isStuck ? 'is-stuck' : ''}`}>
      <p role="status">{savedWords(card, myDraft(shelf, id), state, shelf.kept)}</p>
      {state?.state === 'refused' ? <p>{state.message}</p> : null}
      {state?.state === 'login' ? (
        <Button kind="plain" onClick={again}>
          重新登录
        </Button>
      ) : state?.state === 'offline' || state?.state === 'refused' ? (
        <Button kind="plain" onClick={() => void save(id)}>
          现在重试
        </Button>
      ) : null}
    </div>
  )
}
