import type { ResponseOf } from '@shared/api'
import { STEP_MS } from '@shared/ballot/rules'
import { findPhase } from '@shared/edition/rules'
import { momentText } from '@shared/kernel/dates'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Empty, Flex, Segmented, Select } from 'antd'
import { useState } from 'react'
import { Chart } from '../../components/chart'
import { countText } from '../../components/count'
import { Trouble } from '../../components/states'
import { type Current, useEdition } from '../../edition/phase'
import { request } from '../../platform/request'
import { useCandidate } from './data'

type Suspect = ResponseOf<'GET /api/staff/suspicion'>['candidates'][number]
type Range = 'around' | 'day' | 'all'

const RANGES: Record<Range, string> = { around: '异常时段', day: '近 24 小时', all: '投票全程' }
const HOUR = STEP_MS.hour
/** What is drawn before and after suspicious ballots, to see what is usual. */
const MARGIN = 12 * HOUR
const LOOK_MS = 20_000

/** A candidate's votes over time, and those that look like somebody's deed. */
export function OverTime({ candidates }: { candidates: Suspect[] }) {
  const { data: edition } = useEdition()
  const nameOf = useCandidate()
  const [chosen, setChosen] = useState<string | null>(null)
  const [range, setRange] = useState<Range>('around')
  const shown = candidates.find(({ candidate }) => candidate === chosen) ?? candidates[0]
  return (
    <section className="sheet">
      <Flex className="filters" justify="space-between" align="center" gap={8} wrap>
        <h2>异常选票的时间分布</h2>
        {shown && (
          <Flex gap={8} wrap>
            <Select
              aria-label="候选"
              className="suspect"
              showSearch={{ optionFilterProp: 'label' }}
              value={shown.candidate}
              onChange={setChosen}
              options={candidates.map(({ candidate, ballots }) => ({
                value: candidate,
                label: `${nameOf(candidate)}（${countText(ballots)} 张）`,
              }))}
            />
            <Segmented
              aria-label="时间范围"
              value={range}
              onChange={setRange}
              options={(Object.keys(RANGES) as Range[]).map((value) => ({ value, label: RANGES[value] }))}
            />
          </Flex>
        )}
      </Flex>
      {edition && shown ? (
        <Drawn edition={edition} suspect={shown} range={range} name={nameOf(shown.candidate)} />
      ) : (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有发现异常选票" />
      )}
    </section>
  )
}

type Props = { edition: Current; suspect: Suspect; range: Range; name: string }

function Drawn({ edition, suspect, range, name }: Props) {
  const { category, candidate } = suspect
  const series = useQuery({
    queryKey: ['suspicion', 'series', category, candidate, range],
    queryFn: ({ signal }) =>
      request(
        'GET /api/staff/suspicion/series',
        { query: { category, candidate, ...spanOf(range, edition, suspect) } },
        signal,
      ),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  })
  if (series.error && !series.data) return <Trouble error={series.error} retry={series.refetch} />
  const { from = edition.serverTime, votes = [], suspicious = [] } = series.data ?? {}
  const total = suspicious.reduce((sum, n) => sum + n, 0)
  return (
    <Chart
      title={
        total > 0
          ? `${name}：${RANGES[range]}有 ${countText(total)} 张选票在异常选票组里`
          : `${name}：${RANGES[range]}没有异常选票`
      }
      note="每小时，按投出的时间。异常选票不论是否计入都算；计入的得票不含已存疑和已作废的。"
      points={votes.map((_, i) => momentText(new Date(Date.parse(from) + i * HOUR)))}
      lines={[
        { name: '异常选票', values: suspicious },
        { name: '计入的得票', values: votes },
      ]}
      unit="张"
      empty="这段时间没有选票"
    />
  )
}

function spanOf(range: Range, { phases, ahead }: Current, suspect: Suspect) {
  const now = Date.now() + ahead
  const voting = findPhase({ phases }, 'voting')
  const ends = Math.min(now, voting?.closesAt ? Date.parse(voting.closesAt) : now)
  const opens = voting ? Math.min(Date.parse(voting.opensAt), ends - HOUR) : ends - 24 * HOUR
  const around = [Date.parse(suspect.from) - MARGIN, Math.min(Date.parse(suspect.to) + MARGIN, now)] as const
  const [from, to] = { around, day: [now - 24 * HOUR, now] as const, all: [opens, ends] as const }[range]
  return { from: new Date(from).toISOString(), to: new Date(to + 1).toISOString() }
}
