import type { StaffResult } from '@shared/result/contract'
import { LOT_WORDS } from '@shared/result/course'
import { useMutation } from '@tanstack/react-query'
import { Form, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { type Draw, isSeeded, NO_SEED, Seed, seedOf } from '../components/seed'
import { SeenWarnings } from '../components/warnings'
import { request } from '../platform/request'
import { useSettle } from './data'

/** How equal scores are decided by lot. */
const LOTS: Draw = { summary: '抽签怎样决定先后，怎样验证', words: LOT_WORDS }

type Props = { result: StaffResult; onClose: () => void; onDone: () => void }

/** Fixes all that is known, the places that come of it, and how many win; with the seed that decides among equals. */
export function Propose({ result, onClose, onDone }: Props) {
  const settle = useSettle()
  // What the person has before them stays, though the result behind is fetched anew.
  const [{ category, categoryName, version, warnings, entrants, seats: given, notice }] = useState(result)
  const [seats, setSeats] = useState<number | null>(given)
  const [choice, setChoice] = useState(NO_SEED)
  const [seen, setSeen] = useState(false)
  const propose = useMutation({
    mutationFn: () => {
      const body = {
        ...{ version, acknowledged: warnings.map(({ text }) => text) },
        ...(given === null && { seats: seats! }),
        ...seedOf(choice),
      }
      return settle(request('POST /api/staff/results/:category/proposal', { params: { category }, body }))
    },
    onSuccess: onDone,
  })
  const ready = (warnings.length === 0 || seen) && seats !== null && isSeeded(choice)
  return (
    <Modal
      open
      width={640}
      title={`拟定“${categoryName}”的名单`}
      okText="拟定名单"
      okButtonProps={{ disabled: !ready }}
      confirmLoading={propose.isPending}
      onOk={() => propose.mutate()}
      onCancel={onClose}
    >
      <Refused error={propose.error} />
      <p>
        {entrants.length} 位参评，各项数据、名次和名额就此固定。
        {notice ? '公示开始前可以退回重拟；公示开始后，只能由两位同事以更正改动，更正前后都公开。' : ''}
      </p>
      <SeenWarnings {...{ warnings, seen, onSeen: setSeen, verb: '按现在的数据拟定' }} />
      <Form layout="vertical" requiredMark={false}>
        {given === null ? (
          <Form.Item label="表彰多少位" htmlFor="seats" extra="这个奖项的名额在届次设置里是“若干”">
            <InputNumber
              id="seats"
              min={1}
              max={1000}
              precision={0}
              value={seats}
              onChange={setSeats}
              suffix="位"
            />
          </Form.Item>
        ) : (
          <p>名额 {given} 位，名次在前的拟表彰。</p>
        )}
        <Seed
          label="得分完全相同的，按种子抽签。种子从哪里来"
          published="与名单一同公开"
          choice={choice}
          onChange={setChoice}
          draw={LOTS}
        />
      </Form>
    </Modal>
  )
}

/** Lets a result stand, in public. */
export function Release({ result, onClose, onDone }: Props) {
  const settle = useSettle()
  const [{ category, categoryName, version, warnings, seats, standings }] = useState(result)
  const [seen, setSeen] = useState(false)
  const release = useMutation({
    mutationFn: () => {
      const body = { version, acknowledged: warnings.map(({ text }) => text) }
      return settle(request('POST /api/staff/results/:category/release', { params: { category }, body }))
    },
    onSuccess: onDone,
  })
  const winners = Math.min(seats ?? 0, standings.length)
  return (
    <Modal
      open
      width={560}
      title={`发布“${categoryName}”的结果`}
      okText="发布"
      okButtonProps={{ disabled: warnings.length > 0 && !seen }}
      confirmLoading={release.isPending}
      onOk={() => release.mutate()}
      onCancel={onClose}
    >
      <Refused error={release.error} />
      <p>
        表彰 {winners} 位，{standings.length} 位的得分和全部数据一同公开，任何人都可以重算。
      </p>
      <p>发布后立即在网站和小程序上公布。撤回要写明原因，原因也会公开。</p>
      <SeenWarnings {...{ warnings, seen, onSeen: setSeen, verb: '发布' }} />
    </Modal>
  )
}
