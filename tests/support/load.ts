import { Agent, request as ask } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ballot } from '@shared/ballot/contract'
import type { CategoryId } from '@shared/edition/contract'
import { createSigner } from 'fast-jwt'
import { KEYS } from './world'

/** An answer to one cast; status 0 where none came: refused, broken off, or too late. */
export type Answer = {
  status: number
  ms: number
  /** Machine's clock when it came. */
  at: number
  code?: string
  ballot?: Ballot
  retryAfter?: string
}

/** What one voter tried and was told. */
export type Story = {
  voter: string
  category: CategoryId
  tries: { url: string; selections: string[]; answer: Answer }[]
}

export type Load = {
  stories: Story[]
  /** Those that have come, or failed to. */
  answers(): Answer[]
  accepted(): number
  /** Lets every voter finish the try they are at. */
  stop(): Promise<void>
}

type Options = {
  /** Processes a voter may reach now. */
  urls: () => string[]
  /** Voters at once. */
  voters?: number
  /** Pause of a voter before the next one takes the place, in ms. */
  pauseMs?: number
  categories?: CategoryId[]
  /** Distinct voters in all. */
  most?: number
  seconds?: number
}

const TIMEOUT_MS = 8000
/** A voter who was not served tries again, as people do. */
const TRIES = 6

const sign = createSigner({ key: KEYS.secretKey, algorithm: 'HS256', expiresIn: 3_600_000 })

/** A logged-in voter's token, made as the server makes it. */
export const tokenOf = (voter: string): string => sign({ sub: voter, ch: 'weapp' })

const agent = new Agent({ keepAlive: true, maxSockets: 256 })

/** Casts one ballot. Never throws and never hangs. */
export function cast(
  url: string,
  voter: string,
  category: CategoryId,
  selections: string[],
): Promise<Answer> {
  const since = Date.now()
  return new Promise((resolve) => {
    const settle = (answer: Omit<Answer, 'ms' | 'at'>) =>
      resolve({ ...answer, ms: Date.now() - since, at: Date.now() })
    const request = ask(
      `${url}/api/ballots`,
      {
        agent,
        method: 'POST',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${tokenOf(voter)}` },
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part) => parts.push(part))
        response.on('error', () => settle({ status: 0 }))
        response.on('end', () => {
          const body = parse(Buffer.concat(parts).toString())
          settle({
            status: body ? (response.statusCode ?? 0) : 0,
            code: body?.error?.code,
            ballot: body?.ballot ?? body?.error?.details?.ballot,
            retryAfter: response.headers['retry-after'],
          })
        })
      },
    )
    request.on('error', () => settle({ status: 0 }))
    request.end(JSON.stringify({ category, selections }))
  })
}

let loads = 0

/**
 * A closed loop of voters, each a person of their own. Every eighth votes twice at the same instant, in two processes
 * and for different candidates. Bounded in voters and in time.
 */
export function startLoad({
  urls,
  voters = 24,
  pauseMs = 5,
  categories = ['unit', 'worker'],
  most = 20_000,
  seconds = 60,
}: Options): Load {
  loads += 1
  const name = `${process.pid}-${loads}`
  const stories: Story[] = []
  const deadline = Date.now() + seconds * 1000
  let stopped = false

  async function vote(n: number): Promise<void> {
    const category = categories[n % categories.length]!
    const story: Story = { voter: `voter-${name}-${n}`, category, tries: [] }
    stories.push(story)
    const attempt = async (salt: number) => {
      const reachable = urls()
      const url = reachable[(n + salt) % reachable.length]
      if (!url) return
      const selections = selectionsOf(category, n + salt * 7)
      const entry = { url, selections, answer: { status: 0, ms: 0, at: 0 } as Answer }
      story.tries.push(entry)
      entry.answer = await cast(url, story.voter, category, selections)
    }
    await Promise.all(n % 8 === 0 ? [attempt(0), attempt(1)] : [attempt(0)])
    for (let again = 1; again < TRIES && !stopped && !served(story); again++) {
      await sleep(150 * again)
      await attempt(again)
    }
  }

  async function turn(): Promise<void> {
    while (!stopped && stories.length < most && Date.now() < deadline) {
      await vote(stories.length)
      await sleep(pauseMs)
    }
  }

  const running = Promise.all(Array.from({ length: voters }, turn))
  const answers = () =>
    stories.flatMap(({ tries }) => tries.map(({ answer }) => answer)).filter(({ at }) => at > 0)
  return {
    stories,
    answers,
    accepted: () => answers().filter(({ status }) => status === 201).length,
    async stop() {
      stopped = true
      await running
    },
  }
}

const served = ({ tries }: Story) =>
  tries.some(({ answer }) => answer.status === 201 || answer.status === 409)

/** One to five of the category's candidates, the first ones more often. */
function selectionsOf(category: CategoryId, n: number): string[] {
  const letter = { unit: 'a', worker: 'b', caseStudy: 'c' }[category]
  const chosen = new Set(
    Array.from({ length: 1 + (n % 5) }, (_, i) => 1 + ((n * (i + 1) + i) % (7 + (n % 13)))),
  )
  return [...chosen].map((number) => `${letter}${String(number).padStart(2, '0')}`)
}

function parse(text: string) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
