import type { Shortlist } from '@shared/shortlist/contract'
import { DRAW_WORDS } from '@shared/shortlist/rules'
import { useMutation } from '@tanstack/react-query'
import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { type ApiError, request } from '../platform/request'
import { SeenConflicts } from './conflicts'

type Props = {
  list: Shortlist
  onClose: () => void
  onDone: (list: Shortlist) => void
  onConflict: (latest: Shortlist) => void
}

/** Fixes the picks and has their numbers drawn, by a seed that everybody will be told. */
export function Freeze({ list, onClose, onDone, onConflict }: Props) {
  const [source, setSource] = useState<'typed' | 'made'>('typed')
  const [seed, setSeed] = useState('')
  const [seen, setSeen] = useState(false)
  // What the person has before them stays, though the list behind is fetched anew.
  const [{ conflicts, picks, version, category }] = useState(list)
  const draw = useMutation({
    mutationFn: () =>
      request('POST /api/staff/shortlists/:category/freeze', {
        params: { category },
        body: {
          version,
          ...(source === 'typed' && { seed: seed.trim() }),
          acknowledged: conflicts.map(({ text }) => text),
        },
      }),
    onSuccess: onDone,
    onError: (error: ApiError) => {
      if (error.code === 'version_conflict') onConflict(error.details as Shortlist)
    },
  })
  const ready = (conflicts.length === 0 || seen) && (source === 'made' || seed.trim().length >= 4)
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
        <Form.Item label="种子从哪里来">
          <Radio.Group value={source} onChange={({ target }) => setSource(target.value)}>
            <Radio value="typed">填写公开的号码</Radio>
            <Radio value="made">由服务器随机产生</Radio>
          </Radio.Group>
        </Form.Item>
        {source === 'typed' && (
          <Form.Item
            label="种子"
            htmlFor="seed"
            extra="建议事先说好用哪一个公开号码，例如“当晚福彩 3D 开奖号码”，开奖后照抄在这里。至少 4 个字符，投票开始时与名单一同公开。"
          >
            <Input
              id="seed"
              autoFocus
              maxLength={200}
              value={seed}
              placeholder="福彩3D 第2022098期 5 8 2"
              onChange={({ target }) => setSeed(target.value)}
            />
          </Form.Item>
        )}
      </Form>
      <DrawWords />
    </Modal>
  )
}

/** How numbers come about, for whoever wants to draw them again. */
export function DrawWords() {
  return (
    <details className="draw-words">
      <summary>编号怎样算出来，怎样验证</summary>
      <ol>
        {DRAW_WORDS.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ol>
    </details>
  )
}
