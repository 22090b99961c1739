import type { Ballot, BallotStatus, BallotWithStatus, Receipt } from '@shared/ballot/contract'
import { STATUS_NAMES } from '@shared/ballot/rules'
import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { measure } from '@shared/edition/words'
import { dateText, fullText } from '@shared/kernel/dates'
import { useState } from 'react'
import { useRoster } from '@/candidate/roster'
import { Button } from '@/components/button'
import { Copy } from '@/components/copy'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Phone } from '@/components/phone'
import { Skeleton } from '@/components/skeleton'
import { logIn, useSession } from '@/identity/session'
import './receipt.scss'

/** What a ballot that does not count means to its voter. */
const WORDS: Record<Exclude<BallotStatus, 'counted'>, string> = {
  quarantined:
    '这张选票有些情况要核实，先不计入票数；核实以后恢复计入，或者作废，到拟定名单时还没有核实的不计入。不用再投一次。',
  invalidated: '这张选票经核查为异常选票，不计入票数。',
}

type Props = { edition: CurrentEdition; ballot: BallotWithStatus | Receipt }

/** A ballot as its receipt shows it: number to keep, whether it counts, when; and to its voter, whom. */
export function ReceiptCard({ edition, ballot }: Props) {
  const { receipt, status } = ballot
  return (
    <section className="receipt" aria-label={`回执 ${receipt}`}>
      <div className="receipt-head">
        <p className="receipt-category">{findCategory(edition, ballot.category)?.name}</p>
        <p className={`receipt-status is-${status}`}>{STATUS_NAMES[status]}</p>
      </div>
      <p className="receipt-number">
        {receipt.split('-').map((group, place) => (
          <span key={group} className="receipt-group">
            {place ? <span className="receipt-dash">-</span> : null}
            {group}
          </span>
        ))}
      </p>
      {status === 'counted' ? null : (
        <p className="receipt-note">
          {WORDS[status]}觉得弄错了，请打主办方电话 <Phone text={edition.contact.phone} />。
        </p>
      )}
      <div className="receipt-row">
        <p className="receipt-time">
          {'castAt' in ballot ? fullText(ballot.castAt) : dateText(ballot.castOn)} 投出
        </p>
        <Copy text={receipt} words="复制回执" />
      </div>
      {'selections' in ballot ? <Selections ballot={ballot} /> : <Secret />}
      <div className="receipt-links">
        {status === 'counted' ? null : (
          <Link page="decisions" className="receipt-link">
            选票是怎样处理的
            <Icon name="next" />
          </Link>
        )}
        <Link page="ledger" query={{ no: receipt }} className="receipt-link">
          核对这张选票
          <Icon name="next" />
        </Link>
      </div>
    </section>
  )
}

/** What stands in the place of whom a ballot names, where that is none of the reader's business. */
function Secret() {
  return (
    <div className="selections">
      <p className="selections-secret">
        <Icon name="lock" />
        投给了谁，只有投票人本人登录后能看到。
      </p>
      <Prove />
    </div>
  )
}

/** The way for a voter to be known as the one whose ballot it is. */
export function Prove() {
  const inside = useSession((state) => state.session !== null)
  return inside ? (
    <p className="selections-title">现在登录的不是投这张票的人。</p>
  ) : (
    <Button kind="line" onClick={() => void logIn()}>
      是我投的，微信登录
    </Button>
  )
}

/** More selections than this are folded, so that what follows stays near. */
const FOLD = 6

/** Whom a ballot names. */
export function Selections({ ballot }: { ballot: Pick<Ballot, 'category' | 'selections'> }) {
  const roster = useRoster(ballot.category)
  const [all, setAll] = useState(false)
  const { selections } = ballot
  const folded = !all && selections.length > FOLD
  return (
    <div className="selections">
      <p className="selections-title">
        所选 {ballot.selections.length} {measure(ballot.category)}
      </p>
      {roster.data ? (
        <ul className="selections-list">
          {(folded ? selections.slice(0, FOLD - 1) : selections).map((id) => {
            const card = roster.data?.get(id)
            return (
              <li key={id} className="selections-item">
                <span className="selections-number">{card?.number ?? '—'}</span>
                <span className="selections-name">{card?.name ?? '已不在名单'}</span>
              </li>
            )
          })}
          {folded ? (
            <li className="selections-more">
              <Button kind="plain" onClick={() => setAll(true)}>
                展开全部 {selections.length} {measure(ballot.category)}
              </Button>
            </li>
          ) : null}
        </ul>
      ) : roster.error ? (
        <Button kind="plain" onClick={roster.reload}>
          没有加载出名称，点此重试
        </Button>
      ) : (
        <Skeleton shape="text" />
      )}
    </div>
  )
}
