import type { Block, ExperienceText } from '@shared/case-library/contract'
import type { Edition } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import type { Deps } from '../../server/deps'
import type { SampleCandidate } from './candidates'
import { generateSample } from './index'
import { pictureAlt } from './picture/subject'

/** What a matter is about. */
const TOPICS: Record<string, string> = {
  ...{ crossing: 'traffic', signal: 'traffic', parking: 'traffic', bus: 'traffic', schoolGate: 'traffic' },
  ...{ lamps: 'environment', flooding: 'environment', rubbish: 'environment', noise: 'environment' },
  ...{ fumes: 'environment', dust: 'environment', park: 'environment', dogs: 'environment' },
  ...{ elevator: 'housing', drains: 'housing', charging: 'housing', deeds: 'service' },
  ...{ tapwater: 'livelihood', power: 'livelihood', gas: 'livelihood', windows: 'service' },
  ...{ road: 'countryside', toilet: 'countryside', river: 'environment', irrigation: 'countryside' },
  ...{ clinic: 'health', canteen: 'health', pension: 'health', insurance: 'health' },
  ...{ afterSchool: 'education', books: 'education', veterans: 'labour', wages: 'labour' },
}
/** What the two real cases are about. */
const REAL_TOPICS = new Map([
  ['crossing', 'traffic'],
  ['riverside', 'environment'],
])

/** How many of the invented cases are in the library, beside the real ones. */
const TOLD = 16
const DAY_MS = 86_400_000

/** Tells some sample cases in the library, the real ones of the public notice first and in its very words. */
export async function loadExperiences(
  { caseLibrary }: Pick<Deps, 'caseLibrary'>,
  edition: Edition,
): Promise<void> {
  const cases = generateSample(edition).candidates.filter(({ category }) => category === 'caseStudy')
  const real = cases.filter(({ sample }) => !sample)
  const invented = cases.filter(({ sample, matter }) => sample && matter !== null).slice(0, TOLD)
  const closesAt = Date.parse(findPhase(edition, 'nomination')?.closesAt ?? '')
  const until = Math.min(closesAt || Date.now(), Date.now())
  await caseLibrary.saveAll(
    [...real, ...invented].map((one, i) => recordOf(one, edition, new Date(until - i * DAY_MS))),
  )
}

function recordOf(candidate: SampleCandidate, edition: Edition, at: Date) {
  const { id, category, unitName, level, region, sample, subject } = candidate
  const picture = {
    id: `${id}-picture`,
    url: `/files/sample/${id}-full.webp`,
    thumbUrl: `/files/sample/${id}-thumb.webp`,
  }
  const text: ExperienceText = {
    ...{ title: candidate.name, summary: candidate.summary, topics: topicsOf(candidate), figures: [] },
    ...{ cover: picture.id, alt: pictureAlt(subject), blocks: blocksOf(candidate) },
  }
  return {
    ...{ _id: id, nominated: false, edition: edition.id, year: edition.year, category, sample },
    ...{ unitName, level, region, text, pictures: [picture], version: 1 },
    // Now, whatever the clock of the award says: it is how other processes notice.
    ...{ changedAt: new Date(), changedBy: '系统', unpublished: null },
    published: { text, pictures: [picture], version: 1, at, changedAt: at },
  }
}

function topicsOf({ matter, subject, sample }: SampleCandidate): string[] {
  if (!sample) return Object.values(subject).flatMap((value) => REAL_TOPICS.get(String(value)) ?? [])
  return [TOPICS[matter ?? ''] ?? 'service']
}

function blocksOf({ deeds, sample }: SampleCandidate): Block[] {
  const told = deeds.map((text): Block => ({ kind: 'paragraph', text }))
  if (!sample || told.length < 3) return told
  const [asked, ...rest] = told
  const changed = rest.pop()!
  const under = (heading: string, blocks: Block[]): Block[] => [{ kind: 'heading', text: heading }, ...blocks]
  return [...under('群众反映', [asked!]), ...under('怎么办的', rest), ...under('办成了什么', [changed])]
}
