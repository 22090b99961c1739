import type { Role } from '@shared/kernel/policy'
import { PROGRAM } from '../../server/features/audit/audit'
import { Api } from './api'
import type { World } from './world'

/** Good enough for the rules, the same for every account of the tests. */
export const PASSWORD = 'lunwan-shifan-2021'

let made = 0

/** An account with roles and a password of its own, answered by username. */
export async function buildStaff({ deps }: Pick<World, 'deps'>, ...roles: Role[]) {
  const username = `${roles[0]}${++made}`
  const account = { username, name: `${username}（示例）`, roles, password: PASSWORD }
  return (await deps.staff.create(PROGRAM, account)).staff
}

/** A client logged in to the console as somebody with these roles. */
export async function asStaff(world: Pick<World, 'deps' | 'url'>, ...roles: Role[]): Promise<Api> {
  const { username } = await buildStaff(world, ...roles)
  return loggedIn(world.url, username)
}

/** A browser of its own, logged in to the console. */
export async function loggedIn(url: string, username: string, password = PASSWORD): Promise<Api> {
  const api = new Api(url)
  const { status, body } = await api.call('POST /api/staff/session', { body: { username, password } })
  if (status !== 200) throw new Error(`login failed: ${status} ${JSON.stringify(body)}`)
  return api
}
