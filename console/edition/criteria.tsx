import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Anchor, Criterion } from '@shared/edition/review/contract'
import { Button, Flex, Input, InputNumber, Select, Typography } from 'antd'

type Props = { value: Criterion[]; step: number; onChange: (criteria: Criterion[]) => void }

const FULL = [5, 10, 20, 25, 50, 100].map((value) => ({ value, label: `${value} 分` }))
const MOST = 12

/** What experts mark: names, weights that sum to 100, full marks, and what their bands mean. */
export function Criteria({ value, step, onChange }: Props) {
  const sum = value.reduce((total, { weight }) => total + (weight ?? 0), 0)
  const put = (at: number, change: Partial<Criterion>) =>
    onChange(value.map((one, i) => (i === at ? { ...one, ...change } : one)))
  return (
    <>
      <ol className="criteria">
        {value.map((criterion, at) => (
          <li key={criterion.key}>
            <div className="criterion-head">
              <Input
                aria-label={`第 ${at + 1} 项指标的名称`}
                placeholder="指标名称"
                maxLength={20}
                value={criterion.name}
                onChange={({ target }) => put(at, { name: target.value })}
              />
              <InputNumber
                aria-label={`第 ${at + 1} 项指标的权重`}
                prefix="权重"
                suffix="%"
                min={1}
                max={100}
                precision={0}
                value={criterion.weight}
                onChange={(weight) => put(at, { weight: weight ?? 1 })}
              />
              <Select
                aria-label={`第 ${at + 1} 项指标的满分`}
                prefix="满分"
                options={FULL}
                value={criterion.full}
                onChange={(full) => put(at, { full: full as Criterion['full'] })}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={`删除第 ${at + 1} 项指标`}
                onClick={() => onChange(value.filter((_, i) => i !== at))}
              />
            </div>
            <Anchors criterion={criterion} step={step} onChange={(anchors) => put(at, { anchors })} />
          </li>
        ))}
      </ol>
      <Flex gap={16} align="center">
        {value.length < MOST && (
          <Button icon={<PlusOutlined />} onClick={() => onChange([...value, blank(100 - sum)])}>
            加一项指标
          </Button>
        )}
        <Typography.Text type={sum === 100 ? 'secondary' : 'danger'} role="status">
          权重合计 {sum}%{sum === 100 ? '' : '，应为 100%'}
        </Typography.Text>
      </Flex>
    </>
  )
}

type AnchorsProps = { criterion: Criterion; step: number; onChange: (anchors: Anchor[]) => void }

function Anchors({ criterion: { name, full, anchors }, step, onChange }: AnchorsProps) {
  const put = (at: number, change: Partial<Anchor>) =>
    onChange(anchors.map((one, i) => (i === at ? { ...one, ...change } : one)))
  const bound = (at: number, side: 'from' | 'to', label: string) => (
    <InputNumber
      aria-label={`${name}第 ${at + 1} 档${label}`}
      min={0}
      max={full}
      step={step}
      value={anchors[at]![side]}
      onChange={(mark) => put(at, { [side]: mark ?? 0 })}
    />
  )
  return (
    <div className="anchors">
      {anchors.map((anchor, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a band is known by its place
        <div key={at} className="anchor">
          {bound(at, 'from', '下限')}至{bound(at, 'to', '上限')}分
          <Input
            aria-label={`${name}第 ${at + 1} 档的含义`}
            placeholder="这一档是什么样的，如：成效突出，群众普遍认可"
            maxLength={100}
            value={anchor.meaning}
            onChange={({ target }) => put(at, { meaning: target.value })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`删除${name}第 ${at + 1} 档`}
            onClick={() => onChange(anchors.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      {anchors.length < 8 && (
        <Button type="link" size="small" onClick={() => onChange([...anchors, below(anchors, full, step)])}>
          加一档说明
        </Button>
      )}
    </div>
  )
}

/** The next band down: a fifth of the full marks, up to where the lowest one begins. */
function below(anchors: Anchor[], full: number, step: number): Anchor {
  const to = anchors.length ? Math.max(Math.min(...anchors.map(({ from }) => from)) - step, 0) : full
  return { from: Math.max(Math.round(to - full / 5), 0), to, meaning: '' }
}

/** A criterion without a name yet. Its key only has to differ from the others'. */
const blank = (weight: number): Criterion => ({
  key: `c${crypto.randomUUID().replaceAll('-', '').slice(0, 10)}`,
  name: '',
  weight: Math.max(weight, 1),
  full: 10,
  anchors: [],
})
