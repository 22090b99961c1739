import { bundlePrograms } from './bundle'
import { measureImports } from './measures/imports'
import { measureLibrary } from './measures/library'
import { measureListeners } from './measures/listeners'
import { measureMessages } from './measures/messages'
import { measureMillion } from './measures/million'
import { measurePushes } from './measures/pushes'
import { measureReads } from './measures/reads'
import { measureStuffing } from './measures/stuffing'
import { measureVotes } from './measures/votes'
import { type Program, startProgram } from './program'
import { type Findings, isMet, keepResult, print } from './report'

/** What is measured, by the name it is asked for with: `npm run bench -- votes`. */
const MEASURES: Record<string, (generator: Program) => Promise<Findings>> = {
  votes: measureVotes,
  million: measureMillion,
  reads: measureReads,
  listeners: measureListeners,
  messages: measureMessages,
  imports: measureImports,
  library: measureLibrary,
  pushes: measurePushes,
  stuffing: measureStuffing,
}

async function main(): Promise<void> {
  const asked = process.argv.slice(2)
  const unknown = asked.filter((name) => !(name in MEASURES))
  if (unknown.length > 0) {
    throw new Error(`unknown: ${unknown.join(', ')}; there are ${Object.keys(MEASURES).join(', ')}`)
  }
  await bundlePrograms()
  const generator = await startProgram('load')
  const all: Findings[] = []
  for (const name of asked.length > 0 ? asked : Object.keys(MEASURES)) {
    const started = Date.now()
    const findings = await MEASURES[name]!(generator)
    console.log(`${name} measured in ${Math.round((Date.now() - started) / 1000)} s`)
    keepResult(name, findings)
    all.push(findings)
  }
  await generator.stop()
  console.log('')
  print(all)
  if (!all.every(({ rows }) => rows.every(isMet))) process.exitCode = 1
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
