import type { Reviewer } from '@shared/review/contract'
import { Button, Empty, Flex } from 'antd'
import { useState } from 'react'
import { useMay } from '../session'
import { AddReview } from './add'
import type { Matrix as Data, MatrixCell, MatrixRow } from './data'
import { Remind } from './remind'
import { ReviewDrawer } from './review'

type Look = { tone: string; words: string }

/** What a cell says, in a colour and in words. */
export function lookOf({ review, state, begun, points, outlier }: MatrixCell): Look {
  if (state === 'conflict') return { tone: 'conflict', words: '本单位，回避' }
  if (state === 'recused') return { tone: 'recused', words: '回避' }
  if (!review) return { tone: 'none', words: '未分配' }
  if (state === 'submitted') {
    return { tone: outlier ? 'outlier' : 'submitted', words: `${points ?? '—'}${outlier ? ' 离群' : ''}` }
  }
  return begun ? { tone: 'begun', words: '在评' } : { tone: 'untouched', words: '未评' }
}

const LEGEND: Look[] = [
  { tone: 'untouched', words: '未评' },
  { tone: 'begun', words: '在评' },
  { tone: 'submitted', words: '已提交（分数）' },
  { tone: 'outlier', words: '离群分' },
  { tone: 'recused', words: '回避' },
  { tone: 'conflict', words: '本单位' },
  { tone: 'none', words: '未分配' },
]

/** Experts by candidates, each cell with where that review stands; a click opens it. */
export function Matrix({ data, reviewers }: { data: Data; reviewers: Reviewer[] }) {
  const mayWrite = useMay()('review.write')
  const [opened, setOpened] = useState<string | null>(null)
  const [added, setAdded] = useState<{ row: MatrixRow; reviewer: string } | null>(null)
  const [reminding, setReminding] = useState(false)
  const late = data.reviewers.filter(({ assigned, submitted }) => submitted < assigned)
  if (data.rows.length === 0 || data.reviewers.length === 0) {
    return (
      <Empty
        description={
          data.rows.length === 0 ? '候选名单还没有发布' : '这个奖项还没有专家，请在“专家”里添加并选上这个奖项'
        }
      />
    )
  }
  return (
    <>
      <Flex justify="space-between" gap={16} wrap align="center" className="review-tools">
        <ul className="legend" aria-label="图例">
          {LEGEND.map(({ tone, words }) => (
            <li key={tone}>
              <span className={`swatch is-${tone}`} aria-hidden />
              {words}
            </li>
          ))}
        </ul>
        {mayWrite && (
          <Button disabled={late.length === 0} onClick={() => setReminding(true)}>
            {late.length ? `提醒还没评完的 ${late.length} 位` : '都评完了'}
          </Button>
        )}
      </Flex>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="matrix-frame" tabIndex={0} aria-label="评审进度表">
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col" className="matrix-who">
                候选
              </th>
              {data.reviewers.map(({ id, name, disabled, assigned, submitted }) => (
                <th scope="col" key={id}>
                  {name}
                  {disabled && '（停用）'}
                  <small className={submitted < assigned ? 'faint' : 'matrix-all'}>
                    {submitted}/{assigned}
                  </small>
                </th>
              ))}
              <th scope="col">得分</th>
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => {
              const { candidate, cells, score, disagreement } = row
              return (
                <tr key={candidate.id}>
                  <th scope="row" className="matrix-who">
                    <b>{candidate.number}</b> {candidate.name}
                    {candidate.withdrawn && '（已退出）'}
                  </th>
                  {data.reviewers.map(({ id, name }) => {
                    const cell = cells.find((one) => one.reviewer === id)
                    const { tone, words } = cell ? lookOf(cell) : { tone: 'none', words: '未分配' }
                    const review = cell?.review ?? null
                    const canAdd = mayWrite && tone === 'none' && data.rule !== null && !candidate.withdrawn
                    return (
                      <td key={id}>
                        <button
                          type="button"
                          className={`cell is-${tone}`}
                          aria-label={`${name}评${candidate.number}：${words}${canAdd ? '，＋' : ''}`}
                          disabled={!review && !canAdd}
                          onClick={() => (review ? setOpened(review) : setAdded({ row, reviewer: id }))}
                        >
                          {tone === 'none' ? (canAdd ? '＋' : '') : words}
                        </button>
                      </td>
                    )
                  })}
                  <td className={disagreement ? 'matrix-score is-split' : 'matrix-score'}>
                    {score ?? '—'}
                    {disagreement && <small>分歧大</small>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <ReviewDrawer id={opened} rule={data.rule} onClose={() => setOpened(null)} />
      {added && (
        <AddReview
          candidate={added.row.candidate}
          reviewer={data.reviewers.find(({ id }) => id === added.reviewer)!}
          onClose={() => setAdded(null)}
        />
      )}
      {reminding && <Remind late={late} reviewers={reviewers} onClose={() => setReminding(false)} />}
    </>
  )
}
