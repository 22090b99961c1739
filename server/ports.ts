import type { Readable } from 'node:stream'
import type { Blank } from '@shared/nomination/paper/blank'
import type { Block } from '@shared/nomination/paper/collect'
import type { Enclosure } from '@shared/nomination/paper/enclosures'

/** Interfaces that have more than one real implementation. Wired in `deps.ts`. */

/** The award's clock: phases and `castAt`. The demo's can be moved. Sessions and time-outs use the machine's. */
export type Clock = { now(): Date }

/** Votes of one category, and the ballots they are on. */
export type Votes = { counts: Record<string, number>; ballots: number }

/** Votes to add to a tally, negative where a ballot is set aside; `series` holds the same ones by point in time. */
export type Delta = Votes & { series: Record<string, number> }

/** How far a writer's batches are in a tally: the last batch, and its ballots and rulings in all. */
export type Mark = { batch: number; entries: number }

/** Live counts of one category as the counting store holds them. */
export type TallySnapshot = Votes & {
  /** False while parts of the ledger may be missing, after the store lost its data. */
  whole: boolean
  marks: Record<string, Mark>
}

/** Live counts. Never the truth: whatever is lost here is counted again from the ledger. */
export type TallyStore = {
  /**
   * Adds a delta if the writer's mark is `from` (null: none yet), and sets it to `to`. Answers `applied`, `repeated`
   * where the mark is `to` already, or `gap` where it is anything else and the ledger must be asked.
   */
  apply(
    tally: string,
    writer: string,
    from: Mark | null,
    to: Mark,
    delta: Delta,
  ): Promise<'applied' | 'repeated' | 'gap'>
  read(tally: string): Promise<TallySnapshot>
  /** The same with the whole series. It may be long: for checks, not for each look. */
  readAll(tally: string): Promise<TallySnapshot & Delta>
  /** The numbers at some points of the series, in that order; null while the tally is not whole. */
  readPoints(tally: string, points: string[]): Promise<number[] | null>
  /** Declares a tally complete if it still has a mark of every given writer; answers whether it did. */
  markWhole(tally: string, writers: string[]): Promise<boolean>
  /** Forgets a tally, to be counted again. */
  reset(tally: string): Promise<void>
}

/** What WeChat says of a person who logs in. OpenIDs come from here and nowhere else. */
export type WeChatPerson = { appid: string; openid: string; unionid: string | null; snapshot: boolean }

/** `snsapi_base` asks the person nothing and tells no UnionID; `snsapi_userinfo` asks for their consent. */
export type OauthScope = 'snsapi_base' | 'snsapi_userinfo'

export type WeChat = {
  /** Mini-program `jscode2session`. Throws Refusal `login_failed` or `wechat_unavailable`. */
  personOfWeappCode(code: string): Promise<WeChatPerson>
  /** OAuth `access_token` of the official account. Throws as above. */
  personOfOauthCode(code: string): Promise<WeChatPerson>
  /** Where to send a browser for OAuth. */
  authorizeUrl(redirectUri: string, state: string, scope: OauthScope): string
}

/**
 * Keeps what a store holds unreadable for who has the store and not the keys. `place` says what a text is, as `unit.phone`:
 * under another one it does not open.
 */
export type SecretBox = {
  seal(text: string, place: string): string
  /** Null where no key opens it, or it was changed. What was never sealed stands as it is. */
  open(sealed: string, place: string): string | null
  /** How all begins that the first key has sealed. */
  prefix: string
}

/** Where a store keeps sealed texts. */
export type SealedField = { collection: string; path: string; place: string }

/** Small values that expire: single-use states and hand-offs. */
export type Vault = {
  put(key: string, value: string, seconds: number): Promise<void>
  /** Reads and removes at once: of many takers one gets it. */
  take(key: string): Promise<string | null>
  /** Reads without removing. */
  peek(key: string): Promise<string | null>
}

/** What is no longer good before it expires: `session:…` one session, `voter:…` all that were opened before. */
export type Revocation = { subject: string; at: Date }

/** Revocations, shared by all processes until what they concern would have expired anyway. */
export type RevocationStore = {
  add(revocation: Revocation, seconds: number): Promise<void>
  /** Those added since an instant, a little overlap included; all without one. */
  since(instant: Date | null): Promise<Revocation[]>
}

