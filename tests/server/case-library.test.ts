import type { ExperienceText } from '@shared/case-library/contract'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Api } from '../support/api'
import { buildExperience, consented, publish, readDraft, saveDraft, unpublish } from '../support/case-library'
import { accept, shortlistingEdition } from '../support/shortlist'
import { asStaff } from '../support/staff'
import { startTwin } from '../support/twin'
import { eventually, startWorld, type World } from '../support/world'

let world: World
let twin: Awaited<ReturnType<typeof startTwin>>
let editor: Api
beforeAll(async () => {
  world = await startWorld({ edition: shortlistingEdition(), perCategory: 0 })
  twin = await startTwin(world)
  editor = await asStaff(world, 'editor')
})
afterAll(async () => {
  await twin?.close()
  await world?.close()
})

const codeOf = ({ body }: { body: { error?: { code: string } } }) => body.error?.code
const read = (id: string, api = world.api) => api.call('GET /api/case-library/:id', { params: { id } })
const found = async (q: string, query = {}, api = world.api) => {
  const { body } = await api.call('GET /api/case-library', { query: { q, ...query } })
  return body.items.map(({ id }) => id)
}
const audited = async (action: string) =>
  (await world.deps.audit.list({ page: 1, pageSize: 5, action })).items

/** Publishes what the nomination says, with these changes. */
async function published(name: string, changes: Partial<ExperienceText> = {}, nth = 0) {
  const id = await consented(world, name, nth)
  const { text } = await readDraft(editor, id)
  const { body } = await saveDraft(editor, id, 0, { ...text, ...changes })
  const answer = await publish(editor, id, body.experience.version)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return { id, text: answer.body.text, version: answer.body.experience.version }
}

