import { randomUUID } from 'node:crypto'
import { api } from '@shared/api'
import { Refusal } from '@shared/kernel/errors'
import { may } from '@shared/kernel/policy'
import { MOST_BYTES } from '@shared/upload/rules'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook, zip } from '../../http/download'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import { upload } from '../../http/upload'
import { mailRoutes } from './mail/routes'
import type { Nominations } from './nomination'

type Doors = {
  nominations: Nominations
  voterOnly: Middleware
  staffOnly: Middleware
  limit: LimitStep
  /** Where files that staff hand in for a unit arrive. */
  uploadDir: string
}

export function nominationRoutes(router: Router, doors: Doors): void {
  const { nominations, voterOnly, staffOnly, limit, uploadDir } = doors
  const own = limit(LIMITS.own)
  const to = [voterOnly, own] as const

  serve(router, api.getNominationGuide, () => nominations.guide())
  serve(router, api.getEligibility, ...to, ({ query, voter }) => nominations.eligibility(query.unit, voter))
  serve(router, api.createNomination, ...to, ({ body, voter }) => nominations.create(body, voter))
  serve(router, api.listMyNominations, ...to, ({ voter }) => nominations.mine(voter))
  serve(router, api.getNomination, ...to, ({ params, voter }) => nominations.find(params.id, voter))
  serve(router, api.saveNomination, ...to, ({ params, body, voter }) =>
    nominations.save(params.id, body, voter),
  )
  serve(router, api.submitNomination, ...to, ({ params, body, voter }) =>
    nominations.submit(params.id, body.version, voter),
  )
  serve(router, api.amendNomination, ...to, ({ params, body, voter }) =>
    nominations.amend(params.id, body.version, voter),
  )
  serve(router, api.withdrawNomination, ...to, ({ params, body, voter }) =>
    nominations.withdraw(params.id, body.version, voter),
  )
  serve(router, api.resumeNomination, ...to, ({ params, body, voter }) =>
    nominations.resume(params.id, body.version, voter),
  )
  serve(router, api.objectToRecord, ...to, ({ params, body, voter }) =>
    nominations.object(params.id, body.text, voter),
  )
  screeningRoutes(router, nominations, { staffOnly, uploadDir })
  mailRoutes(router, doors)
}

function screeningRoutes(
  router: Router,
  { screenings }: Nominations,
  { staffOnly, uploadDir }: Pick<Doors, 'staffOnly' | 'uploadDir'>,
): void {
  serve(router, api.listScreenings, staffOnly, ({ query }) => screenings.list(query))
  serve(router, api.getScreeningFacets, staffOnly, () => screenings.facets())
  serve(router, api.getScreening, staffOnly, ({ params }) => screenings.find(params.id))
  serve(router, api.lookAtPhones, staffOnly, ({ params, staff }) => screenings.lookAtPhones(params.id, staff))
  serve(router, api.decideNomination, staffOnly, ({ params, body, staff }) =>
    screenings.decide(params.id, body, staff),
  )
  serve(router, api.assessNomination, staffOnly, ({ params, body: { version, ...assessment }, staff }) =>
    screenings.assess({ ...params, version, actor: staff }, assessment),
  )
  serve(router, api.assignNomination, staffOnly, ({ params, body: { version, screener }, staff }) =>
    screenings.assign({ ...params, version, actor: staff }, screener),
  )
  serve(router, api.commentNomination, staffOnly, ({ params, body, staff }) =>
    screenings.comment(params.id, body.text, staff),
  )
  serve(router, api.answerObjection, staffOnly, ({ params, body, staff }) =>
    screenings.answerObjection(params.id, body.text, staff),
  )
  serve(router, api.fileNomination, staffOnly, ({ body, staff }) =>
    screenings.file({ ...body, origin: randomUUID() }, staff),
  )
  serve(
    router,
    api.uploadForUnit,
    staffOnly,
    upload(uploadDir, MOST_BYTES.document),
    ({ file, query, staff }) => screenings.takeFile({ path: file.path, name: query.filename }, staff),
  )
  serve(router, api.editNomination, staffOnly, ({ params, body: { version, answers }, staff }) =>
    screenings.edit({ ...params, version, actor: staff }, answers),
  )
  serve(router, api.submitForUnit, staffOnly, ({ params, body, staff }) =>
    screenings.submit({ ...params, ...body, actor: staff }),
  )
  serve(router, api.exportNominations, staffOnly, async ({ query, staff }) => {
    if (query.phones && !may(staff.roles, 'nomination.screen')) throw new Refusal('forbidden')
    return workbook('报名', await screenings.exportSheet(query, staff))
  })
  serve(router, api.exportDossiers, staffOnly, async ({ query, staff }) =>
    zip('报名卷宗', await screenings.exportDossiers(query, staff)),
  )
}
