import type { NominationStatus } from '@shared/nomination/contract'
import { STATUS_NAMES } from '@shared/nomination/rules'
import { Table } from 'antd'
import { Link } from 'react-router'
import { countText } from '../components/count'
import { useMay } from '../session'
import { Cities } from './cities'
import type { Dashboard } from './live'

type Category = Dashboard['categories'][number]

const COLUMNS: NominationStatus[] = ['submitted', 'returned', 'accepted', 'rejected', 'draft', 'withdrawn']

/** How nominations stand, by category, and where they come from. */
export function Nominations({ categories }: { categories: Category[] }) {
  const mayRead = useMay()('nomination.read')
  const waiting = categories.reduce((sum, { nominations }) => sum + (nominations.counts.submitted ?? 0), 0)
  return (
    <div className="pair nominations">
      <section className="sheet">
        <h2>{waiting > 0 ? `${countText(waiting)} 份报名等待审核` : '没有等待审核的报名'}</h2>
        <Table
          rowKey="id"
          size="small"
          pagination={false}
          dataSource={categories}
          columns={[
            { title: '奖项', dataIndex: 'shortName' },
            ...COLUMNS.map((status) => ({
              title: status === 'submitted' ? '待审核' : STATUS_NAMES[status],
              key: status,
              align: 'right' as const,
              render: (_: unknown, { id, nominations }: Category) => {
                const count = nominations.counts[status] ?? 0
                const to = `/nominations?category=${id}&status=${status}`
                return count > 0 && mayRead ? <Link to={to}>{count}</Link> : count
              },
            })),
          ]}
        />
      </section>
      <section className="sheet">
        <Cities
          what="报名"
          unit="份"
          cities={categories.flatMap(({ nominations }) => nominations.cities)}
          none="还没有单位报名"
        />
      </section>
    </div>
  )
}

/** Whether there is anything to say of nominations: while they are taken or screened, or where there are any. */
export const hasNominations = ({ phase, categories }: Dashboard): boolean =>
  phase === 'nomination' || categories.some(({ nominations }) => Object.keys(nominations.counts).length > 0)
