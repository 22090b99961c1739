import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { staffCookie } from '../../http/auth'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import { SESSION_HOURS, type StaffRoom } from './staff'

type Doors = {
  staff: StaffRoom
  staffOnly: Middleware
  ownOrigin: Middleware
  limit: LimitStep
  isSecure: boolean
}

export function staffRoutes(router: Router, { staff, staffOnly, ownOrigin, limit, isSecure }: Doors): void {
  const cookie = staffCookie({ isSecure, seconds: SESSION_HOURS * 3600 })

  serve(
    router,
    api.loginStaff,
    ownOrigin,
    limit(LIMITS.staffLogin),
    cookie,
    async ({ body, client, grant }) => {
      const { token, ...me } = await staff.login(body, client)
      grant(token)
      return me
    },
  )
  serve(router, api.getStaffSession, staffOnly, ({ staff: me }) => staff.show(me))
  serve(router, api.logoutStaff, staffOnly, cookie, async ({ staff: me, grant }) => {
    await staff.logout(me)
    grant(null)
  })

  serve(router, api.listMySessions, staffOnly, ({ staff: me }) => staff.listSessions(me))
  serve(router, api.endMySession, staffOnly, ({ staff: me, params }) => staff.endSession(me, params.id))
  serve(router, api.changePassword, staffOnly, ({ staff: me, body }) => staff.changePassword(me, body))
  serve(router, api.startTotp, staffOnly, ({ staff: me }) => staff.startTotp(me))
  serve(router, api.confirmTotp, staffOnly, ({ staff: me, body }) => staff.confirmTotp(me, body.otp))
  serve(router, api.removeTotp, staffOnly, ({ staff: me, body }) => staff.removeTotp(me, body.password))

  serve(router, api.listStaff, staffOnly, () => staff.list())
  serve(router, api.createStaff, staffOnly, ({ staff: me, body }) => staff.create(me, body))
  serve(router, api.updateStaff, staffOnly, ({ staff: me, params, body }) =>
    staff.update(me, params.id, body),
  )
  serve(router, api.resetPassword, staffOnly, ({ staff: me, params, body }) =>
    staff.resetPassword(me, params.id, body.reason),
  )
  serve(router, api.endStaffSessions, staffOnly, ({ staff: me, params }) =>
    staff.endSessionsOf(me, params.id),
  )
}
