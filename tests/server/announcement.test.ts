import { NOTHING_WRITTEN } from '@shared/announcement/rules'
import { addFile, addPicture, announce, draft, written } from '../support/announcement'
import type { Api } from '../support/api'
import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
let me: Api
beforeAll(async () => {
  world = await startWorld()
  me = await asStaff(world, 'editor')
})
afterAll(() => world?.close())

const listed = async () =>
  (await world.api.call('GET /api/announcements', { query: { page: 1, pageSize: 100 } })).body.items.map(
    ({ id }) => id,
  )
const read = (id: string, key?: string) =>
  world.api.call('GET /api/announcements/:id', { params: { id }, query: { key } })
const fresh = () => new Promise((resolve) => setTimeout(resolve, 600)) // lists are remembered for half a second

test('a draft is read by nobody but who has its address, and not in its place once the key is wrong', async () => {
  const { announcement, previewPath } = await draft(me, written('还没公开（示例）'))
  expect((await read(announcement.id)).body.error!.code).toBe('announcement_not_found')
  expect((await read(announcement.id, 'ABCDEFGHJKMN')).body.error!.code).toBe('announcement_not_found')
  const key = new URL(previewPath, 'http://x').searchParams.get('key')!
  expect((await read(announcement.id, key)).body.title).toBe('还没公开（示例）')
  expect(await listed()).not.toContain(announcement.id)
})

test('what is published is read by everybody; what is rewritten, only once it is published again', async () => {
  const { announcement } = await announce(me, written('开始投票（示例）'))
  const { id, version, state } = announcement
  expect(state).toBe('published')
  await fresh()
  expect(await listed()).toContain(id)
  const text = written('开始投票了（示例）')
  const saved = await me.call('PUT /api/staff/announcements/:id', { params: { id }, body: { version, text } })
  expect(saved.body.announcement.state).toBe('revised')
  expect((await read(id)).body.title).toBe('开始投票（示例）')
  const before = (await read(id)).body.publishedAt
  const again = { version: saved.body.announcement.version, at: null }
  await me.call('POST /api/staff/announcements/:id/publication', { params: { id }, body: again })
  expect((await read(id)).body).toMatchObject({ title: '开始投票了（示例）', publishedAt: before })
})

test('one that is set for later comes by itself, neither before nor in the list', async () => {
  const at = new Date(world.deps.clock.now().getTime() + 5000).toISOString()
  const { announcement } = await announce(me, written('定时（示例）'), at)
  expect(announcement).toMatchObject({ state: 'scheduled', publishedAt: at })
  expect((await read(announcement.id)).status).toBe(404)
  expect(await listed()).not.toContain(announcement.id)
  await new Promise((resolve) => setTimeout(resolve, 5100))
  expect((await read(announcement.id)).status).toBe(200)
  await fresh()
  expect(await listed()).toContain(announcement.id)
})

test('one that is taken back says so, and why, and nothing of what it said', async () => {
  const cover = await addPicture(me)
  const { announcement } = await announce(me, written('写错了（示例）', { cover }))
  const { id, version } = announcement
  const { cover: url } = (await read(id)).body
  expect((await fetch(world.url + url)).status).toBe(200)
  const body = { version, reason: '日期写错了' }
  const gone = await me.call('DELETE /api/staff/announcements/:id/publication', { params: { id }, body })
  expect(gone.body.announcement.state).toBe('withdrawn')
  expect((await read(id)).body).toMatchObject({
    ...{ title: '写错了（示例）', summary: '', body: '', cover: null },
    withdrawn: { reason: '日期写错了' },
  })
  expect((await fetch(world.url + url)).status).toBe(404)
  await fresh()
  expect(await listed()).not.toContain(id)
  const late = await me.call('DELETE /api/staff/announcements/:id/publication', {
    ...{ params: { id }, body: { ...body, version: gone.body.announcement.version } },
  })
  expect(late.body.error!.code).toBe('announcement_state')
})

