import type { CandidateCard } from '@shared/candidate/contract'

/** 示例 on what is invented, unless its name says so itself. */
export function Sample({ card }: { card: Pick<CandidateCard, 'sample' | 'name'> }) {
  return card.sample && !card.name.includes('示例') ? <span className="badge">示例</span> : null
}
