import { DeleteOutlined } from '@ant-design/icons'
import type { ExperienceDraft, ExperienceText } from '@shared/case-library/contract'
import { Button, Flex, Form, Input, Radio, Select } from 'antd'
import { Blocks } from './blocks'
import { useTopics } from './data'

type Props = {
  text: ExperienceText
  pictures: ExperienceDraft['pictures']
  disabled: boolean
  onChange: (part: Partial<ExperienceText>) => void
}

/** What the public reads of an experience. */
export function TextFields({ text, pictures, disabled, onChange }: Props) {
  const topics = useTopics()
  const { figures } = text
  return (
    <Form layout="vertical" component="div" disabled={disabled}>
      <Form.Item label="标题" htmlFor="library-title" extra="说清为谁办了什么事">
        <Input
          id="library-title"
          value={text.title}
          maxLength={80}
          showCount
          onChange={({ target }) => onChange({ title: target.value })}
        />
      </Form.Item>
      <Form.Item label="一句话摘要" htmlFor="library-summary" extra="列表、分享卡片和海报上显示">
        <Input.TextArea
          id="library-summary"
          value={text.summary}
          maxLength={200}
          showCount
          autoSize={{ minRows: 2 }}
          onChange={({ target }) => onChange({ summary: target.value })}
        />
      </Form.Item>
      <Form.Item label="主题" htmlFor="library-topics">
        <Select
          id="library-topics"
          mode="multiple"
          maxCount={6}
          value={text.topics}
          optionFilterProp="label"
          placeholder="最多 6 个"
          onChange={(topics) => onChange({ topics })}
          options={topics.data?.items.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item label="封面" extra={pictures.length === 0 ? '报名里没有照片' : undefined}>
        <Radio.Group
          className="library-covers"
          aria-label="封面"
          value={text.cover ?? ''}
          onChange={({ target }) => onChange({ cover: target.value || null })}
        >
          {pictures.map(({ id, name, thumbUrl }) => (
            <Radio key={id} value={id}>
              <img className="library-thumb" src={thumbUrl} alt={name || '照片'} />
            </Radio>
          ))}
          <Radio value="">不用封面</Radio>
        </Radio.Group>
      </Form.Item>
      {text.cover && (
        <Form.Item label="封面说明" htmlFor="library-alt" extra="给看不到图的人听：图上是什么">
          <Input
            id="library-alt"
            value={text.alt}
            maxLength={120}
            onChange={({ target }) => onChange({ alt: target.value })}
          />
        </Form.Item>
      )}
      <Form.Item label="正文">
        <Blocks
          blocks={text.blocks}
          pictures={pictures}
          disabled={disabled}
          onChange={(blocks) => onChange({ blocks })}
        />
      </Form.Item>
      <Form.Item label="数据" extra="能说明成效的数字，如“受益群众 3200 人”">
        <Flex vertical gap={8}>
          {figures.map((figure, i) => {
            const set = (part: Partial<typeof figure>) =>
              onChange({ figures: figures.map((one, at) => (at === i ? { ...one, ...part } : one)) })
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: numbers have no name of their own while they are typed
              <Flex key={i} gap={8}>
                <Input
                  aria-label={`第 ${i + 1} 项数据的名称`}
                  placeholder="受益群众"
                  value={figure.label}
                  maxLength={20}
                  onChange={({ target }) => set({ label: target.value })}
                />
                <Input
                  aria-label={`第 ${i + 1} 项数据的数字`}
                  placeholder="3200"
                  value={figure.value}
                  maxLength={15}
                  onChange={({ target }) => set({ value: target.value })}
                />
                <Input
                  aria-label={`第 ${i + 1} 项数据的单位`}
                  placeholder="人"
                  value={figure.unit}
                  maxLength={8}
                  onChange={({ target }) => set({ unit: target.value })}
                />
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={`删除第 ${i + 1} 项数据`}
                  onClick={() => onChange({ figures: figures.filter((_, at) => at !== i) })}
                />
              </Flex>
            )
          })}
          {figures.length < 12 && (
            <Button onClick={() => onChange({ figures: [...figures, { label: '', value: '', unit: '' }] })}>
              加一项数据
            </Button>
          )}
        </Flex>
      </Form.Item>
    </Form>
  )
}
