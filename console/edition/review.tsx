import { NORMALISATION_NAMES } from '@shared/edition/changes'
import type { Category, CategoryId, Edition } from '@shared/edition/contract'
import type { CategoryReview, Criterion } from '@shared/edition/review/contract'
import { Button, Checkbox, Empty, Flex, Form, InputNumber, Radio, Segmented } from 'antd'
import { Criteria } from './criteria'

type Props = {
  draft: Edition
  category: CategoryId
  onCategory: (category: CategoryId) => void
}

/** How experts review each category. */
export function ReviewRules({ draft, category, onCategory }: Props) {
  const categories = draft.categories.filter(Boolean)
  return (
    <>
      <p className="hint">有专家提交评分以后，这个奖项的指标和算法不能再改。</p>
      <Segmented
        aria-label="奖项"
        value={category}
        onChange={onCategory}
        options={categories.map(({ id, shortName }) => ({ value: id, label: shortName }))}
      />
      {categories.map((one) => (
        <div key={one.id} hidden={one.id !== category}>
          <Form.Item name={['review', one.id]} className="questions">
            <Rule category={one} />
          </Form.Item>
        </div>
      ))}
    </>
  )
}

type RuleProps = {
  category: Category
  value?: CategoryReview
  onChange?: (rule: CategoryReview | undefined) => void
}

const HINTS: Record<CategoryReview['normalisation']['mode'], string> = {
  mean: '各位专家的分直接平均，最简单',
  trimmed: '防止个别极端分，每位候选至少要有 3 个分数',
  zscore: '打分有松有紧时用：每位专家的分先折算到同样的平均分和宽严',
}

function Rule({ category, value, onChange }: RuleProps) {
  if (!value) {
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={`“${category.name}”没有专家评审`}>
        <Button onClick={() => onChange?.(starter())}>设评审指标</Button>
      </Empty>
    )
  }
  const put = (change: Partial<CategoryReview>) => onChange?.({ ...value, ...change })
  const { criteria, step, perCandidate, blind, normalisation } = value
  const { mode, minScores } = normalisation
  return (
    <>
      <h2>评审指标</h2>
      <p className="hint">
        专家逐项打分，总分按权重折成百分制。分档说明写清每一档是什么样的，专家打分时看得到。
      </p>
      <Criteria value={criteria} step={step} onChange={(criteria) => put({ criteria })} />
      <h2>打分与分配</h2>
      <Flex vertical gap={12}>
        <Radio.Group
          aria-label="最小打分单位"
          value={step}
          onChange={({ target }) => put({ step: target.value })}
          options={[
            { value: 0.5, label: '最小 0.5 分' },
            { value: 1, label: '最小 1 分' },
          ]}
        />
        <Flex gap={12} align="center" wrap>
          <Radio.Group
            aria-label="每位候选由几位专家评"
            value={perCandidate === null ? 'all' : 'some'}
            onChange={({ target }) => put({ perCandidate: target.value === 'all' ? null : 3 })}
            options={[
              { value: 'all', label: '全部专家评全部候选' },
              { value: 'some', label: '每位候选分给' },
            ]}
          />
          <InputNumber
            aria-label="每位候选的专家数"
            min={1}
            max={50}
            precision={0}
            suffix="位专家"
            disabled={perCandidate === null}
            value={perCandidate}
            onChange={(count) => put({ perCandidate: count ?? 3 })}
          />
        </Flex>
        <Checkbox checked={blind} onChange={({ target }) => put({ blind: target.checked })}>
          匿名评审：专家看不到候选的姓名和单位，只看到编号、标题和材料
        </Checkbox>
      </Flex>
      <h2>多位专家的分怎么合成</h2>
      <Radio.Group
        aria-label="算法"
        className="choices"
        value={mode}
        onChange={({ target }) =>
          put({ normalisation: { mode: target.value, minScores: Math.max(minScores, 3) } })
        }
        options={(Object.keys(HINTS) as (keyof typeof HINTS)[]).map((value) => ({
          value,
          label: (
            <>
              {NORMALISATION_NAMES[value]} <span className="faint">{HINTS[value]}</span>
            </>
          ),
        }))}
      />
      {mode !== 'mean' && (
        <Flex gap={12} align="center" className="min-scores">
          <label htmlFor={`min-${category.id}`}>
            {mode === 'trimmed' ? '一位候选不足几个分数时，直接平均' : '一位专家提交不足几份时，不折算'}
          </label>
          <InputNumber
            id={`min-${category.id}`}
            min={mode === 'trimmed' ? 3 : 2}
            max={100}
            precision={0}
            value={minScores}
            onChange={(count) => put({ normalisation: { mode, minScores: count ?? 3 } })}
          />
        </Flex>
      )}
      <Button className="drop-form" danger onClick={() => onChange?.(undefined)}>
        “{category.shortName}”不设专家评审
      </Button>
    </>
  )
}

function starter(): CategoryReview {
  const criterion = (key: string, name: string, weight: number): Criterion => ({
    ...{ key, name, weight, full: 20 },
    anchors: [
      { from: 18, to: 20, meaning: '优秀' },
      { from: 14, to: 17.5, meaning: '良好' },
      { from: 10, to: 13.5, meaning: '一般' },
      { from: 0, to: 9.5, meaning: '较弱' },
    ],
  })
  return {
    criteria: [
      criterion('effect', '工作成效', 40),
      criterion('service', '为民服务', 30),
      criterion('example', '创新示范', 30),
    ],
    ...{ step: 0.5, perCandidate: null, blind: false },
    normalisation: { mode: 'mean', minScores: 3 },
  }
}

/** What an expert will see: the sheet with each criterion, its bands, and how much it counts. */
export function SheetPreview({ title, rule }: { title: string; rule: CategoryReview | undefined }) {
  return (
    <aside className="preview" aria-label="预览">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="preview-phone preview-form" tabIndex={0} aria-label="打分页">
        <strong>{title} · 打分</strong>
        {rule ? (
          rule.criteria.map(({ key, name, full, weight, anchors }) => (
            <div key={key} className="preview-field">
              <b>{name || '未起名的指标'}</b>
              <p>
                满分 {full} · 占 {weight}%
              </p>
              {anchors.map(({ from, to, meaning }) => (
                <p key={`${from}-${to}`} className="preview-band">
                  {from}–{to}　{meaning}
                </p>
              ))}
              <span className="preview-box">未打分</span>
            </div>
          ))
        ) : (
          <p>没有专家评审</p>
        )}
      </section>
      <p className="preview-note">专家打分时看到的样子，左边还没有保存的设置也算。</p>
    </aside>
  )
}
