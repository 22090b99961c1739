import { type Program, startProgram } from '../program'
import type { Load } from '../programs/load'
import { describe, type Findings } from '../report'
import { interleave, ratioOf, type Subject } from '../rounds'
import { bodiesOf } from '../selections'
import { KEYS, type Stores, startStores } from '../stores'

const SECONDS = 3
/** Votes per second for which tokens are signed beforehand. */
const EXPECTED = 8000

/** A load of votes, each with a voter of its own. */
export function voteLoad(program: Program, stores: Stores, connections: number, seconds = SECONDS): Load {
  return {
    kind: 'votes',
    url: program.url,
    connections,
    seconds,
    secretKey: KEYS.secretKey,
    bodies: bodiesOf(stores.edition, stores.candidates),
    tokens: EXPECTED * seconds,
  }
}

/** Durable votes of the real server against a bare Koa handler, and against one flush per vote. */
export async function measureVotes(generator: Program): Promise<Findings> {
  const stores = await startStores()
  const server = await startProgram('server', stores.settings)
  const bare = await startProgram('bare')
  const { mongoUri } = stores.settings
  const shared = await startProgram('bare', { mongoUri })
  const each = await startProgram('server', { ...stores.settings, batchLimit: 1 })
  try {
    const subject = (name: string, program: Program, connections: number): Subject => ({
      name: `${name}, ${connections} connections`,
      program,
      load: voteLoad(program, stores, connections),
    })
    // The crowd for which the goals are set comes first: to all programs when they are equally new.
    const many = await interleave(generator, [
      subject('votes of the server', server, 512),
      subject('votes of bare Koa', bare, 512),
      subject('votes of the server, each inserted and flushed by itself', each, 512),
      subject('votes of bare Koa, each inserted by itself, flushed together by the engine', shared, 512),
    ])
    const few = await interleave(generator, [
      subject('votes of the server', server, 64),
      subject('votes of bare Koa', bare, 64),
    ])
    return {
      rows: [
        { name: 'durable votes/s ÷ bare Koa, 64 connections', value: ratioOf(few[0]!, few[1]!) },
        {
          name: 'durable votes/s ÷ bare Koa, 512 connections',
          value: ratioOf(many[0]!, many[1]!),
          goal: { least: 0.8 },
        },
        {
          name: 'durable votes/s ÷ one insert and flush per vote, 512 connections',
          value: ratioOf(many[0]!, many[2]!),
          goal: { least: 8 },
        },
        {
          name: 'durable votes/s ÷ bare Koa with one insert per vote, 512 connections',
          value: ratioOf(many[0]!, many[3]!),
        },
        {
          name: 'CPU of the server per vote ÷ bare Koa, 512 connections',
          value: many[0]!.cpuUs / many[1]!.cpuUs,
        },
      ],
      figures: [...few, ...many].map(describe),
    }
  } finally {
    for (const program of [server, bare, each, shared]) await program.stop()
    await stores.stop()
  }
}
