import type { Audience, PushChannel } from '@shared/announcement/push/contract'
import { AUDIENCE_NAMES, CHANNELS } from '@shared/announcement/push/rules'
import { CATEGORY_NAMES } from '@shared/edition/changes'
import type { CategoryId } from '@shared/edition/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Drawer, Form, Radio, Select, Spin, Statistic } from 'antd'
import { useState } from 'react'
import { countText } from '../../components/count'
import { Refused } from '../../components/refused'
import { Moment } from '../../edition/moment'
import { request } from '../../platform/request'
import { useBot } from '../bot/dialog'
import { useAgain, useGroups } from './data'

type Kind = Audience['kind']

/** Whom to tell, and by which way; how many that are is counted before anything is asked. */
export function Propose({ announcement, onClose }: { announcement: string; onClose: () => void }) {
  const { message } = App.useApp()
  const again = useAgain()
  const groups = useGroups()
  const [kind, setKind] = useState<Kind>('voters')
  const [category, setCategory] = useState<CategoryId | null>(null)
  const [drafts, setDrafts] = useState(true)
  const [ids, setIds] = useState<string[]>([])
  const [names, setNames] = useState<string[]>([])
  const bot = useBot()
  const [channel, setChannel] = useState<PushChannel>('inApp')
  const [at, setAt] = useState<string | null>(null)

  const audience = audienceOf(kind, { category, drafts, ids, names })
  const isWhole = kind === 'groups' ? ids.length > 0 : kind !== 'chats' || names.length > 0
  const body = { announcement, audience, channel }
  const estimate = useQuery({
    queryKey: ['push-estimate', body],
    queryFn: ({ signal }) => request('POST /api/staff/push-estimates', { body }, signal),
    enabled: isWhole,
    staleTime: 10_000,
    retry: false,
  })
  const propose = useMutation({
    mutationFn: () =>
      request('POST /api/staff/announcements/:id/pushes', {
        params: { id: announcement },
        body: { audience, channel, at },
      }),
    onSuccess() {
      void again()
      message.success('已提交，请另一位有复核权限的同事复核后发出', 6)
      onClose()
    },
  })
  const choose = (next: Kind) => {
    setKind(next)
    if (!CHANNELS[channel].to.includes(next)) setChannel(channelsOf(next)[0]!)
  }
  const found = isWhole ? estimate.data : undefined
  return (
    <Drawer
      open
      size={560}
      title="推送这条公告"
      onClose={onClose}
      extra={
        <Button
          type="primary"
          disabled={!found || found.obstacle !== null || found.reachable === 0}
          loading={propose.isPending}
          onClick={() => propose.mutate()}
        >
          提交复核
        </Button>
      }
    >
      <Refused error={propose.error} />
      <Form layout="vertical" component="div">
        <Form.Item label="推送给">
          <Radio.Group
            className="push-choices"
            value={kind}
            onChange={({ target }) => choose(target.value)}
            options={(Object.keys(AUDIENCE_NAMES) as Kind[]).map((value) => ({
              value,
              label: AUDIENCE_NAMES[value],
            }))}
          />
        </Form.Item>
        {kind === 'voters' && (
          <Form.Item label="奖项">
            <Select
              aria-label="奖项"
              value={category ?? ''}
              onChange={(value) => setCategory((value || null) as CategoryId | null)}
              options={[
                { value: '', label: '任一奖项' },
                ...Object.entries(CATEGORY_NAMES).map(([value, label]) => ({ value, label })),
              ]}
            />
          </Form.Item>
        )}
        {kind === 'representatives' && (
          <Form.Item>
            <Checkbox checked={drafts} onChange={({ target }) => setDrafts(target.checked)}>
              只推送给报名还没有提交的
            </Checkbox>
          </Form.Item>
        )}
        {kind === 'groups' && (
          <Form.Item
            label="工作群"
            extra={
              groups.data?.items.length === 0 ? '还没有工作群，请先在公告列表页点“工作群”添加' : undefined
            }
          >
            <Select
              aria-label="工作群"
              mode="multiple"
              value={ids}
              onChange={setIds}
              placeholder="选择群"
              options={groups.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )}
        {kind === 'chats' && (
          <Form.Item
            label="微信群"
            extra={
              bot.data?.state === 'online'
                ? undefined
                : '微信群机器人没有登录，请先在公告列表页点“微信群”登录'
            }
          >
            <Select
              aria-label="微信群"
              mode="multiple"
              value={names}
              onChange={setNames}
              placeholder="选择群"
              options={bot.data?.groups.map((name) => ({ value: name, label: name }))}
            />
          </Form.Item>
        )}
        <Form.Item label="渠道" extra={CHANNELS[channel].limits}>
          <Radio.Group
            className="push-choices"
            value={channel}
            onChange={({ target }) => setChannel(target.value)}
            options={channelsOf(kind).map((value) => ({ value, label: CHANNELS[value].name }))}
          />
        </Form.Item>
        <Form.Item label="发送时间（不选就是复核通过后马上发）" htmlFor="push-at">
          <Moment id="push-at" value={at} onChange={setAt} allowClear />
        </Form.Item>
      </Form>
      {!isWhole ? null : estimate.error ? (
        <Refused error={estimate.error} />
      ) : !found ? (
        <Spin description="正在数……" />
      ) : found.obstacle ? (
        <Alert type="warning" showIcon title={found.obstacle} />
      ) : (
        <div className="push-estimate" role="status">
          <Statistic title="这些对象共" value={countText(found.people)} suffix={unitOf(kind)} />
          <Statistic title="这个渠道大约能到" value={countText(found.reachable)} suffix={unitOf(kind)} />
          {found.reachable === 0 && (
            <Alert type="warning" showIcon title="这个渠道现在一个也到不了，换一个试试" />
          )}
        </div>
      )}
    </Drawer>
  )
}

const unitOf = (kind: Kind) => (kind === 'groups' || kind === 'chats' ? '个群' : '人')

const channelsOf = (kind: Kind) =>
  (Object.keys(CHANNELS) as PushChannel[]).filter((channel) => CHANNELS[channel].to.includes(kind))

type Details = { category: CategoryId | null; drafts: boolean; ids: string[]; names: string[] }

function audienceOf(kind: Kind, { category, drafts, ids, names }: Details): Audience {
  if (kind === 'voters') return { kind, category }
  if (kind === 'representatives') return { kind, drafts }
  if (kind === 'groups') return { kind, ids }
  if (kind === 'chats') return { kind, names }
  return { kind }
}
