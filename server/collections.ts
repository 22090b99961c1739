import {
  createAnnouncementStore,
  createBotStore,
  createPushStore,
} from './features/announcement/announcement'
import { createAuditStore } from './features/audit/audit'
import { createClusterStore } from './features/ballot/cluster/cluster'
import { createDecisionStore } from './features/ballot/decision/decision'
import { createBallotStore } from './features/ballot/model'
import { createCandidateStore } from './features/candidate/model'
import { createExperienceStore } from './features/case-library/case-library'
import { createCertificateStore } from './features/certificate/certificate'
import { createEditionStore } from './features/edition/model'
import { createIdentityStore } from './features/identity/identity'
import { createMailStore, createNominationStore } from './features/nomination/nomination'
import { createNotificationStore } from './features/notification/notification'
import { createRepresentativeStore } from './features/representative/representative'
import { createObjectionStore, createResultStore } from './features/result/result'
import { createReviewStore } from './features/review/review'
import { createShortlistStore } from './features/shortlist/shortlist'
import { createStaffStore } from './features/staff/staff'
import { createSummitStore } from './features/summit/summit'
import { createImportStore, createUnitStore } from './features/unit/unit'
import { createUploadStore } from './features/upload/upload'
import type { SecretBox } from './ports/secrets'

type Connection = Parameters<typeof createAuditStore>[0]

export type Collections = Awaited<ReturnType<typeof openCollections>>

/** What the features keep in MongoDB, each in collections of its own, with their indexes made. */
export async function openCollections(mongo: Connection, box: SecretBox) {
  const stores = {
    identity: createIdentityStore(mongo),
    audit: createAuditStore(mongo),
    staff: createStaffStore(mongo),
    notification: createNotificationStore(mongo),
    edition: createEditionStore(mongo),
    representative: createRepresentativeStore(mongo, box),
    nomination: createNominationStore(mongo, box),
    nominationMail: createMailStore(mongo),
    unit: createUnitStore(mongo, box),
    unitImport: createImportStore(mongo, box),
    candidate: createCandidateStore(mongo),
    shortlist: createShortlistStore(mongo),
    review: createReviewStore(mongo, box),
    result: createResultStore(mongo),
    objection: createObjectionStore(mongo, box),
    certificate: createCertificateStore(mongo),
    summit: createSummitStore(mongo, box),
    experience: createExperienceStore(mongo),
    announcement: createAnnouncementStore(mongo),
    push: createPushStore(mongo, box),
    bot: createBotStore(mongo, box),
    ballot: createBallotStore(mongo),
    cluster: createClusterStore(mongo),
    decision: createDecisionStore(mongo),
    upload: createUploadStore(mongo),
  }
  for (const store of Object.values(stores)) await store.prepare()
  return stores
}
