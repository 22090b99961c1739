import type { CurrentEdition, Edition } from '@shared/edition/contract'
import { PHASE_NAMES, phaseAt, tallyVisibleUntil } from '@shared/edition/rules'
import { Segmented, Select } from 'antd'
import { useCallback, useEffect, useRef, useState } from 'react'
import { optionsOf } from '../components/options'

const PAGES = { home: '首页', rules: '评选规则' }

/**
 * What netizens will see: the very pages of the site, in a frame of a phone's size, with the draft in place of the
 * edition that is stored. `now` is when one looks at it; any phase can be looked at as well.
 */
export function Preview({ draft, now }: { draft: Edition; now: Date }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [page, setPage] = useState<keyof typeof PAGES>('home')
  const [phase, setPhase] = useState('now')
  const shown = showAt(draft, phase === 'now' ? now : middleOf(draft, phase))
  const latest = useRef(shown)
  latest.current = shown
  const send = useCallback(() => {
    if (latest.current) frame.current?.contentWindow?.postMessage(latest.current, location.origin)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft or phase is a reason to send anew
  useEffect(send, [draft, phase, send])
  useEffect(() => {
    const onMessage = ({ origin, source, data }: MessageEvent) => {
      if (origin === location.origin && source === frame.current?.contentWindow && data === 'preview') send()
    }
    addEventListener('message', onMessage)
    return () => removeEventListener('message', onMessage)
  }, [send])
  return (
    <aside className="preview" aria-label="预览">
      <div className="preview-tools">
        <Segmented value={page} onChange={setPage} options={optionsOf(PAGES)} />
        <Select
          aria-label="预览哪个时候"
          value={phase}
          onChange={setPhase}
          options={[
            { value: 'now', label: '现在' },
            ...draft.phases.map(({ name }) => ({ value: name, label: `${PHASE_NAMES[name]}时` })),
          ]}
        />
      </div>
      <div className="preview-phone">
        <iframe ref={frame} key={page} name="preview" title="网友将看到的页面" src={`/${page}`} />
      </div>
      <p className="preview-note">这是网站本身的页面，内容取自正在编辑、还没有保存的设置。</p>
    </aside>
  )
}

/** The draft as clients would get it at an instant; null while it cannot be shown. */
function showAt(draft: Edition, at: Date): CurrentEdition | null {
  if (draft.phases.some(({ opensAt }) => !opensAt)) return null
  const { menu, ...seen } = draft
  return {
    ...seen,
    phase: phaseAt(draft, at),
    serverTime: at.toISOString(),
    tallyVisible: tallyVisibleUntil(draft, at) !== null,
  }
}

/** An instant well inside a phase. */
function middleOf({ phases }: Edition, name: string): Date {
  const phase = phases.find((one) => one.name === name) ?? phases[0]!
  const opensAt = Date.parse(phase.opensAt)
  const closesAt = phase.closesAt ? Date.parse(phase.closesAt) : opensAt + 86_400_000
  return new Date((opensAt + closesAt) / 2)
}