describe('editors', () => {
  test('have before them what was accepted and may be told, as the nomination says it, its pictures at the end', async () => {
    const id = await consented(world, '待编')
    await accept(world, 'caseStudy', '没有同意', 1)
    const { body: queue } = await editor.call('GET /api/staff/case-library', { query: {} })
    expect(queue.items.map(({ id, state, version }) => [id, state, version])).toEqual([[id, 'waiting', 0]])
    expect(queue.withoutConsent).toBe(1)
    const { text, pictures, original } = await readDraft(editor, id)
    expect(text).toMatchObject({ title: '待编的案例（示例）', cover: pictures[0]!.id })
    expect(text.blocks.slice(0, 2)).toEqual([
      { kind: 'heading', text: '背景' },
      { kind: 'paragraph', text: '路口没有斑马线。' },
    ])
    expect(original.map(({ field }) => field.key)).toContain('actions')
    for (const secret of ['88567717', '示例同志']) expect(JSON.stringify(original)).not.toContain(secret)
  })

  test('without consent a nomination is neither shown, nor written on, nor published', async () => {
    const { text } = await readDraft(editor, 'n-待编')
    const params = { id: 'n-没有同意' }
    expect(codeOf(await editor.call('GET /api/staff/case-library/:id', { params }))).toBe(
      'experience_not_found',
    )
    expect(codeOf(await saveDraft(editor, params.id, 0, text))).toBe('experience_not_found')
    expect(codeOf(await publish(editor, params.id, 0))).toBe('experience_not_found')
    expect((await read(params.id)).status).toBe(404)
  })

  test('consent that is no longer there keeps a draft from being published; what is public can still be taken back', async () => {
    const { id, text, version } = await published('反悔')
    const record = (await world.deps.stores.nomination.find(id))!
    const set = { answers: { ...record.answers, library: false }, phoneKeys: record.phoneKeys }
    await world.deps.stores.nomination.change(record, { at: new Date(), set })
    expect((await readDraft(editor, id)) as object).toMatchObject({ error: { code: 'consent_missing' } })
    expect(codeOf(await saveDraft(editor, id, version, text))).toBe('consent_missing')
    expect(codeOf(await publish(editor, id, version))).toBe('consent_missing')
    expect((await unpublish(editor, id, version)).status).toBe(200)
    expect((await read(id)).status).toBe(404)
  })

  test('of two who save at once in two processes one does, and the other is shown what was saved', async () => {
    const id = await consented(world, '两人')
    const colleague = await asStaff({ ...world, url: twin.url }, 'editor')
    const { text } = await readDraft(editor, id)
    const answers = await Promise.all([
      saveDraft(editor, id, 0, { ...text, summary: '甲写的' }),
      saveDraft(colleague, id, 0, { ...text, summary: '乙写的' }),
    ])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const lost = answers.find(({ status }) => status === 409)!
    const { text: kept } = await readDraft(editor, id)
    expect(lost.body.error!.details).toMatchObject({ text: { summary: kept.summary } })
    const both = await Promise.all([publish(editor, id, 1), publish(colleague, id, 1)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('show no other pictures than the nomination’s own', async () => {
    const id = await consented(world, '借图')
    const { text } = await readDraft(editor, id)
    const foreign = (await readDraft(editor, 'n-待编')).pictures[0]!.id
    expect(codeOf(await saveDraft(editor, id, 0, { ...text, cover: foreign, alt: '别家的' }))).toBe(
      'upload_not_found',
    )
  })

  test('publish only what is whole', async () => {
    const id = await consented(world, '半篇')
    const { text } = await readDraft(editor, id)
    await saveDraft(editor, id, 0, { ...text, title: '', blocks: [] })
    const answer = await publish(editor, id, 1)
    expect([codeOf(answer), answer.body.error!.details]).toEqual([
      'experience_incomplete',
      ['还没有写标题', '还没有写正文'],
    ])
  })

  test('keep topics together: who saves second is shown the first one’s', async () => {
    const { body: seen } = await editor.call('GET /api/staff/case-topics', {})
    const save = (name: string) =>
      editor.call('PUT /api/staff/case-topics', {
        body: { version: seen.version, items: [...seen.items, { id: 'bridges', name }] },
      })
    const answers = await Promise.all([save('桥梁'), save('桥')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })
})

describe('the public', () => {
  test('reads what was published, with its pictures, and not what was written since', async () => {
    const { id, text, version } = await published('斑马线')
    const { body } = await read(id)
    expect(body).toMatchObject({ title: text.title, unitName: '武汉市斑马线（示例）', level: 'city' })
    const picture = await fetch(world.url + body.cover!.url)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp'])
    await saveDraft(editor, id, version, { ...text, title: '还没写完' })
    expect((await read(id)).body.title).toBe(text.title)
    const { body: queue } = await editor.call('GET /api/staff/case-library', { query: { state: 'revised' } })
    expect(queue.items.map(({ id }) => id)).toEqual([id])
  })

  test('what is taken back is gone at once and everywhere, its pictures too, and the reason is kept', async () => {
    const { id, version } = await published('撤下')
    const { cover } = (await read(id)).body
    expect((await unpublish(editor, id, version, '示例：数据有误')).status).toBe(200)
    expect([(await read(id)).status, (await read(id, twin.api)).status]).toEqual([404, 404])
    expect((await fetch(world.url + cover!.url)).status).toBe(404)
    expect(await found('撤下')).toEqual([])
    const code = await world.api.send('GET', `/api/case-library/${encodeURIComponent(id)}/code`)
    expect(code.status).toBe(404)
    expect((await audited('library.unpublish'))[0]).toMatchObject({ reason: '示例：数据有误' })
    expect((await readDraft(editor, id)).unpublished).toMatchObject({ reason: '示例：数据有误' })
    expect(codeOf(await unpublish(editor, id, version + 1))).toBe('experience_state')
  })

  test('finds by words what any process has published, the best first, marked where it stands', async () => {
    await world.deps.caseLibrary.saveAll([
      buildExperience('crossing', {
        title: '汉阳区交警采纳市民建议新增斑马线',
        topics: ['traffic'],
        blocks: [{ kind: 'paragraph', text: '汉阳区交警给路口新增斑马线。' }],
      }),
      buildExperience('river', {
        title: '南漳县蛮河边垃圾堆被清理',
        topics: ['environment'],
        blocks: [{ kind: 'paragraph', text: '河边的垃圾堆清理了，路口也干净了。' }],
      }),
    ])
    expect(await found('汉阳 斑马线')).toEqual(['crossing'])
    expect(await found('蛮河')).toEqual(['river'])
    expect(await found('垃圾')).toEqual(['river'])
    expect(await found('ＮＯＴＨＩＮＧ')).toEqual([])
    expect(await found('路口', { topic: 'environment' })).toEqual(['river'])
    await eventually(
      () => found('蛮河', {}, twin.api),
      (ids) => ids.includes('river'),
    )
    const { body } = await world.api.call('GET /api/case-library', { query: { q: '蛮河垃圾' } })
    const { title, snippet } = body.items[0]!.found
    expect(title.filter(({ hit }) => hit).map(({ text }) => text)).toEqual(['蛮河', '垃圾'])
    expect(title.map(({ text }) => text).join('')).toBe(body.items[0]!.title)
    expect(snippet!.some(({ hit }) => hit)).toBe(true)
  })

  test('is told how many there are of each kind under the other conditions', async () => {
    const { body } = await world.api.call('GET /api/case-library-facets', { query: { topic: 'traffic' } })
    expect(body.topics).toEqual(
      expect.arrayContaining([expect.objectContaining({ value: 'environment', name: '环境整治', count: 1 })]),
    )
    expect(body.years).toEqual([{ value: '2021', name: '2021年度', count: 1 }])
  })

  test.each([
    ['a pattern', '(.*)+$[\\'],
    ['an operator', '{"$gt":""}'],
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['half a character', '\ud83d'],
    ['sixty of the same', '路'.repeat(60)],
  ])('may ask anything: %s finds nothing or something, and harms nobody', async (_what, q) => {
    const { status, body } = await world.api.call('GET /api/case-library', { query: { q } })
    expect([status, Array.isArray(body.items)]).toEqual([200, true])
    const twice = await world.api.send('GET', '/api/case-library?q[$ne]=1&topic[]=x')
    expect(twice.status).toBe(422)
  })

  test('is led from one to those told of the same', async () => {
    await world.deps.caseLibrary.saveAll([
      buildExperience('zebra', { title: '江岸区学校门口新增斑马线', topics: ['traffic'] }),
    ])
    expect((await read('crossing')).body.related.map(({ id }) => id)[0]).toBe('zebra')
  })

  test('sees which experience tells of a candidate', async () => {
    const { body } = await world.api.call('GET /api/case-library', { query: { candidate: 'river' } })
    expect(body.items.map(({ id }) => id)).toEqual(['river'])
  })

  test('has a code for posters that leads to the mini-program, a PNG', async () => {
    const response = await fetch(`${world.url}/api/case-library/crossing/code`)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([response.status, bytes.subarray(1, 4).toString()]).toEqual([200, 'PNG'])
  })
})

describe('programs that read', () => {
  const text = async (path: string) => (await world.api.send('GET', path)).body as unknown as string

  test('have a feed that is valid whatever was written', async () => {
    const title = '<b>&amp; ]]> \u0007 “引号”'
    await world.deps.caseLibrary.saveAll([buildExperience('odd', { title })])
    const xml = await text('/case-library/rss.xml')
    expect(XMLValidator.validate(xml)).toBe(true)
    const { channel } = new XMLParser({ ignoreAttributes: false }).parse(xml).rss
    expect(channel.item.map(({ guid }: { guid: { '#text': string } }) => guid['#text'])).toContain('crossing')
    for (const { link, pubDate } of channel.item) {
      expect([link.startsWith(`${world.url}/experience?id=`), Number.isNaN(Date.parse(pubDate))]).toEqual([
        true,
        false,
      ])
    }
    expect(channel['atom:link']['@_href']).toBe(`${world.url}/case-library/rss.xml`)
  })

  test('have a map of all pages that are public', async () => {
    const xml = await text('/sitemap.xml')
    expect(XMLValidator.validate(xml)).toBe(true)
    const { url } = new XMLParser().parse(xml).urlset
    expect(url.map(({ loc }: { loc: string }) => loc)).toContain(`${world.url}/experience?id=crossing`)
    expect(xml).not.toContain(encodeURIComponent('n-撤下'))
  })

  test('read title, description, card and text in the page itself, and nothing that was written becomes markup', async () => {
    const hostile = '</script><script>alert(1)</script>$&'
    await world.deps.caseLibrary.saveAll([
      buildExperience('hostile', { title: hostile, blocks: [{ kind: 'paragraph', text: hostile }] }),
    ])
    const html = await text('/experience?id=hostile')
    expect(html).not.toContain('<script>alert')
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)![1]!)
    expect(data).toMatchObject({ '@type': 'Article', headline: `${hostile}（示例）` })
    const page = await text('/experience?id=crossing')
    expect(page.match(/<title>/g)).toHaveLength(1)
    expect(page).toContain('<title>汉阳区交警采纳市民建议新增斑马线')
    expect(page).toContain('property="og:image"')
    expect(page).toContain('<p>汉阳区交警给路口新增斑马线。</p>')
    const missing = await world.api.send('GET', '/experience?id=nobody')
    expect([missing.status, String(missing.body).includes('<div id="app">')]).toEqual([404, true])
  })
})
