import type { ClusterSummary } from '@shared/ballot/cluster/contract'
import { DECISION_STATE_NAMES } from '@shared/ballot/decision/rules'
import { STATUS_NAMES } from '@shared/ballot/rules'
import { CATEGORY_NAMES } from '@shared/edition/changes'
import type { CategoryId } from '@shared/edition/contract'
import type { Safeguards } from '@shared/edition/safeguards/contract'
import { MODE_NAMES } from '@shared/edition/safeguards/words'
import { momentText, timeText } from '@shared/kernel/dates'
import { type Grade, gradeOf } from '@shared/risk/rules'
import { Button, Flex, Segmented, Tag } from 'antd'
import { countText } from '../../components/count'
import { Listing } from '../../components/listing'
import { optionsOf } from '../../components/options'
import type { useWish, Wish } from '../../platform/wish'
import { useMay } from '../../session'
import { STATUS_COLORS } from '../ballot'
import { useCandidate, useClusters, useSuspicion } from './data'

type Field = 'cluster' | 'category' | 'candidate' | 'handled'
type Props = {
  wish: Wish<Field>
  safeguards: Safeguards
  change: ReturnType<typeof useWish<Field>>['change']
  page: number
  pageSize: number
  onShow: (cluster: string) => void
}

/** All clusters, those that wait first and the worst of them; what is looked for stands in the address. */
export function ClusterList({ wish, safeguards, change, page, pageSize, onShow }: Props) {
  const nameOf = useCandidate()
  const mayDecide = useMay()('suspicion.decide')
  const handled =
    wish.handled === 'yes' ? ('yes' as const) : wish.handled === 'all' ? undefined : ('no' as const)
  const list = useClusters({
    ...{ page, pageSize, handled },
    category: (wish.category as CategoryId | null) ?? undefined,
  })
  return (
    <section className="clusters">
      <Flex className="filters" justify="space-between" align="center" gap={8} wrap>
        <h2>异常选票组</h2>
        <Flex gap={8} wrap>
          <Segmented
            aria-label="处理情况"
            value={wish.handled ?? 'no'}
            onChange={(handled) => change({ handled })}
            options={[
              { value: 'no', label: '待处理' },
              { value: 'yes', label: '已处理' },
              { value: 'all', label: '全部' },
            ]}
          />
          <Segmented
            aria-label="奖项"
            value={wish.category ?? ''}
            onChange={(category) => change({ category })}
            options={[{ value: '', label: '全部奖项' }, ...optionsOf(CATEGORY_NAMES)]}
          />
        </Flex>
      </Flex>
      <p className="faint">{scoreText(safeguards)}一张选票可能同时在几组里，各组的张数不能相加。</p>
      <Listing
        cards
        {...{ list, page, pageSize, change }}
        width={900}
        unit="组"
        empty={handled === 'no' ? '没有待处理的异常选票组' : '没有符合条件的异常选票组'}
        columns={[
          { title: '分数', dataIndex: 'score', width: 80, render: (score) => <Score score={score} /> },
          {
            title: '候选',
            key: 'candidate',
            width: 200,
            render: (_, { id, candidate, category, open, handled }) => (
              <>
                <Button type="link" className="who" onClick={() => onShow(id)}>
                  {nameOf(candidate)}
                </Button>
                <div className="faint">
                  {CATEGORY_NAMES[category]}
                  {open && ` · ${DECISION_STATE_NAMES[open]}`}
                  {handled && ' · 已处理'}
                </div>
              </>
            ),
          },
          { title: '时间', key: 'span', width: 190, render: (_, one) => spanText(one) },
          {
            title: '选票',
            key: 'size',
            width: 150,
            render: (_, { size, statuses }) => (
              <>
                {countText(size)} 张
                <StatusTags statuses={statuses} />
              </>
            ),
          },
          {
            title: '为什么',
            key: 'reasons',
            render: (_, { reasons }) => (
              <span className="why">{reasons.map(({ text }) => text).join('；')}</span>
            ),
          },
          {
            title: '操作',
            key: 'act',
            width: 120,
            render: (_, { id, open, handled }) => (
              <Button size="small" onClick={() => onShow(id)}>
                {mayDecide && !open && !handled ? '查看并处理' : '查看'}
              </Button>
            ),
          },
        ]}
      />
    </section>
  )
}

/** What scores mean in this edition. */
const scoreText = ({ mode, check, quarantine, refuse }: Safeguards) =>
  `分数是像刷票的程度，最高 100，分数高的在前。${mode === 'on' ? '本届 ' : `改为“${MODE_NAMES.on}”后，`}` +
  `${check} 分起，同样特征的选票要先做人机验证；${quarantine} 分起先存疑，不计入；${refuse} 分起不收。`

const GRADE_COLOURS: Record<Grade, string> = {
  pass: 'default',
  check: 'default',
  quarantine: 'warning',
  refuse: 'error',
}

/** How sure the rules are; the colour says what is done from such a score on. */
export function Score({ score }: { score: number }) {
  const safeguards = useSuspicion().data?.safeguards
  const grade = safeguards ? gradeOf(score, { ...safeguards, mode: 'on' }) : 'pass'
  return <Tag color={GRADE_COLOURS[grade]}>{Math.round(score)} 分</Tag>
}

/** How many of the ballots are what, but for those of which there are none. */
export function StatusTags({ statuses }: { statuses: ClusterSummary['statuses'] }) {
  return (
    <Flex gap={4} wrap>
      {(Object.keys(STATUS_COLORS) as (keyof typeof STATUS_COLORS)[])
        .filter((status) => statuses[status] > 0)
        .map((status) => (
          <Tag key={status} color={STATUS_COLORS[status]} title={STATUS_NAMES[status]}>
            {SHORT[status]} {countText(statuses[status])}
          </Tag>
        ))}
    </Flex>
  )
}

const SHORT = { counted: '计入', quarantined: '存疑', invalidated: '作废' } as const

/** `5月10日 14:03 至 14:21`. */
export function spanText({ from, to }: Pick<ClusterSummary, 'from' | 'to'>): string {
  const [first, last] = [momentText(from), momentText(to)]
  if (first === last) return first
  const [day] = first.split(' ')
  return `${first} 至 ${last.startsWith(`${day} `) ? timeText(to) : last}`
}
