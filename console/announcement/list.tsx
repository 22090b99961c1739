import { PlusOutlined } from '@ant-design/icons'
import type { AnnouncementState, AnnouncementText, StaffAnnouncement } from '@shared/announcement/contract'
import { NOTHING_WRITTEN, outlinesOf, STATE_NAMES } from '@shared/announcement/rules'
import { fullText, momentText } from '@shared/kernel/dates'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Alert, App, Button, Card, Dropdown, Flex, Input, Tag } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { Listing } from '../components/listing'
import { Page } from '../components/page'
import { useEdition } from '../edition/phase'
import { request } from '../platform/request'
import { useWish } from '../platform/wish'
import { useMay } from '../session'
import { BotDialog, useBot } from './bot/dialog'
import { useTake } from './data'
import { useOpenPushes } from './push/data'
import { GroupsDialog } from './push/groups'
import { PushList } from './push/list'
import './announcement.css'

const COLOURS: Record<AnnouncementState, string> = {
  ...{ draft: 'default', scheduled: 'processing', published: 'success', revised: 'warning' },
  withdrawn: 'error',
}

export const StateTag = ({ state }: { state: AnnouncementState }) => (
  <Tag color={COLOURS[state]}>{STATE_NAMES[state]}</Tag>
)

/** All that has been announced, or is to be. */
export default function AnnouncementsPage() {
  const { wish, change, page, pageSize } = useWish(['q'] as const)
  const mayWrite = useMay()('announcement.write')
  const [open, setOpen] = useState<'groups' | 'bot' | null>(null)
  const bot = useBot()
  const query = { q: wish.q ?? undefined, page, pageSize }
  const list = useQuery({
    queryKey: ['announcements', 'list', query],
    queryFn: ({ signal }) => request('GET /api/staff/announcements', { query }, signal),
    placeholderData: keepPreviousData,
  })
  return (
    <Page
      intro="写一次，网站、小程序和公众号都能看到；发布以后可以推送给需要知道的人。"
      actions={
        <>
          <a href="/announcements" target="_blank" rel="noreferrer">
            <Button>看公告页</Button>
          </a>
          <Button onClick={() => setOpen('groups')}>工作群</Button>
          <Button onClick={() => setOpen('bot')}>微信群</Button>
          {mayWrite && <Create />}
        </>
      }
    >
      {(bot.data?.state === 'expired' || bot.data?.state === 'failed') && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title={`微信群机器人：${bot.data.reason}`}
          action={
            <Button size="small" onClick={() => setOpen('bot')}>
              去处理
            </Button>
          }
        />
      )}
      <Waiting />
      <Flex className="filters">
        <Input.Search
          className="filter-search"
          aria-label="查找标题"
          placeholder="标题"
          allowClear
          defaultValue={wish.q ?? ''}
          maxLength={40}
          onSearch={(q) => change({ q: q.trim() || null })}
        />
      </Flex>
      <Listing<StaffAnnouncement>
        {...{ list, page, pageSize, change, width: 860, unit: '条' }}
        empty={wish.q ? '没有符合条件的公告' : '还没有公告。点右上角“写公告”，可以从模板开始'}
        columns={[
          {
            title: '标题',
            key: 'title',
            render: (_, { id, title, summary, sample }) => (
              <>
                <Link to={`/announcements/${encodeURIComponent(id)}`}>{title || '没有标题'}</Link>{' '}
                {sample && !title.includes('示例') && <Tag>示例</Tag>}
                <div className="faint">{summary}</div>
              </>
            ),
          },
          {
            title: '状态',
            key: 'state',
            width: 150,
            render: (_, { state }) => <StateTag state={state} />,
          },
          {
            title: '发布时间',
            key: 'published',
            width: 190,
            render: (_, { publishedAt }) => (publishedAt ? fullText(publishedAt) : '—'),
          },
          {
            title: '最近改动',
            key: 'changed',
            width: 170,
            render: (_, { changedAt, changedBy }) => (
              <>
                {changedBy}
                <div className="faint">{momentText(changedAt)}</div>
              </>
            ),
          },
        ]}
      />
      {open === 'groups' && <GroupsDialog onClose={() => setOpen(null)} />}
      {open === 'bot' && <BotDialog onClose={() => setOpen(null)} />}
    </Page>
  )
}

/** Pushes that want somebody's attention. */
function Waiting() {
  const pushes = useOpenPushes()
  const open = pushes.data?.items ?? []
  if (open.length === 0) return null
  return (
    <Card className="note" size="small" title={`进行中的推送（${open.length}）`}>
      <PushList pushes={open} titled />
    </Card>
  )
}

/** Begins one, from nothing or from what is usually announced in a phase. */
function Create() {
  const { message } = App.useApp()
  const edition = useEdition()
  const navigate = useNavigate()
  const take = useTake()
  const create = useMutation({
    mutationFn: (text: AnnouncementText) => request('POST /api/staff/announcements', { body: { text } }),
    onSuccess(draft) {
      take(draft)
      navigate(`/announcements/${encodeURIComponent(draft.announcement.id)}`)
    },
    onError: (error) => message.error(error.message),
  })
  const outlines = edition.data ? outlinesOf(edition.data) : []
  const items = [
    { key: '', label: '空白公告' },
    ...outlines.map(({ name }) => ({ key: name, label: `模板：${name}` })),
  ]
  const begin = (key: string) =>
    create.mutate(outlines.find(({ name }) => name === key)?.text ?? NOTHING_WRITTEN)
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => begin(key) }} trigger={['click']}>
      <Button type="primary" icon={<PlusOutlined />} loading={create.isPending}>
        写公告
      </Button>
    </Dropdown>
  )
}
