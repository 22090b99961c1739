import type { Ballot } from '@shared/ballot/contract'
import { STATUS_NAMES } from '@shared/ballot/rules'
import type { Candidate } from '@shared/candidate/contract'
import { withdrawnText } from '@shared/candidate/rules'
import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory, findPhase, stageOf, suspensionText } from '@shared/edition/rules'
import { ballotWords, measure } from '@shared/edition/words'
import { endText, momentText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import type { Ballots } from '../ballot/ballot'
import type { Candidates } from '../candidate/candidate'
import type { SignedIn } from '../identity/identity'
import { nameOf } from './candidates'
import { type Link, lines, PAGES } from './words'

type Options = {
  candidates: Candidates
  ballots: Pick<Ballots, 'castBallot' | 'myBallots'>
  voterOf: (openid: string) => Promise<SignedIn>
  link: Link
}

/** What stands for the network of a chat message: it comes through WeChat's servers. */
const CLIENT = { ip: 'chat', userAgent: 'MicroMessenger' }

/** Voting in the chat. */
export function createVoting({ candidates, ballots, voterOf, link }: Options) {
  /** Casts a ballot for the numbers; answers its receipt, or exactly why not. */
  async function cast(numbers: string[], openid: string, edition: CurrentEdition): Promise<string> {
    if (stageOf(edition) !== 'voting') return lines(closed(edition), NOT_CAST)
    const found = numbers.map((number) => candidates.findByNumber(number))
    const unknown = numbers.filter((_, i) => !found[i])
    if (unknown.length > 0) {
      return lines(
        `没有编号为 ${unknown.join('、')} 的候选，这次没有投票。`,
        `请核对后重新回复，或${link('在候选名单里投', PAGES.candidates())}。`,
      )
    }
    const chosen = found as Candidate[]
    const gone = chosen.filter(({ withdrawn }) => withdrawn)
    if (gone.length > 0) {
      const left = chosen.filter(({ withdrawn }) => !withdrawn).map(({ number }) => number)
      return lines(
        ...gone.map((one) => `${nameOf(one)}${withdrawnText(one.withdrawn!)}。`),
        NOT_CAST,
        left.length > 0 && `请重新回复：投 ${left.join(' ')}`,
      )
    }
    if (new Set(chosen.map(({ category }) => category)).size > 1) return mixed(chosen, edition)
    const category = chosen[0]!.category
    try {
      const voter = await voterOf(openid)
      const selections = chosen.map(({ id }) => id)
      const ballot = await ballots.castBallot({ voter, category, selections, client: CLIENT })
      return lines(
        '投票成功！',
        describe(ballot, edition),
        '选票提交后不能修改，请保存好回执。',
        rest(category, edition),
      )
    } catch (error) {
      if (error instanceof Refusal) return refused(error, category, edition)
      throw error
    }
  }

  function refused(refusal: Refusal, category: Candidate['category'], edition: CurrentEdition): string {
    if (refusal.code === 'phase_closed') return lines(closed(edition), NOT_CAST)
    if (refusal.code === 'human_check_needed') {
      return lines(
        '为防止刷票，这张选票需要您在网页里确认是本人投票，这里没有投出。',
        `请${link('打开选票', PAGES.ballot(category))}，选好后投出即可。`,
      )
    }
    if (refusal.code !== 'already_voted') return `${refusal.message}。`
    const { ballot } = refusal.details as { ballot: Ballot }
    const daily = findCategory(edition, category)?.ballotRule.per === 'day'
    return lines(
      `您已投过票：这个奖项每人${daily ? '每天' : ''}只投一张，以第一张为准。`,
      describe(ballot, edition),
      daily ? '明天可以再来投。' : rest(category, edition),
    )
  }

  function describe({ category, selections, receipt, castAt }: Ballot, edition: CurrentEdition): string {
    const names = selections.map((id) => nameOf(candidates.find(id)))
    const shown = names.length > SHOWN ? [...names.slice(0, SHOWN), '……'] : names
    return lines(
      `奖项：${findCategory(edition, category)?.name}`,
      `选择（${names.length} ${measure(category)}）：${shown.join('、')}`,
      `回执：${receipt}`,
      `时间：${momentText(castAt)}`,
    )
  }

  function mixed(chosen: Candidate[], edition: CurrentEdition): string {
    const each = edition.categories.flatMap(({ id, shortName }) => {
      const numbers = chosen.filter(({ category }) => category === id).map(({ number }) => number)
      return numbers.length > 0 ? `「投 ${numbers.join(' ')}」${shortName}` : []
    })
    return lines('这些候选属于不同奖项，每个奖项要分开投，这次没有投票。请依次回复：', ...each)
  }

  function closed(edition: CurrentEdition): string {
    const voting = findPhase(edition, 'voting')
    if (!voting) return '本届没有网络投票。'
    if (voting.suspended && edition.phase === 'voting') return `${suspensionText(voting)}。`
    const now = Date.parse(edition.serverTime)
    if (now < Date.parse(voting.opensAt))
      return `投票还没有开始，${momentText(voting.opensAt)} 开始，欢迎到时再来。`
    return lines(
      `投票已于 ${endText(voting.closesAt ?? edition.serverTime)} 结束。`,
      '回复「我的票」可看您之前的选票。',
    )
  }

  return {
    cast,

    howTo(edition: CurrentEdition): string {
      if (stageOf(edition) !== 'voting') return closed(edition)
      const rules = edition.categories.map(
        (category) => `${category.letter} ${category.shortName}：${ballotWords(category)}`,
      )
      return lines(
        `${link('打开候选名单投票', PAGES.candidates())}，或在这里回复「投」和编号，例如：投 A03 A07`,
        ...rules,
        '每个奖项一张选票，提交后不能修改。',
      )
    },

    unclear: lines(
      '没有看清您要投给谁，所以没有投票。',
      '请回复「投」和候选编号，中间用空格隔开，例如：投 A03 A07',
      `编号可以在${link('候选名单', PAGES.candidates())}里找到。`,
    ),

    async mine(openid: string, edition: CurrentEdition): Promise<string> {
      const cast = await ballots.myBallots(await voterOf(openid))
      if (cast.length === 0) {
        return lines(
          '您还没有投过票。',
          stageOf(edition) === 'voting' ? rest(null, edition) : closed(edition),
        )
      }
      const each = cast
        .slice(0, BALLOTS)
        .map((ballot) => lines(describe(ballot, edition), `状态：${STATUS_NAMES[ballot.status]}`))
      return lines(each.join('\n\n'), cast.length > BALLOTS && '……', link('查看全部', PAGES.mine))
    },
  }

  /** Where one can vote as well. */
  function rest(voted: string | null, edition: CurrentEdition): string {
    const others = edition.categories.filter(({ id }) => id !== voted)
    if (others.length === 0 || stageOf(edition) !== 'voting') return ''
    const links = others.map(({ id, shortName }) => link(shortName, PAGES.candidates(id)))
    return `还可以投：${links.join('、')}`
  }
}

const NOT_CAST = '这次没有投票。'

/** So that a reply stays within WeChat's 2048 bytes. */
const SHOWN = 8
const BALLOTS = 3
