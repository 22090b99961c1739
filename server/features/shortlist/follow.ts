import { Refusal } from '@shared/kernel/errors'
import type { Log } from '../../ports/work'
import type { Candidates, ListedRecord } from '../candidate/candidate'
import type { Uploads } from '../upload/upload'
import type { EntryRecord, ShortlistRecord, ShortlistStore } from './model'
import type { Telling } from './tell'

type Options = {
  store: ShortlistStore
  candidates: Pick<Candidates, 'follow' | 'allOf'>
  files: Pick<Uploads, 'publish' | 'unpublish'>
  tell: Telling
  /** Which of these pictures an experience has, which is further down the line of features. */
  toldOf: (pictures: string[]) => Promise<string[]>
  log: Log
}

/** Makes candidates what the lists say: the list decides, candidates follow. All of it can be done again. */
export function createFollowing({ store, candidates, files, tell, toldOf, log }: Options) {
  async function recordOf(entry: EntryRecord, list: ShortlistRecord): Promise<ListedRecord> {
    const { id, number, unit, sample } = entry
    const { name, position, summary, deeds, picture, alt } = entry.text!
    return {
      ...{ _id: id, edition: list.edition, category: list.category, number, name, position, summary, deeds },
      ...{ unitId: unit.id, unitName: unit.name, level: unit.level, region: unit.region, sample },
      picture: { ...(await files.publish(picture!)), alt },
      listVersion: list.version,
      updatedAt: new Date(),
    }
  }

  /**
   * Takes back the pictures of those on a list who are no candidates any more. Whoever has left the race is one, and seen.
   * What another list or an experience takes up in the same moment is shown again, for that was stored before it showed
   * its pictures.
   */
  async function hidePictures({ category, entries }: ShortlistRecord): Promise<void> {
    const seen = new Set(candidates.allOf(category).map(({ id }) => id))
    const pictures = entries.flatMap(({ id, text }) => (!seen.has(id) && text?.picture) || [])
    const shown = async () => (await Promise.all([store.shownAmong(pictures), toldOf(pictures)])).flat()
    const kept = await shown()
    for (const id of pictures.filter((one) => !kept.includes(one))) await files.unpublish(id)
    for (const id of await shown()) await files.publish(id)
  }

  /** Refusals: `unit_missing`, `storage_unavailable`, `upload_not_found`. */
  async function follow(list: ShortlistRecord): Promise<void> {
    const { edition, category, version, state } = list
    const listed = state === 'published' ? list.entries.filter(({ dropped }) => !dropped) : []
    const records: ListedRecord[] = []
    for (const entry of listed) records.push(await recordOf(entry, list))
    await candidates.follow({ edition, category, version, records })
    await hidePictures(list)
    // A list whose news are not out stays unsettled, and is followed again.
    if (state !== 'published' || (await tell(list.announced))) await store.settle(list)
    // Somebody has changed the list while we wrote: what we came too late with is put right.
    const latest = await store.find(edition, category)
    if (latest && latest.version > version) await follow(latest)
  }

  /** Stores a list as it was before, as its next version, and has candidates follow that. */
  async function takeBack(list: ShortlistRecord, before: Partial<ShortlistRecord>): Promise<void> {
    const next = { ...list, ...before, version: list.version + 1, settled: false }
    if (await store.replace(next)) await follow(next)
    // The list as it was before need not name the pictures that were shown for this one.
    await hidePictures(list)
  }

  return {
    /** Does what a change of the list makes due; where it cannot be done, the list is what it was before. */
    async followOrTakeBack(list: ShortlistRecord, before: ShortlistRecord): Promise<void> {
      const { state, picks, draw, entries, announced } = before
      try {
        await follow(list)
      } catch (error) {
        if (error instanceof Refusal) await takeBack(list, { state, picks, draw, entries, announced })
        throw error
      }
    },

    /** Goes on where a process died in between; `mayTakeBack` while nobody has seen the candidates. */
    async finish(edition: string, mayTakeBack: boolean): Promise<void> {
      for (const list of await store.findUnsettled(edition)) {
        try {
          await follow(list)
        } catch (error) {
          const isMissing = error instanceof Refusal && error.code === 'unit_missing'
          if (isMissing && mayTakeBack && list.state === 'published')
            await takeBack(list, { state: 'frozen' })
          else log.warn({ err: error, list: list._id }, '候选还没有跟上初选名单，稍后再试')
        }
      }
    },
  }
}
