import { createConnection } from 'mongoose'
import { SANDBOX_ACCOUNT, SANDBOX_WEAPP } from '../../server/sandbox/account'
import type { Api } from '../support/api'
import { throughOauth } from '../support/login'
import { startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
})
afterAll(() => world?.close())

const [OA, MP] = [SANDBOX_ACCOUNT.appid, SANDBOX_WEAPP.appid]

/** The voter a client is logged in as. */
const voterOf = ({ token }: Api) => world.deps.identities.voterOf(token!).id

test('a voter is found again by the app they came through, and in no other', async () => {
  const { identities } = world.deps
  const voter = voterOf(await world.api.as('m-alone'))
  expect(await identities.openidsOf(voter, MP)).toEqual(['m-alone'])
  expect(await identities.openidsOf(voter, OA)).toEqual([])
  expect(await identities.openidsOf('nobody', MP)).toEqual([])
})

test('with a UnionID the accounts of both apps are found', async () => {
  const voter = voterOf(await world.api.as('m-both', 'u-both'))
  expect(voterOf(await throughOauth(world.api, { openid: 'o-both', unionid: 'u-both' }))).toBe(voter)
  expect(await world.deps.identities.openidsOf(voter, MP)).toEqual(['m-both'])
  expect(await world.deps.identities.openidsOf(voter, OA)).toEqual(['o-both'])
})

test('where the UnionID is learnt late, all names of the person lead to all their accounts', async () => {
  const { identities } = world.deps
  const before = voterOf(await world.api.as('m-late'))
  const other = voterOf(await throughOauth(world.api, { openid: 'o-late', unionid: 'u-late' }))
  expect(other).not.toBe(before)
  await world.api.as('m-late', 'u-late')
  const names = await identities.namesOf(before)
  expect(new Set(names)).toEqual(new Set([before, other]))
  for (const name of names) {
    expect(await identities.openidsOf(name, MP)).toEqual(['m-late'])
    expect(await identities.openidsOf(name, OA)).toEqual(['o-late'])
  }
})

test('an account from before it could be found is so after its next log-in', async () => {
  const voter = voterOf(await world.api.as('m-old'))
  const mongo = await createConnection(world.stores.mongoUri!).asPromise()
  await mongo.db!.collection('accounts').updateOne({ _id: `${MP}:m-old` as never }, { $unset: { traces: 1 } })
  await mongo.close()
  expect(await world.deps.identities.openidsOf(voter, MP)).toEqual([])
  await world.api.as('m-old')
  expect(await world.deps.identities.openidsOf(voter, MP)).toEqual(['m-old'])
})

test('the store alone does not tell which account is which voter', async () => {
  const voter = voterOf(await world.api.as('m-hidden', 'u-hidden'))
  const account = await world.deps.stores.identity.findAccount(`${MP}:m-hidden`)
  expect(JSON.stringify(account)).not.toContain(voter)
})
