import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Edition } from '@shared/edition/contract'
import sharp from 'sharp'
import edition2021 from '../../config/editions/2021.json'
import { shiftEdition } from '../../scripts/sample/load'
import type { Api } from '../support/api'
import { asRepresentative } from '../support/nomination'
import { attached, drop, fillSheet, fillWord, type MailPart, mail, type Written } from '../support/papers'
import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

const at = (phase: 'nomination' | 'voting') => shiftEdition(Edition.parse(edition2021), phase, new Date())

let world: World
let editor: Api
let photo: Buffer
const units: Record<string, string> = {}
beforeAll(async () => {
  world = await startWorld({ edition: at('nomination') })
  editor = await asStaff(world, 'editor')
  photo = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#a33' } })
    .jpeg()
    .toBuffer()
  const contact = { name: null, phone: null }
  for (const [name, county, code] of [
    ['甲街道（示例）', '武昌区', '420106'],
    ['城关镇（示例）', '武昌区', '420106'],
    ['城关镇（示例）', '洪山区', '420111'],
  ] as const) {
    const region = { code, cityCode: '420100', city: '武汉市', county }
    const unit = { name, creditCode: null, level: 'township', status: 'certified', region, contact } as const
    units[`${county}${name}`] = (await editor.call('POST /api/staff/units', { body: unit })).body.id
  }
})
afterAll(() => world?.close())

const blanks = new Map<string, Buffer>()
/** The blank form of a category, as staff download it. */
async function blankOf(category: string, kind: 'xlsx' | 'docx'): Promise<Buffer> {
  const path = `/api/staff/nomination-forms/${category}?kind=${kind}`
  const known = blanks.get(path)
  if (known) return known
  const response = await fetch(editor.url + path, { headers: editor.cookieFor(path) })
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  blanks.set(path, bytes)
  return bytes
}

const CASE: Written = {
  单位名称: '甲街道（示例）',
  案例标题: '老小区加装电梯',
  一句话介绍: '七户人家商量着办',
  背景: '群众反映上下楼难。',
  做法: '上门听意见。\n分户算账。',
  成效: '电梯用上了。',
  数据: [['受益群众', '32', '人']],
  联系人: '李示例',
  联系电话: '13800001234',
  填表人: '王示例',
}
const caseForm = async (written: Written = {}) =>
  fillWord(await blankOf('caseStudy', 'docx'), { ...CASE, ...written })

let sent = 0
/** A mail with attachments, each time another one. */
function letter(
  parts: MailPart[],
  id = `<${++sent}@shili.example>`,
  date = 'Fri, 29 Apr 2022 20:11:00 +0800',
): Buffer {
  const text = { headers: ['Content-Type: text/plain; charset=utf-8'], body: '您好，材料见附件。' }
  const from = 'From: =?UTF-8?B?5p2O56S65L6L?= <li@shili.example>'
  return mail([from, 'Subject: case', `Date: ${date}`, `Message-ID: ${id}`], [text, ...parts])
}
const file = (name: string, bytes: Uint8Array) =>
  attached(bytes, `Content-Disposition: attachment; filename="${name}"`)

const find = async (id: string | null) =>
  (await editor.call('GET /api/staff/nominations/:id', { params: { id: id! } })).body
const total = async () => (await editor.call('GET /api/staff/nominations', { query: {} })).body.total
const begun = async () =>
  (await world.deps.audit.list({ page: 1, pageSize: 1, action: 'nomination.begin' })).total

test('a mail with a filled-in form and photos becomes a draft with all of it', async () => {
  const form = await caseForm()
  const before = await begun()
  const { status, body } = await drop(
    editor,
    letter([file('1.jpg', photo), file('form.docx', form), file('notes.exe', Buffer.from('MZ'))]),
    { filename: '来信.eml' },
  )
  expect([status, body.outcome, body.from, body.forms.length]).toEqual([
    ...[200, 'taken', '李示例 <li@shili.example>', 1],
  ])
  expect(body.forms[0]).toMatchObject({
    ...{ file: 'form.docx', category: 'caseStudy', obstacles: [] },
    unread: ['附件“notes.exe”不是支持的格式，没有放入'],
  })
  const draft = await find(body.forms[0]!.nomination)
  expect(draft).toMatchObject({
    ...{ status: 'draft', title: '老小区加装电梯', unread: body.forms[0]!.unread, flags: ['unread'] },
    unit: { id: units['武昌区甲街道（示例）'] },
    answers: {
      summary: '七户人家商量着办',
      actions: '上门听意见。\n分户算账。',
      figures: [{ label: '受益群众', value: '32', unit: '人' }],
      contactPhone: '138****1234',
    },
    uploads: [{ kind: 'picture', name: '1.jpg' }],
  })
  expect(draft.comments.map(({ text }) => text)).toEqual([
    '来信：李示例 <li@shili.example>，《case》；2022年4月29日 20:11发出；填表人：王示例',
  ])
  expect(await begun()).toBe(before + 1)
})

