import { join } from 'node:path'
import { bootWeapp, shows, tap } from '../support/weapp'
import { eventually, startWorld, type World } from '../support/world'

const DIST = join(__dirname, '../../dist/weapp')

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 3 })
})
afterAll(() => world?.close())

test('the mini-program goes from a receipt to its proof, checks the signature itself, and keeps it for the next time', async () => {
  const voter = await world.api.as('m-checker')
  const body = { category: 'unit' as const, selections: ['a02'] }
  const { receipt } = (await voter.call('POST /api/ballots', { body })).body.ballot
  await eventually(
    async () => {
      await world.deps.transparency.advance()
      return voter.call('GET /api/ledger/receipts/:receipt', { params: { receipt } })
    },
    ({ body }) => body.ballot !== null,
  )
  const storage = new Map<string, unknown>()
  const phone = bootWeapp(DIST, { baseUrl: world.url, loginCode: 'sandbox:m-checker', storage })
  try {
    phone.open(`pages/receipt/index?no=${receipt}`)
    await shows(phone, '候选A02')
    tap(phone, '核对这张选票')
    await eventually(
      async () => phone.top().route,
      (route) => route === 'pages/ledger/index',
    )
    await shows(phone, /签名有效.*选票在账本里.*候选A02.*这台设备第一次核对/)
    expect([...storage.values()].join()).toContain('/ledger+')
    tap(phone, '再核对一次')
    await shows(phone, '账本和上次来时一样')
  } finally {
    phone.close()
  }
})
