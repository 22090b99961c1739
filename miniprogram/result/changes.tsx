import { dayText } from '@shared/kernel/dates'
import type { Gone, PublicCorrection, PublicList } from '@shared/result/contract'
import { changeText, placeText } from '@shared/result/correction'
import { CORRECTION_NAMES } from '@shared/result/course'
import './changes.scss'

/** What was put right since the list became public, and who is out of the race; nothing where nothing was. */
export function Changes({ list: { corrections, gone, scoring } }: { list: PublicList }) {
  return (
    <>
      {corrections.length > 0 ? (
        <section id="corrections" className="changes">
          <h2 className="section-title">更正</h2>
          <ol>
            {corrections.map((one) => (
              <Made key={one.id} correction={one} decimals={scoring.decimals} />
            ))}
          </ol>
        </section>
      ) : null}
      {gone.length > 0 ? (
        <section className="changes">
          <h2 className="section-title">不参加排名的</h2>
          <ul>
            {gone.map(({ id, number, name, why, at, reason }: Gone) => (
              <li key={id} className="change">
                <p className="change-who">
                  {number} {name}
                </p>
                <p className="change-words">
                  {dayText(at)}
                  {why === 'withdrawn' ? '退出评选' : '取消资格'}：{reason}
                </p>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}

function Made({ correction, decimals }: { correction: PublicCorrection; decimals: number }) {
  const { candidate, change, before, reason, madeAt, objected, moves } = correction
  return (
    <li className="change">
      <p className="change-who">
        {candidate.number} {candidate.name}
      </p>
      <p className="change-words">
        {dayText(madeAt)}，{CORRECTION_NAMES[change.part]}由“{changeText(before)}”更正为“{changeText(change)}
        ”。
        {objected ? '异议经核查成立：' : '原因：'}
        {reason}
      </p>
      {moves.length > 0 ? (
        <ul className="change-moves">
          {moves.map((move) => (
            <li key={move.id}>
              {move.number} {move.name}：{placeText(move.before, decimals)} →{' '}
              {placeText(move.after, decimals)}
            </li>
          ))}
        </ul>
      ) : (
        <p className="change-moves">名次和得分没有变化。</p>
      )}
    </li>
  )
}
