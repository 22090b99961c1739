import type { api } from '@shared/api'
import type { Certificates } from '@shared/certificate/contract'
import type { CategoryId } from '@shared/edition/contract'
import type { Api } from './api'
import { bringTo } from './result'
import type { World } from './world'

export const listed = async (me: Api, category: CategoryId): Promise<Certificates> =>
  (await me.call('GET /api/staff/certificates', { query: { category } })).body

export const issue = (me: Api, category: CategoryId) =>
  me.call('POST /api/staff/certificates', { body: { category } })

/** How each act of staff upon certificates comes about. */
export function certificateDeeds(
  world: () => World,
): Partial<Record<keyof typeof api, (me: Api) => Promise<() => Promise<{ status: number; body: unknown }>>>> {
  return {
    async issueCertificates(me) {
      await bringTo(world(), 'worker', 'released')
      return () => issue(me, 'worker')
    },
    async exportCertificates(me) {
      await bringTo(world(), 'worker', 'released')
      await issue(me, 'worker')
      return () => me.call('GET /api/staff/certificates/all', { query: { category: 'worker' } })
    },
    async revokeCertificate(me) {
      await bringTo(world(), 'worker', 'released')
      await issue(me, 'worker')
      const valid = (await listed(me, 'worker')).items.find(({ revoked }) => !revoked)!
      const body = { reason: '示例：核对操作记录' }
      return () =>
        me.call('POST /api/staff/certificates/:code/revocation', { params: { code: valid.code }, body })
    },
  }
}
