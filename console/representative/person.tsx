import type { ResponseOf } from '@shared/api'
import { fullText } from '@shared/kernel/dates'
import type { StaffRepresentation } from '@shared/representative/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Descriptions, Drawer, Empty, Flex } from 'antd'
import { useState } from 'react'
import { Phone, useLook } from '../components/look'
import { Refused } from '../components/refused'
import { TellDialog } from '../components/tell'
import { Documents, Gallery } from '../components/uploads'
import { request } from '../platform/request'
import { useMay } from '../session'
import { StatusTag } from '../unit/status'
import { placeOf } from '../unit/words'
import { Status, VIA } from './words'

type Decision = 'approve' | 'refuse' | 'end'
type Props = {
  one: StaffRepresentation
  onClose: () => void
  onDecided: (one: StaffRepresentation) => void
}

const DONE: Record<Decision, string> = {
  approve: '已通过，本人可以开始报名了',
  refuse: '已告知本人',
  end: '已停用，本人不能再替单位报名',
}

/** Somebody who speaks for a unit, or asks to: who they are, what proves it, and the decision. */
export function PersonDrawer({ one, onClose, onDecided }: Props) {
  const { message } = App.useApp()
  const queries = useQueryClient()
  const mayWrite = useMay()('representative.write')
  const [asked, setAsked] = useState<'refuse' | 'end' | null>(null)
  const send = (body: { decision: 'approve' } | { decision: 'refuse' | 'end'; reason: string }) =>
    request('PUT /api/staff/representatives/:id/decision', { params: { id: one.id }, body })
      .then((decided: ResponseOf<'PUT /api/staff/representatives/:id/decision'>) => {
        message.success(DONE[body.decision])
        onDecided(decided)
      })
      .finally(() => queries.invalidateQueries({ queryKey: ['representatives'] }))
  const approve = useMutation({ mutationFn: () => send({ decision: 'approve' }) })
  const { seen, busy, look } = useLook(['representative', one.id], () =>
    request('POST /api/staff/representatives/:id/phone', { params: { id: one.id } }),
  )
  const { name, position, phone, unit, status, reason, since, via, proof, decidedBy } = one
  const pictures = proof.filter(({ kind }) => kind === 'picture')
  const documents = proof.filter(({ kind }) => kind === 'document')
  return (
    <Drawer
      open
      onClose={onClose}
      size={760}
      title={`${name}${status === 'pending' ? '申请代表' : '与'}${unit.name}`}
      footer={
        mayWrite && (
          <Flex gap={8} justify="flex-end">
            {status === 'pending' && (
              <>
                <Button onClick={() => setAsked('refuse')}>不通过</Button>
                <Button type="primary" loading={approve.isPending} onClick={() => approve.mutate()}>
                  通过
                </Button>
              </>
            )}
            {status === 'active' && (
              <Button danger onClick={() => setAsked('end')}>
                停用这位代表
              </Button>
            )}
          </Flex>
        )
      }
    >
      <Refused error={approve.error} />
      {unit.status !== 'certified' && (
        <Alert className="note" type="warning" showIcon title="这个单位目前不是认证单位，通过后也不能参评" />
      )}
      <Descriptions
        column={2}
        size="small"
        items={[
          { key: 'status', label: '状态', children: <Status of={status} /> },
          { key: 'via', label: '方式', children: VIA[via] },
          { key: 'position', label: '职务', children: position },
          {
            key: 'phone',
            label: '电话',
            children: (
              <Phone phone={phone} whole={seen?.phone} busy={busy} look={mayWrite ? look : undefined} />
            ),
          },
          { key: 'unit', label: '单位', children: unit.name },
          { key: 'certified', label: '单位状态', children: <StatusTag status={unit.status} /> },
          { key: 'place', label: '层级地区', children: `${LEVEL_NAMES[unit.level]} · ${placeOf(unit)}` },
          { key: 'since', label: '时间', children: fullText(since) },
          ...(decidedBy ? [{ key: 'by', label: '经办', children: decidedBy }] : []),
          ...(reason ? [{ key: 'reason', label: '原因', span: 2, children: reason }] : []),
        ]}
      />
      <Others one={one} />
      {via === 'request' && (
        <section className="proof">
          <h2>证明材料</h2>
          {pictures.length > 0 && <Gallery pictures={pictures} />}
          {documents.length > 0 && <Documents documents={documents} />}
          {proof.length === 0 && (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="证明材料已不在，请联系本人补交" />
          )}
        </section>
      )}
      {asked && (
        <TellDialog
          title={asked === 'refuse' ? '不通过这份申请' : `停用${name}`}
          verb={asked === 'refuse' ? '不通过' : '停用'}
          danger
          label="原因"
          hint="本人会看到，也写入操作记录"
          most={200}
          run={(reason) => send({ decision: asked, reason })}
          onClose={() => setAsked(null)}
        >
          {asked === 'refuse'
            ? '本人可以按您写的原因补齐证明，重新申请。'
            : '停用后，本人不能再填报和修改这个单位的报名；已提交的报名不受影响。'}
        </TellDialog>
      )}
    </Drawer>
  )
}

/** Who speaks for the unit already. */
function Others({ one }: { one: StaffRepresentation }) {
  const query = { unit: one.unit.id, status: 'active' as const, pageSize: 20 }
  const { data } = useQuery({
    queryKey: ['representatives', query],
    queryFn: ({ signal }) => request('GET /api/staff/representatives', { query }, signal),
  })
  const others = data?.items.filter(({ id }) => id !== one.id)
  if (!others) return null
  return (
    <p className="others">
      {others.length === 0
        ? '这个单位目前没有别的代表。'
        : `这个单位现有代表：${others.map(({ name, position }) => `${name} · ${position}`).join('、')}。`}
    </p>
  )
}
