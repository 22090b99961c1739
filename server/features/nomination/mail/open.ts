import type { CategoryId } from '@shared/edition/contract'
import { Refusal } from '@shared/kernel/errors'
import { type CategoryPaper, type Reading, recognise } from '@shared/nomination/paper/answers'
import { type Block, blocksOf } from '@shared/nomination/paper/collect'
import type { EnclosedFile, Mail, Papers } from '../../../ports/papers'

/** A form as it was found: what stands in it, which category's it is, and the files that go with it. */
export type FoundForm = {
  /** The file it was found in; null for the text of the mail. */
  file: string | null
  blocks: Block[]
  category: CategoryId | null
  reading: Reading
  enclosures: EnclosedFile[]
}

/** What staff dropped in, opened. */
export type Opened = { mail: Omit<Mail, 'files' | 'text'> | null; forms: FoundForm[] }

const OFFICE = /\.(xlsx|docx)$/i
/** Attachments that are looked into for forms, which takes up to a second each; the others are files. */
const MOST_FORMS = 10
const NOTHING: Reading = {
  ...{ answers: {}, unit: null, filler: null },
  unread: ['没有找到能读取的报名表，请对照来信填写'],
}

/**
 * Finds the forms in a mail, or in a file that is one. There is always at least one form: where none can be made out, an empty
 * one, for the files that came. Refusal: `paper_unreadable`.
 */
export async function openPaper(
  papers: Papers,
  { path, filename }: { path: string; filename: string },
  known: CategoryPaper[],
): Promise<Opened> {
  if (/\.msg$/i.test(filename)) {
    throw new Refusal('paper_unreadable', undefined, '.msg 是 Outlook 的专用格式，请另存为 .eml 再上传')
  }
  if (!/\.eml$/i.test(filename)) {
    const { blocks, pictures } = await papers.read(path)
    return {
      mail: null,
      forms: [formOf(filename, blocks, pictures, known) ?? empty(filename, blocks, pictures)],
    }
  }
  const { files, text, ...mail } = await papers.readMail(path)
  const forms: FoundForm[] = []
  const loose: EnclosedFile[] = []
  const likely = files.filter(({ name }) => OFFICE.test(name)).slice(0, MOST_FORMS)
  for (const file of files) {
    const form = likely.includes(file) ? await formIn(papers, file, known) : null
    if (!form) loose.push(file)
    else if (!forms.some((other) => isSame(form, other))) forms.push(form)
  }
  if (forms.length === 0) {
    const blocks = blocksOf(text)
    forms.push(formOf(null, blocks, [], known) ?? empty(null, blocks, []))
  }
  share(forms, loose)
  return { mail, forms }
}

/** The form that an attachment is; null where it is none, or cannot be read. */
async function formIn(papers: Papers, { path, name }: EnclosedFile, known: CategoryPaper[]) {
  try {
    const { blocks, pictures } = await papers.read(path)
    return formOf(name, blocks, pictures, known)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'paper_unreadable') return null
    throw error
  }
}

function formOf(
  file: string | null,
  blocks: Block[],
  enclosures: EnclosedFile[],
  known: CategoryPaper[],
): FoundForm | null {
  const found = recognise(known, blocks)
  return found && { file, blocks, enclosures, ...found }
}

const empty = (file: string | null, blocks: Block[], enclosures: EnclosedFile[]): FoundForm => ({
  ...{ file, blocks, enclosures, category: null, reading: NOTHING },
})

/** Whether a form says what another does, as when it was sent as Word and as Excel. */
function isSame(one: FoundForm, other: FoundForm): boolean {
  const said = ({ category, reading: { unit, answers } }: FoundForm) =>
    JSON.stringify([category, unit, answers])
  return said(one) === said(other)
}

/** What came beside several forms could belong to any of them. */
function share(forms: FoundForm[], loose: EnclosedFile[]): void {
  if (forms.length === 1) forms[0]!.enclosures.push(...loose)
  else {
    const told = loose.map(({ name }) => `邮件里有几份报名表，不知道附件“${name}”属于哪一份，没有放入`)
    for (const form of forms) form.reading = { ...form.reading, unread: [...form.reading.unread, ...told] }
  }
}
