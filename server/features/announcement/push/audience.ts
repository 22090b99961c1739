import type { Audience } from '@shared/announcement/push/contract'
import type { CategoryId, Edition } from '@shared/edition/contract'
import type { PushStore } from './model'

/** Who is in an edition, as voters. */
export type Circles = {
  /** Who voted in a category, or in any; somebody may come twice. */
  voters(edition: string, category: CategoryId | null): AsyncIterable<string>
  /** Who speaks for any unit, or for these. */
  representatives(units: string[] | null): Promise<string[]>
  /** Units with a nomination that was begun and not handed in. */
  unitsWithDrafts(edition: string): Promise<string[]>
  /** Experts who have bound their WeChat. */
  experts(edition: string): Promise<string[]>
  /** Units behind the winners of a category's published result. */
  winningUnits(category: CategoryId): Promise<string[]>
}

type Options = {
  store: Pick<PushStore, 'followers'>
  circles: Circles
  /** The voters that stand for some, who may be known by others too. */
  standFor: (voters: string[]) => Promise<string[]>
  current: () => Edition
}

const SIZE = 500

/** Whom an audience is, by the batch, each batch without doubles. Never all at once: there may be a hundred thousand. */
export function createAudiences({ store, circles, standFor, current }: Options) {
  async function* voters(audience: Audience): AsyncGenerator<string> {
    const { id, categories } = current()
    switch (audience.kind) {
      case 'followers':
        for await (const batch of store.followers(SIZE)) yield* batch
        return
      case 'voters':
        yield* circles.voters(id, audience.category)
        return
      case 'representatives':
        yield* await circles.representatives(audience.drafts ? await circles.unitsWithDrafts(id) : null)
        return
      case 'experts':
        yield* await circles.experts(id)
        return
      case 'winners': {
        const units = await Promise.all(categories.map((one) => circles.winningUnits(one.id)))
        yield* await circles.representatives([...new Set(units.flat())])
        return
      }
      default:
        return
    }
  }

  return async function* recipients(audience: Audience): AsyncGenerator<string[]> {
    if (audience.kind === 'groups') return yield audience.ids
    if (audience.kind === 'chats') return yield [...new Set(audience.names)]
    let batch = new Set<string>()
    for await (const voter of voters(audience)) {
      if (batch.add(voter).size < SIZE) continue
      yield unique(await standFor([...batch]))
      batch = new Set()
    }
    if (batch.size > 0) yield unique(await standFor([...batch]))
  }
}

const unique = (voters: string[]) => [...new Set(voters)]
