import type { Edition } from '@shared/edition/contract'
import { VISIBILITY_NAMES } from '@shared/edition/rules'
import { PART_NAMES } from '@shared/edition/scoring/words'
import { Form, InputNumber, Radio, Typography } from 'antd'
import { TimeOfDay } from './moment'
import { ScoringFields } from './scoring'

const HINTS: Record<keyof typeof VISIBILITY_NAMES, string> = {
  live: '随投随见，最公开',
  daily: '网友看到的是上一个公布时刻的票数，可减少临近截止的刷票',
  afterClose: '投票期间谁都看不到',
}

/** Who sees counts when, and what the composite result is made of. */
export function Publicity({ draft }: { draft: Edition }) {
  return (
    <>
      <h2>投票期间的票数</h2>
      <Form.Item name={['tallyVisibility', 'mode']} label="网友何时看到票数">
        <Radio.Group
          className="choices"
          options={(Object.keys(HINTS) as (keyof typeof HINTS)[]).map((value) => ({
            value,
            label: (
              <>
                {VISIBILITY_NAMES[value]} <Typography.Text type="secondary">{HINTS[value]}</Typography.Text>
              </>
            ),
          }))}
        />
      </Form.Item>
      {draft.tallyVisibility.mode === 'daily' && (
        <Form.Item name={['tallyVisibility', 'at']} label="每天公布时刻（北京时间）" initialValue="18:00">
          <TimeOfDay />
        </Form.Item>
      )}
      <h2>综合得分的权重</h2>
      <p className="hint">每个奖项四项合计 100%。投票开始后不能再改。</p>
      <Form.List name="categories">
        {(fields) =>
          fields.map(({ key, name }) => {
            const category = draft.categories[name]
            return category ? (
              <fieldset key={key} className="weights">
                <legend>{category.name}</legend>
                {Object.entries(PART_NAMES).map(([part, label]) => (
                  <Form.Item key={part} name={[name, 'weights', part]} label={label}>
                    <InputNumber min={0} max={100} precision={0} suffix="%" />
                  </Form.Item>
                ))}
                <Sum weights={category.weights} />
              </fieldset>
            ) : null
          })
        }
      </Form.List>
      <ScoringFields draft={draft} />
      <h2>公示期间的异议</h2>
      <Form.Item
        name="objectionDays"
        label="多少天内答复"
        extra="从收到异议算起，会写在网站的异议页上；改动只影响以后提出的异议"
      >
        <InputNumber min={1} max={60} precision={0} suffix="天" />
      </Form.Item>
    </>
  )
}

function Sum({ weights }: { weights: Edition['categories'][number]['weights'] }) {
  const sum = Object.values(weights).reduce((total, weight) => total + (weight ?? 0), 0)
  return (
    <Typography.Text className="weights-sum" type={sum === 100 ? 'secondary' : 'danger'} role="status">
      合计 {sum}%{sum === 100 ? '' : '，应为 100%'}
    </Typography.Text>
  )
}