/** Remembers the end of the audit's chain apart from the chain, so that entries cut off its end are missed. */
export type ChainWitness = {
  note(seq: number, hash: string): Promise<void>
  last(): Promise<{ seq: number; hash: string } | null>
}

/** A browser somebody of staff is logged in with. */
export type StaffBrowser = {
  staff: string
  /** That of the person when it was opened; a later one ends it. */
  epoch: number
  createdAt: Date
  lastSeenAt: Date
  agent: string
  ip: string
}

/** Staff's sessions, by a key that opens nothing itself. One that is not touched for half an hour is gone. */
export type StaffSessionStore = {
  add(key: string, browser: StaffBrowser): Promise<void>
  /** Reads a session and keeps it alive. */
  touch(key: string, now: Date): Promise<StaffBrowser | null>
  read(key: string): Promise<StaffBrowser | null>
  /** Newest first. */
  of(staff: string): Promise<(StaffBrowser & { key: string })[]>
  remove(staff: string, key: string): Promise<void>
}

/** Keeps who asks too often from the others' share. */
export type RateLimiter = {
  /** Spends one of `times` a subject has in `seconds`. Throws Refusal `too_many_requests`. */
  spend(limit: { name: string; times: number; seconds: number }, subject: string): Promise<void>
}

/** Counts attempts at a secret, and makes who goes on guessing wait ever longer. */
export type AttemptStore = {
  /** Takes one attempt; answers 0, or how many ms there is none to take. */
  claim(subject: string): Promise<number>
  /** Gives an attempt back that was no guess. */
  giveBack(subject: string): Promise<void>
  /** Forgets all attempts, after the right answer. */
  forget(subject: string): Promise<void>
}

/**
 * Remembers across processes what a message was answered, so that its redeliveries have no effect of their own. A claim
 * that is not kept within `seconds` is free again: its holder has died.
 */
export type AnswerMemory = {
  /** `mine` to whoever comes first; then `pending` until the answer is kept. */
  claim(message: string, seconds: number): Promise<'mine' | 'pending' | { answer: string }>
  keep(message: string, answer: string, seconds: number): Promise<void>
}

/** Files that people have handed in, by a key of letters, digits and dashes; under one key there is ever only one content. */
export type FileStore = {
  /** Copies a file in; when this resolves it outlives a power cut. Again under its key it changes nothing. */
  put(key: string, path: string, type: string): Promise<void>
  /** The bytes; null where there are none. */
  read(key: string): Promise<Readable | null>
  exists(key: string): Promise<boolean>
  /** Nothing happens where there is none. */
  remove(key: string): Promise<void>
}

/** A value of a spreadsheet's cell. */
export type Cell = string | number | boolean | Date | null

/** One row as text, trimmed; dates as `2021-05-01`. `line` counts from 1, as people see it in the file. */
export type SheetRow = { line: number; cells: string[] }

/** A file whose rows have been counted; empty ones are left out. `read` starts at the first row each time. */
export type OpenSheet = { rows: number; read(): AsyncIterable<SheetRow> }

export type SheetColumn = { title: string; width: number }

/** A sheet to be written: a header and rows in the order of its columns. */
export type SheetContent = {
  name: string
  columns: SheetColumn[]
  rows: AsyncIterable<Cell[]> | Iterable<Cell[]>
}

/** A sheet to be filled in: per column what to write and what to choose from, some examples, and general notes. */
export type Form = {
  name: string
  columns: (SheetColumn & { note: string; choices?: string[] })[]
  examples: Cell[][]
  notes: string[]
}

/**
 * Spreadsheets, row by row in both directions, so that their length does not show in memory. Whatever is written as text
 * stays text for who opens it: `=1+1` is no formula (cells are typed, so nothing is put before them and an export can be
 * imported again). Serves every import and export.
 */
export type Sheets = {
  /**
   * The first sheet of an `.xlsx`, or a `.csv` in UTF-8 or GB18030, told apart by their bytes. Keeps what it has read in
   * files beside it (`<path>.rows…`). Throws Refusal `sheet_unreadable` in words.
   */
  open(path: string): Promise<OpenSheet>
  /** An `.xlsx` as bytes; rows are taken as these are read. */
  write(content: SheetContent): Readable
  form(form: Form): Promise<Buffer>
}