test('of a body only what we know is kept: no script, no style, no picture but one’s own', async () => {
  const picture = await addPicture(me)
  const body = [
    '<p onclick="alert(1)" style="position:fixed">正文<script>alert(1)</script></p>',
    '<a href="javascript:alert(1)">坏链接</a><a href="https://example.org/?a=1&b=2" onmouseover="x()">好链接</a>',
    `<img data-upload="${picture}" src="https://evil.example/track.gif" onerror="alert(1)" alt="现场">`,
    '<img src="https://evil.example/track.gif"><iframe src="https://evil.example"></iframe>',
    '<svg><script>alert(1)</script></svg><h1>大标题</h1><h2>标题</h2>',
  ].join('')
  const { announcement } = await announce(me, written('净化（示例）', { body }))
  const shown = (await read(announcement.id)).body.body
  expect(shown).not.toMatch(/script|onclick|style=|javascript|evil|iframe|svg|onerror|onmouseover|<h1/)
  expect(shown).toContain('<h2>标题</h2>')
  expect(shown).toContain('rel="noopener noreferrer nofollow"')
  const [, src] = /<img src="([^"]+)" alt="现场"/.exec(shown)!
  expect(src).toBe(`/files/uploads/${picture}.webp`)
  expect((await fetch(world.url + src)).status).toBe(200)
})

test('nobody refers to a file that is not the announcements’ own', async () => {
  const body = { text: written('别人的图（示例）', { cover: 'f0123456789' }) }
  expect((await me.call('POST /api/staff/announcements', { body })).body.error!.code).toBe('upload_not_found')
})

test('an attachment is fetched by who can read the announcement, and by its id of no other', async () => {
  const pdf = Buffer.from(
    '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF',
  )
  const file = await addFile(me, '名单.pdf', pdf)
  const { announcement } = await announce(me, written('带附件（示例）', { attachments: [file] }))
  const shown = (await read(announcement.id)).body
  expect(shown.attachments).toMatchObject([{ id: file, name: '名单.pdf', type: 'application/pdf' }])
  const path = `/api/announcements/${announcement.id}/attachments/${file}`
  const answer = await fetch(world.url + path)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true)
  const other = await announce(me, written('不带附件（示例）'))
  const wrong = await fetch(`${world.url}/api/announcements/${other.announcement.id}/attachments/${file}`)
  expect(wrong.status).toBe(404)
})

test('of two who save at once one is told what the other wrote', async () => {
  const { announcement } = await draft(me, written('两个人（示例）'))
  const { id, version } = announcement
  const save = (title: string) =>
    me.call('PUT /api/staff/announcements/:id', { params: { id }, body: { version, text: written(title) } })
  const answers = await Promise.all([save('甲（示例）'), save('乙（示例）')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const lost = answers.find(({ status }) => status === 409)!
  const won = answers.find(({ status }) => status === 200)!
  expect(lost.body.error!.details).toMatchObject({ text: { title: won.body.text.title } })
})

test('one without title, summary or body is not published, and says what it lacks', async () => {
  const { announcement, problems } = await draft(me, NOTHING_WRITTEN)
  expect(problems).toEqual(['没有标题', '没有摘要', '没有正文'])
  const refused = await me.call('POST /api/staff/announcements/:id/publication', {
    ...{ params: { id: announcement.id }, body: { version: announcement.version, at: null } },
  })
  expect(refused.body.error).toMatchObject({ code: 'announcement_incomplete', details: problems })
})

test('a draft is removed; what was ever public is not', async () => {
  const remove = (id: string, version: number) =>
    me.call('DELETE /api/staff/announcements/:id', { params: { id }, body: { version } })
  const { announcement } = await draft(me, written('不要了（示例）'))
  expect((await remove(announcement.id, announcement.version)).status).toBe(204)
  expect(
    (await me.call('GET /api/staff/announcements/:id', { params: { id: announcement.id } })).status,
  ).toBe(404)
  const out = (await announce(me, written('发过的（示例）'))).announcement
  expect((await remove(out.id, out.version)).body.error!.code).toBe('announcement_state')
})

test('files that an announcement refers to outlive the daily sweep; others do not', async () => {
  const [kept, left] = [await addPicture(me), await addPicture(me, { width: 470, height: 200 })]
  await draft(me, written('有封面（示例）', { cover: kept }))
  await world.deps.uploads.sweep(new Date(Date.now() + 30 * 86_400_000))
  expect((await world.deps.uploads.describe([kept, left])).map(({ id }) => id)).toEqual([kept])
})

test('its address says what it is to whoever runs no script', async () => {
  const { announcement } = await announce(me, written('给搜索引擎（示例）'))
  const page = await (await fetch(`${world.url}/announcement?id=${announcement.id}`)).text()
  expect(page).toContain('<meta property="og:title" content="给搜索引擎（示例） · 公告')
  expect((await fetch(`${world.url}/announcement?id=ABCDEFGHJKMN`)).status).toBe(404)
})
