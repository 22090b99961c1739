import { type Program, startProgram, type Usage } from '../program'
import type { Heard, ListenersTask } from '../programs/listeners'
import type { Run } from '../programs/load'
import type { Findings } from '../report'
import { median } from '../rounds'
import { startStores } from '../stores'
import { voteLoad } from './votes'

const LISTENERS = 2000
const CONNECTIONS = 64
const SECONDS = 6
const ROUNDS = 3

/** Two thousand listeners to the live counts while people vote: who gets what, and what it costs those who vote. */
export async function measureListeners(generator: Program): Promise<Findings> {
  const stores = await startStores()
  const server = await startProgram('server', stores.settings)
  const audience = await startProgram('listeners')
  const open: ListenersTask = { open: `${server.url}/api/tallies/stream`, count: LISTENERS }
  const vote = async () => {
    const run = await generator.ask<Run>(voteLoad(server, stores, CONNECTIONS, SECONDS))
    if (run.failures.length > 0) throw new Error(run.failures.join(', '))
    return run.perSecond
  }
  const without: number[] = []
  const during: number[] = []
  const memory: number[] = []
  const heard: Heard[] = []
  try {
    await vote() // warm-up
    for (let round = 0; round < ROUNDS; round++) {
      without.push(await vote())
      const before = await server.ask<Usage>('usage')
      await audience.ask<number>(open)
      const after = await server.ask<Usage>('usage')
      // Later rounds reuse the memory of the first.
      if (round === 0) memory.push((after.rssBytes - before.rssBytes) / LISTENERS)
      during.push(await vote())
      heard.push(await audience.ask<Heard>('close'))
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
  } finally {
    for (const program of [audience, server]) await program.stop()
    await stores.stop()
  }
  const of = (pick: (heard: Heard) => number) => median(heard.map(pick))
  const cost = median(during.map((rate, i) => rate / without[i]!))
  return {
    rows: [
      {
        name: `share of ${LISTENERS} listeners that got each update`,
        value: Math.min(...heard.map(({ share }) => share)),
        goal: { least: 1 },
      },
      {
        name: 'updates per second of a category, per listener',
        value: of(({ perSecond }) => perSecond),
        goal: { most: 1 },
      },
      { name: `votes/s with ${LISTENERS} listeners ÷ without`, value: cost },
      { name: 'memory of the server per listener', value: memory[0]! / 1024, unit: ' KiB' },
    ],
    figures: [
      `with listeners: ${during.map(Math.round).join(', ')} votes/s; without: ${without.map(Math.round).join(', ')}`,
      `listeners: ${heard.map(({ updates }) => updates).join(', ')} updates, ` +
        `${heard.map(({ dropped }) => dropped).join(', ')} connections lost, ` +
        `at most ${Math.max(...heard.map(({ mostPerSecond }) => mostPerSecond))} updates of a category within a clock second`,
    ],
  }
}