/** A part of a printed page. Parts follow each other downwards; lengths are millimetres. */
export type PdfBlock =
  /** A title is centred. A heading stays with what follows it. */
  | { kind: 'title' | 'heading'; text: string }
  /** Its lines are indented paragraphs, and justified; `flush` ones are not indented. */
  | { kind: 'paragraph'; text: string; flush?: boolean }
  /** Who signs, and when: to the right, with room for a seal. */
  | { kind: 'signature'; lines: string[] }
  /** To whom a letter goes, where the window of a DL envelope shows it; with marks for folding. First on its page. */
  | { kind: 'address'; lines: string[] }
  /** Labels and what they stand for. */
  | { kind: 'facts'; rows: [label: string, value: string][] }
  /** `share` is a column's part of the width. The header is repeated on each page. */
  | {
      kind: 'table'
      columns: { title: string; share: number; align?: 'centre' | 'right' }[]
      rows: string[][]
    }
  /** Whatever sharp reads; what it cannot is said in the picture's place. */
  | { kind: 'pictures'; perRow: number; pictures: { image: Buffer; caption: string }[] }
  /** The text as a QR of `size`, and in words what it is for. */
  | { kind: 'qr'; text: string; size: number; caption: string }
  /** Large letters of one width, to be copied by hand. */
  | { kind: 'code'; text: string; caption: string }
  /** Beside each other in a frame that no page's end divides. */
  | { kind: 'panel'; columns: { share: number; blocks: PdfBlock[] }[] }
  | { kind: 'space'; height: number }
  /** With a letterhead, the next letter begins: it has the letterhead too, and its own page numbers. */
  | { kind: 'pageBreak' }

/** An A4 document with the margins of official ones (GB/T 9704). First pages under a letterhead bear no number. */
export type PdfDocument = {
  title: string
  author: string
  letterhead?: { organiser: string; edition: string }
  /** Stands at the foot of each page. */
  footer?: string
  /** Taken as the bytes are read. */
  blocks: Iterable<PdfBlock> | AsyncIterable<PdfBlock>
}

/** What stands on a certificate. `check` is where anybody can look whether it is one. */
export type PrintedCertificate = {
  edition: string
  title: string
  recipient: string
  text: string
  signers: string[]
  date: string
  number: string
  check: { url: string; words: string }
  /** Across the whole page, in pale letters: `样张`. */
  note?: string
}

/** Prints in Chinese. Text can be searched and copied. */
export type Pdf = {
  /** A page for each, A4 across. */
  certificates(title: string, author: string, certificates: Iterable<PrintedCertificate>): Readable
  /**
   * A PDF as bytes; how many pages it has does not show in memory. Characters that the font lacks are printed as 〓 and
   * added to `missing`, which is whole when the bytes have ended.
   */
  render(document: PdfDocument, missing?: Set<string>): Readable
  /** The characters of a text that would be printed as 〓. */
  missing(text: string): string[]
}

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

/** Work that outlives a request, handed to whichever worker is free. Each piece is done until it is done, and may be begun again. */
export type Jobs = {
  /** Hands a step on something over, unless the same is waiting or running. Rejects where that is not certain. */
  add(step: string, id: string): Promise<void>
}

/** What a worker does with a job, and with one that has failed again and again. */
export type JobWork = {
  take(step: string, id: string): Promise<void>
  giveUp(step: string, id: string): Promise<void>
  /** Gives a job to all that is due, as after Redis has lost them; what has one keeps it. */
  resume(): Promise<void>
}

