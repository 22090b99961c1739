import type { Edition } from '@shared/edition/contract'
import type { Part } from '@shared/edition/scoring/contract'
import {
  MISSING_NAMES,
  PART_NAMES,
  REPLY_PART_NAMES,
  SCALE_NAMES,
  scoringWords,
} from '@shared/edition/scoring/words'
import { Form, InputNumber, Select, Typography } from 'antd'
import { optionsOf } from '../components/options'

const PARTS = optionsOf(PART_NAMES)
/** How short times become points: a logarithm says nothing of them. */
const PACES = optionsOf(SCALE_NAMES).filter(({ value }) => value !== 'log')

/** How parts become points and points a rank, with what that means in words, category by category. */
export function ScoringFields({ draft }: { draft: Edition }) {
  const { replyParts, missing } = draft.scoring
  const sum = Object.values(replyParts).reduce((total, one) => total + (one ?? 0), 0)
  return (
    <>
      <h2>综合得分怎么算</h2>
      <p className="hint">全部奖项通用，投票开始后不能再改；办法会写进网站的评选规则。</p>
      <fieldset className="weights">
        <legend>回复情况由什么组成</legend>
        {Object.entries(REPLY_PART_NAMES).map(([part, label]) => (
          <Form.Item key={part} name={['scoring', 'replyParts', part]} label={label}>
            <InputNumber min={0} max={100} precision={0} suffix="%" />
          </Form.Item>
        ))}
        <Typography.Text className="weights-sum" type={sum === 100 ? 'secondary' : 'danger'} role="status">
          合计 {sum}%{sum === 100 ? '' : '，应为 100%'}
        </Typography.Text>
      </fieldset>
      <div className="fields">
        <Form.Item name={['scoring', 'volumeScale']} label="回复量怎么折成分">
          <Select options={optionsOf(SCALE_NAMES)} />
        </Form.Item>
        <Form.Item name={['scoring', 'speedScale']} label="回复速度怎么折成分">
          <Select options={PACES} />
        </Form.Item>
        <Form.Item name={['scoring', 'votesScale']} label="票数怎么折成分">
          <Select options={optionsOf(SCALE_NAMES)} />
        </Form.Item>
        <Form.Item name={['scoring', 'decimals']} label="保留几位小数">
          <InputNumber min={0} max={4} precision={0} />
        </Form.Item>
      </div>
      <div className="fields">
        {(Object.keys(missing) as Part[])
          .filter((part) => part !== 'votes')
          .map((part) => (
            <Form.Item key={part} name={['scoring', 'missing', part]} label={`没有${PART_NAMES[part]}的`}>
              <Select options={optionsOf(MISSING_NAMES)} />
            </Form.Item>
          ))}
      </div>
      <Form.Item
        name={['scoring', 'ties']}
        label="得分相同的，依次比较"
        extra="按选的先后排列；全部相同的，按公开种子抽签"
      >
        <Select mode="multiple" options={PARTS} />
      </Form.Item>
      {draft.categories.filter(Boolean).map(({ id, name, weights }) => (
        <section key={id} className="scoring-words" aria-label={`${name}的算法`}>
          <h3>{name}</h3>
          <ol>
            {scoringWords(weights, draft.scoring).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ol>
        </section>
      ))}
    </>
  )
}
