import type { Edition } from '@shared/edition/contract'
import { MODE_NAMES, MODE_WORDS, THRESHOLD_NAMES, THRESHOLD_WORDS } from '@shared/edition/safeguards/words'
import { Form, InputNumber, Radio, Typography } from 'antd'

type Mode = Edition['safeguards']['mode']
type Step = keyof typeof THRESHOLD_NAMES

/** What is done about ballots that look bought, and from which score on. */
export function SafeguardFields({ draft }: { draft: Edition }) {
  return (
    <>
      <h2>防刷票</h2>
      <p className="hint">
        程序每几秒看一遍刚投的票：短时间内大量投给同一候选、又有机器特征的，按可疑程度给 0 到 100
        分。不会只因为来自同一个网络就怀疑谁。
      </p>
      <Form.Item name={['safeguards', 'mode']} label="怎么做">
        <Radio.Group
          className="choices"
          options={(Object.keys(MODE_NAMES) as Mode[]).map((value) => ({
            value,
            label: (
              <>
                {MODE_NAMES[value]} <Typography.Text type="secondary">{MODE_WORDS[value]}</Typography.Text>
              </>
            ),
          }))}
        />
      </Form.Item>
      {(Object.keys(THRESHOLD_NAMES) as Step[]).map((step) => (
        <Form.Item
          key={step}
          name={['safeguards', step]}
          label={`多少分起${THRESHOLD_NAMES[step]}`}
          extra={THRESHOLD_WORDS[step]}
        >
          <InputNumber
            min={1}
            max={100}
            precision={0}
            suffix="分"
            disabled={draft.safeguards.mode === 'off'}
          />
        </Form.Item>
      ))}
    </>
  )
}
