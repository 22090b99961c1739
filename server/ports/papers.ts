import type { Blank } from '@shared/nomination/paper/blank'
import type { Block } from '@shared/nomination/paper/collect'
import type { Enclosure } from '@shared/nomination/paper/enclosures'

/** A file that came in another one, taken to disk under a name of our own. */
export type EnclosedFile = Enclosure & { path: string }

/** A mail as text; what is in mails forwarded within it is among its files. */
export type Mail = {
  /** What its sender's program called it (Message-ID). */
  id: string | null
  from: { name: string; address: string }
  subject: string
  text: string
  sentAt: Date | null
  files: EnclosedFile[]
}

/**
 * Nomination forms outside the program. Reading keeps files beside the one that is read, in `<path>.parts/`; it asks nobody
 * on the network. Throws Refusal `paper_unreadable` in words.
 */
export type Papers = {
  /** A form to fill in, as an `.xlsx` or a `.docx`. */
  sheet(blank: Blank): Promise<Buffer>
  word(blank: Blank): Promise<Buffer>
  /** What stands in an `.xlsx` or `.docx`, told apart by their bytes, and the pictures put into it. */
  read(path: string): Promise<{ blocks: Block[]; pictures: EnclosedFile[] }>
  /** An `.eml`. */
  readMail(path: string): Promise<Mail>
}
