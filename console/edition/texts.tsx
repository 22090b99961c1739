import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Card, Flex, Form, Input } from 'antd'

/** What the public reads: the front page's words and the rules. */
export function Texts() {
  return (
    <>
      <Form.Item name={['texts', 'slogan']} label="主题语">
        <Input maxLength={100} showCount />
      </Form.Item>
      <Form.Item
        name={['texts', 'intro']}
        label="简介"
        extra="首页“评选公告”的第一段，也是公众号欢迎语的一部分"
      >
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1000} showCount />
      </Form.Item>
      <Form.Item
        name={['texts', 'notice']}
        label="首页公告"
        extra="不填则不显示"
        normalize={(text: string) => text || null}
      >
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1000} showCount />
      </Form.Item>
      <h2>评选规则</h2>
      <p className="hint">每个自然段一行。</p>
      <Form.List name={['texts', 'rules']}>
        {(fields, { add, remove, move }) => (
          <Flex vertical gap={16}>
            {fields.map(({ key, name }) => (
              <Card
                key={key}
                size="small"
                title={`第 ${name + 1} 节`}
                extra={
                  <Flex gap={4}>
                    <Button
                      type="text"
                      size="small"
                      icon={<ArrowUpOutlined />}
                      aria-label={`第 ${name + 1} 节上移`}
                      disabled={name === 0}
                      onClick={() => move(name, name - 1)}
                    />
                    <Button
                      type="text"
                      size="small"
                      icon={<ArrowDownOutlined />}
                      aria-label={`第 ${name + 1} 节下移`}
                      disabled={name === fields.length - 1}
                      onClick={() => move(name, name + 1)}
                    />
                    <Button
                      type="text"
                      size="small"
                      icon={<DeleteOutlined />}
                      aria-label={`删除第 ${name + 1} 节`}
                      onClick={() => remove(name)}
                    />
                  </Flex>
                }
              >
                <Form.Item name={[name, 'title']} label="标题">
                  <Input maxLength={60} />
                </Form.Item>
                <Form.Item name={[name, 'paragraphs']} label="正文">
                  <Paragraphs />
                </Form.Item>
              </Card>
            ))}
            <Button
              icon={<PlusOutlined />}
              onClick={() => add({ title: '新的一节', paragraphs: ['请填写正文。'] })}
            >
              增加一节
            </Button>
          </Flex>
        )}
      </Form.List>
    </>
  )
}

type Props = { id?: string; value?: string[]; onChange?: (paragraphs: string[]) => void }

/** Paragraphs as lines of one text. */
function Paragraphs({ id, value = [], onChange }: Props) {
  return (
    <Input.TextArea
      id={id}
      autoSize={{ minRows: 2 }}
      value={value.join('\n')}
      onChange={({ target }) => onChange?.(target.value.split('\n'))}
      onBlur={() => onChange?.(value.map((text) => text.trim()).filter(Boolean))}
    />
  )
}
