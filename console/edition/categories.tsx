import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { CATEGORY_NAMES } from '@shared/edition/changes'
import type { Category, CategoryId } from '@shared/edition/contract'
import { Button, Card, Checkbox, Flex, Form, Input, InputNumber, Select } from 'antd'

const PER = [
  { value: 'edition', label: '整届一张' },
  { value: 'day', label: '每天一张' },
]

/** The categories: what they are called, how many win, and what one ballot may hold. */
export function Categories({ categories }: { categories: Category[] }) {
  const missing = (Object.keys(CATEGORY_NAMES) as CategoryId[]).filter(
    (id) => !categories.some((category) => category?.id === id),
  )
  return (
    <Form.List name="categories">
      {(fields, { add, remove }) => (
        <Flex vertical gap={16}>
          {fields.map(({ key, name }) => {
            const id = categories[name]?.id
            return (
              <Card
                key={key}
                size="small"
                title={id && CATEGORY_NAMES[id]}
                extra={
                  fields.length > 1 && (
                    <Button type="text" size="small" icon={<DeleteOutlined />} onClick={() => remove(name)}>
                      不设这个奖项
                    </Button>
                  )
                }
              >
                <CategoryFields at={name} />
              </Card>
            )
          })}
          {missing.map((id) => (
            <Button key={id} icon={<PlusOutlined />} onClick={() => add(blank(id, categories))}>
              增设{CATEGORY_NAMES[id]}
            </Button>
          ))}
        </Flex>
      )}
    </Form.List>
  )
}

function CategoryFields({ at }: { at: number }) {
  return (
    <>
      <div className="fields">
        <Form.Item name={[at, 'name']} label="名称">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name={[at, 'shortName']} label="简称" extra="用在标签和按钮上">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name={[at, 'letter']} label="编号字母" normalize={(text: string) => text.toUpperCase()}>
          <Input maxLength={1} className="short" />
        </Form.Item>
        <Form.Item name={[at, 'seats']} label="评出数">
          <Seats />
        </Form.Item>
      </div>
      <Form.Item name={[at, 'summary']} label="说明">
        <Input.TextArea autoSize maxLength={200} />
      </Form.Item>
      <div className="fields">
        <Form.Item name={[at, 'ballotRule', 'min']} label="每张选票最少应选">
          <InputNumber min={1} max={200} precision={0} />
        </Form.Item>
        <Form.Item name={[at, 'ballotRule', 'max']} label="每张选票最多可选">
          <InputNumber min={1} max={200} precision={0} />
        </Form.Item>
        <Form.Item name={[at, 'ballotRule', 'per']} label="每人投票次数">
          <Select options={PER} />
        </Form.Item>
      </div>
    </>
  )
}

type SeatsProps = { id?: string; value?: number | null; onChange?: (seats: number | null) => void }

/** A number of winners, or an open one. */
function Seats({ id, value, onChange }: SeatsProps) {
  return (
    <Flex gap={12} align="center">
      <InputNumber
        id={id}
        min={1}
        max={1000}
        precision={0}
        value={value}
        placeholder="若干"
        onChange={(seats) => onChange?.(seats)}
      />
      <Checkbox checked={value === null} onChange={({ target }) => onChange?.(target.checked ? null : 10)}>
        不限定
      </Checkbox>
    </Flex>
  )
}

function blank(id: CategoryId, others: Category[]): Category {
  const letter = ['A', 'B', 'C'].find((one) => others.every((category) => category.letter !== one)) ?? 'D'
  return {
    ...{ id, letter, name: CATEGORY_NAMES[id], shortName: CATEGORY_NAMES[id], summary: '', seats: null },
    ballotRule: { min: 1, max: 10, per: 'edition' },
    weights: { deeds: 20, replyRecord: 20, review: 30, votes: 30 },
  }
}
