import type { ClusterSummary } from '@shared/ballot/cluster/contract'
import type { BallotStatus } from '@shared/ballot/contract'
import type { Ground, Scope } from '@shared/ballot/decision/contract'
import { GROUNDS, REASON_HINTS, reasonText, SCOPE_NAMES, scopesOf } from '@shared/ballot/decision/rules'
import { applyRuling, RULING_NAMES, type RulingKind } from '@shared/ballot/rules'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal, Radio, Select } from 'antd'
import { useState } from 'react'
import { Refused } from '../../components/refused'
import { request } from '../../platform/request'
import { PUBLIC_WORDS } from '../public-words'
import { useAgain } from './data'
import { Consequence } from './decision'
import { Foreseen } from './foreseen'

type Props = { cluster: ClusterSummary; nameOf: (id: string) => string; onClose: () => void }
type Typed = { ground: Ground; words?: string }

const KINDS: RulingKind[] = ['quarantined', 'invalidated', 'restored']
const STATUSES: BallotStatus[] = ['counted', 'quarantined', 'invalidated']

/** Says what should become of a cluster's ballots; another person has the last word. */
export function Propose({ cluster, nameOf, onClose }: Props) {
  const { id, candidate, statuses } = cluster
  const { message } = App.useApp()
  const again = useAgain()
  const [form] = Form.useForm<Typed>()
  // Nothing is chosen for the person: what is chosen for one is soon done.
  const [kind, setKind] = useState<RulingKind | null>(null)
  const [wanted, setScope] = useState<Scope>('all')
  const ground = Form.useWatch('ground', form)
  const words = Form.useWatch('words', form)
  const scopes = kind ? scopesOf(kind) : []
  const scope = scopes.includes(wanted) ? wanted : scopes[0]
  const params = { id }
  const foresight = useQuery({
    queryKey: ['suspicion', 'foresight', id, kind, scope],
    queryFn: ({ signal }) => {
      const query = { kind: kind!, scope: scope! }
      return request('GET /api/staff/clusters/:id/foresight', { params, query }, signal)
    },
    enabled: kind !== null,
    retry: false,
  })
  const propose = useMutation({
    mutationFn: ({ ground, words = '' }: Typed) => {
      const body = { kind: kind!, scope: scope!, ground, words: words.trim() }
      return request('POST /api/staff/clusters/:id/decisions', { params, body })
    },
    onSuccess() {
      message.success('已提出，请另一位同事确认后执行', 6)
      onClose()
    },
    onSettled: again,
  })
  const choose = (next: RulingKind) => {
    setKind(next)
    if (ground && !GROUNDS[ground].carries.includes(next)) form.resetFields(['ground'])
  }
  const isNeeded = (foresight.data?.ballots ?? 0) > 0
  return (
    <Modal
      open
      width={640}
      title={`提出处理：${nameOf(candidate)}的异常选票组`}
      okText="提出，请同事确认"
      okButtonProps={{ htmlType: 'submit', form: 'propose-form', disabled: !isNeeded }}
      confirmLoading={propose.isPending}
      onCancel={onClose}
    >
      <Form id="propose-form" form={form} layout="vertical" requiredMark={false} onFinish={propose.mutate}>
        <Refused error={propose.error} />
        <Form.Item label="怎样处理">
          <Radio.Group
            aria-label="怎样处理"
            value={kind}
            onChange={({ target }) => choose(target.value)}
            options={KINDS.map((value) => ({
              ...{ value, label: RULING_NAMES[value] },
              disabled: !STATUSES.some((one) => statuses[one] > 0 && applyRuling(one, value)),
            }))}
          />
        </Form.Item>
        {kind && (
          <>
            <Consequence kind={kind} />
            {scopes.length > 1 && (
              <Form.Item label="处理哪些">
                <Radio.Group
                  aria-label="处理哪些"
                  value={scope}
                  onChange={({ target }) => setScope(target.value)}
                  options={scopes.map((value) => ({ value, label: SCOPE_NAMES[value] }))}
                />
              </Form.Item>
            )}
            <Foreseen query={foresight} nameOf={nameOf} />
            <Reason kind={kind} ground={ground} />
          </>
        )}
        {ground && (
          <Alert
            type="info"
            title={
              <>
                执行后，“选票处理公示”里会写：
                <b>{reasonText(ground, words?.trim() ?? '') || '（请写明理由）'}</b>
              </>
            }
          />
        )}
      </Form>
    </Modal>
  )
}

/** Why, in words that everybody will read. */
function Reason({ kind, ground }: { kind: RulingKind; ground: Ground | undefined }) {
  const isOwn = ground === 'other'
  return (
    <>
      <Form.Item name="ground" label="理由" rules={[{ required: true, message: '请选择理由' }]}>
        <Select
          placeholder="选择最贴近的一条"
          options={(Object.keys(GROUNDS) as Ground[])
            .filter((one) => GROUNDS[one].carries.includes(kind))
            .map((value) => ({ value, label: GROUNDS[value].text }))}
        />
      </Form.Item>
      <Form.Item
        name="words"
        label={isOwn ? '写明理由' : '补充说明（可以不填）'}
        extra={REASON_HINTS.two}
        rules={[
          { required: isOwn, whitespace: true, message: '请写明理由' },
          { min: isOwn ? 2 : 0, message: '请写明理由' },
          PUBLIC_WORDS,
        ]}
      >
        <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2 }} />
      </Form.Item>
    </>
  )
}
