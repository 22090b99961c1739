import type { Change } from '@shared/edition/changes'
import type { Edition, StaffEdition } from '@shared/edition/contract'
import type { Finding } from '@shared/edition/findings'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { type ApiError, fieldErrors, request } from '../platform/request'
import { Changes } from './changes'
import { Acknowledge, expectAcknowledged } from './findings'

type Props = {
  stored: StaffEdition
  draft: Edition
  changes: Change[]
  findings: Finding[]
  onClose: () => void
  onSaved: (latest: StaffEdition) => void
  onConflict: (latest: StaffEdition) => void
  /** What the server found wrong, at its fields. */
  onFields: (fields: { name: (string | number)[]; errors: string[] }[]) => void
}

/** Shows what would change and what it does to people, asks why, and saves. */
export function Save({ stored, draft, changes, findings, onClose, onSaved, onConflict, onFields }: Props) {
  const [acknowledged, setAcknowledged] = useState<string[]>([])
  // What the server, whose clock counts, had to add.
  const [more, setMore] = useState<Finding[]>([])
  const all = [...findings, ...more.filter(({ text }) => !findings.some((one) => one.text === text))]
  const run = async (reason: string) => {
    expectAcknowledged(all, acknowledged)
    const body = { version: stored.version, edition: draft, acknowledged, reason }
    try {
      onSaved(await request('PUT /api/staff/editions/:id', { params: { id: stored.edition.id }, body }))
    } catch (cause) {
      const error = cause as ApiError
      if (error.code === 'version_conflict') return onConflict(error.details as StaffEdition)
      if (error.code === 'change_unconfirmed') setMore(error.details as Finding[])
      const wrong = fieldErrors(error)
      onFields(wrong.map(({ path, message }) => ({ name: nameOf(path), errors: [message] })))
      throw wrong.length > 0 ? new Error(wrong.map(({ message }) => message).join('；')) : error
    }
  }
  return (
    <ReasonDialog open title={`保存 ${changes.length} 处改动`} verb="保存" run={run} onClose={onClose}>
      <Changes changes={changes} titles={['现在', '改为']} />
      <Acknowledge findings={all} value={acknowledged} onChange={setAcknowledged} />
    </ReasonDialog>
  )
}

/** `edition.phases.3.opensAt` as the form names it. */
function nameOf(path: string): (string | number)[] {
  const [, ...parts] = path.split('.')
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}
