import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Edition, PhaseName } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import type { Deps } from '../../server/deps'
import { drawPicture, generateSample, pictureAlt, type SampleCandidate } from './index'
import { loadNominations, type NominationDoors } from './nominations'

const DAY = 86_400_000

/** Pixels of the detail page's picture and of the card's. */
const SIZES = { full: { width: 960, height: 720 }, thumb: { width: 480, height: 360 } }
type Size = keyof typeof SIZES

/**
 * An edition with its dates moved by whole days, so that `phase` is open at `now` and some of it still lies ahead.
 */
export function shiftEdition(edition: Edition, phase: PhaseName, now: Date): Edition {
  const window = findPhase(edition, phase)
  if (!window) return edition
  const opensAt = Date.parse(window.opensAt)
  const length = window.closesAt ? Date.parse(window.closesAt) - opensAt : DAY
  const days = Math.round((now.getTime() - opensAt - length * 0.4) / DAY)
  const shift = (instant: string) => new Date(Date.parse(instant) + days * DAY).toISOString()
  return {
    ...edition,
    phases: edition.phases.map(({ name, opensAt, closesAt }) => ({
      name,
      opensAt: shift(opensAt),
      closesAt: closesAt && shift(closesAt),
    })),
  }
}

type Doors = Pick<Deps, 'editions' | 'units' | 'candidates'>

/** Stores an edition with its sample units and candidates. Pictures are a matter of their own: {@link drawPictures}. */
export async function loadSample({ editions, units, candidates }: Doors, edition: Edition): Promise<void> {
  const sample = generateSample(edition)
  await units.saveAll(sample.units)
  const updatedAt = new Date()
  await candidates.saveAll(
    sample.candidates.map(({ id, replyRecord, matter, subject, ...candidate }) => ({
      _id: id,
      edition: edition.id,
      ...candidate,
      picture: {
        url: `/files/${pictureName(id, 'full')}`,
        thumbUrl: `/files/${pictureName(id, 'thumb')}`,
        alt: pictureAlt(subject),
      },
      updatedAt,
    })),
  )
  await editions.save(edition)
}

/** Draws the candidates' pictures into a folder, those that are not there yet. Reports how many are done, of how many. */
export async function drawPictures(
  edition: Edition,
  dir: string,
  report: (done: number, of: number) => void,
): Promise<void> {
  await mkdir(join(dir, 'sample'), { recursive: true })
  const { candidates } = generateSample(edition)
  const missing = candidates.flatMap((candidate) =>
    (Object.keys(SIZES) as Size[])
      .map((size) => ({ candidate, size, path: join(dir, pictureName(candidate.id, size)) }))
      .filter(({ path }) => !existsSync(path)),
  )
  let done = 0
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let next = missing.pop(); next; next = missing.pop()) {
        await draw(next)
        report(++done, candidates.length * 2)
      }
    }),
  )
}

/** Files sample nominations, once the pictures are drawn into `dir`; nominations must be open. */
export async function fileSample(doors: NominationDoors, edition: Edition, dir: string): Promise<void> {
  const { candidates } = generateSample(edition)
  await loadNominations(doors, candidates, ({ id }) => join(dir, pictureName(id, 'full')))
}

async function draw({ candidate, size, path }: { candidate: SampleCandidate; size: Size; path: string }) {
  const bytes = await drawPicture(candidate.subject, candidate.id, SIZES[size])
  await writeFile(`${path}.part`, bytes) // never a half picture under the real name
  await rename(`${path}.part`, path)
}

const pictureName = (id: string, size: Size) => `sample/${id}-${size}.webp`
