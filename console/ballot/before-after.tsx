import type { Standing } from '@shared/ballot/contract'
import { countText } from '../components/count'

type Props = { before: Standing; after: Standing; nameOf: (id: string) => string }

/** What becomes of counts, side by side. */
export function BeforeAfter({ before, after, nameOf }: Props) {
  const shown = (n: number | undefined) => countText(n ?? 0)
  return (
    <table className="before-after">
      <thead>
        <tr>
          <th scope="col">票数</th>
          <th scope="col">处理前</th>
          <th scope="col">处理后</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">该奖项计入的选票</th>
          <td>{shown(before.ballots)}</td>
          <td>{shown(after.ballots)}</td>
        </tr>
        {Object.keys(before.counts).map((id) => (
          <tr key={id}>
            <th scope="row">{nameOf(id)}</th>
            <td>{shown(before.counts[id])}</td>
            <td>{shown(after.counts[id])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
