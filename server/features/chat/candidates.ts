import type { Candidate, CandidateCard, CandidateQuery } from '@shared/candidate/contract'
import { jpegOf, withdrawnText } from '@shared/candidate/rules'
import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { stageOf } from '@shared/edition/rules'
import { measure } from '@shared/edition/words'
import { momentText } from '@shared/kernel/dates'
import { Refusal } from '@shared/kernel/errors'
import type { Reply } from '../../ports/messages'
import type { Ballots } from '../ballot/ballot'
import type { Candidates } from '../candidate/candidate'
import { type Link, lines, PAGES } from './words'

type Options = {
  candidates: Candidates
  ballots: Pick<Ballots, 'tally'>
  link: Link
  publicUrl: string
  /** Whether WeChat can fetch our pictures. */
  showsPictures: boolean
}

const FOUND = 8
const TOP = 10
const TOP_OF_EACH = 3

/** Candidates and their standing, as chat replies. */
export function createCandidateReplies({ candidates, ballots, link, publicUrl, showsPictures }: Options) {
  const query = (more: Partial<CandidateQuery>): CandidateQuery => ({
    ...{ sort: 'number', seed: 0, page: 1, pageSize: FOUND },
    ...more,
  })

  function card(candidate: Candidate, edition: CurrentEdition): Reply {
    const { number, name, unitName, summary, picture, withdrawn, votes, id } = candidate
    const category = edition.categories.find((one) => one.id === candidate.category)
    const about = [
      category?.name,
      unitName !== name && unitName,
      summary,
      votes !== null && `目前 ${votes} 票`,
      withdrawn && withdrawnText(withdrawn),
      !withdrawn && stageOf(edition) === 'voting' && `回复「投 ${number}」可以投票`,
    ]
    if (showsPictures) {
      return {
        kind: 'news',
        title: `${number} ${name}`,
        description: lines(...about),
        picUrl: `${publicUrl}${jpegOf(picture.thumbUrl)}`,
        url: `${publicUrl}${PAGES.candidate(id)}`,
      }
    }
    return text(lines(`${number} ${name}`, ...about, link('看事迹', PAGES.candidate(id))))
  }

  /** What a number or part of a name stands for; null for nothing. */
  function find(asked: string, edition: CurrentEdition): Reply | null {
    const exact = candidates.findByNumber(asked)
    if (exact) return card(exact, edition)
    if (!asked) return null
    const { items, total } = candidates.list(query({ q: asked }))
    if (total === 0) return null
    if (total === 1) return card(candidates.find(items[0]!.id), edition)
    return text(
      lines(
        `找到 ${total} 个：`,
        ...items.map(nameOf),
        total > items.length && '……',
        `回复「候选 ${items[0]!.number}」看其中一个，或${link('看全部候选', PAGES.candidates())}。`,
      ),
    )
  }

  /** A category's first ones, or why they can't be shown. */
  function standing(category: CategoryId, top: number): string {
    try {
      const { asOf } = ballots.tally(category)
      const { items } = candidates.list(query({ category, sort: 'votes', pageSize: top }))
      const ranks = items.map((one, i) => `${i + 1}. ${nameOf(one)} ${one.votes ?? 0} 票`)
      return lines(...ranks, `截至 ${momentText(asOf)}`)
    } catch (error) {
      if (error instanceof Refusal) return error.message
      throw error
    }
  }

  return {
    find,

    /** One candidate, or what was looked for in vain. */
    show: (asked: string, edition: CurrentEdition): Reply =>
      find(asked, edition) ??
      text(lines(`没有找到“${asked}”。`, `请核对编号，或${link('到候选名单里找', PAGES.candidates())}。`)),

    overview(edition: CurrentEdition): Reply {
      const each = edition.categories.map(({ id, letter, name }) => {
        const { total } = candidates.list(query({ category: id, pageSize: 1 }))
        return `${letter} ${link(name, PAGES.candidates(id))}：${total} ${measure(id)}`
      })
      return text(lines('候选名单', ...each, '回复「候选 A03」或名称，看某一个。'))
    },

    ranking(letter: string | null, edition: CurrentEdition): Reply {
      const { categories } = edition
      const asked = categories.find((category) => category.letter === letter)
      if (asked) return text(lines(`${asked.name}得票`, standing(asked.id, TOP)))
      const known = categories.map((one) => `「排名 ${one.letter}」${one.shortName}`).join('，')
      if (letter) return text(`没有 ${letter} 这个奖项。请回复${known}。`)
      const each = categories.flatMap(({ id, name }) => [name, standing(id, TOP_OF_EACH), ' '])
      return text(lines(...each, `看前 ${TOP} 名请回复${known}。`))
    },
  }
}

export const nameOf = ({ number, name }: CandidateCard) => `${number} ${name}`
const text = (content: string): Reply => ({ kind: 'text', content })
