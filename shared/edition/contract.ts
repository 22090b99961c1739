import { z } from 'zod'
import { endpoint, Instant } from '../kernel/contract'

export const PhaseName = z.enum(['nomination', 'shortlisting', 'voting', 'review', 'notice', 'published'])
export type PhaseName = z.infer<typeof PhaseName>

/** A window `[opensAt, closesAt)`; `closesAt` null stays open. */
export const Phase = z.object({ name: PhaseName, opensAt: Instant, closesAt: Instant.nullable() })
export type Phase = z.infer<typeof Phase>

/** How many selections one ballot holds, and how often a person may cast one. */
export const BallotRule = z.object({
  min: z.int().min(1),
  max: z.int().min(1),
  per: z.enum(['edition', 'day']),
})
export type BallotRule = z.infer<typeof BallotRule>

export const CategoryId = z.enum(['unit', 'worker', 'caseStudy'])
export type CategoryId = z.infer<typeof CategoryId>

export const Category = z.object({
  id: CategoryId,
  /** First character of the public numbers, `A` in `A01`. */
  letter: z.string().regex(/^[A-Z]$/),
  name: z.string(),
  /** For tabs and buttons. */
  shortName: z.string(),
  summary: z.string(),
  /** Number of winners; null where it is open. */
  seats: z.int().min(1).nullable(),
  ballotRule: BallotRule,
})
export type Category = z.infer<typeof Category>

/** Who may see counts while voting runs: everybody at once, counts as of a time of day, or after voting. */
export const TallyVisibility = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('live') }),
  /** `at`: Beijing time of day, `18:00`. */
  z.object({ mode: z.literal('daily'), at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
  z.object({ mode: z.literal('afterClose') }),
])
export type TallyVisibility = z.infer<typeof TallyVisibility>

export const EditionTexts = z.object({
  slogan: z.string(),
  intro: z.string(),
  /** The notice on the home page; null for none. */
  notice: z.string().nullable(),
  rules: z.array(z.object({ title: z.string(), paragraphs: z.array(z.string()) })),
})

const MenuName = z.string().min(1).max(8)
const MenuLink = z.object({ name: MenuName, path: z.string().startsWith('/') })
const MenuWord = z.object({ name: MenuName, says: z.string().min(1).max(40) })

/** A button of the official account's menu: opens a page of the site, or says a word to the chat for the person. */
export const MenuButton = z.union([MenuLink, MenuWord])
export type MenuButton = z.infer<typeof MenuButton>

/** The menu: at most three buttons, each of which may open at most five. */
export const Menu = z
  .array(
    z.union([MenuButton, z.object({ name: MenuName.max(4), buttons: z.array(MenuButton).min(1).max(5) })]),
  )
  .max(3)
export type Menu = z.infer<typeof Menu>

/** An edition as data: what `config/editions/*.json` holds and the store keeps. */
export const Edition = z.object({
  id: z.string(),
  name: z.string(),
  /** The year whose reply records count. */
  year: z.int(),
  series: z.string(),
  organiser: z.string(),
  guidance: z.string(),
  contact: z.object({ email: z.string(), phone: z.string(), address: z.string() }),
  phases: z.array(Phase).min(1),
  categories: z.array(Category).min(1),
  tallyVisibility: TallyVisibility,
  texts: EditionTexts,
  /** Figures of the year, as counts. */
  figures: z.object({ received: z.int(), answered: z.int(), units: z.int() }),
  /** Menu of the official account. */
  menu: Menu.optional(),
})
export type Edition = z.infer<typeof Edition>

/** The current edition as clients see it. `phase` is null before the first phase and between two. */
export const CurrentEdition = Edition.omit({ menu: true }).extend({
  phase: PhaseName.nullable(),
  serverTime: Instant,
  tallyVisible: z.boolean(),
})
export type CurrentEdition = z.infer<typeof CurrentEdition>

export const getEdition = endpoint({
  route: 'GET /api/edition',
  summary: '当前届次：阶段、奖项、投票规则与文字',
  auth: 'none',
  status: 200,
  response: CurrentEdition,
  errors: [],
})
