import { join } from 'node:path'
import { buildExperience } from '../support/case-library'
import { bootWeapp, shows } from '../support/weapp'
import { startWorld, type World } from '../support/world'

const DIST = join(__dirname, '../../dist/weapp')

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 2 })
  const title = '汉阳区交警采纳市民建议新增斑马线'
  await world.deps.caseLibrary.saveAll([buildExperience('crossing', { title })])
})
afterAll(() => world?.close())

test('the mini-program lists the library and reads an experience that a poster’s code names, which is passed on by its id', async () => {
  const phone = bootWeapp(DIST, { baseUrl: world.url, loginCode: 'sandbox:m-reader', storage: new Map() })
  try {
    phone.open('pages/cases/index')
    await shows(phone, '共 1 篇')
    await shows(phone, '新增斑马线')
    phone.open('pages/experience/index?scene=crossing')
    await shows(phone, '接到留言当天到现场查看。')
    const { title, path } = phone.top().onShareAppMessage!({})
    expect([title, path]).toEqual([
      '汉阳区交警采纳市民建议新增斑马线 · 经验谈',
      '/pages/experience/index?id=crossing',
    ])
  } finally {
    phone.close()
  }
})
