import { Button } from '@/components/button'
import { logIn } from '@/identity/session'
import { goTo } from '@/platform/page'
import type { Draft } from './draft'
import { save, useSaves } from './save'
import { useDrafts } from './shelf'
import { savedWords } from './words'
import './saved.scss'

/** Where what was written is now, in a line that is always in sight; with what the person can do where it is stuck. */
export function Saved({ draft, conflict }: { draft: Draft; conflict?: string }) {
  const { ref } = draft
  const state = useSaves(({ saves }) => saves[ref])
  const kept = useDrafts((drafts) => drafts.kept)
  const login = async () => {
    if (await logIn()) await save(ref)
  }
  const isStuck = state && !['saved', 'saving', 'waiting'].includes(state.state)
  return (
    <div className={`saved ${isStuck ? 'is-stuck' : ''}`}>
      <p className="saved-words" role="status">
        {savedWords(draft, state, kept)}
      </p>
      {state?.state === 'refused' ? <p className="saved-why">{state.message}</p> : null}
      {state?.state === 'conflict' && conflict ? (
        <Button kind="plain" onClick={() => goTo(conflict)}>
          去选定
        </Button>
      ) : state?.state === 'login' ? (
        <Button kind="plain" onClick={login}>
          登录
        </Button>
      ) : state?.state === 'offline' || state?.state === 'refused' ? (
        <Button kind="plain" onClick={() => void save(ref)}>
          现在重试
        </Button>
      ) : null}
    </div>
  )
}
