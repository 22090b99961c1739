import type { Shortlist } from '@shared/shortlist/contract'
import { DRAW_WORDS } from '@shared/shortlist/rules'
import { useMutation } from '@tanstack/react-query'
import { Form, Modal } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { type Draw, isSeeded, NO_SEED, Seed, seedOf } from '../components/seed'
import { type ApiError, request } from '../platform/request'
import { SeenConflicts } from './conflicts'

/** How numbers come about. */
export const NUMBERS_DRAW: Draw = { summary: '编号怎样算出来，怎样验证', words: DRAW_WORDS }

type Props = {
  list: Shortlist
  onClose: () => void
  onDone: (list: Shortlist) => void
  onConflict: (latest: Shortlist) => void
}

/** Fixes the picks and has their numbers drawn, by a seed that everybody will be told. */
export function Freeze({ list, onClose, onDone, onConflict }: Props) {
  const [choice, setChoice] = useState(NO_SEED)
  const [seen, setSeen] = useState(false)
  // What the person has before them stays, though the list behind is fetched anew.
  const [{ conflicts, picks, version, category }] = useState(list)
  const draw = useMutation({
    mutationFn: () =>
      request('POST /api/staff/shortlists/:category/freeze', {
        params: { category },
        body: {
          version,
          ...seedOf(choice),
          acknowledged: conflicts.map(({ text }) => text),
        },
      }),
    onSuccess: onDone,
    onError: (error: ApiError) => {
      if (error.code === 'version_conflict') onConflict(error.details as Shortlist)
    },
  })
  const ready = (conflicts.length === 0 || seen) && isSeeded(choice)
  return (
    <Modal
      open
      width={640}
      title={`确定 ${picks.length} 份入选并抽签定编号`}
      okText="抽签"
      okButtonProps={{ disabled: !ready }}
      confirmLoading={draw.isPending}
      onOk={() => draw.mutate()}
      onCancel={onClose}
    >
      <Refused error={draw.error} />
      <p>
        抽签后名单固定，每一位得到一个公开编号，与报名先后、挑选次序都无关。发布前还可以退回挑选：编号作废，重新抽签，每次都有记录。
      </p>
      <SeenConflicts {...{ conflicts, seen, onSeen: setSeen, verb: '按这份名单抽签' }} />
      <Form layout="vertical" requiredMark={false}>
        <Seed
          label="种子从哪里来"
          published="投票开始时与名单一同公开"
          choice={choice}
          onChange={setChoice}
          draw={NUMBERS_DRAW}
        />
      </Form>
    </Modal>
  )
}
