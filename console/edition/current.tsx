import { type Finding, judgeSwitch } from '@shared/edition/findings'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { request } from '../platform/request'
import { type Listed, useStaffEdition, useTake } from './data'
import { Acknowledge, expectAcknowledged } from './findings'
import { useEdition } from './phase'

/** Shows the public another edition. */
export function MakeCurrent({ edition: { id, name }, onClose }: { edition: Listed; onClose: () => void }) {
  const take = useTake()
  const { data: next } = useStaffEdition(id)
  const { data: current } = useEdition()
  const [acknowledged, setAcknowledged] = useState<string[]>([])
  const now = new Date(Date.now() + (current?.ahead ?? 0))
  const findings: Finding[] = next ? judgeSwitch(current ?? null, next.edition, now) : []
  const run = async (reason: string) => {
    expectAcknowledged(findings, acknowledged)
    const params = { id }
    take(await request('PUT /api/staff/editions/:id/current', { params, body: { acknowledged, reason } }))
  }
  return (
    <ReasonDialog open title="设为当前届次" verb="设为当前" danger run={run} onClose={onClose}>
      <p>
        网友随即看到“{name}”{current ? `，不再看到“${current.name}”` : ''}。以往的选票和结果都会保留。
      </p>
      <Acknowledge findings={findings} value={acknowledged} onChange={setAcknowledged} />
    </ReasonDialog>
  )
}
