import type { ReplyRecord } from '@shared/unit/contract'
import type { Chance } from './chance'
import type { Matter, Thread } from './matters'
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
const CASE_SUMMARIES = ['一条留言，{act}', '从网友留言办起，{act}', '问需于民，{act}', '{act}，小事也有着落']

/**
 * Writes the deeds of one sample. It remembers which pieces were used, so that a piece of text comes back as late
 * as the bank allows; one writer writes all candidates of an edition.
 */
export class Writer {
  private readonly decks = new Map<readonly unknown[], Deck<unknown>>()
  private readonly told = new Map<Thread, number>()
  private readonly written = new Set<string>()

  constructor(private readonly chance: Chance) {}

  /** A unit: its year in figures, one story, a second achievement, how it works. */
  unit(unit: Recorded, matter: Matter, second: Matter): Deeds {
    const words = this.words(unit)
    const thread = this.thread(matter, unit)
    const act2 = fill(this.thread(second, unit, thread).act, this.words(unit))
    const write = this.scribe({ ...words, act2 })
    return {
      summary: this.summary(UNIT_SUMMARIES, thread, words),
      deeds: [
        write(phrases.RECORDS),
        write([thread.asked], [thread.did]),
        write([thread.changed], phrases.SECONDS),
        write(phrases.MECHANISMS, phrases.MECHANISMS, phrases.CLOSES),
      ],
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
    const write = this.scribe(words)
    const thread = this.thread(matter, unit)
    return {
      summary: this.summary(WORKER_SUMMARIES, thread, words),
      deeds: [
        write(phrases.INTROS, matter.daily),
        write([thread.asked]),
        write([thread.did], [thread.changed]),
        write(phrases.WORKER_RECORDS, phrases.WORKER_CLOSES),
      ],
    }
  }

  /** A case: what was asked, what was done, what changed, what stays. `title` fits the story. */
  caseStudy(unit: Recorded, matter: Matter): Deeds & { title: string } {
    const words = this.words(unit)
    const write = this.scribe(words)
    const thread = this.thread(matter, unit)
    return {
      title: fill(thread.title, words),
      summary: this.summary(CASE_SUMMARIES, thread, words),
      deeds: [write([thread.asked]), write([thread.did]), write([thread.changed]), write(phrases.LASTING)],
    }
  }

  /**
   * Writes paragraphs with the same words: one piece from each bank, filled and joined. A paragraph that came out
   * before is written anew from the next pieces, as long as the banks have others.
   */
  private scribe(words: Words): (...banks: (readonly string[])[]) => string {
    return (...banks) => {
      const compose = () => banks.map((bank) => fill(this.deal(bank), words)).join('')
      let paragraph = compose()
      for (let again = 0; again < ATTEMPTS && this.written.has(paragraph); again++) paragraph = compose()
      this.written.add(paragraph)
      return paragraph
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

  /** The act in its frame, or alone where both together are too long. */
  private summary(frames: readonly string[], thread: Thread, words: Words): string {
    const act = fill(thread.act, words)
    const full = fill(this.deal(frames), { ...words, act })
    return full.length <= SUMMARY_LENGTH ? full : act
  }

  /** The story of the matter that was told least and that this unit can tell, other than `but`. */
  private thread(matter: Matter, { kind }: DraftUnit, but?: Thread): Thread {
    const own = matter.threads.filter(
      (thread) => thread !== but && (thread.kinds ?? matter.kinds).includes(kind),
    )
    const told = (thread: Thread) => this.told.get(thread) ?? 0
    const least = Math.min(...own.map(told))
    const thread = this.chance.pick(own.filter((one) => told(one) === least))
    this.told.set(thread, least + (but ? 0 : 1))
    return thread
  }

  private deal<T>(bank: readonly T[]): T {
    const deck = (this.decks.get(bank) as Deck<T> | undefined) ?? new Deck(bank, this.chance)
    this.decks.set(bank, deck as Deck<unknown>)
    return deck.deal()
  }
}

const ATTEMPTS = 40

/** Characters a summary may have. */
export const SUMMARY_LENGTH = 40
