import { api } from '@shared/api'
import { changesOf } from '@shared/audit/changes'
import { actionName } from '@shared/audit/words'
import type { Endpoint } from '@shared/kernel/contract'
import { isPermission } from '@shared/kernel/policy'
import type { ImportStatus } from '@shared/unit/import/contract'
import { WORDS } from '@shared/words'
import { TOTP } from 'otpauth'
import { announcementDeeds } from '../support/announcement'
import type { Api } from '../support/api'
import { libraryDeeds } from '../support/case-library'
import { certificateDeeds } from '../support/certificate'
import { clusterDeeds } from '../support/cluster'
import { drop, mail } from '../support/papers'
import { pushDeeds } from '../support/push'
import { resultDeeds } from '../support/result'
import { reviewDeeds } from '../support/review'
import { screeningDeeds } from '../support/screening'
import { csvOf, township, upload } from '../support/sheets'
import { beginVoting, shortlistDeeds } from '../support/shortlist'
import { buildStaff, loggedIn, PASSWORD } from '../support/staff'
import { summitDeeds } from '../support/summit'
import { eventually, startWorld, type World } from '../support/world'

type Name = keyof typeof api
type Answer = { status: number; body: unknown }

let world: World
let worker: Awaited<ReturnType<World['deps']['startWorker']>>
beforeAll(async () => {
  world = await startWorld({ env: { WECHAT_BOT: 'on' } })
  worker = await world.deps.startWorker()
})
// What is before voting moves the clock there.
afterEach(() => beginVoting(world))
afterAll(async () => {
  await worker?.close()
  await world?.close()
})

const reason = '示例：核对操作记录'
const id = '2021'
const voting = { id, name: 'voting' as const }

/** Hold nothing of ours: the same empty sheets for everybody; or change nothing, though asked by POST. */
const LOOKS: Name[] = [
  ...(['getImportTemplate', 'getStaffBlankForm', 'sampleCertificate', 'previewClaimCodes'] as const),
  ...(['estimatePush', 'tryAnnouncement'] as const),
]

/** What is no mere look: what may change something, and what leaves the house as a file. */
const acts = (Object.entries(api) as [Name, Endpoint][])
  .filter(([, { route, auth }]) => isPermission(auth) || route.includes(' /api/staff/'))
  .filter(([, { route, file }]) => !route.startsWith('GET ') || file === 'download')
  .map(([name]) => name)
  .filter((name) => !LOOKS.includes(name))

const read = async (me: Api) => (await me.call('GET /api/staff/editions/:id', { params: { id } })).body
const suspend = (me: Api, version: number) =>
  me.call('POST /api/staff/editions/:id/phases/:name/suspension', {
    ...{ params: voting, body: { version, reason } },
  })
const contact = { name: null, phone: null }
const draft = (name: string) => ({
  ...{ name: `${name}（示例）`, creditCode: null, level: 'township' as const, status: 'certified' as const },
  ...{ region: { code: '420106', cityCode: '420100', city: '武汉市', county: '武昌区' }, contact },
})

const readImport = (me: Api, imported: string) =>
  me.call('GET /api/staff/unit-imports/:id', { params: { id: imported } })
const settled = (me: Api, imported: string, as: ImportStatus) =>
  eventually(
    () => readImport(me, imported),
    ({ body }) => body.status === as,
  )
async function checked(me: Api, name: string) {
  const { body } = await upload(me, csvOf([township(name), township('', { name: '' })]))
  await settled(me, body.id, 'ready')
  return { id: body.id }
}

/** What may be done once all is ready for it. */
type Deed = () => Promise<Answer>

