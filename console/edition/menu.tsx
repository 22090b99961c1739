import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Menu } from '@shared/edition/contract'
import { Button, Card, Flex, Form, Input, Select, Space } from 'antd'

type Item = Menu[number]

const KINDS = [
  { value: 'says', label: '替网友回复' },
  { value: 'path', label: '打开网页' },
]

/** The official account's menu: three buttons, each of which says a word, opens a page, or opens up to five more. */
export function MenuFields() {
  const menu = (Form.useWatch('menu') ?? []) as Item[]
  return (
    <>
      <p className="hint">
        最多三项，每项下最多五个。保存后由运维推送到公众号：<code>npm run pingxuan -- wechat menu</code>
      </p>
      <Form.List name="menu">
        {(fields, { add, remove }) => (
          <Flex vertical gap={16}>
            {fields.map(({ key, name }) => (
              <Card
                key={key}
                size="small"
                title={`第 ${name + 1} 项`}
                extra={<Remove label={`删除第 ${name + 1} 项`} onClick={() => remove(name)} />}
              >
                {menu[name] && 'buttons' in menu[name] ? (
                  <Group at={name} />
                ) : (
                  <Form.Item name={[name]}>
                    <ButtonFields />
                  </Form.Item>
                )}
              </Card>
            ))}
            {fields.length < 3 && (
              <Space>
                <Button icon={<PlusOutlined />} onClick={() => add({ name: '新按钮', says: '帮助' })}>
                  增加一个按钮
                </Button>
                <Button
                  icon={<PlusOutlined />}
                  onClick={() => add({ name: '更多', buttons: [{ name: '新按钮', says: '帮助' }] })}
                >
                  增加一组按钮
                </Button>
              </Space>
            )}
          </Flex>
        )}
      </Form.List>
    </>
  )
}

function Group({ at }: { at: number }) {
  return (
    <>
      <Form.Item name={[at, 'name']} label="名称（最多 4 个字）">
        <Input maxLength={4} className="short" />
      </Form.Item>
      <Form.List name={[at, 'buttons']}>
        {(fields, { add, remove }) => (
          <Flex vertical gap={8}>
            {fields.map(({ key, name }) => (
              <Flex key={key} gap={8} align="start">
                <Form.Item name={[name]} className="grow">
                  <ButtonFields />
                </Form.Item>
                {fields.length > 1 && (
                  <Remove label={`删除下级第 ${name + 1} 个`} onClick={() => remove(name)} />
                )}
              </Flex>
            ))}
            {fields.length < 5 && (
              <Button
                size="small"
                icon={<PlusOutlined />}
                onClick={() => add({ name: '新按钮', says: '帮助' })}
              >
                增加下级
              </Button>
            )}
          </Flex>
        )}
      </Form.List>
    </>
  )
}

type Value = { name: string; says?: string; path?: string }
type Props = { id?: string; value?: Value; onChange?: (value: Value) => void }

/** One button: its name, what it does, and the word or the page. */
function ButtonFields({ id, value = { name: '', says: '' }, onChange }: Props) {
  const kind = value.path === undefined ? 'says' : 'path'
  return (
    <Space.Compact block>
      <Input
        id={id}
        aria-label="按钮名称"
        value={value.name}
        maxLength={8}
        onChange={({ target }) => onChange?.({ ...value, name: target.value })}
      />
      <Select
        aria-label="按钮做什么"
        value={kind}
        options={KINDS}
        className="kind"
        onChange={(next) =>
          onChange?.({ name: value.name, ...(next === 'path' ? { path: '/' } : { says: '' }) })
        }
      />
      <Input
        aria-label={kind === 'path' ? '网页地址，以 / 开头' : '替网友回复的词'}
        value={value[kind]}
        maxLength={40}
        onChange={({ target }) => onChange?.({ name: value.name, [kind]: target.value })}
      />
    </Space.Compact>
  )
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={label} onClick={onClick} />
}
