import * as audit from './audit/contract'
import * as ballot from './ballot/contract'
import * as candidate from './candidate/contract'
import * as edition from './edition/contract'
import * as identity from './identity/contract'
import * as jssdk from './jssdk/contract'
import type { Endpoint, Input, Output } from './kernel/contract'
import * as nomination from './nomination/contract'
import * as nominationMail from './nomination/mail/contract'
import * as screening from './nomination/screening/contract'
import * as notification from './notification/contract'
import * as representative from './representative/contract'
import * as staff from './staff/contract'
import * as unit from './unit/contract'
import * as unitImport from './unit/import/contract'
import * as upload from './upload/contract'

/** Every endpoint of the program, in the order the OpenAPI document shows them. */
export const api = {
  getEdition: edition.getEdition,
  listEditions: edition.listEditions,
  readEdition: edition.readEdition,
  createEdition: edition.createEdition,
  saveEdition: edition.saveEdition,
  makeEditionCurrent: edition.makeEditionCurrent,
  extendPhase: edition.extendPhase,
  suspendPhase: edition.suspendPhase,
  resumePhase: edition.resumePhase,
  lookAtClaim: representative.lookAtClaim,
  claimUnit: representative.claimUnit,
  findUnits: representative.findUnits,
  requestUnit: representative.requestUnit,
  listMyRepresentations: representative.listMyRepresentations,
  leaveUnit: representative.leaveUnit,
  listRepresentatives: representative.listRepresentatives,
  decideRepresentative: representative.decideRepresentative,
  issueClaimCodes: representative.issueClaimCodes,
  listClaimCodes: representative.listClaimCodes,
  printClaimLetters: representative.printClaimLetters,
  revokeClaimCode: representative.revokeClaimCode,
  getNominationGuide: nomination.getNominationGuide,
  getEligibility: nomination.getEligibility,
  createNomination: nomination.createNomination,
  listMyNominations: nomination.listMyNominations,
  getNomination: nomination.getNomination,
  saveNomination: nomination.saveNomination,
  submitNomination: nomination.submitNomination,
  amendNomination: nomination.amendNomination,
  withdrawNomination: nomination.withdrawNomination,
  resumeNomination: nomination.resumeNomination,
  objectToRecord: nomination.objectToRecord,
  listScreenings: screening.listScreenings,
  getScreeningFacets: screening.getScreeningFacets,
  getScreening: screening.getScreening,
  decideNomination: screening.decideNomination,
  assessNomination: screening.assessNomination,
  assignNomination: screening.assignNomination,
  commentNomination: screening.commentNomination,
  answerObjection: screening.answerObjection,
  fileNomination: screening.fileNomination,
  uploadForUnit: screening.uploadForUnit,
  editNomination: screening.editNomination,
  submitForUnit: screening.submitForUnit,
  uploadForUnit: screening.uploadForUnit,
  exportNominations: screening.exportNominations,
  exportDossiers: screening.exportDossiers,
  takeNominationMail: nominationMail.takeNominationMail,
  getBlankForm: nominationMail.getBlankForm,
  getStaffBlankForm: nominationMail.getStaffBlankForm,
  listCandidates: candidate.listCandidates,
  getCandidate: candidate.getCandidate,
  getCandidateFacets: candidate.getCandidateFacets,
  withdrawCandidate: candidate.withdrawCandidate,
  castBallot: ballot.castBallot,
  myBallots: ballot.myBallots,
  getReceipt: ballot.getReceipt,
  getTally: ballot.getTally,
  streamTallies: ballot.streamTallies,
  getDashboard: ballot.getDashboard,
  streamDashboard: ballot.streamDashboard,
  getBallotSeries: ballot.getBallotSeries,
  readBallot: ballot.readBallot,
  ruleBallot: ballot.ruleBallot,
  listRulings: ballot.listRulings,
  exportRulings: ballot.exportRulings,
  loginWeapp: identity.loginWeapp,
  startOauth: identity.startOauth,
  finishOauth: identity.finishOauth,
  claimSession: identity.claimSession,
  startQr: identity.startQr,
  checkQr: identity.checkQr,
  logout: identity.logout,
  configurePage: jssdk.configurePage,
  listNotifications: notification.listNotifications,
  readNotifications: notification.readNotifications,
  listConsents: notification.listConsents,
  addConsents: notification.addConsents,
  loginStaff: staff.loginStaff,
  getStaffSession: staff.getStaffSession,
  logoutStaff: staff.logoutStaff,
  listMySessions: staff.listMySessions,
  endMySession: staff.endMySession,
  changePassword: staff.changePassword,
  startTotp: staff.startTotp,
  confirmTotp: staff.confirmTotp,
  removeTotp: staff.removeTotp,
  listStaff: staff.listStaff,
  createStaff: staff.createStaff,
  updateStaff: staff.updateStaff,
  resetPassword: staff.resetPassword,
  endStaffSessions: staff.endStaffSessions,
  listAudit: audit.listAudit,
  exportAudit: audit.exportAudit,
  verifyAudit: audit.verifyAudit,
  listUnits: unit.listUnits,
  getUnitFacets: unit.getUnitFacets,
  getUnit: unit.getUnit,
  createUnit: unit.createUnit,
  updateUnit: unit.updateUnit,
  exportUnits: unit.exportUnits,
  startImport: unitImport.startImport,
  listImports: unitImport.listImports,
  getImport: unitImport.getImport,
  listImportRows: unitImport.listImportRows,
  exportBadRows: unitImport.exportBadRows,
  applyImport: unitImport.applyImport,
  cancelImport: unitImport.cancelImport,
  undoImport: unitImport.undoImport,
  getImportTemplate: unitImport.getImportTemplate,
  startUpload: upload.startUpload,
  sendUploadChunk: upload.sendUploadChunk,
  getUploadProgress: upload.getUploadProgress,
  cancelUpload: upload.cancelUpload,
  readUpload: upload.readUpload,
} as const satisfies Record<string, Endpoint>

type ByRoute<R extends string> = Extract<(typeof api)[keyof typeof api], { route: R }>

/** Every route as `METHOD /path`. */
export type Route = (typeof api)[keyof typeof api]['route']
/** What a client sends to a route, and what it gets. */
export type RequestOf<R extends Route> = Input<ByRoute<R>>
export type ResponseOf<R extends Route> = Output<ByRoute<R>>
