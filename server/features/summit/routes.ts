import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { pdf, workbook } from '../../http/download'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Summits } from './summit'

type Doors = { summits: Summits; staffOnly: Middleware; limit: LimitStep }

export function summitRoutes(router: Router, { summits, staffOnly, limit }: Doors): void {
  serve(router, api.getSummitInvitation, limit(LIMITS.receipt), ({ params }) => summits.showTo(params.code))
  serve(router, api.answerSummitInvitation, limit(LIMITS.receipt), ({ params, body }) =>
    summits.answer(params.code, body),
  )
  serve(router, api.getStaffSummit, staffOnly, ({ staff }) => summits.show(staff))
  serve(router, api.saveSummit, staffOnly, ({ body, staff }) =>
    summits.save(body.summit, body.version, staff),
  )
  serve(router, api.inviteWinners, staffOnly, ({ staff }) => summits.invite(staff))
  serve(router, api.withdrawInvitation, staffOnly, ({ params, body, staff }) =>
    summits.withdraw(params.code, body.reason, staff),
  )
  serve(router, api.answerForGuest, staffOnly, ({ params, body, staff }) =>
    summits.answerFor(params.code, body, staff),
  )
  serve(router, api.remindOfSummit, staffOnly, ({ staff }) => summits.remind(staff))
  serve(router, api.checkInGuest, staffOnly, ({ params, staff }) =>
    summits.checkIn(params.code, params.guest, staff),
  )
  serve(router, api.undoCheckIn, staffOnly, ({ params, staff }) =>
    summits.undoCheckIn(params.code, params.guest, staff),
  )
  serve(router, api.exportGuests, staffOnly, async ({ staff }) => {
    const { name, content } = await summits.exportGuests(staff)
    return workbook(name, content)
  })
  serve(router, api.printSummitLetters, staffOnly, async ({ staff }) => {
    const { name, content } = await summits.printLetters(staff)
    return pdf(name, content)
  })
}
