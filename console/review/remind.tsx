import type { Reviewer } from '@shared/review/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Checkbox, Flex, List, Modal, Result, Typography } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useRenew } from './data'

type Late = { id: string; name: string; assigned: number; submitted: number }

/** Reminds experts who have something left; says whom the program cannot reach and has to be called. */
export function Remind({
  late,
  reviewers,
  onClose,
}: {
  late: Late[]
  reviewers: Reviewer[]
  onClose: () => void
}) {
  const renew = useRenew()
  const [chosen, setChosen] = useState(late.map(({ id }) => id))
  const send = useMutation({
    mutationFn: () => request('POST /api/staff/reviewer-reminders', { body: { reviewers: chosen } }),
    onSettled: renew,
  })
  const wechat = (id: string) => reviewers.find((one) => one.id === id)?.wechat
  if (send.data) {
    const { told, call } = send.data
    return (
      <Modal open title="提醒专家" footer={<Button onClick={onClose}>关闭</Button>} onCancel={onClose}>
        {told.length > 0 && (
          <Result
            status="success"
            title={`已提醒 ${told.length} 位`}
            subTitle={told.map(({ name, left }) => `${name}（还有 ${left} 份）`).join('、')}
          />
        )}
        {call.length > 0 && (
          <>
            <h2>请打电话提醒</h2>
            <List
              dataSource={call}
              renderItem={({ id, name, left, phone }) => (
                <List.Item key={id}>
                  <span>
                    {name}，还有 {left} 份
                  </span>
                  {phone ? <Typography.Text copyable>{phone}</Typography.Text> : <span>没有留电话</span>}
                </List.Item>
              )}
            />
          </>
        )}
      </Modal>
    )
  }
  return (
    <Modal
      open
      title="提醒还没评完的专家"
      okText={`提醒 ${chosen.length} 位`}
      okButtonProps={{ disabled: chosen.length === 0 }}
      confirmLoading={send.isPending}
      onOk={() => send.mutate()}
      onCancel={onClose}
    >
      <Refused error={send.error} />
      <p>绑定了微信的，发站内消息和微信通知；没有绑定的，列出电话请您打。</p>
      <Checkbox.Group value={chosen} onChange={(ids) => setChosen(ids as string[])}>
        <Flex vertical gap={8}>
          {late.map(({ id, name, assigned, submitted }) => (
            <Checkbox key={id} value={id}>
              {name}，还有 {assigned - submitted} 份{wechat(id) ? '' : '（打电话）'}
            </Checkbox>
          ))}
        </Flex>
      </Checkbox.Group>
    </Modal>
  )
}
