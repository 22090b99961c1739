import type { ResponseOf } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import { momentText } from '@shared/kernel/dates'
import type { EntryText } from '@shared/shortlist/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Form, Segmented, Tag } from 'antd'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useLeaving } from '../components/leaving'
import { Page } from '../components/page'
import { Refused } from '../components/refused'
import { Pending } from '../components/states'
import { AnswerSheet } from '../nomination/answers'
import { type ApiError, request } from '../platform/request'
import { useMay } from '../session'
import { useEntry, useShortlist } from './data'
import { PhonePreview } from './preview'
import { TextFields, type Typed, textOf, typedOf } from './text'
import '../edition/edition.css'
import '../nomination/nomination.css'
import './shortlist.css'

type Found = ResponseOf<'GET /api/staff/shortlists/:category/entries/:id'>

/** One on the list: what the public will read of it, beside what the nomination says. */
export default function EntryPage() {
  const { category = '', id = '' } = useParams()
  const entry = useEntry(category as CategoryId, id)
  if (!entry.data) return <Pending {...entry} />
  return <Polishing key={id} category={category as CategoryId} fetched={entry.data} />
}

/** Over one version of a text: it goes over to another only by saving or by taking over the latest. */
function Polishing({ category, fetched }: { category: CategoryId; fetched: Found }) {
  const list = useShortlist(category).data
  const mayWrite = useMay()('shortlist.write')
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  const [stored, setStored] = useState({ text: fetched.text, version: fetched.entry.textVersion })
  const [theirs, setTheirs] = useState<(Latest & { version: number }) | null>(null)
  const [beside, setBeside] = useState<'original' | 'preview'>('original')
  const [added, setAdded] = useState<Found['pictures']>([])
  const typed = Form.useWatch((values) => values as Partial<Typed>, { form, preserve: true })
  const text = typed?.deeds === undefined ? stored.text : textOf(typed as Typed)
  const dirty = JSON.stringify(text) !== JSON.stringify(textOf(typedOf(stored.text)))
  useLeaving(dirty)
  const { entry, original, documents } = fetched
  const pictures = [...fetched.pictures, ...added]
  const canEdit = mayWrite && list?.state === 'frozen'
  const params = { category, id: entry.id }

  const save = useMutation({
    mutationFn: (text: EntryText) =>
      request('PUT /api/staff/shortlists/:category/entries/:id', {
        params,
        body: { textVersion: stored.version, text },
      }),
    onSuccess: ({ textVersion }, text) => {
      setStored({ text, version: textVersion })
      void queries.invalidateQueries({ queryKey: ['shortlists', 'one'] })
      message.success('已保存，网友将看到这份文字')
    },
    onError: async (error: ApiError) => {
      if (error.code !== 'version_conflict') return
      const latest = error.details as Latest
      const { entry } = await request('GET /api/staff/shortlists/:category/entries/:id', { params })
      setTheirs({ ...latest, version: entry.textVersion })
    },
  })
  const order = (list?.entries ?? []).filter(({ dropped }) => !dropped)
  const at = order.findIndex(({ id }) => id === entry.id)
  const next = order[at + 1]
  const previous = order[at - 1]
  const picture = pictures.find(({ id }) => id === text.picture)
  return (
    <Page
      title={`${entry.number} ${text.name || '没有名称'}`}
      intro={
        <>
          {entry.polished && stored.version === entry.textVersion ? (
            <Tag color="success">
              {entry.polished.by}于 {momentText(entry.polished.at)} 润色
            </Tag>
          ) : (
            stored.version === 0 && <Tag>报名原文，还没有润色</Tag>
          )}
          {entry.unit.name}
        </>
      }
      actions={
        <>
          <Link to={`/shortlist?category=${category}`}>
            <Button>回到名单</Button>
          </Link>
          {previous && (
            <Link to={`/shortlist/${category}/${previous.id}`}>
              <Button>上一位 {previous.number}</Button>
            </Link>
          )}
          {next && (
            <Link to={`/shortlist/${category}/${next.id}`}>
              <Button>下一位 {next.number}</Button>
            </Link>
          )}
          {canEdit && (
            <Button type="primary" disabled={!dirty} loading={save.isPending} onClick={() => form.submit()}>
              保存
            </Button>
          )}
        </>
      }
    >
      {list?.state === 'published' && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={list.begun ? '投票已经开始，文字不能再改。' : '名单已发布。要改文字，请先撤回名单。'}
        />
      )}
      <Refused error={save.error?.code === 'version_conflict' ? null : save.error} />
      {theirs && (
        <Alert
          className="note"
          type="warning"
          showIcon
          role="alert"
          title={`${theirs.by ?? '同事'}刚刚改过这份文字，您的改动没有保存`}
          description={<TheirText text={theirs.text} />}
          action={
            <div className="theirs-acts">
              <Button
                size="small"
                onClick={() => {
                  setStored({ text: theirs.text, version: theirs.version })
                  form.setFieldsValue(typedOf(theirs.text))
                  setTheirs(null)
                }}
              >
                用对方的
              </Button>
              <Button
                size="small"
                onClick={() => {
                  setStored({ text: theirs.text, version: theirs.version })
                  setTheirs(null)
                }}
              >
                留我的，再保存一次
              </Button>
            </div>
          }
        />
      )}
      <div className="polishing">
        <div className={`polishing-beside is-${beside}`}>
          <Segmented
            className="polishing-switch"
            aria-label="左边看什么"
            value={beside}
            onChange={setBeside}
            options={[
              { value: 'original', label: '报名原文' },
              { value: 'preview', label: '手机预览' },
            ]}
          />
          <section className="sheet polishing-original" aria-label="报名原文">
            {original.length > 0 ? (
              <AnswerSheet
                form={original.map(({ field }) => field)}
                answers={Object.fromEntries(
                  original.flatMap(({ field, answer }) => (answer === null ? [] : [[field.key, answer]])),
                )}
                uploads={[...pictures, ...documents]}
              />
            ) : (
              <p className="faint">这份报名已不是“通过”状态，看不到原文。</p>
            )}
          </section>
          <PhonePreview candidate={{ ...fetched.preview, ...shownOf(text, picture) }} />
        </div>
        <Form<Typed>
          form={form}
          className="sheet polishing-text"
          layout="vertical"
          requiredMark={false}
          disabled={!canEdit}
          initialValues={typedOf(stored.text)}
          onFinish={(values) => save.mutate(textOf(values))}
        >
          <h2>公开文字</h2>
          <TextFields
            {...{ category, pictures }}
            onAdded={(upload) => {
              setAdded([...added, upload])
              form.setFieldsValue({ picture: upload.id })
            }}
          />
        </Form>
      </div>
    </Page>
  )
}

type Latest = { text: EntryText; by?: string }

const shownOf = (
  { name, position, summary, deeds, alt }: EntryText,
  picture?: Found['pictures'][number],
) => ({
  ...{ name, position, summary, deeds },
  picture: { url: picture?.url ?? '', thumbUrl: picture?.thumbUrl ?? '', alt },
})

function TheirText({ text }: { text: EntryText }) {
  return (
    <div className="their-text">
      <p>
        <b>{text.name}</b>
        {text.position && `，${text.position}`}
      </p>
      <p>{text.summary}</p>
      {text.deeds.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  )
}
