import type { NominationStatus } from '@shared/nomination/contract'
import { STATUS_NAMES } from '@shared/nomination/rules'
import './status.scss'

/** Where a nomination stands, as a mark beside its name. */
export function Status({ status }: { status: NominationStatus }) {
  return <span className={`status is-${status}`}>{STATUS_NAMES[status]}</span>
}
