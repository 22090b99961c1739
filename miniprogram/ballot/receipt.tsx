import type { BallotStatus, BallotWithStatus } from '@shared/ballot/contract'
import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { measure } from '@shared/edition/words'
import { fullText } from '@shared/kernel/dates'
import { useState } from 'react'
import { useRoster } from '@/candidate/roster'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Skeleton } from '@/components/skeleton'
import { copy } from '@/platform/share'
import './receipt.scss'

const STATUS: Record<BallotStatus, { name: string; words: string }> = {
  counted: { name: '已计入', words: '' },
  quarantined: { name: '核查中', words: '这张选票正在核查，暂未计入票数。' },
  invalidated: { name: '未计入', words: '这张选票经核查为异常选票，不计入票数。如有疑问请联系主办方。' },
}

/** A ballot as its receipt shows it: number to keep, whether it counts, when and whom. */
export function ReceiptCard({ edition, ballot }: { edition: CurrentEdition; ballot: BallotWithStatus }) {
  const { name, words } = STATUS[ballot.status]
  const { receipt } = ballot
  const [told, setTold] = useState('')
  const keepIt = async () => {
    setTold((await copy(receipt)) ? '已复制' : '没有复制成功')
    setTimeout(() => setTold(''), 3000)
  }
  return (
    <section className="receipt" aria-label={`回执 ${receipt}`}>
      <div className="receipt-head">
        <p className="receipt-category">{findCategory(edition, ballot.category)?.name}</p>
        <p className={`receipt-status is-${ballot.status}`}>{name}</p>
      </div>
      <p className="receipt-number">
        {receipt.split('-').map((group, place) => (
          <span key={group} className="receipt-group">
            {place ? <span className="receipt-dash">-</span> : null}
            {group}
          </span>
        ))}
      </p>
      {words ? <p className="receipt-note">{words}</p> : null}
      <div className="receipt-row">
        <p className="receipt-time">{fullText(ballot.castAt)} 投出</p>
        <Button kind="line" onClick={keepIt}>
          <Icon name="copy" />
          <span aria-live="polite">{told || '复制回执'}</span>
        </Button>
      </div>
      <Selections ballot={ballot} />
    </section>
  )
}

/** More selections than this are folded, so that what follows stays near. */
const FOLD = 6

/** Whom a ballot names. */
export function Selections({ ballot }: { ballot: BallotWithStatus }) {
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
