import { type Command, parseCommand } from '@shared/chat/rules'
import type { CurrentEdition } from '@shared/edition/contract'
import { STATUS_NAMES } from '@shared/nomination/rules'
import type { Reply } from '../../ports/messages'
import type { Announcements } from '../announcement/announcement'
import type { Ballots } from '../ballot/ballot'
import type { Candidates } from '../candidate/candidate'
import type { Editions } from '../edition/edition'
import type { Identities, SignedIn } from '../identity/identity'
import type { Nominations } from '../nomination/nomination'
import type { Results } from '../result/result'
import { createCandidateReplies } from './candidates'
import type { createPhaseTexts } from './phase'
import { createVoting } from './vote'
import { type Link, lines, PAGES } from './words'

type Options = {
  identities: Identities
  nominations: Pick<Nominations, 'mine'>
  editions: Editions
  candidates: Candidates
  ballots: Ballots
  results: Pick<Results, 'publicly'>
  announcements: Pick<Announcements, 'list'>
  phases: ReturnType<typeof createPhaseTexts>
  link: Link
  publicUrl: string
  showsPictures: boolean
}

type Asked<C> = { command: C; openid: string; edition: CurrentEdition }
type Table = {
  [K in Command['kind']]: (asked: Asked<Extract<Command, { kind: K }>>) => Reply | string | Promise<string>
}

const HUMAN: Reply = { kind: 'transfer_customer_service' }
/** How many announcements a message lists. */
const ANNOUNCED = 5
/** How many nominations a message lists. */
const FILED = 5
/** Shorter than this anything would be found. */
const SEARCHABLE = 2

/** What is done for each command of the chat. */
export function createCommands(options: Options) {
  const { identities, editions, nominations, results, phases } = options

  /** The voter who writes. Who the person is elsewhere should be known before, not after: it is one vote for all accounts. */
  async function voterOf(openid: string): Promise<SignedIn> {
    await identities.learnUnion(openid, PATIENCE_MS)
    return identities.voterOfFollower(openid)
  }

  /** How the nominations of one's units stand. */
  async function filed(openid: string): Promise<string> {
    const { items } = await nominations.mine(await identities.voterOfFollower(openid))
    if (items.length === 0) return ''
    const rows = items.slice(0, FILED).map(({ title, unit, status }) => {
      return `${title || unit.name}：${STATUS_NAMES[status]}`
    })
    return lines('', '您的报名', ...rows, options.link('查看报名', PAGES.nominations))
  }

  const { cast, howTo, unclear, mine } = createVoting({ ...options, voterOf })
  const list = createCandidateReplies(options)

  const table: Table = {
    help: ({ edition }) => phases.help(edition),
    howToVote: ({ edition }) => howTo(edition),
    cast: ({ command, openid, edition }) => cast(command.numbers, openid, edition),
    unclearVote: () => unclear,
    candidate: ({ command, edition }) =>
      command.query ? list.show(command.query, edition) : list.overview(edition),
    candidates: ({ edition }) => list.overview(edition),
    ranking: ({ command, edition }) => list.ranking(command.letter, edition),
    mine: ({ openid, edition }) => mine(openid, edition),
    nomination: ({ edition }) => phases.nomination(edition),
    progress: async ({ openid, edition }) => lines(phases.progress(edition), await filed(openid)),
    result: async ({ edition }) => phases.result(edition, (await results.publicly()).items),
    announcement: async ({ edition }) => {
      const { items } = await options.announcements.list({ page: 1, pageSize: ANNOUNCED })
      return phases.announcement(edition, items)
    },
    human: () => HUMAN,
    async logout({ openid }) {
      await identities.logoutEverywhere(await voterOf(openid))
      return '已退出您在电脑和手机网页上的登录。需要时请重新扫码登录。'
    },
    unknown({ command, edition }) {
      const found = command.text.length >= SEARCHABLE ? list.find(command.text, edition) : null
      return found ?? lines('没有明白您的意思。', phases.help(edition))
    },
  }

  return {
    /** Answers what somebody wrote, or tapped in the menu. Refusal: `edition_missing`. */
    async answer(said: string, openid: string): Promise<Reply> {
      return run(parseCommand(said), openid)
    },

    /** Answers what WeChat heard somebody say. A misheard number would be a wrong vote, so nobody votes by voice. */
    async answerSpoken(heard: string, openid: string): Promise<Reply> {
      const command = parseCommand(heard)
      return run(command.kind === 'cast' ? { kind: 'unclearVote' } : command, openid)
    },
  }

  async function run(command: Command, openid: string): Promise<Reply> {
    const edition = editions.show()
    const handle = table[command.kind] as (asked: Asked<Command>) => Reply | string | Promise<string>
    const reply = await handle({ command, openid, edition })
    return typeof reply === 'string' ? { kind: 'text', content: reply } : reply
  }
}

/** How long a person waits for WeChat's word on who they are. */
const PATIENCE_MS = 1500
