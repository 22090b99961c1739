import type { Category, CurrentEdition, PhaseName } from '@shared/edition/contract'
import {
  findPhase,
  hasBegun,
  hasEnded,
  isRunning,
  PHASE_NAMES,
  type Stage,
  suspensionText,
} from '@shared/edition/rules'
import { measure } from '@shared/edition/words'
import { endText, momentText } from '@shared/kernel/dates'
import { serverNow } from './store'

/** What a visitor should know in a phase: where things stand, and what to do now. */
export type PhaseWords = { state: string; todo: string }

/** Words for the phase now, with the dates of this edition. */
export function phaseWords(edition: CurrentEdition, phase: Stage): PhaseWords {
  const voting = findPhase(edition, 'voting')
  const opens = voting ? momentText(voting.opensAt) : ''
  const closes = voting?.closesAt ? endText(voting.closesAt) : ''
  switch (phase) {
    case 'nomination':
      return {
        state: '报名征集中',
        todo: `认证单位可以在网上填写报名表${until(edition, 'nomination')}。网络投票 ${opens} 开始。`,
      }
    case 'shortlisting':
      return { state: '正在产生候选名单', todo: `报名已截止。网络投票 ${opens} 开始，届时请您来选。` }
    case 'voting':
      return {
        state: '网络投票进行中',
        todo: `每个奖项可投一张选票，${closes} 截止${voting?.plannedClosesAt ? '（已延长）' : ''}。`,
      }
    case 'suspended':
      return halted(edition)
    case 'review':
      return { state: '网络投票已结束', todo: '专家正在评审。您可以查看候选事迹，凭回执查询自己的选票。' }
    case 'notice':
      return {
        state: '结果公示中',
        todo: '拟表彰名单和每一位的得分都已公开，欢迎核对。有异议可以在公示期内实名提出。',
      }
    case 'published':
      return { state: '评选已结束', todo: '感谢您的参与。名单、每一位的得分和算法都可以查看。' }
    default:
      return between(edition, opens)
  }
}

function halted(edition: CurrentEdition): PhaseWords {
  const phase = edition.phases.find((one) => one.suspended && isRunning(one, serverNow()))
  if (!phase) return between(edition, '')
  const rest = phase.name === 'voting' ? '已投出的选票有效，恢复后可以继续投。' : '恢复时间请留意本页。'
  return { state: `${PHASE_NAMES[phase.name]}暂停`, todo: `${suspensionText(phase)}。${rest}` }
}

/** `，4月30日 24:00 截止`; empty for a phase that stays open. */
function until(edition: CurrentEdition, name: PhaseName): string {
  const closesAt = findPhase(edition, name)?.closesAt
  return closesAt ? `，${endText(closesAt)} 截止` : ''
}

function between(edition: CurrentEdition, opens: string): PhaseWords {
  const voting = findPhase(edition, 'voting')
  const before = voting && Date.parse(edition.serverTime) < Date.parse(voting.opensAt)
  return before
    ? { state: '评选即将开始', todo: `网络投票 ${opens} 开始。` }
    : { state: '当前没有进行中的环节', todo: '请留意首页公告。' }
}

/** Why one cannot vote, as a heading: not yet, not now, or no longer. */
export function voteWords(edition: CurrentEdition, phase: Stage): string {
  const voting = findPhase(edition, 'voting')
  if (voting && !hasBegun(voting, serverNow())) return '投票还没有开始'
  return voting && hasEnded(voting, serverNow()) ? '网络投票已结束' : phaseWords(edition, phase).state
}

/** What becomes of choices that have not been cast, where one cannot vote. */
export function keptWords(chosen: number, { id }: Category, phase: Stage): string {
  const count = `${chosen} ${measure(id)}候选`
  return phase === 'suspended'
    ? `您选的 ${count}都还在，恢复后可以接着投。`
    : `您选的 ${count}没有投出，不计票。`
}

/** When the list of candidates comes out, for as long as it is not: with the opening of the vote. */
export function listWords(edition: CurrentEdition): string | null {
  const voting = findPhase(edition, 'voting')
  return voting && serverNow().getTime() < Date.parse(voting.opensAt)
    ? `候选名单将于 ${momentText(voting.opensAt)} 公布`
    : null
}

/** Whether results are what people come for: from the notice on. */
export const showsResults = (phase: Stage): boolean => phase === 'notice' || phase === 'published'

/** Whether ballots are being counted, or have just been: counts belong on the page then. */
export function isCounting(phase: Stage): boolean {
  return phase === 'voting' || phase === 'suspended' || phase === 'review'
}

/** When the counts that voting keeps back are public; null where they are live, or voting is over. */
export function heldCountsWords(edition: CurrentEdition): string | null {
  const voting = findPhase(edition, 'voting')
  const isOpen = edition.tallyVisibility.mode === 'live' || (voting && hasEnded(voting, serverNow()))
  return isOpen ? null : hiddenCountsWords(edition)
}

/** When counts will be public, for as long as they are not. */
export function hiddenCountsWords({ tallyVisibility, phases }: CurrentEdition): string {
  const voting = findPhase({ phases }, 'voting')
  switch (tallyVisibility.mode) {
    case 'daily':
      return `票数每天 ${tallyVisibility.at} 公布一次`
    case 'afterClose':
      return voting?.closesAt ? `票数在投票截止（${endText(voting.closesAt)}）后公布` : '票数在投票截止后公布'
    case 'live':
      return voting ? `投票开始（${momentText(voting.opensAt)}）后显示票数` : '投票开始后显示票数'
  }
}
