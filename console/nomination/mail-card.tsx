import type { ResponseOf } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import { fullText } from '@shared/kernel/dates'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { Alert, Button, Card, Form, Radio, Spin, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useEdition } from '../edition/phase'
import { PickUnits } from '../unit/pick'
import { placeOf } from '../unit/words'
import { useCategoryForms, useCategoryNames } from './data'

type Mail = ResponseOf<'POST /api/staff/nomination-mails'>
type MailForm = Mail['forms'][number]
export type Choice = { category?: CategoryId; unit?: string }

/** A file that was dropped in, and what became of it. */
export type Dropped = {
  key: number
  file: File
  state: 'waiting' | 'reading' | 'failed' | Mail['outcome']
  mail: Mail | null
  error: string | null
}

const STATES: Record<Dropped['state'], { name: string; color: string }> = {
  waiting: { name: '等待', color: 'default' },
  reading: { name: '正在读取', color: 'processing' },
  failed: { name: '没有收下', color: 'error' },
  taken: { name: '已收下', color: 'success' },
  known: { name: '以前收过', color: 'default' },
  unclear: { name: '待您选择', color: 'warning' },
}

type Props = { dropped: Dropped; again: (choice?: Choice) => void }

/** What became of a file: its drafts and what could not be read; or what is to be chosen. */
export function MailCard({ dropped: { file, state, mail, error }, again }: Props) {
  const { name, color } = STATES[state]
  const busy = state === 'waiting' || state === 'reading'
  return (
    <Card
      size="small"
      title={mail?.subject ?? file.name}
      extra={
        <>
          {state === 'reading' && <Spin size="small" />} <Tag color={color}>{name}</Tag>
        </>
      }
    >
      {mail?.from && (
        <p className="faint">
          {mail.from}
          {mail.sentAt && `，${fullText(mail.sentAt)}`}
        </p>
      )}
      {error && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={error}
          action={<Button onClick={() => again()}>重试</Button>}
        />
      )}
      {state === 'known' && <p>这封邮件（或这份表）已经收过，没有重复建草稿。</p>}
      {!error && mail?.forms.map((form, i) => <Found key={form.nomination ?? i} form={form} />)}
      {state === 'unclear' && mail && <Choose forms={mail.forms} send={again} />}
      {busy && mail && <p className="faint">正在按您的选择收下……</p>}
    </Card>
  )
}

/** A form that was found in it. */
function Found({
  form: { file, nomination, category, unit, written, unread, obstacles },
}: {
  form: MailForm
}) {
  const nameOf = useCategoryNames()
  const called = unit?.name ?? (written ? `“${written}”（单位库里没有对上）` : '没有写单位名称')
  return (
    <section className="mail-form">
      <p>
        <strong>{called}</strong> {category ? nameOf(category) : '不知道报哪个奖项'}
        {nomination && <Link to={`/nominations/${nomination}`}>查看草稿</Link>}
      </p>
      {file && <p className="faint">读自附件“{file}”</p>}
      {obstacles.map((text) => (
        <Alert key={text} type="warning" showIcon title={text} />
      ))}
      {unread.length > 0 && (
        <>
          <p>以下内容没有读出，请补上：</p>
          <ul>
            {unread.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
      {nomination && unread.length === 0 && <p>全部读出。</p>}
    </section>
  )
}

/** Asks for the category and the unit that forms do not tell. */
function Choose({ forms, send }: { forms: MailForm[]; send: (choice: Choice) => void }) {
  const { data: edition } = useEdition()
  const { data: set } = useCategoryForms()
  const [category, setCategory] = useState<CategoryId>()
  const [unit, setUnit] = useState<string>()
  const lacksCategory = forms.some((form) => !form.category)
  const lacksUnit = forms.some((form) => !form.unit)
  const choices = forms.flatMap((form) => form.choices)
  const open = (edition?.categories ?? []).filter(({ id }) => set?.nomination.forms[id]?.form.length)
  return (
    <Form layout="vertical" onFinish={() => send({ category, unit })}>
      {lacksCategory && (
        <Form.Item label="报名奖项">
          <Radio.Group
            value={category}
            onChange={({ target }) => setCategory(target.value)}
            options={open.map(({ id, shortName }) => ({ value: id, label: shortName }))}
          />
        </Form.Item>
      )}
      {lacksUnit && (
        <Form.Item label="单位">
          {choices.length > 0 && (
            <Radio.Group
              className="mail-units"
              value={unit}
              onChange={({ target }) => setUnit(target.value)}
              options={choices.map((one) => ({
                value: one.id,
                label: `${one.name}（${LEVEL_NAMES[one.level]} · ${placeOf(one)}）`,
              }))}
            />
          )}
          <PickUnits most={1} value={unit ? [unit] : []} onChange={([id]) => setUnit(id)} />
        </Form.Item>
      )}
      <Button
        type="primary"
        htmlType="submit"
        disabled={(lacksCategory && !category) || (lacksUnit && !unit)}
      >
        收下
      </Button>
    </Form>
  )
}
