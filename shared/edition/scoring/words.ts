import type { Missing, Part, Scale, Scoring, Weights } from './contract'

/** Parts of the composite score. */
export const PART_NAMES: Record<Part, string> = {
  deeds: '相关事迹',
  replyRecord: '回复情况',
  review: '专家评审',
  votes: '网络投票',
}

export const REPLY_PART_NAMES: Record<keyof Scoring['replyParts'], string> = {
  rate: '回复率',
  volume: '回复量',
  speed: '回复速度',
}

export const SCALE_NAMES: Record<Scale, string> = {
  leader: '与最高者之比',
  rank: '按名次',
  log: '按对数',
}

export const MISSING_NAMES: Record<Missing, string> = {
  zero: '按 0 分计',
  others: '不计，权重由其余各项按比例分担',
}

const SCALED: Record<Scale, (what: string, most: string) => string> = {
  leader: (what, most) => `${what} ÷ 同奖项${most} × 100`,
  rank: (what) => `按${what}在同奖项中的名次，（参评数 + 1 − 名次）÷ 参评数 × 100，并列的取靠前的名次`,
  log: (what, most) => `ln(1 + ${what}) ÷ ln(1 + 同奖项${most}) × 100`,
}

/** How scores and places come about under these settings, a sentence each, for anybody who wants to check one. */
export function scoringWords(weights: Weights, scoring: Scoring): string[] {
  const { decimals, replyParts, volumeScale, speedScale, votesScale, missing, ties } = scoring
  const parts = (Object.keys(PART_NAMES) as Part[]).filter((part) => weights[part] > 0)
  const has = (part: Part) => parts.includes(part)
  const { rate, volume, speed } = replyParts
  const pace = {
    leader: '同奖项最短时长 ÷ 答复时长中位数 × 100，不足 1 小时按 1 小时算',
    rank: SCALED.rank('答复时长中位数从短到长', ''),
  }[speedScale]
  const digits = decimals === 0 ? '取整数' : `保留 ${decimals} 位小数`
  return [
    `综合得分 = ${parts.map((part) => `${PART_NAMES[part]} × ${weights[part]}%`).join(' + ')}。各项满分 100 分，各项得分和综合得分都四舍五入${digits}。`,
    ...(has('deeds') ? [`${PART_NAMES.deeds}：初审评分。`] : []),
    ...(has('replyRecord')
      ? [
          `${PART_NAMES.replyRecord}：回复率占 ${rate}%（回复件数 ÷ 收到件数 × 100），` +
            `回复量占 ${volume}%（${SCALED[volumeScale]('回复件数', '最多回复件数')}），` +
            `回复速度占 ${speed}%（${pace}）。`,
        ]
      : []),
    ...(has('review') ? [`${PART_NAMES.review}：专家评分按公布的办法汇总。`] : []),
    ...(has('votes') ? [`${PART_NAMES.votes}：${SCALED[votesScale]('票数', '最高票数')}。`] : []),
    ...missingWords(parts, missing),
    `得分相同的，${ties.map((part) => (part === 'votes' ? '票数多者在前' : `${PART_NAMES[part]}得分高者在前`)).join('；再相同，')}${ties.length > 0 ? '；仍相同，' : ''}按公开种子抽签。`,
  ]
}

function missingWords(parts: readonly Part[], missing: Scoring['missing']): string[] {
  return (Object.keys(MISSING_NAMES) as Missing[]).flatMap((way) => {
    const those = parts.filter((part) => part !== 'votes' && missing[part] === way)
    const names = those.map((part) => PART_NAMES[part]).join('、')
    return those.length > 0 ? [`没有${names}的，这一项${MISSING_NAMES[way]}。`] : []
  })
}
