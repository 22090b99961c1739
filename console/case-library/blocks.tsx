import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import type { Block, ExperienceDraft } from '@shared/case-library/contract'
import { Button, Flex, Input, Select } from 'antd'
import { moved } from './order'

const NAMES: Record<Block['kind'], string> = { paragraph: '正文', heading: '小标题', picture: '图片' }

type Props = {
  blocks: Block[]
  pictures: ExperienceDraft['pictures']
  disabled: boolean
  onChange: (blocks: Block[]) => void
}

/** The body, piece by piece. An empty line in a piece makes two of it when it is left. */
export function Blocks({ blocks, pictures, disabled, onChange }: Props) {
  const put = (i: number, ...instead: Block[]) =>
    onChange(blocks.flatMap((one, at) => (at === i ? instead : [one])))
  return (
    <div className="library-blocks">
      {blocks.map((block, i) => {
        const name = `第 ${i + 1} 段${NAMES[block.kind]}`
        const key = `${i}-${block.kind}`
        return (
          <fieldset key={key} className="library-block" aria-label={name}>
            <Flex justify="space-between" align="center">
              <span className="faint">{NAMES[block.kind]}</span>
              <span>
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowUpOutlined />}
                  aria-label={`${name}上移`}
                  disabled={disabled || i === 0}
                  onClick={() => onChange(moved(blocks, i, i - 1))}
                />
                <Button
                  type="text"
                  size="small"
                  icon={<ArrowDownOutlined />}
                  aria-label={`${name}下移`}
                  disabled={disabled || i === blocks.length - 1}
                  onClick={() => onChange(moved(blocks, i, i + 1))}
                />
                <Button
                  type="text"
                  size="small"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={`删除${name}`}
                  disabled={disabled}
                  onClick={() => put(i)}
                />
              </span>
            </Flex>
            {block.kind === 'paragraph' ? (
              <Input.TextArea
                aria-label={name}
                value={block.text}
                disabled={disabled}
                autoSize={{ minRows: 2 }}
                onChange={({ target }) => put(i, { kind: 'paragraph', text: target.value })}
                onBlur={() => {
                  const parts = block.text.split(/\n+/).filter((text) => text.trim())
                  if (parts.length > 1)
                    put(i, ...parts.map((text): Block => ({ kind: 'paragraph', text: text.trim() })))
                }}
              />
            ) : block.kind === 'heading' ? (
              <Input
                aria-label={name}
                value={block.text}
                maxLength={60}
                disabled={disabled}
                onChange={({ target }) => put(i, { kind: 'heading', text: target.value })}
              />
            ) : (
              <PictureFields
                {...{ block, pictures, disabled, name }}
                onChange={(changed) => put(i, changed)}
              />
            )}
          </fieldset>
        )
      })}
      {!disabled && (
        <Flex gap={8} wrap>
          <Button onClick={() => onChange([...blocks, { kind: 'paragraph', text: '' }])}>加一段正文</Button>
          <Button onClick={() => onChange([...blocks, { kind: 'heading', text: '' }])}>加小标题</Button>
          {pictures[0] && (
            <Button
              onClick={() =>
                onChange([...blocks, { kind: 'picture', picture: pictures[0]!.id, caption: '' }])
              }
            >
              加图片
            </Button>
          )}
        </Flex>
      )}
    </div>
  )
}

type PictureBlock = Extract<Block, { kind: 'picture' }>
type PictureProps = {
  block: PictureBlock
  pictures: Props['pictures']
  disabled: boolean
  name: string
  onChange: (block: PictureBlock) => void
}

function PictureFields({ block, pictures, disabled, name, onChange }: PictureProps) {
  const shown = pictures.find(({ id }) => id === block.picture)
  return (
    <Flex gap={12} align="flex-start">
      {shown && <img className="library-thumb" src={shown.thumbUrl} alt={block.caption} />}
      <Flex vertical gap={8} flex={1}>
        <Select
          aria-label={`${name}：选哪一张`}
          value={block.picture}
          disabled={disabled}
          onChange={(picture) => onChange({ ...block, picture })}
          options={pictures.map(({ id, name }, i) => ({ value: id, label: `第 ${i + 1} 张 ${name}` }))}
        />
        <Input
          aria-label={`${name}的说明`}
          placeholder="图片说明：图上是什么"
          value={block.caption}
          maxLength={120}
          disabled={disabled}
          onChange={({ target }) => onChange({ ...block, caption: target.value })}
        />
      </Flex>
    </Flex>
  )
}
