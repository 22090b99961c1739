import type { MoveName } from '@shared/nomination/contract'
import { MOVES, statusAfter } from '@shared/nomination/rules'
import fc from 'fast-check'
import type { Api } from '../support/api'
import { asRepresentative, begin, buildUnit, goodAnswers, nominationEdition } from '../support/nomination'
import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

const reason = '示例：核对每一步'

let world: World
let me: Api
let staff: Api
beforeAll(async () => {
  const edition = nominationEdition()
  const caseStudy = { ...edition.nomination.forms.caseStudy!, checklist: [] }
  const forms = { ...edition.nomination.forms, caseStudy }
  world = await startWorld({ edition: { ...edition, nomination: { ...edition.nomination, forms } } })
  await world.deps.units.saveAll([buildUnit('walked')])
  me = await asRepresentative(world, 'walked', 'walker')
  staff = await asStaff(world, 'editor')
})
afterAll(() => world?.close())

/** How somebody tries each move. */
const TRIES: Record<MoveName, (id: string, version: number) => Promise<{ status: number }>> = {
  submit: (id, version) => own('submit', id, version),
  amend: (id, version) => own('amend', id, version),
  withdraw: (id, version) => own('withdraw', id, version),
  resume: (id, version) => own('resume', id, version),
  file: (id, version) =>
    staff.call('POST /api/staff/nominations/:id/submission', { params: { id }, body: { version, reason } }),
  return: (id, version) => decide(id, { move: 'return', version, reason, fields: [], dueAt: null }),
  accept: (id, version) => decide(id, { move: 'accept', version, flagged: false }),
  reject: (id, version) => decide(id, { move: 'reject', version, reason }),
  reconsider: (id, version) => decide(id, { move: 'reconsider', version, reason }),
}

const own = (way: 'submit' | 'amend' | 'withdraw' | 'resume', id: string, version: number) =>
  me.call(`POST /api/nominations/:id/${way}`, { params: { id }, body: { version } })

type Decision = Parameters<typeof staff.call<'PUT /api/staff/nominations/:id/decision'>>[1]['body']
const decide = (id: string, body: Decision) =>
  staff.call('PUT /api/staff/nominations/:id/decision', { params: { id }, body })

const now = async (id: string) =>
  (await staff.call('GET /api/staff/nominations/:id', { params: { id } })).body
/** The moves in the audit, the first one first. */
const audited = async (id: string) =>
  (await world.deps.audit.list({ q: id, page: 1, pageSize: 100 })).items
    .map(({ action }) => action.replace('nomination.', ''))
    .reverse()

test('whatever is tried upon a nomination in whatever order, it goes only the ways of the table, and each is in the audit', async () => {
  const answers = await goodAnswers(me, 'caseStudy')
  const names = Object.keys(MOVES) as MoveName[]
  const walked = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { minLength: 12, maxLength: 20 }), async (tried) => {
      const { id } = (await begin(me, 'walked', 'caseStudy', answers)).body
      const gone: MoveName[] = []
      for (const move of tried) {
        const before = await now(id)
        const next = statusAfter(move, before.status)
        const { status } = await TRIES[move](id, before.version)
        const after = await now(id)
        expect([move, before.status, status === 200, after.status]).toEqual([
          ...[move, before.status, next !== null, next ?? before.status],
        ])
        if (next === null) continue
        gone.push(move)
        walked.add(`${before.status} ${move}`)
      }
      expect(await audited(id)).toEqual(gone)
    }),
    { numRuns: 16, seed: 2021 },
  )
  const ways = names.flatMap((move) => MOVES[move].from.map((from) => `${from} ${move}`))
  expect([...walked].sort()).toEqual(ways.sort())
})
