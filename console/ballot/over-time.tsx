import type { ResponseOf } from '@shared/api'
import { STEP_MS } from '@shared/ballot/rules'
import type { CategoryId } from '@shared/edition/contract'
import { findPhase, hasBegun } from '@shared/edition/rules'
import { CHANNEL_NAMES } from '@shared/identity/rules'
import { momentText, timeText } from '@shared/kernel/dates'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { Flex, Segmented, Select } from 'antd'
import { useMemo, useState } from 'react'
import { Chart, type Line } from '../components/chart'
import { countText } from '../components/count'
import { Trouble } from '../components/states'
import { type Current, useEdition } from '../edition/phase'
import { request } from '../platform/request'
import { useCandidateNames } from './candidates'

type Series = ResponseOf<'GET /api/staff/ballots/series'>
type Range = 'hour' | 'day' | 'all'

const RANGES: Record<Range, string> = { hour: '近 1 小时', day: '近 24 小时', all: '投票全程' }
const HOUR = STEP_MS.hour
/** More lines than this are not told apart. */
const MOST_COMPARED = 5
const LOOK_MS = 15_000

/** Ballots of a category over time: by channel, or the votes of some candidates side by side. */
export function OverTime() {
  const { data: edition } = useEdition()
  return edition ? <Shown edition={edition} /> : null
}

function Shown({ edition }: { edition: Current }) {
  const [category, setCategory] = useState<CategoryId>(edition.categories[0]!.id)
  const [range, setRange] = useState<Range>('day')
  const [compared, setCompared] = useState<string[]>([])
  const candidates = useCandidateNames(category)
  const waiting = waitingText(edition)
  const keys = compared.length > 0 ? compared : [undefined]
  const wanted = compared.length > 0 && range === 'hour' ? 'day' : range
  const looks = useQueries({
    queries: keys.map((candidate) => ({
      queryKey: ['series', category, wanted, candidate ?? null],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        request(
          'GET /api/staff/ballots/series',
          { query: { category, candidate, ...spanOf(wanted, edition) } },
          signal,
        ),
      refetchInterval: LOOK_MS,
      placeholderData: keepPreviousData,
    })),
  })
  const error = looks.find((look) => look.error && !look.data)?.error
  const series = looks.flatMap(({ data }) => (data ? [data] : []))
  const nameOf = (key: string) =>
    candidates.get(key) ?? CHANNEL_NAMES[key as keyof typeof CHANNEL_NAMES] ?? key
  return (
    <section className="sheet">
      <Flex className="filters" gap={8} wrap>
        <Select
          aria-label="奖项"
          style={{ width: 220 }}
          value={category}
          onChange={(id) => {
            setCategory(id)
            setCompared([])
          }}
          options={edition.categories.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Segmented
          aria-label="时间范围"
          value={wanted}
          onChange={setRange}
          options={(Object.keys(RANGES) as Range[]).map((value) => ({
            value,
            label: RANGES[value],
            disabled: value === 'hour' && compared.length > 0,
          }))}
        />
        <Select
          aria-label="对比候选"
          mode="multiple"
          allowClear
          maxCount={MOST_COMPARED}
          disabled={waiting !== null}
          placeholder={waiting ? '投票开始后可以对比候选的得票' : `对比候选（至多 ${MOST_COMPARED} 个）`}
          style={{ flex: '1 1 100%' }}
          showSearch={{ optionFilterProp: 'label' }}
          value={compared}
          onChange={setCompared}
          options={[...candidates].map(([value, label]) => ({ value, label }))}
        />
      </Flex>
      {error ? (
        <Trouble error={error} retry={() => looks.forEach((look) => void look.refetch())} />
      ) : (
        <Drawn {...{ series, nameOf, waiting }} range={wanted} compares={compared.length > 0} />
      )}
    </section>
  )
}

type DrawnProps = {
  series: Series[]
  range: Range
  nameOf: (key: string) => string
  compares: boolean
  /** Why there is nothing yet; null once people can vote. */
  waiting: string | null
}

function Drawn({ series, range, nameOf, compares, waiting }: DrawnProps) {
  const drawn = useMemo(() => {
    const [first] = series
    const step = first?.step ?? 'hour'
    const from = first ? Date.parse(first.from) : 0
    const keys = series.flatMap(({ lines }) => lines)
    const instants = (keys[0]?.values ?? []).map((_, i) => new Date(from + i * STEP_MS[step]))
    return { step, keys, instants, points: instants.map(step === 'minute' ? timeText : momentText) }
  }, [series])
  const { step, keys, instants, points } = drawn
  const lines: Line[] = keys.map(({ key, values }) => ({ name: nameOf(key), values }))
  const each = step === 'minute' ? '每分钟' : '每小时'
  return (
    <Chart
      title={waiting ? '投票还没有开始' : compares ? leaderOf(lines, range) : peakOf(lines, instants, range)}
      note={`${each}${compares ? '的得票' : '计入的选票，按渠道叠加'}，按投出的时间`}
      points={points}
      lines={lines}
      stacked={!compares}
      unit={compares ? '票' : '张'}
      empty={waiting ?? '这段时间没有选票'}
    />
  )
}

/** Why there are no votes yet; null from the opening of voting on. */
function waitingText({ phases, ahead }: Current): string | null {
  const voting = findPhase({ phases }, 'voting')
  if (!voting) return '这一届没有设网络投票'
  return hasBegun(voting, new Date(Date.now() + ahead)) ? null : `投票于 ${momentText(voting.opensAt)} 开始`
}

function peakOf(lines: Line[], instants: Date[], range: Range): string {
  const totals = instants.map((_, i) => sum(lines.map(({ values }) => values[i] ?? 0)))
  const total = sum(totals)
  if (total === 0) return `${RANGES[range]}没有选票`
  const peak = totals.indexOf(Math.max(...totals))
  return `${RANGES[range]}共 ${countText(total)} 张，最多的是 ${momentText(instants[peak]!)} 起的一${range === 'hour' ? '分钟' : '小时'}，${countText(totals[peak]!)} 张`
}

function leaderOf(lines: Line[], range: Range): string {
  const [first] = lines
    .map(({ name, values }) => ({ name, votes: sum(values) }))
    .sort((a, b) => b.votes - a.votes)
  return first && first.votes > 0
    ? `${RANGES[range]}得票最多的是 ${first.name}，${countText(first.votes)} 票`
    : `${RANGES[range]}没有得票`
}

/** What to ask for: minutes of an hour, hours of all else. */
function spanOf(range: Range, { phases, ahead }: Current) {
  const now = Date.now() + ahead
  const voting = findPhase({ phases }, 'voting')
  const ends = Math.min(now, voting?.closesAt ? Date.parse(voting.closesAt) : now)
  const opens = voting ? Math.min(Date.parse(voting.opensAt), ends - HOUR) : ends - 24 * HOUR
  const from = { hour: now - HOUR, day: now - 24 * HOUR, all: opens }[range]
  const to = range === 'all' ? ends : now
  return {
    step: range === 'hour' ? ('minute' as const) : ('hour' as const),
    from: new Date(from).toISOString(),
    to: new Date(to + 1).toISOString(),
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)
