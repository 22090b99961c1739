import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Actor } from '@shared/audit/contract'
import type { CategoryId } from '@shared/edition/contract'
import { fullText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import { foldText } from '@shared/kernel/text'
import type { Answers } from '@shared/nomination/contract'
import type { MailForm, NominationMail } from '@shared/nomination/mail/contract'
import { answersFrom, type CategoryPaper } from '@shared/nomination/paper/answers'
import { placeEnclosures } from '@shared/nomination/paper/enclosures'
import type { Screening } from '@shared/nomination/screening/contract'
import { unitCardOf } from '@shared/representative/rules'
import type { Unit } from '@shared/unit/contract'
import type { EnclosedFile, Mail, Papers } from '../../../ports/papers'
import type { Editions } from '../../edition/edition'
import type { Units } from '../../unit/unit'
import type { Uploads } from '../../upload/upload'
import type { Filing } from '../file'
import type { Screenings } from '../screening'
import type { MailStore } from './model'
import { type FoundForm, type Opened, openPaper } from './open'

export type Mails = ReturnType<typeof createMails>

type Options = {
  mails: MailStore
  papers: Papers
  editions: Pick<Editions, 'current'>
  units: Pick<Units, 'list'>
  files: Pick<Uploads, 'take'>
  filing: Filing
  screenings: Pick<Screenings, 'file' | 'find'>
}

/** What staff dropped in, and what they have chosen where it does not tell. */
type Dropped = { path: string; filename: string; category?: CategoryId; unit?: string }

/** A form that is clear enough to become a draft. */
type Settled = FoundForm & { category: CategoryId; unit: Unit }

/** As many as are worth choosing from. */
const MOST_CHOICES = 8

/** Nominations that came by mail, or as a filled-in Word or Excel form. */
export function createMails({ mails, papers, editions, units, files, filing, screenings }: Options) {
  /** The units of a name; where there is none or several of exactly that name, those it may mean. */
  async function findUnits(written: string | null): Promise<{ unit: Unit | null; choices: Unit[] }> {
    if (!written) return { unit: null, choices: [] }
    const query = { q: written.slice(0, 40), page: 1, pageSize: 50 }
    const { items } = await units.list(query, { sees: 'masked' })
    const same = items.filter(({ name }) => foldText(name) === foldText(written))
    if (same.length === 1) return { unit: same[0]!, choices: [] }
    return { unit: null, choices: (same.length > 0 ? same : items).slice(0, MOST_CHOICES) }
  }

  /** A form, with what staff chose in place of what it does not tell. Refusal: `unit_not_found`. */
  async function settle(found: FoundForm, chosen: Dropped) {
    const category = found.category ?? chosen.category ?? null
    const form = found.category === null && category && filing.formOf(category)
    const again = form ? answersFrom(form, found.blocks) : found.reading
    const reading = Object.keys(again.answers).length > 0 ? again : found.reading
    const named = await findUnits(again.unit)
    const unit = named.unit ?? (chosen.unit ? await filing.unitOf(chosen.unit) : null)
    const shown: MailForm = {
      ...{ file: found.file, nomination: null, category, written: again.unit, unread: reading.unread },
      unit: unit && unitCardOf(unit),
      choices: unit ? [] : named.choices.map(unitCardOf),
      obstacles: [],
    }
    return { found: { ...found, category, reading }, unit, shown }
  }

  /** Takes files in under the name of who dropped them; those that are refused are told. */
  async function takeFiles({ category, enclosures }: Settled, actor: Actor) {
    const { placed, unread } = placeEnclosures(filing.formOf(category) ?? [], enclosures)
    const answers: Answers = {}
    for (const [key, ones] of placed) {
      const ids: string[] = []
      for (const one of ones) {
        const { id, problem } = await takeFile(one, actor)
        if (id) ids.push(id)
        else unread.push(problem)
      }
      if (ids.length > 0) answers[key] = ids
    }
    return { answers, unread }
  }

  async function takeFile({ path, name }: EnclosedFile, { id }: Actor) {
    try {
      return { id: (await files.take(`staff:${id}`, { path, name })).id, problem: '' }
    } catch (error) {
      const isTheirs =
        error instanceof Refusal && (error.code === 'upload_refused' || error.code === 'upload_too_large')
      if (!isTheirs) throw error
      return { id: null, problem: `附件“${name}”没有放入：${error.message}` }
    }
  }

  /** Makes a draft of a form, the same one if it is made again. */
  async function file(
    settled: Settled,
    from: { origin: string; source: string; mailedAt: Date | null },
    actor: Actor,
  ): Promise<MailForm> {
    const { category, unit, reading, file } = settled
    const { answers, unread } = await takeFiles(settled, actor)
    const obstacles = await filing.obstacles(category, unit, undefined, from.mailedAt)
    const draft = await screenings.file(
      {
        ...{ ...from, category, unit: unit.id, answers: { ...reading.answers, ...answers } },
        unread: [...reading.unread, ...unread],
      },
      actor,
    )
    return {
      ...formOf(draft),
      file,
      written: reading.unit,
      obstacles: obstacles.map(({ message }) => message),
    }
  }

  async function takeIn(dropped: Dropped, actor: Actor): Promise<NominationMail> {
    const { filename, path } = dropped
    const edition = editions.current()
    const hash = await hashOf(path)
    const { mail, forms } = await openPaper(papers, dropped, papersOf(edition))
    const head = headOf(mail, filename)
    const names = [`content ${hash}`, ...(mail?.id ? [`mail ${mail.id}`] : [])]
    const keys = names.map((name) => `${edition.id} ${name}`)
    const known = await mails.find(keys)
    if (known) {
      const drafts = await Promise.all(known.map((id) => screenings.find(id)))
      return { outcome: 'known', ...head, forms: drafts.map(formOf) }
    }
    const settled = await Promise.all(forms.map((form) => settle(form, dropped)))
    const shown = settled.map(({ shown }) => shown)
    const clear = settled.flatMap(({ found, unit }) =>
      found.category && unit ? [{ ...found, category: found.category, unit }] : [],
    )
    if (clear.length < settled.length) return { outcome: 'unclear', ...head, forms: shown }
    const taken: MailForm[] = []
    for (const [i, form] of clear.entries()) {
      const source = sourceOf(head, form.reading.filler)
      const from = { origin: `${keys.at(-1)} ${i}`, source, mailedAt: mail?.sentAt ?? null }
      taken.push(await file(form, from, actor))
    }
    const nominations = taken.flatMap(({ nomination }) => nomination ?? [])
    const isFirst = await mails.add({ keys, nominations, by: actor.id, at: new Date() })
    // Where it is not, somebody was at it in the same second, and these are the drafts of both.
    return { outcome: isFirst ? 'taken' : 'known', ...head, forms: taken }
  }

  return {
    /**
     * Takes a mail or a form, each form in it becoming a draft, and removes the file. All of its forms are taken or none:
     * where one lacks its category or unit, staff choose and send it again. What was taken before is noticed by its content
     * and by its Message-ID. Refusals: `paper_unreadable`, `unit_not_found`, `not_eligible`, `storage_unavailable`.
     */
    async take(dropped: Dropped, actor: Actor): Promise<NominationMail> {
      try {
        return await takeIn(dropped, actor)
      } finally {
        await rm(`${dropped.path}.parts`, { recursive: true, force: true })
        await rm(dropped.path, { force: true })
      }
    },
  }
}

const formOf = ({ id, category, unit, unread }: Screening): MailForm => ({
  ...{ file: null, nomination: id, category, unit, written: null, choices: [], unread, obstacles: [] },
})

function papersOf({ categories, nomination }: ReturnType<Editions['current']>): CategoryPaper[] {
  return categories.flatMap(({ id, name, shortName }) => {
    const form = nomination.forms[id]?.form
    return form ? [{ id, names: [name, shortName], form }] : []
  })
}

function headOf(mail: Opened['mail'], filename: string): Pick<NominationMail, 'subject' | 'from' | 'sentAt'> {
  if (!mail) return { subject: filename, from: null, sentAt: null }
  const { subject, from, sentAt } = mail
  return { subject: subject || filename, from: senderOf(from), sentAt: sentAt?.toISOString() ?? null }
}

const senderOf = ({ name, address }: Mail['from']) =>
  name && address ? `${name} <${address}>` : name || address || '没有署名'

/** What colleagues should know of where a draft came from. */
function sourceOf({ subject, from, sentAt }: ReturnType<typeof headOf>, filler: string | null): string {
  const came = from ? `来信：${from}，《${subject}》` : `报名表：《${subject}》`
  return [came, sentAt && `${fullText(sentAt)}发出`, filler && `填表人：${nameIn(filler)}`]
    .filter(Boolean)
    .join('；')
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** The name alone: a telephone number beside it has its own place, where it is sealed. */
const nameIn = (filler: string): string =>
  filler.split(/电话|手机|联系|[\d０-９]/)[0]!.replace(/[\s　，,、：:；;（(]+$/, '')
