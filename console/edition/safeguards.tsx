import type { Edition } from '@shared/edition/contract'
import { MODE_NAMES, MODE_WORDS, THRESHOLD_NAMES, THRESHOLD_WORDS } from '@shared/edition/safeguards/words'
import { type Grade, gradeOf } from '@shared/risk/rules'
import { Alert, Form, InputNumber, Radio, Typography } from 'antd'
import { useSuspicion } from '../ballot/suspicion/data'
import { useMay } from '../session'

type Mode = Edition['safeguards']['mode']
type Step = keyof typeof THRESHOLD_NAMES

/** What is done about ballots that look bought, and from which score on. */
export function SafeguardFields({ draft, lately }: { draft: Edition; lately: boolean }) {
  const { mode } = draft.safeguards
  const maySee = useMay()('suspicion.read')
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
      {mode !== 'on' && (
        <Alert
          className="note"
          type="info"
          showIcon
          title={`“${MODE_NAMES[mode]}”时下面的分数不生效；改为“${MODE_NAMES.on}”后按这些分数处理。`}
        />
      )}
      {(Object.keys(THRESHOLD_NAMES) as Step[]).map((step) => (
        <Form.Item
          key={step}
          name={['safeguards', step]}
          label={`多少分起${THRESHOLD_NAMES[step]}`}
          extra={THRESHOLD_WORDS[step]}
        >
          <InputNumber min={1} max={100} precision={0} suffix="分" disabled={mode !== 'on'} />
        </Form.Item>
      ))}
      {lately && maySee && <Lately safeguards={draft.safeguards} />}
    </>
  )
}

const GRADES: Record<Grade, string> = { ...THRESHOLD_NAMES, pass: '不处理' }

/** What the scores that stand here would have made of what was found lately. */
function Lately({ safeguards }: { safeguards: Edition['safeguards'] }) {
  const { data } = useSuspicion()
  if (!data) return null
  const grades = data.lately.map((score) => gradeOf(score, { ...safeguards, mode: 'on' }))
  const counts = (Object.keys(GRADES) as Grade[]).map(
    (grade) => `${GRADES[grade]} ${grades.filter((one) => one === grade).length} 组`,
  )
  return (
    <p className="hint" role="status">
      {grades.length > 0
        ? `最近 24 小时发现 ${grades.length} 组异常选票，按上面的分数：${counts.join('，')}。`
        : '最近 24 小时没有发现异常选票。'}
    </p>
  )
}
