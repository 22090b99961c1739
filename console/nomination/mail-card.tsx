import type { ResponseOf } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import { fullText } from '@shared/kernel/dates'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { Alert, Button, Card, Flex, Form, Radio, Spin, Tag } from 'antd'
import { useId, useState } from 'react'
import { Link } from 'react-router'
import { useEdition } from '../edition/phase'
import { PickUnits } from '../unit/pick'
import { placeOf } from '../unit/words'
import { useCategoryNames, useFormsOf } from './data'

type Mail = ResponseOf<'POST /api/staff/nomination-mails'>
type MailForm = Mail['forms'][number]
export type Choice = { category?: CategoryId; unit?: string }

/** A file that was dropped in, and what became of it. */
export type Dropped = {
  key: number
  file: File
  state: 'waiting' | 'reading' | 'failed' | Mail['outcome']
  mail: Mail | null
  /** Why it was not taken, and whether trying again could help. */
  error: { message: string; again: boolean } | null
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
          title={error.message}
          action={error.again && <Button onClick={() => again()}>重试</Button>}
        />
      )}
      {state === 'known' && <p>这封邮件（或这份表）已经收过，没有重复建草稿。</p>}
      {!error &&
        mail?.forms.map((form, i) => (
          <Found key={form.nomination ?? i} form={form} inMail={mail.from !== null} />
        ))}
      {state === 'unclear' && mail && <Choose forms={mail.forms} send={again} />}
      {busy && mail && <p className="faint">正在按您的选择收下……</p>}
    </Card>
  )
}

/** A form that was found in it. */
function Found({ form, inMail }: { form: MailForm; inMail: boolean }) {
  const { file, nomination, category, unit, written, choices, unread, obstacles } = form
  const nameOf = useCategoryNames()
  const doubt = choices.length > 0 ? '请选是哪一个' : '单位库里没有'
  const called = unit?.name ?? (written ? `“${written}”（${doubt}）` : '没有写单位名称')
  return (
    <section className="mail-form">
      <Flex gap={12} wrap>
        <strong>{called}</strong>
        <span>{category ? nameOf(category) : '不知道报哪个奖项'}</span>
        {nomination && <Link to={`/nominations/${nomination}`}>查看草稿</Link>}
      </Flex>
      {inMail && file && <p className="faint">读自附件“{file}”</p>}
      {obstacles.map((text) => (
        <Alert key={text} type="warning" showIcon title={text} />
      ))}
      {unread.length > 0 && (
        <>
          <p>没有读到的，请补上：</p>
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

/** None of the units that the name may mean. */
const OTHER = 'other'

/** Asks for the category and the unit that forms do not tell. */
function Choose({ forms, send }: { forms: MailForm[]; send: (choice: Choice) => void }) {
  const { data: edition } = useEdition()
  const { data: set } = useFormsOf()
  const [category, setCategory] = useState<CategoryId>()
  const [likely, setLikely] = useState<string>()
  const [picked, setPicked] = useState<string[]>([])
  const id = useId()
  const lacksCategory = forms.some((form) => !form.category)
  const lacksUnit = forms.some((form) => !form.unit)
  const choices = forms.flatMap((form) => form.choices)
  const unit = likely && likely !== OTHER ? likely : picked[0]
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
      {lacksUnit && choices.length > 0 && (
        <Form.Item label="是哪个单位">
          <Radio.Group
            className="mail-units"
            value={likely}
            onChange={({ target }) => setLikely(target.value)}
            options={[
              ...choices.map((one) => ({
                value: one.id,
                label: `${one.name}（${LEVEL_NAMES[one.level]} · ${placeOf(one)}）`,
              })),
              { value: OTHER, label: '都不是，从单位库里找' },
            ]}
          />
        </Form.Item>
      )}
      {lacksUnit && (choices.length === 0 || likely === OTHER) && (
        <Form.Item label="单位" htmlFor={id}>
          <PickUnits id={id} most={1} value={picked} onChange={setPicked} />
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
