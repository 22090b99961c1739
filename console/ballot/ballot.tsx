import type { ResponseOf } from '@shared/api'
import { CONSEQUENCES, REASON_HINTS } from '@shared/ballot/decision/rules'
import { applyRuling, RULING_NAMES, type RulingKind, STATUS_NAMES, standingAfter } from '@shared/ballot/rules'
import { CHANNEL_NAMES } from '@shared/identity/rules'
import { exactText } from '@shared/kernel/dates'
import { ERRORS } from '@shared/kernel/errors'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, Descriptions, Flex, Tag } from 'antd'
import { useState } from 'react'
import { countText } from '../components/count'
import { ReasonDialog } from '../components/reason'
import { useEdition } from '../edition/phase'
import { request } from '../platform/request'
import { useMay } from '../session'
import { BeforeAfter } from './before-after'
import { useCandidateNames } from './candidates'
import { PUBLIC_WORDS } from './public-words'

type Found = ResponseOf<'GET /api/staff/ballots/:receipt'>

const KINDS: RulingKind[] = ['quarantined', 'invalidated', 'restored']
export const STATUS_COLORS = { counted: 'success', quarantined: 'warning', invalidated: 'error' } as const

const AGENTS: Record<string, string> = {
  wechat: '微信内',
  mobile: '手机浏览器',
  desktop: '电脑浏览器',
  other: '其他',
}

/** In place of what is not kept after an edition. */
const DELETED = '已按期删除'

/** One ballot: what it says, what was ruled on it, and what can be ruled now. */
export function BallotCard({ ballot, standing, fixed }: Found) {
  const mayRule = useMay()('ballot.rule')
  const { data: edition } = useEdition()
  const names = useCandidateNames(ballot.category)
  const nameOf = (id: string) => names.get(id) ?? id
  const [kind, setKind] = useState<RulingKind | null>(null)
  const possible = fixed ? [] : KINDS.filter((kind) => applyRuling(ballot.status, kind))
  return (
    <article className="ballot">
      <Flex className="ballot-head" justify="space-between" align="center" gap={8} wrap>
        <h3>
          {ballot.receipt} <Tag color={STATUS_COLORS[ballot.status]}>{STATUS_NAMES[ballot.status]}</Tag>
        </h3>
        {mayRule && (
          <Flex gap={8}>
            {possible.map((kind) => (
              <Button key={kind} danger={kind === 'invalidated'} onClick={() => setKind(kind)}>
                {RULING_NAMES[kind]}
              </Button>
            ))}
          </Flex>
        )}
      </Flex>
      {mayRule && fixed && <p>{ERRORS.result_fixed.message}。</p>}
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xl: 3 }}
        items={[
          {
            key: 'category',
            label: '奖项',
            children: edition?.categories.find(({ id }) => id === ballot.category)?.name ?? ballot.category,
          },
          { key: 'castAt', label: '投出时间', children: exactText(ballot.castAt) },
          { key: 'channel', label: '渠道', children: CHANNEL_NAMES[ballot.channel] },
          { key: 'voter', label: '投票人代号', children: <code>{ballot.voter}…</code> },
          {
            key: 'network',
            label: '网络代号',
            children: ballot.network ? <code>{ballot.network}</code> : DELETED,
          },
          {
            key: 'agent',
            label: '浏览器',
            children: ballot.agent ? (AGENTS[ballot.agent] ?? ballot.agent) : DELETED,
          },
        ]}
      />
      <h4>所选候选（{ballot.selections.length}）</h4>
      <ul className="selections">
        {ballot.selections.map((id) => (
          <li key={id}>
            {nameOf(id)}
            {standing && <small> 现有 {shown(standing.counts[id])} 票</small>}
          </li>
        ))}
      </ul>
      {ballot.rulings.length > 0 && (
        <>
          <h4>处理记录</h4>
          <ol className="history">
            {ballot.rulings.map(({ revision, kind, reason, author, ruledAt }) => (
              <li key={revision}>
                {exactText(ruledAt)} {author} <b>{RULING_NAMES[kind]}</b>：{reason}
              </li>
            ))}
          </ol>
        </>
      )}
      {kind && <RuleDialog {...{ ballot, standing, kind, nameOf }} onClose={() => setKind(null)} />}
    </article>
  )
}

type DialogProps = Pick<Found, 'ballot' | 'standing'> & {
  kind: RulingKind
  nameOf: (id: string) => string
  onClose: () => void
}

function RuleDialog({ ballot, standing, kind, nameOf, onClose }: DialogProps) {
  const queries = useQueryClient()
  const { message } = App.useApp()
  // What the person has before them stays, though the ballot behind is fetched anew.
  const [seen] = useState({ ballot, standing })
  const effect = applyRuling(seen.ballot.status, kind)?.effect ?? 0
  const run = async (reason: string) => {
    try {
      const { ballot: ruled, after } = await request('POST /api/staff/ballots/:receipt/rulings', {
        params: { receipt: ballot.id },
        body: { kind, seen: seen.ballot.rulings.length, reason },
      })
      // The counts as they are now: those that are asked for lag a second behind.
      await queries.cancelQueries({ queryKey: ['ballot'] })
      queries.setQueriesData<Found>({ queryKey: ['ballot'] }, (found) =>
        found?.ballot.id === ruled.id ? { ...found, ballot: ruled, standing: after } : found,
      )
      message.success(
        after
          ? `已${RULING_NAMES[kind]}，该奖项现计 ${shown(after.ballots)} 张选票`
          : `已${RULING_NAMES[kind]}`,
      )
    } catch (error) {
      void queries.invalidateQueries({ queryKey: ['ballot'] })
      throw error
    } finally {
      for (const key of ['rulings', 'series']) void queries.invalidateQueries({ queryKey: [key] })
    }
  }
  return (
    <ReasonDialog
      open
      title={`${RULING_NAMES[kind]}：${ballot.receipt}`}
      verb={RULING_NAMES[kind]}
      danger={kind === 'invalidated'}
      hint={REASON_HINTS.one}
      rules={[PUBLIC_WORDS]}
      run={run}
      onClose={onClose}
    >
      <p>{CONSEQUENCES[kind]}</p>
      {seen.standing && effect !== 0 && (
        <BeforeAfter before={seen.standing} after={standingAfter(seen.standing, effect)} nameOf={nameOf} />
      )}
      {effect === 0 && <p>这张选票现在就不计入，票数不变。</p>}
    </ReasonDialog>
  )
}

const shown = (n: number | undefined) => countText(n ?? 0)
