import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, type Series } from './rounds'

/** One line of the table. A goal is a bound the value must keep; without one it is shown for orientation. */
export type Row = { name: string; value: number; unit?: string; goal?: { least: number } | { most: number } }

/** What a measure has found: rows of the table, and the absolute figures they come from. */
export type Findings = { rows: Row[]; figures: string[] }

const RESULTS = join(__dirname, 'results')

export function isMet({ value, goal }: Row): boolean {
  if (!goal) return true
  return 'least' in goal ? value >= goal.least : value <= goal.most
}

/** A series in one line of absolute figures, true of this machine at that hour only. */
export function describe({ name, perSecond, p50, p99, cpuUs, generatorCpuUs }: Series): string {
  const rate = Math.round(median(perSecond)).toLocaleString('en')
  return (
    `${name}: ${rate}/s, p50 ${p50} ms, p99 ${p99} ms, ` +
    `${Math.round(cpuUs)} µs CPU per answer (generator ${Math.round(generatorCpuUs)} µs)`
  )
}

/** Keeps a measure's findings and writes the table over all that were ever kept. */
export function keepResult(measure: string, findings: Findings): void {
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, `${measure}.json`), `${JSON.stringify(findings, null, 2)}\n`)
  const kept = readdirSync(RESULTS)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(RESULTS, name), 'utf8')) as Findings)
  writeFileSync(join(RESULTS, 'README.md'), page(kept))
}

function page(all: Findings[]): string {
  const rows = all.flatMap(({ rows }) => rows)
  const figures = all.flatMap(({ figures }) => figures)
  return `# What \`npm run bench\` measured last

Every ratio is the median of rounds in which both sides took turns. The absolute figures below the table belong to one
machine (2 cores shared by server, stores and load generator) and say little about another.

| | value | goal | |
|---|---|---|---|
${rows.map((row) => `| ${cells(row).join(' | ')} |`).join('\n')}

${figures.map((figure) => `- ${figure}`).join('\n')}
`
}

export function print(all: Findings[]): void {
  const lines = all.flatMap(({ rows }) => rows.map(cells))
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => line[column]!.length)))
  for (const line of lines) {
    console.log(
      line.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
  }
  console.log('')
  for (const { figures } of all) for (const figure of figures) console.log(figure)
}

function cells(row: Row): string[] {
  const { name, value, unit = '', goal } = row
  const bound = goal ? ('least' in goal ? `≥ ${goal.least}${unit}` : `≤ ${goal.most}${unit}`) : ''
  return [name, `${number(value)}${unit}`, bound, goal ? (isMet(row) ? 'met' : 'MISSED') : '']
}

const number = (value: number) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2))