/** Makes ready for each of them, so that it comes about. */
const DEEDS: Partial<Record<Name, (me: Api, username: string) => Deed | Promise<Deed>>> = {
  ...screeningDeeds(() => world),
  ...shortlistDeeds(() => world),
  ...reviewDeeds(() => world),
  ...libraryDeeds(() => world),
  ...resultDeeds(() => world),
  ...certificateDeeds(() => world),
  ...summitDeeds(() => world),
  ...clusterDeeds(() => world),
  ...announcementDeeds,
  ...pushDeeds(() => world),
  createEdition: (me) => () =>
    me.call('POST /api/staff/editions', {
      body: { from: id, id: '2022', name: '2022年度示例评选', reason },
    }),
  async saveEdition(me) {
    const { version, edition } = await read(me)
    const body = { version, edition: { ...edition, name: '示例评选' }, acknowledged: [], reason }
    return () => me.call('PUT /api/staff/editions/:id', { params: { id }, body })
  },
  async makeEditionCurrent(me) {
    const other = { from: id, id: '2023', name: '2023年度示例评选', reason }
    await me.call('POST /api/staff/editions', { body: other })
    const choose = (id: string, acknowledged: string[]) =>
      me.call('PUT /api/staff/editions/:id/current', { params: { id }, body: { acknowledged, reason } })
    const warned = async (id: string) => {
      const { body } = await choose(id, [])
      return (body.error!.details as { text: string }[]).map(({ text }) => text)
    }
    await choose(other.id, await warned(other.id))
    const texts = await warned(id)
    return () => choose(id, texts)
  },
  async extendPhase(me) {
    const { version, edition } = await read(me)
    const { closesAt: end } = edition.phases.find(({ name }) => name === 'voting')!
    const closesAt = new Date(Date.parse(end!) + 3_600_000).toISOString()
    const asked = { params: voting, body: { version, closesAt, reason } }
    return () => me.call('POST /api/staff/editions/:id/phases/:name/extension', asked)
  },
  async suspendPhase(me) {
    const { version } = await read(me)
    return () => suspend(me, version)
  },
  async resumePhase(me) {
    await suspend(me, (await read(me)).version)
    const body = { version: (await read(me)).version, reason }
    return () => me.call('DELETE /api/staff/editions/:id/phases/:name/suspension', { params: voting, body })
  },
  async ruleBallot(me) {
    const voter = await world.api.as('audited')
    const cast = { category: 'unit' as const, selections: ['a01'] }
    const { receipt } = (await voter.call('POST /api/ballots', { body: cast })).body.ballot
    const body = { kind: 'quarantined' as const, seen: 0, reason }
    return () => me.call('POST /api/staff/ballots/:receipt/rulings', { params: { receipt }, body })
  },
  exportRulings: (me) => () => me.call('GET /api/staff/rulings/export', { query: {} }),
  loginStaff: (me, username) => () =>
    me.call('POST /api/staff/session', { body: { username, password: PASSWORD } }),
  logoutStaff: (me) => () => me.call('DELETE /api/staff/session', {}),
  async endMySession(me, username) {
    await loggedIn(world.url, username)
    const { items } = (await me.call('GET /api/staff/sessions', {})).body
    const params = { id: items.find(({ current }) => !current)!.id }
    return () => me.call('DELETE /api/staff/sessions/:id', { params })
  },
  changePassword: (me) => () =>
    me.call('PUT /api/staff/password', { body: { current: PASSWORD, next: 'xinde-mima-2021' } }),
  startTotp: (me) => () => me.call('POST /api/staff/totp', {}),
  async confirmTotp(me) {
    const { secret } = (await me.call('POST /api/staff/totp', {})).body
    return () => me.call('PUT /api/staff/totp', { body: { otp: new TOTP({ secret }).generate() } })
  },
  removeTotp: (me) => () => me.call('DELETE /api/staff/totp', { body: { password: PASSWORD } }),
  createStaff: (me) => () =>
    me.call('POST /api/staff/accounts', {
      body: { username: 'zhao.liu', name: '赵六（示例）', roles: ['editor'] },
    }),
  async updateStaff(me) {
    const { id, version } = await buildStaff(world, 'editor')
    const body = { version, name: '新名（示例）', reason }
    return () => me.call('PATCH /api/staff/accounts/:id', { params: { id }, body })
  },
  async resetPassword(me) {
    const params = { id: (await buildStaff(world, 'editor')).id }
    return () => me.call('POST /api/staff/accounts/:id/password', { params, body: { reason } })
  },
  async endStaffSessions(me) {
    const params = { id: (await buildStaff(world, 'editor')).id }
    return () => me.call('DELETE /api/staff/accounts/:id/sessions', { params })
  },
  exportAudit: (me) => () => me.call('GET /api/staff/audit/export', { query: { action: 'staff.login' } }),
  createUnit: (me) => () => me.call('POST /api/staff/units', { body: draft('新增街道') }),
  async updateUnit(me) {
    const { body: made } = await me.call('POST /api/staff/units', { body: draft('修改街道') })
    const body = { ...draft('改名街道'), version: 1, reason }
    return () => me.call('PUT /api/staff/units/:id', { params: { id: made.id }, body })
  },
  exportUnits: (me) => () => me.call('GET /api/staff/unit-export', { query: { year: 2021 } }),
  startImport: (me) => () => upload(me, csvOf([township('上传街道')])),
  async exportBadRows(me) {
    const params = await checked(me, '下载街道')
    return () => me.call('GET /api/staff/unit-imports/:id/bad-rows', { params })
  },
  async applyImport(me) {
    const params = await checked(me, '导入街道')
    return () => me.call('POST /api/staff/unit-imports/:id/apply', { params, body: { mode: 'good' } })
  },
  async cancelImport(me) {
    const params = await checked(me, '放弃街道')
    return () => me.call('POST /api/staff/unit-imports/:id/cancel', { params })
  },
  async takeNominationMail(me) {
    await me.call('POST /api/staff/units', { body: draft('来信街道') })
    const text = '单位名称：来信街道（示例）\n案例标题：示例\n背景：示例'
    const form = mail(['Subject: x'], [{ headers: ['Content-Type: text/plain; charset=utf-8'], body: text }])
    return () => drop(me, form, { filename: '来信.eml', category: 'caseStudy' })
  },
  async undoImport(me) {
    const params = await checked(me, '撤销街道')
    await me.call('POST /api/staff/unit-imports/:id/apply', { params, body: { mode: 'good' } })
    await settled(me, params.id, 'applied')
    return () => me.call('POST /api/staff/unit-imports/:id/undo', { params, body: { reason } })
  },
}

test.each(acts)('%s leaves who, when and what, told in words', async (name) => {
  const prepare = DEEDS[name]
  if (!prepare)
    throw new Error(`${name}: say in DEEDS how it comes about, so that its entry can be looked for`)
  const { id: actor, username } = await buildStaff(world, 'admin')
  const me = await loggedIn(world.url, username)
  const act = await prepare(me, username)
  const entries = () => world.deps.audit.list({ page: 1, pageSize: 1, actor })
  const { total: before } = await entries()
  const { status, body } = await act()
  expect([status, status < 300 || body]).toEqual([(api[name] as Endpoint).status, true])
  const { total, items } = await entries()
  expect(total).toBe(before + 1)
  const [{ action, before: was, after: is, subject }] = items as [(typeof items)[number]]
  expect(actionName(action)).not.toBe(action)
  for (const { field } of changesOf(was, is, WORDS, subject.kind)) {
    for (const part of field.split(' › ')) expect(part).toMatch(/[\u4e00-\u9fff]/)
  }
})
