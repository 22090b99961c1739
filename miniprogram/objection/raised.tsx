import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { endText, momentText } from '@shared/kernel/dates'
import { OBJECTION_STATE_NAMES } from '@shared/result/course'
import type { Objection } from '@shared/result/objection/contract'
import { Files } from '@/nomination/fields/files'
import './raised.scss'

/** An objection of one's own: what it says, and what was answered. */
export function Raised({ edition, objection }: { edition: CurrentEdition; objection: Objection }) {
  const { receipt, subject, text, evidence, raisedAt, dueAt, state, answer, name, phone } = objection
  const { category, candidate } = subject
  return (
    <li className={`raised is-${state}`}>
      <div className="raised-head">
        <h3 className="raised-subject">
          {candidate ? `${candidate.number} ${candidate.name}` : '整个名单'}
          <span className="raised-category">{findCategory(edition, category)?.shortName}</span>
        </h3>
        <span className="raised-state">
          {state === 'open' ? '' : '异议'}
          {OBJECTION_STATE_NAMES[state]}
        </span>
      </div>
      <p className="raised-text">{text}</p>
      {evidence.length > 0 ? (
        <Files
          {...{ place: `raised:${receipt}`, id: `raised-${receipt}`, label: '证据', disabled: true }}
          value={evidence.map(({ id }) => id)}
          max={evidence.length}
          find={(id) => evidence.find((one) => one.id === id)}
          onChange={() => {}}
          onAdd={() => {}}
        />
      ) : null}
      {answer ? (
        <p className="raised-answer">
          <span className="raised-by">{momentText(answer.at)} 答复</span>
          {answer.text}
        </p>
      ) : (
        <p className="raised-due">正在核查，{endText(dueAt)} 前答复，答复会出现在这里。</p>
      )}
      <p className="raised-foot">
        回执 {receipt} · {momentText(raisedAt)} · {name} {phone}
      </p>
    </li>
  )
}