test('a filled-in Excel form is taken by itself', async () => {
  const form = await fillSheet(await blankOf('caseStudy', 'xlsx'), { ...CASE, 案例标题: '路口补斑马线' })
  const { body } = await drop(editor, form, { filename: '甲街道.xlsx' })
  expect(body).toMatchObject({ outcome: 'taken', subject: '甲街道.xlsx', from: null })
  expect(body.forms[0]!.unread).toEqual(['没有收到“照片”'])
  expect(await find(body.forms[0]!.nomination)).toMatchObject({ title: '路口补斑马线' })
})

test('a mail with several forms becomes as many drafts', async () => {
  const worker = fillWord(await blankOf('worker', 'docx'), {
    单位名称: '甲街道（示例）',
    姓名: '赵示例',
    职务: '专员',
  })
  const mail = letter([
    file('a.docx', await caseForm({ 案例标题: '第一件事' })),
    file('b.docx', worker),
    file('1.jpg', photo),
  ])
  const { body } = await drop(editor, mail, { filename: '两份.eml' })
  expect(body.forms.map(({ file, category }) => [file, category])).toEqual([
    ['a.docx', 'caseStudy'],
    ['b.docx', 'worker'],
  ])
  for (const { unread } of body.forms) {
    expect(unread).toContain('邮件里有几份报名表，不知道附件“1.jpg”属于哪一份，没有放入')
  }
})

test('a form that was sent as Word and as Excel becomes one draft', async () => {
  const written = { ...CASE, 案例标题: '两种格式' }
  const sheet = await fillSheet(await blankOf('caseStudy', 'xlsx'), written)
  const both = letter([file('a.docx', await caseForm(written)), file('a.xlsx', sheet)])
  const { body } = await drop(editor, both, { filename: '两种格式.eml' })
  expect(body.forms.map(({ file }) => file)).toEqual(['a.docx'])
})

test('what keeps the unit from entering is said at once', async () => {
  const form = fillWord(await blankOf('unit', 'docx'), { 单位名称: '甲街道（示例）', 一句话介绍: '示例' })
  const { body } = await drop(editor, form, { filename: '单位.docx' })
  expect(body.forms[0]!.obstacles).toEqual([expect.stringContaining('参评要求至少')])
})

describe('what was taken is not taken twice', () => {
  test('the same content, whatever the file is called', async () => {
    const form = await caseForm({ 案例标题: '收过一次' })
    const first = (await drop(editor, form, { filename: 'a.docx' })).body
    const before = await total()
    const other = await asStaff(world, 'admin')
    const { body } = await drop(other, form, { filename: 'b.docx' })
    expect([body.outcome, body.forms[0]!.nomination]).toEqual(['known', first.forms[0]!.nomination])
    expect(await total()).toBe(before)
  })

  test('the same mail, saved in another way', async () => {
    const part = file('form.docx', await caseForm({ 案例标题: '同一封信' }))
    const first = (await drop(editor, letter([part], '<same@shili.example>'), { filename: 'a.eml' })).body
    const again = Buffer.concat([letter([part], '<same@shili.example>'), Buffer.from('\r\n')])
    const { body } = await drop(editor, again, { filename: 'b.eml' })
    expect([body.outcome, body.forms[0]!.nomination]).toEqual(['known', first.forms[0]!.nomination])
  })

  test('and cut off before it was noted, it becomes the same draft again', async () => {
    const { nominationMail } = world.deps.stores
    const { add } = nominationMail
    const form = letter([file('form.docx', await caseForm({ 案例标题: '写到一半' }))])
    const before = await total()
    nominationMail.add = () => Promise.reject(new Error('cut off'))
    expect((await drop(editor, form, { filename: 'a.eml' })).status).toBe(500)
    nominationMail.add = add
    expect((await drop(editor, form, { filename: 'a.eml' })).body.outcome).toBe('taken')
    expect(await total()).toBe(before + 1)
  })

  test('by several at once', async () => {
    const form = letter([file('form.docx', await caseForm({ 案例标题: '几个人同时' }))])
    const before = await total()
    const all = await Promise.all([1, 2, 3, 4].map((n) => drop(editor, form, { filename: `${n}.eml` })))
    expect(new Set(all.map(({ body }) => body.forms[0]!.nomination)).size).toBe(1)
    expect(all.filter(({ body }) => body.outcome === 'taken')).toHaveLength(1)
    expect(await total()).toBe(before + 1)
  })
})