/** Structured log, as pino's. */
export type Log = {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** What every delivery of the official account carries. */
type Delivered = {
  /** Who sent it. Trustworthy: the delivery was signed by WeChat. */
  openid: string
  /** Our account's original id (`gh_…`), the sender of any reply. */
  account: string
  /** Seconds since 1970, by WeChat's clock. */
  createdAt: number
  /** The same for every delivery of this message and for no other one; holds no OpenID. */
  key: string
}

/** One template of a subscription event and what became of it. */
export type Subscription = { templateId: string; status: string }

/** A message or event of the official account; kinds are spelled as WeChat spells them. */
export type Incoming = Delivered &
  (
    | { kind: 'text'; content: string }
    | { kind: 'image'; mediaId: string; picUrl: string }
    /** `recognition` is what WeChat heard, where the account has speech recognition. */
    | { kind: 'voice'; mediaId: string; format: string; recognition: string | null }
    | { kind: 'video' | 'shortvideo'; mediaId: string; thumbMediaId: string }
    | { kind: 'location'; latitude: number; longitude: number; label: string }
    | { kind: 'link'; title: string; description: string; url: string }
    /** `scene` of the parameterised QR through which the follower came. */
    | { kind: 'subscribe'; scene: string | null }
    | { kind: 'unsubscribe' }
    | { kind: 'SCAN'; scene: string }
    | { kind: 'CLICK'; eventKey: string }
    | { kind: 'VIEW'; url: string }
    | { kind: 'LOCATION'; latitude: number; longitude: number }
    | { kind: 'scancode_push' | 'scancode_waitmsg'; eventKey: string; scanType: string; scanResult: string }
    | { kind: 'pic_sysphoto' | 'pic_photo_or_album' | 'pic_weixin'; eventKey: string; count: number }
    | { kind: 'location_select'; eventKey: string; latitude: number; longitude: number; label: string }
    | { kind: 'view_miniprogram'; page: string }
    | { kind: 'TEMPLATESENDJOBFINISH'; msgId: string; status: string }
    | { kind: 'MASSSENDJOBFINISH'; msgId: string; status: string; sent: number; failed: number }
    /** `status` 0 is published; anything else says why not. */
    | { kind: 'PUBLISHJOBFINISH'; publishId: string; status: number; articleId: string | null }
    | { kind: 'subscribe_msg_popup_event' | 'subscribe_msg_change_event'; subscriptions: Subscription[] }
    | { kind: 'subscribe_msg_sent_event'; subscriptions: Subscription[] }
    | { kind: 'wxa_media_check'; traceId: string; suggest: Suggest }
    | { kind: 'user_authorization_revoke'; revokedOpenid: string; revokeInfo: string }
    /** A kind we do not know, or one that does not look as it should: to be logged and answered `success`. */
    | { kind: 'unknown'; msgType: string; event: string | null }
  )

/** A passive reply: one message in answer to one delivery, within five seconds. */
export type Reply =
  | { kind: 'text'; content: string }
  | { kind: 'image' | 'voice'; mediaId: string }
  | { kind: 'video'; mediaId: string; title: string; description: string }
  | { kind: 'music'; title: string; description: string; url: string; hqUrl: string; thumbMediaId: string }
  | { kind: 'news'; title: string; description: string; picUrl: string; url: string }
  /** Hands the person over to customer service. */
  | { kind: 'transfer_customer_service' }

/** Why a POST to the message server is refused. */
export type DeliveryRefusal =
  | 'oversize'
  | 'unsigned'
  | 'forged'
  | 'stale'
  | 'replayed'
  | 'malformed'
  /** An EncodingAESKey is set, and this came without encryption. */
  | 'unencrypted'
  /** Encrypted, and no EncodingAESKey is set. */
  | 'key_missing'
  | 'undecryptable'
  | 'foreign_appid'
  /** The memory of nonces does not answer. WeChat delivers again in five seconds. */
  | 'memory_unavailable'

export type Delivery =
  | {
      ok: true
      message: Incoming
      /** The body of the answer, encrypted as the delivery was; without a reply it is `success`. */
      seal(reply: Reply | null): string
    }
  | { ok: false; reason: DeliveryRefusal }

/** Query parameters of a request by WeChat. */
export type DeliveryQuery = Partial<Record<'signature' | 'msg_signature' | 'timestamp' | 'nonce', string>>

/** The protocol of the official account's message server. */
export type MessageServer = {
  /** Whether a GET that checks our URL is WeChat's; then `echostr` is to be answered. */
  checkUrl(query: DeliveryQuery): boolean
  /** Opens a POST. Never throws: what cannot be trusted is refused with a reason. */
  open(query: DeliveryQuery, body: string): Promise<Delivery>
}

/** Remembers which message a nonce was used for, across processes. */
export type NonceMemory = {
  /** Takes a nonce for a message, and answers for which message it was taken first. */
  claim(nonce: string, message: string, seconds: number): Promise<string>
}

/** A message within 48 hours of the person's own; needs no delivery to answer to. */
export type ServiceMessage =
  | { kind: 'text'; content: string }
  | { kind: 'image'; mediaId: string }
  | { kind: 'news'; title: string; description: string; picUrl: string; url: string }
  | { kind: 'miniprogrampage'; appid: string; pagePath: string; title: string; thumbMediaId: string }
  /** Choices that are answered by a tap, which arrives as a text message with the choice's content. */
  | { kind: 'msgmenu'; head: string; choices: { id: string; content: string }[]; tail: string }

/** A button of the account's menu, spelled as WeChat spells it. At most three, with at most five below each. */
export type MenuButton = { name: string } & (
  | { type: 'click'; key: string }
  | { type: 'view'; url: string }
  | { type: 'miniprogram'; url: string; appid: string; pagepath: string }
  | { sub_button: MenuButton[] }
)

/** What `wx.config` needs of us. */
export type JsSdkConfig = { appId: string; timestamp: number; nonceStr: string; signature: string }

/** A parameterised QR: what it says, and WeChat's own picture of it. */
export type SceneQr = { url: string; pictureUrl: string; expiresInSeconds: number }

/**
 * A message to somebody who has agreed to one of its template; sending it spends that consent. `fields` are named and
 * bounded as the template says.
 */
export type Notice = { templateId: string; fields: Record<string, string>; page: string }

/** What the official account can do of itself. All throw {@link WeChatError}. */
export type OfficialAccount = {
  userInfo(openid: string): Promise<{ subscribed: boolean; unionid: string | null }>
  /** A temporary QR; whoever scans it arrives as `subscribe` or `SCAN` with the scene (1–64 characters). */
  createQr(scene: string, seconds: number): Promise<SceneQr>
  setMenu(buttons: MenuButton[]): Promise<void>
  sendMessage(openid: string, message: ServiceMessage): Promise<void>
  /** 订阅通知; `page` is an address of the site. */
  sendNotice(openid: string, notice: Notice): Promise<void>
  /** Signs a page for the JS-SDK; the fragment does not count. */
  jssdkConfig(url: string): Promise<JsSdkConfig>
}

/** `pass`, or a human should look, or it must not be shown. */
export type Suggest = 'pass' | 'review' | 'risky'

/** What the mini-program can do of itself. All throw {@link WeChatError}. */
export type MiniProgram = {
  /** A picture of a code that opens `page` with `scene` (at most 32 characters). */
  createCode(scene: string, page: string): Promise<Buffer>
  /** WeChat's opinion of a text by somebody seen in the mini-program within two hours. */
  checkText(openid: string, content: string): Promise<Suggest>
  /**
   * Hands in a picture (JPEG, PNG, BMP or GIF of at most 10 MB) that WeChat can fetch, from somebody seen as above. Answers
   * the trace by which the opinion comes as `wxa_media_check` within half an hour.
   */
  checkPicture(openid: string, url: string): Promise<string>
  /** 订阅消息; `page` is the mini-program's: `pages/mine/index?a=b`. */
  sendNotice(openid: string, notice: Notice): Promise<void>
}

/** What kind of trouble WeChat's API answered with; the codes behind them are in `adapters/wechat/errcodes.ts`. */
export type WeChatTrouble =
  | 'token'
  | 'openid'
  | 'code'
  | 'template'
  | 'not_a_follower'
  | 'refused'
  | 'quota'
  | 'window_closed'
  | 'too_many'
  | 'repeated'
  | 'data'
  | 'unauthorised'
  | 'banned'
  | 'settings'
  | 'busy'
  /** No answer, or none in time, or so many of those that we stopped asking for a while. */
  | 'unreachable'
  /** An answer that is not what WeChat documents. */
  | 'strange'
  /** Our own store of tokens does not answer. */
  | 'store'
  | 'other'

const UNCERTAIN: WeChatTrouble[] = ['unreachable', 'strange', 'busy', 'other']

/** Trouble with WeChat's API. The message is for our own people, in plain Chinese, and names nobody. */
export class WeChatError extends Error {
  constructor(
    readonly kind: WeChatTrouble,
    /** WeChat's code; null where it did not come so far. */
    readonly errcode: number | null,
    message: string,
    /** Whether WeChat has certainly not done what it was to do: it refused, or was never asked. */
    readonly undone = !UNCERTAIN.includes(kind),
  ) {
    super(message)
    this.name = 'WeChatError'
  }
}
