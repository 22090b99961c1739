import type { Experience, ExperienceDraft, ExperienceText, Topic } from '@shared/case-library/contract'
import { STATE_NAMES, textProblems } from '@shared/case-library/rules'
import { momentText } from '@shared/kernel/dates'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Segmented, Tag } from 'antd'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useLeaving } from '../components/leaving'
import { Page } from '../components/page'
import { ReasonDialog } from '../components/reason'
import { Refused } from '../components/refused'
import { Pending } from '../components/states'
import { AnswerSheet } from '../nomination/answers'
import { type ApiError, request } from '../platform/request'
import { useMay } from '../session'
import { PhoneFrame } from '../shortlist/preview'
import { useDraft, useTake, useTopics } from './data'
import { TextFields } from './fields'
import '../edition/edition.css'
import '../nomination/nomination.css'
import './library.css'

/** One experience: what the public will read of it, beside what the nomination says. */
export default function ExperiencePage() {
  const { id = '' } = useParams()
  const draft = useDraft(id)
  return draft.data ? <Editing key={id} fetched={draft.data} /> : <Pending {...draft} />
}

/** Over one version: it goes over to another only by one's own acts or by taking over the latest. */
function Editing({ fetched }: { fetched: ExperienceDraft }) {
  const mayWrite = useMay()('library.write')
  const { message } = App.useApp()
  const take = useTake()
  const topics = useTopics()
  const [stored, setStored] = useState(fetched)
  const [text, setText] = useState(fetched.text)
  const [theirs, setTheirs] = useState<ExperienceDraft | null>(null)
  const [beside, setBeside] = useState<'preview' | 'original'>('preview')
  const [leaving, setLeaving] = useState(false)
  const { experience, original, pictures, unpublished } = stored
  const { id, state, version } = experience
  const dirty = JSON.stringify(text) !== JSON.stringify(stored.text)
  useLeaving(dirty)
  const params = { id }
  const accept = (draft: ExperienceDraft) => {
    setStored(draft)
    setText(draft.text)
    take.draft(draft)
  }
  const onError = (error: ApiError) => {
    if (error.code === 'version_conflict') setTheirs(error.details as ExperienceDraft)
  }
  const send = (version: number) =>
    request('PUT /api/staff/case-library/:id', { params, body: { version, text: whole(text) } })
  const save = useMutation({
    mutationFn: () => send(version),
    onSuccess(draft) {
      accept(draft)
      message.success('已保存，网友看到的还是已发布的那一版')
    },
    onError,
  })
  const publish = useMutation({
    async mutationFn() {
      const latest = dirty || version === 0 ? await send(version) : stored
      accept(latest)
      return request('POST /api/staff/case-library/:id/publication', {
        params,
        body: { version: latest.experience.version },
      })
    },
    onSuccess(draft) {
      accept(draft)
      message.success('已发布，网友现在可以读到')
    },
    onError,
  })
  const refused = [save.error, publish.error].find((error) => error && error.code !== 'version_conflict')
  const isPublic = state === 'published' || state === 'revised'
  const problems = textProblems(whole(text))
  return (
    <Page
      title={text.title || '没有标题'}
      intro={
        <>
          <Tag>{STATE_NAMES[state]}</Tag> {experience.unitName}
          {experience.changedAt && ` · ${experience.changedBy}于 ${momentText(experience.changedAt)} 改动`}
        </>
      }
      actions={
        <>
          {isPublic && (
            <a href={`/experience?id=${encodeURIComponent(id)}`} target="_blank" rel="noreferrer">
              <Button>看已发布的</Button>
            </a>
          )}
          {mayWrite && isPublic && (
            <Button danger onClick={() => setLeaving(true)}>
              撤下
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
              disabled={problems.length > 0 || (state === 'published' && !dirty)}
              loading={publish.isPending}
              onClick={() => publish.mutate()}
            >
              {isPublic ? '发布改动' : '发布'}
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
          title={`${theirs.experience.changedBy ?? '同事'}刚刚改过这份稿件，您的改动没有保存`}
          description={`最新的标题是“${theirs.text.title}”，摘要是“${theirs.text.summary}”。`}
          action={
            <Button
              size="small"
              onClick={() => {
                accept(theirs)
                setTheirs(null)
              }}
            >
              换成最新的
            </Button>
          }
        />
      )}
      {unpublished && state === 'unpublished' && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={`${unpublished.by}于 ${momentText(unpublished.at)} 撤下：${unpublished.reason}`}
        />
      )}
      {problems.length > 0 && (
        <Alert className="note" type="info" showIcon title={`还不能发布：${problems.join('，')}`} />
      )}
      <div className="library-editor">
        <div className="sheet">
          <TextFields
            text={text}
            pictures={pictures}
            disabled={!mayWrite}
            onChange={(part) => setText({ ...text, ...part })}
          />
        </div>
        <div className="library-beside">
          <Segmented
            block
            value={beside}
            onChange={setBeside}
            options={[
              { value: 'preview', label: '手机预览' },
              { value: 'original', label: '报名原文' },
            ]}
          />
          {beside === 'preview' ? (
            <PhoneFrame
              address={`/experience?id=${encodeURIComponent(id)}&draft=1`}
              shown={{ experience: previewOf(stored, whole(text), topics.data?.items ?? []) }}
            />
          ) : original.length > 0 ? (
            <div className="sheet">
              <AnswerSheet
                form={original.flatMap(({ field }) => (WORDS.includes(field.kind) ? [field] : []))}
                answers={Object.fromEntries(
                  original.flatMap(({ field, answer }) => (answer === null ? [] : [[field.key, answer]])),
                )}
                uploads={[]}
              />
            </div>
          ) : (
            <p className="faint">这篇不是从报名来的，没有原文。</p>
          )}
        </div>
      </div>
      <ReasonDialog
        open={leaving}
        title="从案例库撤下"
        verb="撤下"
        danger
        run={async (reason) =>
          accept(
            await request('DELETE /api/staff/case-library/:id/publication', {
              params,
              body: { version, reason },
            }),
          )
        }
        onClose={() => setLeaving(false)}
      >
        网友不能再查到和读到这篇，已分享的链接也打不开。稿件保留，可以再发布。
      </ReasonDialog>
    </Page>
  )
}

