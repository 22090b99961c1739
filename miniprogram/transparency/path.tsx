import { inclusionSpans } from '@shared/transparency/tree'
import './path.scss'

/** How a receipt's fingerprint leads to that of the whole ledger: each step takes in what stands beside it. */
export function Path({ index, size }: { index: number; size: number }) {
  const steps = inclusionSpans(index, size).map(({ from, to }) => ({
    from,
    count: to - from,
    isLeft: from < index,
  }))
  const told = steps.length
    ? `从这张回执起，依次合入旁边的 ${steps.map(({ count }) => count).join('、')} 条记录`
    : '账本里只有这一条记录'
  return (
    <div className="path">
      <div className="path-drawing" role="img" aria-label={`${told}，得到签了名的总指纹。`}>
        <p className="path-end">全部 {size} 条的总指纹</p>
        {steps.reverse().map(({ from, count, isLeft }) => (
          <div key={from} className={`path-step ${isLeft ? 'is-left' : 'is-right'}`}>
            <span className="path-beside">{count} 条</span>
            <span className="path-line" />
          </div>
        ))}
        <p className="path-end path-own">这张回执</p>
      </div>
      <p className="path-words">
        {told}
        ，这台设备算出的总指纹和主办方签名的一样。账本里哪怕改动一个字，都算不出这个结果。
      </p>
    </div>
  )
}
