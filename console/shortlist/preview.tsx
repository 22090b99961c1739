import type { Candidate } from '@shared/candidate/contract'
import type { CurrentEdition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { useCallback, useEffect, useRef } from 'react'
import { useEdition } from '../edition/phase'

/** What netizens will see of a candidate. */
export const PhonePreview = ({ candidate }: { candidate: Candidate }) => (
  <PhoneFrame address={`/candidate?id=${encodeURIComponent(candidate.id)}&draft=1`} shown={{ candidate }} />
)

/** The very page of the site, in a frame of a phone's size, with the text that is being written. */
export function PhoneFrame({ address, shown: draft }: { address: string; shown: object }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const { data: edition } = useEdition()
  const latest = useRef<object | null>(null)
  latest.current = edition ? { ...asVoting(edition), ...draft } : null
  const send = useCallback(() => {
    if (latest.current) frame.current?.contentWindow?.postMessage(latest.current, location.origin)
  }, [])
  const shown = JSON.stringify(draft)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text or edition is a reason to send anew
  useEffect(send, [shown, edition?.id, send])
  useEffect(() => {
    const onMessage = ({ origin, source, data }: MessageEvent) => {
      if (origin === location.origin && source === frame.current?.contentWindow && data === 'preview') send()
    }
    addEventListener('message', onMessage)
    return () => removeEventListener('message', onMessage)
  }, [send])
  return (
    <aside className="preview" aria-label="手机预览">
      <div className="preview-phone">
        <iframe ref={frame} name="preview" title="网友将看到的页面" src={address} />
      </div>
      <p className="preview-note">这是网站本身的页面，内容取自还没有保存的文字。</p>
    </aside>
  )
}

/** The edition as it will be while people vote. */
function asVoting({ ahead: _, ...edition }: CurrentEdition & { ahead: number }): CurrentEdition {
  const voting = findPhase(edition, 'voting')
  if (!voting) return edition
  return {
    ...edition,
    phase: 'voting',
    serverTime: new Date(Date.parse(voting.opensAt) + 60_000).toISOString(),
  }
}