/** What of the nomination is not before one already: pictures are. */
const WORDS: string[] = ['line', 'prose', 'figures', 'link']

/** A text without the pieces that nothing stands in yet. */
const whole = (text: ExperienceText): ExperienceText => ({
  ...text,
  blocks: text.blocks.filter((block) => block.kind === 'picture' || block.text.trim()),
  figures: text.figures.filter(({ label, value, unit }) => label || value || unit),
})

/** What the public would read now. */
function previewOf(
  { experience, pictures }: ExperienceDraft,
  text: ExperienceText,
  vocabulary: readonly Topic[],
): Experience {
  const { id, unitName, level, region, category, year, sample, publishedAt } = experience
  const pictureOf = (wanted: string) => {
    const found = pictures.find((one) => one.id === wanted)
    return { url: found?.url ?? '', thumbUrl: found?.thumbUrl ?? '' }
  }
  const at = publishedAt ?? new Date().toISOString()
  return {
    ...{ id, unitName, level, region, category, year, sample, publishedAt: at, updatedAt: at },
    ...{ title: text.title, summary: text.summary, figures: text.figures, related: [] },
    topics: vocabulary.filter((topic) => text.topics.includes(topic.id)),
    cover: text.cover ? { ...pictureOf(text.cover), alt: text.alt } : null,
    blocks: text.blocks.map((block) =>
      block.kind === 'picture' ? { ...block, picture: pictureOf(block.picture) } : block,
    ),
  }
}
