import type { Category, CategoryForm, CategoryId, Edition } from '@shared/edition/contract'
import { Button, Empty, Form, Input, InputNumber, Segmented } from 'antd'
import { FormFields } from './questions'

type Props = {
  draft: Edition
  category: CategoryId
  onCategory: (category: CategoryId) => void
}

/** What units are asked when they enter, category by category, and what screeners look at. */
export function NominationRules({ draft, category, onCategory }: Props) {
  return (
    <>
      <Form.Item
        name={['nomination', 'minAnswered']}
        label="参评至少要回复多少件"
        extra="这一年回复网友留言的件数；案例不受限制"
      >
        <InputNumber min={0} max={100_000} precision={0} />
      </Form.Item>
      <Segmented
        aria-label="奖项"
        value={category}
        onChange={onCategory}
        options={draft.categories
          .filter(Boolean)
          .map(({ id, shortName }) => ({ value: id, label: shortName }))}
      />
      {draft.categories.filter(Boolean).map((one) => (
        <div key={one.id} hidden={one.id !== category}>
          <Form.Item name={['nomination', 'forms', one.id]} className="questions">
            <CategoryFields category={one} />
          </Form.Item>
        </div>
      ))}
    </>
  )
}

type FieldsProps = {
  category: Category
  value?: CategoryForm
  onChange?: (form: CategoryForm | undefined) => void
}

function CategoryFields({ category, value, onChange }: FieldsProps) {
  if (!value) {
    return (
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={`“${category.name}”还没有报名表，单位不能自行报名`}
      >
        <Button onClick={() => onChange?.(starter())}>设一张报名表</Button>
      </Empty>
    )
  }
  return (
    <>
      <h2>报名表</h2>
      <p className="hint">单位在手机上按这个次序填写。栏目的名称和说明可以随时改，已填的内容跟着栏目走。</p>
      <FormFields value={value.form} onChange={(form) => onChange?.({ ...value, form })} />
      <h2>审核要点</h2>
      <p className="hint">每行一条，最多十二条。审核人逐条核对以后才能通过。</p>
      <Checklist value={value.checklist} onChange={(checklist) => onChange?.({ ...value, checklist })} />
      <Button className="drop-form" danger onClick={() => onChange?.(undefined)}>
        不接受“{category.shortName}”的报名
      </Button>
    </>
  )
}

function Checklist({ value, onChange }: { value: string[]; onChange: (checklist: string[]) => void }) {
  return (
    <Input.TextArea
      aria-label="审核要点"
      autoSize={{ minRows: 3, maxRows: 12 }}
      value={value.join('\n')}
      onChange={({ target }) => onChange(target.value.split('\n'))}
      onBlur={() => onChange(value.map((line) => line.trim()).filter(Boolean))}
    />
  )
}

/** What nearly every form asks. */
function starter(): CategoryForm {
  const field = { help: '', required: true }
  return {
    form: [
      { ...field, key: 'summary', label: '一句话介绍', kind: 'line', max: 60, becomes: 'summary' },
      { ...field, key: 'deeds', label: '事迹', kind: 'prose', min: 300, max: 2000, becomes: 'deeds' },
      { ...field, key: 'photos', label: '照片', kind: 'photos', min: 1, max: 6, becomes: 'pictures' },
      { ...field, key: 'contactName', label: '联系人', kind: 'line', max: 20 },
      { ...field, key: 'contactPhone', label: '联系电话', kind: 'phone' },
    ],
    checklist: [],
  }
}
