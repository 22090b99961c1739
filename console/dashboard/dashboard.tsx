import { extensionText, findPhase, isRunning, PHASE_NAMES, suspensionText } from '@shared/edition/rules'
import { CHANNEL_NAMES } from '@shared/identity/rules'
import { endText, exactText, momentText, timeText } from '@shared/kernel/dates'
import { Alert, Badge } from 'antd'
import { useMemo } from 'react'
import { Bars } from '../components/bars'
import { Chart, type Mark } from '../components/chart'
import { countText } from '../components/count'
import { Page } from '../components/page'
import { Pending } from '../components/states'
import { phaseLine, useEdition, useNow } from '../edition/phase'
import { Cities } from './cities'
import { type Dashboard, useDashboard } from './live'
import { hasNominations, Nominations } from './nominations'
import { TopLists } from './top'
import './dashboard.css'

const HOUR = 3_600_000

/** Where the edition stands at a glance. */
export default function DashboardPage() {
  const { data, error, refetch, live } = useDashboard()
  if (!data) return <Pending error={error} refetch={refetch} />
  return (
    <Page
      intro={data.edition}
      actions={
        <span className="freshness">
          <Badge status={live ? 'processing' : 'default'} />
          {live ? '实时更新' : '更新中断'} · {exactText(data.asOf)}
        </span>
      }
    >
      <Numbers data={data} />
      <Notes data={data} />
      {hasNominations(data) && <Nominations categories={data.categories} />}
      <section className="sheet">
        <Hours data={data} />
      </section>
      <TopLists categories={data.categories} />
      <div className="pair">
        <section className="sheet">
          <Channels data={data} />
        </section>
        <section className="sheet">
          <Cities
            what="候选"
            unit="个"
            cities={data.categories.flatMap(({ cities }) => cities)}
            none="候选来自哪里"
          />
        </section>
      </div>
    </Page>
  )
}

function Numbers({ data }: { data: Dashboard }) {
  const { data: edition } = useEdition()
  const now = useNow(edition?.ahead ?? 0)
  const { name, rest, until } = phaseLine(data, now)
  const [left = '', ...time] = rest.split(' ')
  const tallies = data.categories.map(({ ballots }) => ballots)
  const pending = tallies.some((tally) => tally === null)
  const total = (field: 'counted' | 'setAside' | 'lastHour' | 'today') =>
    pending ? null : sum(tallies.map((tally) => tally![field]))
  return (
    <dl className="numbers">
      <Fact name={name + left} value={time.join(' ')} note={until} />
      <Fact name="计入的选票" value={total('counted')} note={`今天 ${shown(total('today'))} 张`} />
      <Fact name="最近一小时" value={total('lastHour')} note="截至此刻的 60 分钟" />
      <Fact
        name="投票人数"
        value={data.voters?.count ?? null}
        note={data.voters ? `${timeText(data.voters.asOf)} 统计` : '正在统计'}
      />
      <Fact name="存疑与作废" value={total('setAside')} note="不计入票数" />
      <Fact name="候选" value={sum(data.categories.map(({ candidates }) => candidates))} note="各奖项合计" />
    </dl>
  )
}

/** What is out of the ordinary with the schedule: a phase that is suspended, and ends that were put off. */
function Notes({ data: { phases, asOf } }: { data: Dashboard }) {
  const halted = phases.filter((phase) => phase.suspended && isRunning(phase, new Date(asOf)))
  const extended = phases.filter(extensionText)
  return (
    <>
      {halted.map((phase) => (
        <Alert key={phase.name} className="note" type="warning" showIcon title={suspensionText(phase)} />
      ))}
      {extended.map((phase) => (
        <Alert
          key={phase.name}
          className="note"
          type="info"
          showIcon
          title={`${PHASE_NAMES[phase.name]}${extensionText(phase)}，现定 ${endText(phase.closesAt!)} 截止`}
        />
      ))}
    </>
  )
}

function Fact({ name, value, note }: { name: string; value: number | string | null; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{shown(value)}</b>
        <small title={note}>{note}</small>
      </dd>
    </div>
  )
}

function Hours({ data }: { data: Dashboard }) {
  const { hoursFrom, categories, phases } = data
  const chart = useMemo(() => {
    const from = hoursFrom ? Date.parse(hoursFrom) : 0
    const instants = (categories[0]?.hours ?? []).map((_, i) => from + i * HOUR)
    const lines = categories.map(({ shortName, hours }) => ({ name: shortName, values: hours }))
    const totals = instants.map((_, i) => sum(lines.map(({ values }) => values[i] ?? 0)))
    const peak = totals.indexOf(Math.max(...totals))
    const title =
      (totals[peak] ?? 0) > 0
        ? `高峰在 ${momentText(new Date(instants[peak]!))} 起的一小时，共 ${shown(totals[peak])} 张`
        : '每小时选票'
    const marks: Mark[] = []
    const mark = (instant: string | null | undefined, name: string) => {
      const at = instant ? Math.floor((Date.parse(instant) - from) / HOUR) : -1
      if (at >= 0 && at < instants.length) marks.push({ at, name })
    }
    const voting = findPhase({ phases }, 'voting')
    mark(voting?.opensAt, '投票开始')
    mark(voting?.suspended?.since, '暂停投票')
    mark(voting?.plannedClosesAt, '原定截止')
    mark(voting?.closesAt, '投票截止')
    return { title, lines, marks, points: instants.map((instant) => momentText(new Date(instant))) }
  }, [hoursFrom, categories, phases])
  const open = findPhase(data, 'voting')
  return (
    <Chart
      {...chart}
      note="每小时计入的选票，按投出的时间，不含存疑与作废；最后一点是还没有结束的一小时"
      unit="张"
      empty={hoursFrom || !open ? '还没有选票' : `投票于 ${momentText(open.opensAt)} 开始`}
    />
  )
}

function Channels({ data }: { data: Dashboard }) {
  const bars = (Object.keys(CHANNEL_NAMES) as (keyof typeof CHANNEL_NAMES)[])
    .map((key) => ({
      key,
      name: CHANNEL_NAMES[key],
      value: sum(data.categories.map(({ channels }) => channels[key] ?? 0)),
    }))
    .sort((a, b) => b.value - a.value)
  const total = sum(bars.map(({ value }) => value))
  const percent = (value: number) => (total ? `${Math.round((value / total) * 100)}%` : '')
  const [first] = bars
  return (
    <Bars
      title={total ? `${percent(first!.value)} 的选票来自${first!.name}` : '选票来自哪里'}
      unit="张"
      width={300}
      bars={bars.map((bar) => ({ ...bar, note: percent(bar.value) }))}
    />
  )
}

const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0)

/** A number as people read it; what is not known yet is a dash. */
const shown = (value: number | string | null | undefined) =>
  typeof value === 'number' ? countText(value) : value || '—'
