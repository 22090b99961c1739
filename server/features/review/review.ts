import { createAccess } from './access'
import { createAssigning } from './assigning'
import { createConflicts } from './conflict'
import { createOverview } from './overview'
import { createOwn } from './own'
import { createReviewers } from './reviewers'

export type { SignedInReviewer } from './access'
export { createReviewStore, type ReviewStore } from './model'
export type Reviews = ReturnType<typeof createReviews>

type OptionsOf<F extends (options: never) => unknown> = Parameters<F>[0]
type Options = OptionsOf<typeof createAccess> &
  OptionsOf<typeof createConflicts> &
  Omit<OptionsOf<typeof createReviewers>, 'conflicts'> &
  OptionsOf<typeof createOwn>

/** Expert review: who may judge, who judges whom, what they mark, and what it comes to. */
export function createReviews(options: Options) {
  const conflicts = createConflicts(options)
  const reviewers = createReviewers({ ...options, conflicts })
  const assigning = createAssigning({ ...options, conflicts, reviewers })
  return {
    access: createAccess(options),
    own: createOwn(options),
    reviewers,
    assigning,
    overview: createOverview({ ...options, conflicts, assigning, reviewers }),
  }
}
