import { api } from '@shared/api'
import { may } from '@shared/kernel/policy'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { Reviews } from './review'

type Doors = {
  reviews: Reviews
  voterOnly: Middleware
  reviewerOnly: Middleware
  staffOnly: Middleware
  limit: LimitStep
}

export function reviewRoutes(router: Router, doors: Doors): void {
  const { reviews, voterOnly, reviewerOnly, staffOnly, limit } = doors
  const { access, own, reviewers, assigning, overview } = reviews
  const door = limit(LIMITS.reviewerDoor)
  const mine = limit(LIMITS.review)

  serve(router, api.lookAtInvitation, door, unstored, ({ body }) => access.lookAt(body))
  serve(router, api.bindReviewer, voterOnly, door, unstored, ({ body, voter }) => access.bind(body, voter))
  serve(router, api.setReviewerPassword, door, unstored, ({ body }) => access.setPassword(body))
  serve(router, api.loginReviewer, door, unstored, ({ body }) => access.login(body))
  serve(router, api.logoutReviewer, reviewerOnly, ({ reviewer }) => access.logout(reviewer))

  serve(router, api.listMyReviews, reviewerOnly, mine, ({ reviewer }) => own.list(reviewer))
  serve(router, api.getReview, reviewerOnly, mine, ({ params, reviewer }) => own.find(params.id, reviewer))
  serve(router, api.saveReview, reviewerOnly, mine, ({ params, body, reviewer }) =>
    own.save(params.id, body, reviewer),
  )
  serve(router, api.submitReviews, reviewerOnly, mine, ({ body, reviewer }) => own.submit(body, reviewer))
  serve(router, api.recuseReview, reviewerOnly, mine, ({ params, body, reviewer }) =>
    own.recuse(params.id, body.reason, reviewer),
  )

  serve(router, api.listReviewers, staffOnly, ({ staff }) => reviewers.list(may(staff.roles, 'review.write')))
  serve(router, api.createReviewer, staffOnly, ({ body, staff }) => reviewers.create(body, staff))
  serve(router, api.updateReviewer, staffOnly, ({ params, body, staff }) =>
    reviewers.update(params.id, body, staff),
  )
  serve(router, api.inviteReviewer, staffOnly, ({ params, body, staff }) =>
    reviewers.invite(params.id, body.days, staff),
  )
  serve(router, api.revokeInvitation, staffOnly, ({ params, body, staff }) =>
    reviewers.revokeInvitation(params.id, body.reason, staff),
  )
  serve(router, api.endReviewerAccess, staffOnly, ({ params, body, staff }) =>
    reviewers.endAccess(params.id, body.reason, staff),
  )
  serve(router, api.remindReviewers, staffOnly, ({ body, staff }) => reviewers.remind(body.reviewers, staff))

  serve(router, api.assignReviews, staffOnly, ({ body, staff }) => assigning.assign(body, staff))
  serve(router, api.addReview, staffOnly, ({ body, staff }) => assigning.add(body, staff))
  serve(router, api.removeReview, staffOnly, ({ params, body, staff }) =>
    assigning.remove(params.id, body.reason, staff),
  )
  serve(router, api.getReviewMatrix, staffOnly, ({ query }) => overview.matrix(query.category))
  serve(router, api.readReview, staffOnly, ({ params }) => overview.read(params.id))
  serve(router, api.reopenReview, staffOnly, ({ params, body, staff }) =>
    overview.reopen(params.id, body.reason, staff),
  )
  serve(router, api.liftRecusal, staffOnly, ({ params, body, staff }) =>
    overview.lift(params.id, body.reason, staff),
  )
}

/** What is said once must not be said again by a cache. */
const unstored: Middleware = (ctx, next) => {
  ctx.set('Cache-Control', 'no-store')
  return next()
}