describe('what is not clear is not taken before staff have chosen', () => {
  test('which of several units of a name it is', async () => {
    const form = await caseForm({ 单位名称: '城关镇（示例）', 案例标题: '两个城关镇' })
    const before = await total()
    const { body } = await drop(editor, form, { filename: '城关镇.docx' })
    expect(body).toMatchObject({
      outcome: 'unclear',
      forms: [{ nomination: null, unit: null, written: '城关镇（示例）' }],
    })
    expect(body.forms[0]!.choices.map(({ region }) => region.county).sort()).toEqual(['武昌区', '洪山区'])
    expect(await total()).toBe(before)
    const unit = units['洪山区城关镇（示例）']!
    const again = (await drop(editor, form, { filename: '城关镇.docx', unit })).body
    expect(again.outcome).toBe('taken')
    expect((await find(again.forms[0]!.nomination)).unit.region.county).toBe('洪山区')
  })

  test('a unit that the registry does not have', async () => {
    const form = await caseForm({ 单位名称: '没有这个单位', 案例标题: '没有单位' })
    const { body } = await drop(editor, form, { filename: 'x.docx' })
    expect(body).toMatchObject({ outcome: 'unclear', forms: [{ choices: [], written: '没有这个单位' }] })
    const refused = await drop(editor, form, { filename: 'x.docx', unit: 'nobody' })
    expect([refused.status, refused.body.error?.code]).toEqual([404, 'unit_not_found'])
  })

  test('a mail without a form', async () => {
    const scan = letter([file('form.pdf', Buffer.from('<html>')), file('1.jpg', photo)])
    const { body } = await drop(editor, scan, { filename: '扫描件.eml' })
    expect(body).toMatchObject({
      outcome: 'unclear',
      forms: [{ category: null, unit: null, unread: ['没有找到能读取的报名表，请对照来信填写'] }],
    })
    const chosen = { category: 'caseStudy', unit: units['武昌区甲街道（示例）']! }
    const again = (await drop(editor, scan, { filename: '扫描件.eml', ...chosen })).body
    expect(again.outcome).toBe('taken')
    const { uploads, unread } = await find(again.forms[0]!.nomination)
    expect([uploads.map(({ kind }) => kind), unread]).toMatchObject([['picture'], { length: 2 }])
    expect(unread[1]).toMatch(/^附件“form.pdf”没有放入：/)
  })
})

test('what cannot be read is refused in words, and nothing is left behind', async () => {
  for (const [filename, bytes, message] of [
    ['旧表.doc', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /旧版 .doc/],
    ['信.msg', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Outlook/],
    ['坏.docx', Buffer.from('PK\x03\x04', 'latin1'), /损坏/],
    ['空.eml', Buffer.alloc(0), /不是邮件/],
  ] as const) {
    const { status, body } = await drop(editor, bytes, { filename })
    expect([status, body.error?.code]).toEqual([422, 'paper_unreadable'])
    expect(body.error?.message).toMatch(message)
  }
  const dir = join(world.stores.dataDir, 'uploads/arriving')
  expect(existsSync(dir) ? readdirSync(dir) : []).toEqual([])
})

test('only who screens may hand mails in', async () => {
  const coordinator = await asStaff(world, 'coordinator')
  const { status } = await drop(coordinator, Buffer.alloc(0), { filename: 'x.eml' })
  expect(status).toBe(403)
})

