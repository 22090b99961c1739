import type { AnnouncementDraft } from '@shared/announcement/contract'
import { textProblems } from '@shared/announcement/rules'
import { fullText, momentText } from '@shared/kernel/dates'
import type { Upload } from '@shared/upload/contract'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useLeaving } from '../components/leaving'
import { Page } from '../components/page'
import { ReasonDialog } from '../components/reason'
import { Refused } from '../components/refused'
import { Pending } from '../components/states'
import { Moment } from '../edition/moment'
import { type ApiError, request } from '../platform/request'
import { useMay } from '../session'
import { useDraft, useTake } from './data'
import { TextFields } from './fields'
import { StateTag } from './list'
import { Preview } from './preview'
import { PushPanel } from './push/panel'
import '../case-library/library.css'
import '../components/uploads.css'
import '../edition/edition.css'
import './announcement.css'

/** One announcement: what is written, and what people will see of it. */
export default function AnnouncementPage() {
  const { id = '' } = useParams()
  const draft = useDraft(id)
  return draft.data ? <Editing key={id} fetched={draft.data} /> : <Pending {...draft} />
}

/** Over one version: it goes over to another only by one's own acts or by taking over the latest. */
function Editing({ fetched }: { fetched: AnnouncementDraft }) {
  const mayWrite = useMay()('announcement.write')
  const { message, modal } = App.useApp()
  const navigate = useNavigate()
  const take = useTake()
  const [stored, setStored] = useState(fetched)
  const [text, setText] = useState(fetched.text)
  const [added, setAdded] = useState<Upload[]>([])
  const [theirs, setTheirs] = useState<AnnouncementDraft | null>(null)
  const [acting, setActing] = useState<'publish' | 'withdraw' | null>(null)
  /** Another one is another editor. */
  const [edition, setEdition] = useState(0)
  const { announcement, withdrawn } = stored
  const { id, state, version } = announcement
  const uploads = [...stored.uploads, ...added]
  const dirty = JSON.stringify(text) !== JSON.stringify(stored.text)
  useLeaving(dirty)
  const params = { id }
  const accept = (draft: AnnouncementDraft) => {
    setStored(draft)
    setText(draft.text)
    take(draft)
  }
  const onError = (error: ApiError) => {
    if (error.code === 'version_conflict') setTheirs(error.details as AnnouncementDraft)
  }
  const send = () => request('PUT /api/staff/announcements/:id', { params, body: { version, text } })
  const save = useMutation({
    mutationFn: send,
    onSuccess(draft) {
      accept(draft)
      message.success(
        draft.announcement.state === 'revised' ? '已保存，网友看到的还是已发布的那一版' : '已保存',
      )
    },
    onError,
  })
  const publish = useMutation({
    async mutationFn(at: string | null) {
      const latest = dirty ? await send() : stored
      accept(latest)
      return request('POST /api/staff/announcements/:id/publication', {
        params,
        body: { version: latest.announcement.version, at },
      })
    },
    onSuccess(draft) {
      accept(draft)
      setActing(null)
      const { state, publishedAt } = draft.announcement
      message.success(
        state === 'scheduled' ? `将在 ${fullText(publishedAt!)} 发布` : '已发布，网友现在可以看到',
      )
    },
    onError(error: ApiError) {
      setActing(null)
      onError(error)
    },
  })
  const remove = useMutation({
    mutationFn: () => request('DELETE /api/staff/announcements/:id', { params, body: { version } }),
    onSuccess() {
      setText(stored.text)
      message.success('草稿已删除')
      navigate('/announcements')
    },
    onError,
  })
  const refused = [save.error, publish.error, remove.error].find(
    (error) => error && error.code !== 'version_conflict',
  )
  const isOut = state === 'published' || state === 'revised'
  const problems = textProblems(text)
  return (
    <Page
      title={text.title || '没有标题'}
      intro={
        <>
          <StateTag state={state} /> {announcement.changedBy}于 {momentText(announcement.changedAt)} 改动
          {announcement.publishedAt &&
            state !== 'withdrawn' &&
            ` · ${fullText(announcement.publishedAt)} ${state === 'scheduled' ? '发布' : '起公开'}`}
        </>
      }
      actions={
        <>
          {isOut && (
            <a href={`/announcement?id=${encodeURIComponent(id)}`} target="_blank" rel="noreferrer">
              <Button>看已发布的</Button>
            </a>
          )}
          {mayWrite && announcement.publishedAt === null && (
            <Button
              danger
              loading={remove.isPending}
              onClick={() =>
                modal.confirm({
                  title: '删除这份草稿？',
                  content: '删除以后不能恢复。',
                  okText: '删除',
                  okButtonProps: { danger: true },
                  onOk: () => remove.mutateAsync().catch(() => {}), // what was refused is shown on the page
                })
              }
            >
              删除草稿
            </Button>
          )}
          {mayWrite && announcement.publishedAt !== null && state !== 'withdrawn' && (
            <Button danger onClick={() => setActing('withdraw')}>
              {state === 'scheduled' ? '取消发布' : '撤下'}
            </Button>
          )}
          {mayWrite && (
            <Button disabled={!dirty} loading={save.isPending} onClick={() => save.mutate()}>
              保存稿件
            </Button>
          )}
          {mayWrite && (
            <Button
              type="primary"
              disabled={problems.length > 0 || ((state === 'published' || state === 'scheduled') && !dirty)}
              loading={publish.isPending}
              onClick={() => setActing('publish')}
            >
              {isOut ? '发布改动' : '发布'}
            </Button>
          )}
        </>
      }
    >
      <Refused error={refused ?? null} />
      {theirs && (
        <Alert
          className="note"
          type="warning"
          showIcon
          role="alert"
          title={`${theirs.announcement.changedBy}刚刚改过这份稿件，您的改动没有保存`}
          description={`最新的标题是“${theirs.text.title}”，摘要是“${theirs.text.summary}”。`}
          action={
            <Button
              size="small"
              onClick={() => {
                accept(theirs)
                setEdition(edition + 1)
                setTheirs(null)
              }}
            >
              换成最新的
            </Button>
          }
        />
      )}
      {withdrawn && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={`${withdrawn.by}于 ${momentText(withdrawn.at)} 撤下：${withdrawn.reason}`}
        />
      )}
      {mayWrite && problems.length > 0 && (
        <Alert className="note" type="info" showIcon title={`还不能发布：${problems.join('，')}`} />
      )}
      <div className="library-editor">
        <div className="sheet">
          <TextFields
            key={edition}
            {...{ text, uploads }}
            disabled={!mayWrite}
            onChange={(part) => setText((before) => ({ ...before, ...part }))}
            onUpload={(upload) => setAdded((before) => [...before, upload])}
          />
        </div>
        <div className="library-beside">
          <PushPanel announcement={id} state={state} />
          <Preview draft={stored} text={text} uploads={uploads} />
        </div>
      </div>
      {acting === 'publish' && (
        <PublishDialog
          isOut={isOut}
          busy={publish.isPending}
          onPublish={publish.mutate}
          onClose={() => setActing(null)}
        />
      )}
      <ReasonDialog
        open={acting === 'withdraw'}
        title={state === 'scheduled' ? '取消发布' : '撤下这条公告'}
        verb={state === 'scheduled' ? '取消发布' : '撤下'}
        danger
        run={async (reason) =>
          accept(
            await request('DELETE /api/staff/announcements/:id/publication', {
              params,
              body: { version, reason },
            }),
          )
        }
        onClose={() => setActing(null)}
      >
        列表里不再有这条公告；从微信或链接打开的人会看到“已撤下”和下面的原因。稿件保留，可以再发布。
      </ReasonDialog>
    </Page>
  )
}

type PublishProps = {
  isOut: boolean
  busy: boolean
  onPublish: (at: string | null) => void
  onClose: () => void
}

function PublishDialog({ isOut, busy, onPublish, onClose }: PublishProps) {
  const [at, setAt] = useState<string | null>(null)
  return (
    <Modal
      open
      title={isOut ? '发布改动？' : '发布这条公告？'}
      okText={at ? '定时发布' : '现在发布'}
      confirmLoading={busy}
      onOk={() => onPublish(at)}
      onCancel={onClose}
    >
      <p>
        {isOut
          ? '网友看到的会换成这一版，发布时间不变。'
          : '发布后网站、小程序的公告页都能看到；不会自动给任何人发消息。'}
      </p>
      {!isOut && (
        <>
          <label htmlFor="publish-at">发布时间（不选就是现在）</label>
          <div>
            <Moment id="publish-at" value={at} onChange={setAt} allowClear />
          </div>
        </>
      )}
    </Modal>
  )
}
