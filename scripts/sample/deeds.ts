import type { ReplyRecord } from '@shared/unit/contract'
import type { Chance } from './chance'
import type { Matter } from './matters'
import type { Person } from './people'
import * as phrases from './phrases'
import { Deck, drawWords, fill, type Words } from './story'
import { type DraftUnit, MARK } from './units'

/** What a candidate's page tells: summary and paragraphs. */
export type Deeds = { summary: string; deeds: string[] }
type Recorded = DraftUnit & { replyRecord: ReplyRecord }

const UNIT_SUMMARIES = [
  '一年答复{answered}条留言，{act}',
  '{act}，全年答复留言{answered}条',
  '有问必有回音，{act}',
  '留言办在现场，{act}',
]
const WORKER_SUMMARIES = [
  '一条留言一条留言地跟，{act}',
  '先打电话再写答复，{act}',
  '把留言记在本子上，{act}',
  '{act}，事事有回音',
  '肯跑现场，{act}',
]
const CASE_SUMMARIES = ['一条留言，{act}', '从网友留言办起，{act}', '问需于民，{act}', '{act}，让小事有着落']

/**
 * Writes the deeds of one sample. It remembers which pieces were used, so that a piece of text comes back as late
 * as the bank allows; one writer writes all candidates of an edition.
 */
export class Writer {
  private readonly decks = new Map<readonly string[], Deck<string>>()

  constructor(private readonly chance: Chance) {}

  /** A unit: its year in figures, one story, a second achievement, how it works. */
  unit(unit: Recorded, matter: Matter, second: Matter): Deeds {
    const words = this.words(unit)
    const act2 = fill(this.deal(second.acts), this.words(unit))
    const tell = (text: string) => fill(text, { ...words, act2 })
    return {
      summary: this.summary(UNIT_SUMMARIES, matter, words),
      deeds: [
        tell(this.deal(phrases.RECORDS)),
        tell(this.deal(matter.asked) + this.deal(matter.did)),
        tell(this.deal(matter.changed) + this.deal(phrases.SECONDS)),
        tell(this.deal(phrases.MECHANISMS) + this.deal(phrases.MECHANISMS)),
        tell(`${this.deal(phrases.CLOSES)}`),
      ].reduce<string[]>(joinShort, []),
    }
  }

  /** A worker: who they are and do all day, one story, the year in figures. */
  worker(unit: Recorded, person: Person, matter: Matter): Deeds {
    const words = {
      ...this.words(unit),
      name: person.plainName,
      surname: person.plainName.slice(0, 1),
      position: person.position,
      they: person.gender === 'woman' ? '她' : '他',
    }
    const tell = (text: string) => fill(text, words)
    return {
      summary: this.summary(WORKER_SUMMARIES, matter, words),
      deeds: [
        tell(this.deal(phrases.INTROS) + this.deal(matter.daily)),
        tell(this.deal(matter.asked) + this.deal(matter.did)),
        tell(this.deal(matter.changed)),
        tell(this.deal(phrases.WORKER_RECORDS) + this.deal(phrases.WORKER_CLOSES)),
      ].reduce<string[]>(joinShort, []),
    }
  }

  /** A case: what was asked, what was done, what changed, what stays. `title` fits the story. */
  caseStudy(unit: Recorded, matter: Matter): Deeds & { title: string } {
    const words = this.words(unit)
    const tell = (text: string) => fill(text, words)
    return {
      title: tell(this.deal(matter.titles)),
      summary: this.summary(CASE_SUMMARIES, matter, words),
      deeds: [
        tell(this.deal(matter.asked)),
        tell(this.deal(matter.did)),
        tell(this.deal(matter.changed)),
        tell(this.deal(phrases.LASTING)),
      ],
    }
  }

  /** The matter's words plus the unit's own: its name in running text and its figures. */
  private words(unit: Recorded): Words {
    const { received, answered, medianAnswerHours, monthlyReceived, monthlyAnswered } = unit.replyRecord
    const months = monthlyAnswered.flatMap((count, month) => (count > 0 ? [month] : []))
    return {
      ...drawWords(unit, months, this.chance),
      unit: unit.name.replace(MARK, ''),
      org: unit.org,
      received: String(received),
      answered: String(answered),
      hours: String(medianAnswerHours),
      busiest: String(monthlyReceived.indexOf(Math.max(...monthlyReceived)) + 1),
    }
  }

  /** The first summary, in turn, that is short enough; a matter's act alone always is. */
  private summary(frames: readonly string[], matter: Matter, words: Words): string {
    const act = fill(this.deal(matter.acts), words)
    const full = fill(this.deal(frames), { ...words, act })
    return full.length <= SUMMARY_LENGTH ? full : act
  }

  private deal(bank: readonly string[]): string {
    let deck = this.decks.get(bank)
    if (!deck) {
      deck = new Deck(bank, this.chance)
      this.decks.set(bank, deck)
    }
    return deck.deal()
  }
}

/** Characters a summary may have. */
export const SUMMARY_LENGTH = 40

/** A paragraph of one short sentence reads better as the end of the one before it. */
function joinShort(paragraphs: string[], next: string): string[] {
  const last = paragraphs.at(-1)
  return last !== undefined && next.length < 45
    ? [...paragraphs.slice(0, -1), last + next]
    : [...paragraphs, next]
}
