import { useMutation } from '@tanstack/react-query'
import { App, Modal } from 'antd'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { type MatrixRow, useRenew } from './data'

type Props = {
  candidate: MatrixRow['candidate']
  reviewer: { id: string; name: string }
  onClose: () => void
}

/** Assigns one candidate more to one expert. */
export function AddReview({ candidate, reviewer, onClose }: Props) {
  const renew = useRenew()
  const { message } = App.useApp()
  const add = useMutation({
    mutationFn: () =>
      request('POST /api/staff/reviews', { body: { reviewer: reviewer.id, candidate: candidate.id } }),
    onSuccess: () => {
      message.success(`已分给${reviewer.name}`)
      onClose()
    },
    onSettled: renew,
  })
  return (
    <Modal
      open
      title="另分一位候选"
      okText="分给这位专家"
      confirmLoading={add.isPending}
      onOk={() => add.mutate()}
      onCancel={onClose}
    >
      <Refused error={add.error} />
      <p>
        把 {candidate.number} {candidate.name} 分给{reviewer.name}评审。
      </p>
    </Modal>
  )
}
