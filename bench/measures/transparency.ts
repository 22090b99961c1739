import { type Program, startProgram } from '../program'
import { describe, type Findings } from '../report'
import { interleave, ratioOf } from '../rounds'
import { startStores } from '../stores'
import { voteLoad } from './votes'

const CONNECTIONS = 512
const SECONDS = 6
/** A round is shorter than a minute, and all its ballots are to be entered within it. */
const OFTEN_SECONDS = 1
const NEVER_SECONDS = 86_400

/** The same votes while a worker enters them into the public ledger and signs, and while none does. */
export async function measureTransparency(generator: Program): Promise<Findings> {
  const open = await startStores()
  const shut = await startStores()
  const programs = {
    open: await startProgram('server', open.settings),
    shut: await startProgram('server', shut.settings),
    signing: await startProgram('worker', {
      ...{ ...open.settings, dataDir: '.data/bench', checkpointSeconds: OFTEN_SECONDS },
    }),
    idle: await startProgram('worker', {
      ...{ ...shut.settings, dataDir: '.data/bench', checkpointSeconds: NEVER_SECONDS },
    }),
  }
  try {
    const [signed, unsigned] = await interleave(generator, [
      {
        name: 'votes that are entered into the public ledger meanwhile',
        program: programs.open,
        load: voteLoad(programs.open, open, CONNECTIONS, SECONDS),
        settle: () => programs.signing.ask('sign'),
      },
      {
        name: 'votes that are not',
        program: programs.shut,
        load: voteLoad(programs.shut, shut, CONNECTIONS, SECONDS),
      },
    ])
    return {
      rows: [
        {
          name: 'votes/s entered into the public ledger meanwhile ÷ not entered',
          value: ratioOf(signed!, unsigned!),
          goal: { least: 0.95 },
        },
      ],
      figures: [describe(signed!), describe(unsigned!)],
    }
  } finally {
    for (const program of Object.values(programs)) await program.stop()
    for (const stores of [open, shut]) await stores.stop()
  }
}
