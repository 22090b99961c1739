import { asStaff } from '../support/staff'
import { startWorld, type World } from '../support/world'

let world: World
beforeAll(async () => {
  world = await startWorld({ perCategory: 1 })
})
afterAll(() => world.close())

test('somebody of staff logs in and is known by their cookie', async () => {
  const editor = await asStaff(world, 'editor')
  const { body } = await editor.call('GET /api/staff/session', {})
  expect(body).toMatchObject({ staff: { roles: ['editor'], totp: false }, mustChangePassword: false })
})
