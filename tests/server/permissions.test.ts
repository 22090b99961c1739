import { api } from '@shared/api'
import type { Endpoint } from '@shared/kernel/contract'
import { isPermission, may, ROLES, type Role } from '@shared/kernel/policy'
import { PROGRAM } from '../../server/features/audit/audit'
import type { Api } from '../support/api'
import { asStaff, loggedIn } from '../support/staff'
import { startWorld, type World } from '../support/world'

const roles = Object.keys(ROLES) as Role[]
const staffEndpoints = (Object.values(api) as Endpoint[]).filter(({ auth }) => isPermission(auth))
/** What an answer says when the door was passed: anything but these, refusals of what was asked for included. */
const STOPPED = ['staff_unauthenticated', 'forbidden', 'password_change_required', 'foreign_origin']

let world: World
let clients: Record<Role, Api>
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
  clients = {} as Record<Role, Api>
  for (const role of roles) clients[role] = await asStaff(world, role)
})
afterAll(() => world.close())

/** Asks with nothing a contract could be content with, so that whoever is let in changes nothing. */
async function knock(client: Api, { route }: Endpoint, headers = {}): Promise<string | number> {
  const [method, path] = route.split(' ') as [string, string]
  const body = method === 'GET' ? undefined : { nothing: 'of use' }
  const answer = await client.send(method, path.replace(/:\w+/g, 'x'), body, headers)
  return STOPPED.includes(answer.body?.error?.code) ? answer.body.error.code : 'let in'
}

/** Those of one's own session would end it. */
const lasting = staffEndpoints.filter(({ route }) => route !== 'DELETE /api/staff/session')

test.each(lasting.map((endpoint) => [endpoint.route, endpoint] as const))(
  '%s lets in whom the policy names, and nobody else',
  async (_route, endpoint) => {
    expect(await knock(world.api, endpoint)).toBe('staff_unauthenticated')
    expect(await knock(await voter(), endpoint)).toBe('staff_unauthenticated')
    for (const role of roles) {
      const allowed = isPermission(endpoint.auth) && may([role], endpoint.auth)
      expect([role, await knock(clients[role], endpoint)]).toEqual([role, allowed ? 'let in' : 'forbidden'])
    }
  },
)

let known: Promise<Api> | undefined
const voter = () => (known ??= world.api.as('a-voter'))

test('every route below /api/staff asks for a permission, but for the log-in', () => {
  const open = (Object.values(api) as Endpoint[]).filter(
    ({ route, auth }) => route.includes(' /api/staff/') && !isPermission(auth),
  )
  expect(open.map(({ route }) => route)).toEqual(['POST /api/staff/session'])
})

test('an auditor changes nothing but what is their own', () => {
  const changing = staffEndpoints.filter(
    ({ route, auth }) =>
      !route.startsWith('GET ') && auth !== 'account.own' && isPermission(auth) && may(['auditor'], auth),
  )
  expect(changing).toEqual([])
})

test('who has a password made by the program may only choose another one', async () => {
  const account = { username: 'newcomer', name: '新同事（示例）', roles: ['admin' as const] }
  const { password } = await world.deps.staff.create(PROGRAM, account)
  const newcomer = await loggedIn(world.url, 'newcomer', password)
  for (const endpoint of lasting) {
    const expected = endpoint.auth === 'account.own' ? 'let in' : 'password_change_required'
    expect([endpoint.route, await knock(newcomer, endpoint)]).toEqual([endpoint.route, expected])
  }
})

describe('a page of another site does nothing in the name of somebody logged in', () => {
  const changing = [...lasting, api.loginStaff as Endpoint].filter(({ route }) => !route.startsWith('GET '))
  test.each([
    ['by Origin', { origin: 'https://evil.example' }],
    ['by an Origin that is kept back', { origin: 'null' }],
    ['by Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['by a sister site', { 'sec-fetch-site': 'same-site' }],
  ])('%s', async (_name, headers) => {
    for (const endpoint of changing) {
      expect([endpoint.route, await knock(clients.admin, endpoint, headers)]).toEqual([
        endpoint.route,
        'foreign_origin',
      ])
    }
  })

  test('its own pages do', async () => {
    const headers = { origin: world.url, 'sec-fetch-site': 'same-origin' }
    for (const endpoint of changing) expect(await knock(clients.admin, endpoint, headers)).toBe('let in')
  })
})
