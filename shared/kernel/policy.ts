/** What a member of staff is here for. One person may have several. */
export const ROLES = {
  admin: '管理员',
  editor: '编辑',
  coordinator: '评审协调',
  publisher: '发布',
  auditor: '审计',
} as const

export type Role = keyof typeof ROLES

const EVERYONE: Role[] = ['admin', 'editor', 'coordinator', 'publisher', 'auditor']

/** Who may do what: the one table, read by server and console alike. The auditor reads all and changes nothing. */
export const POLICY = {
  /** One's own session, password and second factor. */
  'account.own': EVERYONE,
  'staff.read': ['admin', 'auditor'],
  'staff.write': ['admin'],
  'audit.read': ['admin', 'auditor'],
  'unit.read': EVERYONE,
  'unit.write': ['admin', 'editor'],
  'edition.read': EVERYONE,
  'edition.write': ['admin'],
  /** Who files for a unit, and the claim codes of units. */
  'representative.read': ['admin', 'editor', 'coordinator', 'auditor'],
  'representative.write': ['admin', 'editor'],
  /** Nominations with all that was handed in, phones masked; who may screen can look at those of one. */
  'nomination.read': ['admin', 'editor', 'coordinator', 'auditor'],
  'nomination.screen': ['admin', 'editor'],
  'shortlist.read': EVERYONE,
  'shortlist.write': ['admin', 'editor'],
  /** Experts, what they are assigned and how they scored. */
  'review.read': ['admin', 'coordinator', 'auditor'],
  'review.write': ['admin', 'coordinator'],
  /** The case library: its editors' queue, drafts and topics. */
  'library.read': EVERYONE,
  'library.write': ['admin', 'editor'],
  'announcement.read': EVERYONE,
  'announcement.write': ['admin', 'editor', 'publisher'],
  /** Letting go what somebody else wants to send, and the groups it may go to. */
  'announcement.approve': ['admin', 'publisher'],
  'dashboard.read': EVERYONE,
  /** Ballots over time and by receipt; pseudonyms only. */
  'ballot.read': EVERYONE,
  /** Setting ballots aside, striking them out, restoring them. */
  'ballot.rule': ['admin'],
  /** What looks bought or made by machine, and what was decided about it. */
  'suspicion.read': ['admin', 'publisher', 'auditor'],
  /** Proposing what becomes of the ballots of a cluster, and confirming what somebody else proposes. */
  'suspicion.decide': ['admin', 'publisher'],
  'result.read': EVERYONE,
  /** Proposing, correcting, releasing a result, or taking it back. */
  'result.write': ['admin', 'publisher'],
  /** Objections to a result, with who raised them; phones masked. */
  'objection.read': ['admin', 'publisher', 'auditor'],
  'objection.write': ['admin', 'publisher'],
  'certificate.read': EVERYONE,
  'certificate.write': ['admin', 'publisher'],
  'summit.read': EVERYONE,
  'summit.write': ['admin', 'publisher'],
  /** At the door, and on the telephone: writing down who comes and who is there. */
  'summit.receive': ['admin', 'editor', 'coordinator', 'publisher'],
} as const satisfies Record<string, Role[]>

export type Permission = keyof typeof POLICY

export const isPermission = (text: string): text is Permission => text in POLICY

/** Whether any of the roles allows it. */
export function may(roles: readonly Role[], permission: Permission): boolean {
  return roles.some((role) => (POLICY[permission] as readonly Role[]).includes(role))
}