describe('a blank form', () => {
  const publicForm = (category = 'unit', kind = 'docx') =>
    fetch(`${world.url}/api/nomination-forms/${category}?kind=${kind}`)

  test('is anybody’s while nominations are taken', async () => {
    const answer = await publicForm()
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename*=UTF-8''${encodeURIComponent('报名表-荆楚问政优秀回复单位.docx')}`,
    ])
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })

  test.each([
    ['unit', 'pdf'],
    ['nothing', 'docx'],
  ])('of %s as %s there is not', async (category, kind) => {
    expect((await publicForm(category, kind)).status).toBe(422)
  })

  test('is only staff’s when nominations are over', async () => {
    await world.deps.editions.save(at('voting'))
    await world.deps.editions.refresh()
    const answer = await publicForm()
    expect([answer.status, (await answer.json()).error.code]).toEqual([403, 'not_eligible'])
    blanks.clear()
    await blankOf('unit', 'docx')
  })
})

test('a mail from before the end is handed in after it, once staff vouch for it, until the list is fixed', async () => {
  const edition = at('nomination')
  const closesAt = new Date(Date.now() - 3_600_000).toISOString()
  const phases = edition.phases.map((phase) => (phase.name === 'nomination' ? { ...phase, closesAt } : phase))
  const { form, checklist } = edition.nomination.forms.caseStudy!
  const lenient = form.map((field) => ({ ...field, required: false, ...('min' in field && { min: 0 }) }))
  const caseStudy = { checklist, form: lenient }
  const forms = { ...edition.nomination.forms, caseStudy }
  const paper = async (title: string) => [file('form.docx', await caseForm({ 案例标题: title }))]
  const papers = [
    await paper('截止前寄出'),
    await paper('截止后寄出'),
    await paper('名单定了才看到'),
  ] as const
  const taken = async (written: Buffer) => {
    const [found] = (await drop(editor, written, { filename: '来信.eml' })).body.forms
    return { ...(await find(found!.nomination)), obstacles: found!.obstacles }
  }
  const submit = async ({ id, version }: { id: string; version: number }, inTime: boolean) => {
    const body = { version, inTime, reason: '示例：邮箱里的收件时间' }
    return (await editor.call('POST /api/staff/nominations/:id/submission', { params: { id }, body })).body
  }
  const closed = expect.stringMatching(/^报名已于 .* 截止$/)
  await world.deps.editions.save({ ...edition, phases, nomination: { ...edition.nomination, forms } })

  const early = await taken(letter(papers[0]))
  expect(early).toMatchObject({ obstacles: [], mailedAt: '2022-04-29T12:11:00.000Z' })
  const me = await asRepresentative(world, early.unit.id, 'late')
  const later = {
    params: { id: early.id },
    body: { version: early.version, answers: { title: '截止后写的' } },
  }
  expect((await me.call('PUT /api/nominations/:id', later)).body.error).toMatchObject({
    ...{ code: 'not_eligible', message: closed },
  })
  expect((await submit(early, false)).error).toMatchObject({ code: 'not_eligible', message: closed })
  expect(await submit(early, true)).toMatchObject({
    status: 'submitted',
    history: [{ reason: '邮件在截止前收到（2022年4月29日 20:11发出）。示例：邮箱里的收件时间' }],
  })

  const late = await taken(letter(papers[1], undefined, new Date().toUTCString()))
  expect(late.obstacles).toEqual([closed])
  expect((await submit(late, true)).error).toMatchObject({ code: 'not_eligible', message: closed })

  const forgotten = await taken(letter(papers[2]))
  await world.deps.stores.shortlist.replace({
    ...{ _id: `${edition.id}:caseStudy`, edition: edition.id, category: 'caseStudy', state: 'frozen' },
    ...{ version: 1, picks: [], draw: null, entries: [], settled: true },
    ...{ changedAt: new Date(), changedBy: '示例' },
  } as never)
  expect((await submit(forgotten, true)).error).toMatchObject({
    ...{ code: 'not_eligible', message: '初选名单已经确定，不能再补交报名' },
  })
  await world.deps.editions.save(edition)
})
