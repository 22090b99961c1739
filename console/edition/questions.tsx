import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  DownOutlined,
  EditOutlined,
  PlusOutlined,
} from '@ant-design/icons'
import type { Field, Form } from '@shared/edition/form/contract'
import { BECOMES_NAMES, KIND_NAMES, limitText } from '@shared/edition/form/words'
import { Button, Checkbox, Dropdown, Flex, Input, InputNumber, Select, Tag } from 'antd'
import { useState } from 'react'

type Kind = Field['kind']
type Props = { value: Form; onChange: (form: Form) => void }

/** The questions of a form: added, changed, put in order, taken out. */
export function FormFields({ value, onChange }: Props) {
  const [open, setOpen] = useState<string | null>(null)
  const move = (at: number, by: number) => {
    const next = [...value]
    next.splice(at + by, 0, ...next.splice(at, 1))
    onChange(next)
  }
  const add = (kind: Kind) => {
    const field = blank(kind)
    onChange([...value, field])
    setOpen(field.key)
  }
  return (
    <Flex vertical gap={8}>
      {value.length > 0 && (
        <ol className="question-list">
          {value.map((field, at) => (
            <li key={field.key}>
              <div className="question-head">
                <span className="question-name">
                  {at + 1}. {field.label || '未起名的栏目'}
                </span>
                <span className="faint">{summary(field)}</span>
                <Flex className="question-acts">
                  <Act
                    icon={<ArrowUpOutlined />}
                    label={`“${field.label}”上移`}
                    disabled={at === 0}
                    onClick={() => move(at, -1)}
                  />
                  <Act
                    icon={<ArrowDownOutlined />}
                    label={`“${field.label}”下移`}
                    disabled={at === value.length - 1}
                    onClick={() => move(at, 1)}
                  />
                  <Act
                    icon={<EditOutlined />}
                    label={`${open === field.key ? '收起' : '修改'}“${field.label}”`}
                    onClick={() => setOpen(open === field.key ? null : field.key)}
                  />
                  <Act
                    icon={<DeleteOutlined />}
                    label={`删除“${field.label}”`}
                    onClick={() => onChange(value.filter((_, i) => i !== at))}
                  />
                </Flex>
              </div>
              {open === field.key && (
                <Question
                  field={field}
                  onChange={(next) => onChange(value.map((old, i) => (i === at ? next : old)))}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {value.length < 40 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: Object.entries(KIND_NAMES).map(([key, label]) => ({ key, label })),
            onClick: ({ key }) => add(key as Kind),
          }}
        >
          <Button icon={<PlusOutlined />} className="add-question">
            增加一栏 <DownOutlined />
          </Button>
        </Dropdown>
      )}
    </Flex>
  )
}

type ActProps = { icon: JSX.Element; label: string; disabled?: boolean; onClick: () => void }

function Act({ icon, label, ...rest }: ActProps) {
  return <Button type="text" size="small" icon={icon} aria-label={label} {...rest} />
}

function summary(field: Field): string {
  return [KIND_NAMES[field.kind], field.required ? '必填' : '选填', limitText(field)]
    .filter(Boolean)
    .join('，')
}

/** What one question says and takes. What kind it is stays: answers of another kind could not be read. */
function Question({ field, onChange }: { field: Field; onChange: (field: Field) => void }) {
  const put = (changes: object) => onChange({ ...field, ...changes } as Field)
  const id = (part: string) => `${field.key}-${part}`
  return (
    <div className="question">
      <label htmlFor={id('label')}>名称</label>
      <Input
        id={id('label')}
        maxLength={30}
        value={field.label}
        onChange={({ target }) => put({ label: target.value })}
      />
      <label htmlFor={id('help')}>{field.kind === 'consent' ? '同意的内容' : '怎样填'}</label>
      <Input.TextArea
        id={id('help')}
        maxLength={200}
        autoSize
        placeholder={field.kind === 'consent' ? '勾选即表示同意的话' : '像向同事解释那样写，显示在名称下面'}
        value={field.help}
        onChange={({ target }) => put({ help: target.value })}
      />
      <span>要求</span>
      <Flex gap={16} wrap align="center">
        <Checkbox checked={field.required} onChange={({ target }) => put({ required: target.checked })}>
          必填
        </Checkbox>
        <Limits field={field} id={id} put={put} />
      </Flex>
      {BECOMES[field.kind] && (
        <>
          <label htmlFor={id('becomes')}>公开为</label>
          <Select
            id={id('becomes')}
            className="becomes"
            allowClear
            placeholder="不公开"
            value={'becomes' in field ? field.becomes : undefined}
            onChange={(becomes) => put({ becomes })}
            options={BECOMES[field.kind]!.map((value) => ({ value, label: BECOMES_NAMES[value] }))}
          />
        </>
      )}
    </div>
  )
}

const BECOMES: Partial<Record<Kind, (keyof typeof BECOMES_NAMES)[]>> = {
  line: ['name', 'position', 'summary'],
  prose: ['summary', 'deeds'],
  photos: ['pictures'],
  consent: ['library'],
}
const MOST: Partial<Record<Kind, number>> = { line: 200, prose: 20_000, figures: 12, photos: 20, files: 10 }
const UNITS: Partial<Record<Kind, string>> = {
  ...{ line: '字', prose: '字', figures: '项', photos: '张', files: '个' },
}

type LimitProps = { field: Field; id: (part: string) => string; put: (changes: object) => void }

function Limits({ field, id, put }: LimitProps) {
  const most = MOST[field.kind]
  if (!most || !('max' in field)) return null
  const unit = UNITS[field.kind]
  return (
    <>
      {'min' in field && (
        <Flex gap={8} align="center">
          <label htmlFor={id('min')}>最少</label>
          <InputNumber
            id={id('min')}
            min={0}
            max={field.max}
            precision={0}
            suffix={unit}
            value={field.min}
            onChange={(min) => put({ min: min ?? 0 })}
          />
        </Flex>
      )}
      <Flex gap={8} align="center">
        <label htmlFor={id('max')}>最多</label>
        <InputNumber
          id={id('max')}
          min={1}
          max={most}
          precision={0}
          suffix={unit}
          value={field.max}
          onChange={(max) => put({ max: max ?? 1 })}
        />
      </Flex>
    </>
  )
}

/** A new question. Its key is never that of an earlier one, whose answers may still be there. */
function blank(kind: Kind): Field {
  const field = { key: `f${Date.now().toString(36)}`, label: '', help: '', required: true }
  switch (kind) {
    case 'line':
      return { ...field, kind, max: 60 }
    case 'prose':
      return { ...field, kind, min: 0, max: 1000 }
    case 'figures':
      return { ...field, kind, max: 6 }
    case 'photos':
      return { ...field, kind, min: 0, max: 9 }
    case 'files':
      return { ...field, kind, max: 5 }
    default:
      return { ...field, kind }
  }
}

/** A form at a phone's width, about as units see it. */
export function FormPreview({ title, form }: { title: string; form: Form }) {
  return (
    <aside className="preview" aria-label="报名表预览">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="preview-phone preview-form" tabIndex={0} aria-label="手机上的报名表">
        <strong>{title}报名</strong>
        {form.map((field) => (
          <div key={field.key} className="preview-field">
            <b>
              {field.label || '未起名的栏目'}
              {!field.required && <Tag>选填</Tag>}
            </b>
            {field.help && field.kind !== 'consent' && <p>{field.help}</p>}
            <Control field={field} />
          </div>
        ))}
        {form.length === 0 && <p>还没有栏目</p>}
      </section>
      <p className="preview-note">大致的样子，宽度和手机一样。</p>
    </aside>
  )
}

function Control({ field }: { field: Field }) {
  const limit = limitText(field)
  switch (field.kind) {
    case 'consent':
      return <span className="preview-consent">□ {field.help || field.label}</span>
    case 'photos':
      return (
        <span className="preview-pick">
          ＋ 添加照片 <small>{limit}</small>
        </span>
      )
    case 'files':
      return (
        <span className="preview-pick">
          ＋ 添加附件 <small>{limit}</small>
        </span>
      )
    case 'figures':
      return (
        <span className="preview-pick">
          ＋ 增加一项 <small>{limit}</small>
        </span>
      )
    default:
      return (
        <span className={field.kind === 'prose' ? 'preview-box is-tall' : 'preview-box'}>
          {limit || (field.kind === 'link' ? 'https://' : '')}
        </span>
      )
  }
}
