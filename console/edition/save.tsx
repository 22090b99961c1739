import type { Change } from '@shared/edition/changes'
import type { Edition, StaffEdition } from '@shared/edition/contract'
import type { Finding } from '@shared/edition/findings'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { type ApiError, fieldErrors, request } from '../platform/request'
import { Changes } from './changes'
import { Acknowledge, expectAcknowledged } from './findings'

type FieldName = (string | number)[]

type Props = {
  stored: StaffEdition
  draft: Edition
  changes: Change[]
  findings: Finding[]
  onClose: () => void
  onSaved: (latest: StaffEdition) => void
  onConflict: (latest: StaffEdition) => void
  /** What the server found wrong, at its fields. */
  onFields: (fields: { name: FieldName; errors: string[] }[]) => void
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
      const wrong = fieldErrors(error).map(({ path, message }) => ({ name: nameOf(path), message }))
      onFields(wrong.map(({ name, message }) => ({ name, errors: [message] })))
      const said = wrong.map(({ name, message }) => [labelOf(name, draft, changes), message])
      throw said.length > 0
        ? new Error(said.map((words) => words.filter(Boolean).join('：')).join('；'))
        : error
    }
  }
  return (
    <ReasonDialog
      open
      title={`保存 ${changes.length} 处改动`}
      verb="保存"
      width={720}
      run={run}
      onClose={onClose}
    >
      <Changes changes={changes} titles={['现在', '改为']} />
      <Acknowledge findings={all} value={acknowledged} onChange={setAcknowledged} />
    </ReasonDialog>
  )
}

/** `edition.phases.3.opensAt` as the form names it. */
function nameOf(path: string): FieldName {
  const [, ...parts] = path.split('.')
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/** What people call a field that was changed, or what it is part of: `网络投票 · 开始`. */
function labelOf(name: FieldName, draft: Edition, changes: Change[]): string | undefined {
  const [list, at, ...rest] = name
  const known =
    list === 'phases'
      ? draft.phases[Number(at)]?.name
      : list === 'categories'
        ? draft.categories[Number(at)]?.id
        : at
  const path = [list, known, ...rest].filter((part) => part !== undefined).join('.')
  return changes.find(
    (change) =>
      path === change.path || path.startsWith(`${change.path}.`) || change.path.startsWith(`${path}.`),
  )?.label
}
