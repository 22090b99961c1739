import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Topics } from '@shared/case-library/contract'
import { useMutation } from '@tanstack/react-query'
import { App, Button, Flex, Input, Modal } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { type ApiError, request } from '../platform/request'
import { useTake } from './data'
import { moved } from './order'

type Props = { stored: Topics; mayWrite: boolean; onClose: () => void }

/** A new topic's id: it is in addresses, and stays when the name changes. */
const freshId = () => `t${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`

/** The vocabulary: names and their order. A topic that is taken out is no longer shown with what has it. */
export function TopicsDialog({ stored, mayWrite, onClose }: Props) {
  const { message } = App.useApp()
  const take = useTake()
  const [{ version, items }, setTopics] = useState(stored)
  const set = (items: Topics['items']) => setTopics({ version, items })
  const save = useMutation({
    mutationFn: () =>
      request('PUT /api/staff/case-topics', {
        body: { version, items: items.map(({ id, name }) => ({ id, name: name.trim() })) },
      }),
    onSuccess(topics) {
      take.topics(topics)
      message.success('主题已保存')
      onClose()
    },
    onError(error: ApiError) {
      if (error.code !== 'version_conflict') return
      take.topics(error.details as Topics)
      setTopics(error.details as Topics)
    },
  })
  return (
    <Modal
      open
      title="案例库的主题"
      okText="保存"
      okButtonProps={{ disabled: !mayWrite || items.some(({ name }) => !name.trim()) }}
      confirmLoading={save.isPending}
      onOk={() => save.mutate()}
      onCancel={onClose}
    >
      <p className="faint">网友按主题查找。改名后已发布的文章跟着改；移除后文章上不再显示这个主题。</p>
      <Refused error={save.error} />
      <Flex vertical gap={8}>
        {items.map(({ id, name }, i) => (
          <Flex key={id} gap={4} align="center">
            <Input
              aria-label={`第 ${i + 1} 个主题`}
              value={name}
              maxLength={12}
              disabled={!mayWrite}
              onChange={({ target }) =>
                set(items.map((one) => (one.id === id ? { id, name: target.value } : one)))
              }
            />
            <Button
              type="text"
              icon={<ArrowUpOutlined />}
              aria-label={`${name}上移`}
              disabled={!mayWrite || i === 0}
              onClick={() => set(moved(items, i, i - 1))}
            />
            <Button
              type="text"
              icon={<ArrowDownOutlined />}
              aria-label={`${name}下移`}
              disabled={!mayWrite || i === items.length - 1}
              onClick={() => set(moved(items, i, i + 1))}
            />
            <Button
              type="text"
              danger
              icon={<DeleteOutlined />}
              aria-label={`移除${name}`}
              disabled={!mayWrite}
              onClick={() => set(items.filter((one) => one.id !== id))}
            />
          </Flex>
        ))}
        {mayWrite && (
          <Button icon={<PlusOutlined />} onClick={() => set([...items, { id: freshId(), name: '' }])}>
            新增主题
          </Button>
        )}
      </Flex>
    </Modal>
  )
}
