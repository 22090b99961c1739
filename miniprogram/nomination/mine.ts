import type { NominationCard } from '@shared/nomination/contract'
import type { Representation } from '@shared/representative/contract'
import { create } from 'zustand'
import { asVoter, type Manner, onLogOut, useSession } from '@/identity/session'
import type { ApiError } from '@/platform/request'
import { keep, recall } from '@/platform/storage'

type Known = { owner: string; representations: Representation[]; nominations: NominationCard[] }

type MineState = {
  /** As last told by the server, also in an earlier visit; null while nobody knows. */
  known: Known | null
  error: ApiError | null
  loading: boolean
}

const kept = recall<Known>('representations')

/** The units that a person speaks for, and what was filed for them. */
export const useMine = create<MineState>()(() => ({
  known: kept?.owner === useSession.getState().session?.voter.id ? kept : null,
  error: null,
  loading: false,
}))

// Nobody is shown another person's units.
useSession.subscribe(({ session }) => {
  const { known } = useMine.getState()
  if (session && known && known.owner !== session.voter.id) forget()
})
onLogOut(forget)

function forget(): void {
  keep('representations', null)
  useMine.setState({ known: null, error: null })
}

/** Asks for them; `quiet` where that may not take anything of the person. */
export async function loadMine(manner: Manner): Promise<void> {
  if (useMine.getState().loading) return
  useMine.setState({ loading: true })
  try {
    const { items: representations } = await asVoter('GET /api/representatives/mine', {}, manner)
    const { items: nominations } = await asVoter('GET /api/nominations/mine', {}, manner)
    const owner = useSession.getState().session?.voter.id
    if (!owner) return useMine.setState({ loading: false }) // logged out meanwhile
    const known = { owner, representations, nominations }
    keep('representations', known)
    useMine.setState({ known, error: null, loading: false })
  } catch (error) {
    useMine.setState({ error: error as ApiError, loading: false })
  }
}

/** Whether a person speaks for a unit, as far as is known. */
export function speaksFor(unit: string): boolean {
  const { known } = useMine.getState()
  return Boolean(known?.representations.some((one) => one.unit.id === unit && one.status === 'active'))
}
