import { listChanges } from '@shared/edition/changes'
import type { CategoryId, Edition, StaffEdition } from '@shared/edition/contract'
import { judgeChange } from '@shared/edition/findings'
import { fullText } from '@shared/kernel/dates'
import { App, Button, Form, Tabs, Tag } from 'antd'
import { useMemo, useState } from 'react'
import { useParams } from 'react-router'
import { useLeaving } from '../components/leaving'
import { Page } from '../components/page'
import { Pending } from '../components/states'
import { useMay } from '../session'
import { Basics } from './basics'
import { Categories } from './categories'
import { Conflict, type Held, KeptText } from './conflict'
import { useStaffEdition, useTake } from './data'
import { Findings } from './findings'
import { MenuFields } from './menu'
import { NominationRules } from './nomination'
import { useEdition, useNow } from './phase'
import { Phases } from './phases'
import { Preview } from './preview'
import { Publicity } from './publicity'
import { FormPreview } from './questions'
import { ReviewRules, SheetPreview } from './review'
import { SafeguardFields } from './safeguards'
import { Save } from './save'
import { Texts } from './texts'
import './edition.css'

/** How often the editor, hundreds of fields, looks at the clock. */
const TICK_MS = 30_000

/** One edition, to be read or edited. */
export default function EditionPage() {
  const { id = '' } = useParams()
  const edition = useStaffEdition(id)
  return edition.data ? <Editor key={id} fetched={edition.data} /> : <Pending {...edition} />
}

/**
 * The editor over one version of an edition. It goes over to another only by saving or by taking over the latest: were it
 * to follow what is fetched anew, a save would overwrite what nobody here has seen.
 */
function Editor({ fetched }: { fetched: StaffEdition }) {
  const [stored, setStored] = useState(fetched)
  const mayWrite = useMay()('edition.write')
  const take = useTake()
  const { modal, message } = App.useApp()
  const { data: current } = useEdition()
  const now = useNow(current?.ahead ?? 0, TICK_MS)
  const [form] = Form.useForm<Edition>()
  const typed = Form.useWatch((values) => values as Partial<Edition>, { form, preserve: true })
  const draft = typed?.phases ? (typed as Edition) : stored.edition // nothing is typed before the form is there
  const [saving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<StaffEdition | null>(null)
  const [tab, setTab] = useState('basics')
  const [category, setCategory] = useState<CategoryId>(stored.edition.categories[0]!.id)
  const [kept, setKept] = useState<Held | null>(null)
  const changes = useMemo(() => listChanges(stored.edition, draft), [stored.edition, draft])
  const minute = Math.floor(now.getTime() / 60_000)
  const findings = useMemo(
    () => judgeChange(stored.edition, draft, stored.facts, new Date(minute * 60_000)),
    [stored, draft, minute],
  )
  const dirty = changes.length > 0
  useLeaving(dirty)

  const load = (latest: StaffEdition) => {
    take(latest)
    setStored(latest)
    form.setFieldsValue(latest.edition)
  }
  const discard = () =>
    modal.confirm({
      title: '放弃没有保存的改动？',
      okText: '放弃改动',
      onOk: () => form.setFieldsValue(stored.edition),
    })
  const common = { draft, stored, now, mayWrite }
  const title = draft.categories.find((one) => one?.id === category)?.shortName ?? ''
  return (
    <Page
      title={stored.edition.name}
      intro={
        <>
          {stored.facts.current ? <Tag color="success">当前届次</Tag> : <Tag>未公开</Tag>}
          {stored.changedBy}于 {fullText(stored.changedAt)} 修改
        </>
      }
      actions={
        mayWrite && (
          <>
            <Button disabled={!dirty} onClick={discard}>
              放弃改动
            </Button>
            <Button
              type="primary"
              disabled={!dirty || findings.some(({ severity }) => severity === 'refused')}
              onClick={() => setSaving(true)}
            >
              {dirty ? `保存 ${changes.length} 处改动` : '没有改动'}
            </Button>
          </>
        )
      }
    >
      <Findings findings={findings} />
      {kept && <KeptText held={kept} onClose={() => setKept(null)} />}
      <div className="editor">
        <Form
          form={form}
          className="sheet editor-form"
          layout="vertical"
          initialValues={stored.edition}
          disabled={!mayWrite}
          requiredMark={false}
        >
          <Tabs
            // So that all fit at a desk.
            tabBarGutter={16}
            activeKey={tab}
            onChange={setTab}
            items={[
              { key: 'basics', label: '基本信息', children: <Basics /> },
              {
                key: 'categories',
                label: '奖项与票数规则',
                children: <Categories categories={draft.categories} />,
              },
              {
                key: 'phases',
                label: '阶段',
                children: <Phases {...common} dirty={dirty} onStored={load} onConflict={setConflict} />,
              },
              {
                key: 'nomination',
                label: '报名',
                children: <NominationRules {...{ draft, category }} onCategory={setCategory} />,
              },
              {
                key: 'review',
                label: '评审',
                children: <ReviewRules {...{ draft, category }} onCategory={setCategory} />,
              },
              { key: 'publicity', label: '公开与权重', children: <Publicity draft={draft} /> },
              {
                key: 'safeguards',
                label: '防刷票',
                children: (
                  <SafeguardFields draft={draft} lately={tab === 'safeguards' && stored.facts.current} />
                ),
              },
              { key: 'texts', label: '文字', children: <Texts /> },
              { key: 'menu', label: '公众号菜单', children: <MenuFields /> },
            ].map((tab) => ({ ...tab, forceRender: true }))}
          />
        </Form>
        {tab === 'review' ? (
          <SheetPreview title={title} rule={draft.review[category]} />
        ) : tab === 'nomination' ? (
          <FormPreview title={title} form={draft.nomination?.forms[category]?.form ?? []} />
        ) : (
          <Preview draft={draft} now={now} />
        )}
      </div>
      {saving && (
        <Save
          {...{ stored, draft, changes, findings }}
          onClose={() => setSaving(false)}
          onSaved={(latest) => {
            load(latest)
            message.success('已保存，网友几秒内就会看到')
          }}
          onConflict={setConflict}
          onFields={(fields) => form.setFields(fields as Parameters<typeof form.setFields>[0])}
        />
      )}
      {conflict && (
        <Conflict
          {...{ stored, draft, latest: conflict }}
          onClose={() => setConflict(null)}
          onTake={(held) => {
            setKept(held)
            load(conflict)
            setConflict(null)
          }}
        />
      )}
    </Page>
  )
}
