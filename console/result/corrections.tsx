import { momentText } from '@shared/kernel/dates'
import type { Correction, CorrectionState, StaffResult } from '@shared/result/contract'
import { changeText, placeText } from '@shared/result/correction'
import { CORRECTION_NAMES, mayMove } from '@shared/result/course'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Empty, Flex, Tag } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useMay } from '../session'
import { Correct } from './correct'
import { useSettle } from './data'

const STATES: Record<CorrectionState, [text: string, colour: string]> = {
  pending: ['待另一位同事确认', 'processing'],
  made: ['已生效，已公开', 'success'],
  declined: ['已否决', 'default'],
}

/** What was corrected once the list was fixed: proposed by one, made by another, with what moved. */
export function Corrections({ result }: { result: StaffResult }) {
  const { corrections, state } = result
  const mayWrite = useMay()('result.write')
  const [open, setOpen] = useState(false)
  const mayCorrect = mayWrite && mayMove('correct', state)
  return (
    <>
      <Flex className="filters" justify="space-between" align="center" gap={12} wrap>
        <p className="result-words">
          {mayMove('correct', state)
            ? '一位同事提出，另一位确认后生效。更正前后的数据、名次变化和原因都会公开。'
            : state === 'open'
              ? '名单拟定以后，改动数据要走更正。现在请直接到报名、评审等页面改。'
              : '结果已经发布。要更正，先撤回结果。'}
        </p>
        {mayCorrect && <Button onClick={() => setOpen(true)}>提出更正</Button>}
      </Flex>
      {corrections.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="没有更正" />
      ) : (
        corrections.map((one) => (
          <One key={one.id} one={one} result={result} onDecide={mayCorrect && one.state === 'pending'} />
        ))
      )}
      {open && <Correct result={result} onClose={() => setOpen(false)} />}
    </>
  )
}

function One({ one, result, onDecide }: { one: Correction; result: StaffResult; onDecide: boolean }) {
  const { id, candidate, change, before, reason, objection, moves, state, own } = one
  const { category, version } = result
  const { message, modal } = App.useApp()
  const settle = useSettle()
  const decide = useMutation({
    mutationFn: (decision: 'make' | 'decline') => {
      const body = { version, decision }
      return settle(
        request('POST /api/staff/results/:category/corrections/:id/decision', {
          ...{ params: { category, id }, body },
        }),
      )
    },
    onSuccess: (_, decision) => message.success(decision === 'make' ? '更正已生效' : '已否决'),
  })
  const ask = (decision: 'make' | 'decline') =>
    modal.confirm({
      title: decision === 'make' ? '确认这条更正？' : '否决这条更正？',
      content:
        decision === 'make'
          ? '确认后立即生效，名次随之变动，更正前后和原因都会公开，不能撤销；改回来要再提一条更正。'
          : '这条更正不生效，也不公开。',
      okText: decision === 'make' ? '确认更正' : '否决',
      onOk: () => decide.mutateAsync(decision).catch(() => {}), // what was refused is shown beside it
    })
  const [text, colour] = STATES[state]
  const decimals = result.scoring.decimals
  return (
    <section className="sheet correction" aria-label={`${candidate.number} ${candidate.name}的更正`}>
      <Flex justify="space-between" align="center" gap={8} wrap>
        <h2>
          {candidate.number} {candidate.name}：{CORRECTION_NAMES[change.part]}
        </h2>
        <Tag color={colour}>{text}</Tag>
      </Flex>
      <p>
        <span className="was">{changeText(before)}</span> → <span className="now">{changeText(change)}</span>
      </p>
      <p>
        原因：{reason}
        {objection && `（依据异议 ${objection}）`}
      </p>
      {moves.length > 0 ? (
        <table className="moves">
          <caption>{state === 'pending' ? '确认以后名次这样变' : '名次的变化'}</caption>
          <tbody>
            {moves.map((move) => (
              <tr key={move.id}>
                <th scope="row">
                  {move.number} {move.name}
                </th>
                <td>{placeText(move.before, decimals)}</td>
                <td>→ {placeText(move.after, decimals)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="faint">名次和得分都不变。</p>
      )}
      <p className="faint">
        {one.proposedBy}于 {momentText(one.proposedAt)} 提出
        {one.decidedAt &&
          `，${one.decidedBy}于 ${momentText(one.decidedAt)} ${state === 'made' ? '确认' : '否决'}`}
      </p>
      <Refused error={decide.error} />
      {onDecide && (
        <Flex gap={8} align="center" wrap>
          <Button type="primary" disabled={own} loading={decide.isPending} onClick={() => ask('make')}>
            确认更正
          </Button>
          <Button disabled={decide.isPending} onClick={() => ask('decline')}>
            否决
          </Button>
          {own && <span className="faint">是您提出的，要由另一位同事确认</span>}
        </Flex>
      )}
    </section>
  )
}
