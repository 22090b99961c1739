import type { AnnouncementCard } from '@shared/announcement/contract'
import { announcementPath } from '@shared/announcement/rules'
import type { CurrentEdition } from '@shared/edition/contract'
import { findPhase, PHASE_NAMES, stageOf, suspensionText } from '@shared/edition/rules'
import { dayText, endText, momentText } from '@shared/kernel/dates'
import type { PublicResult } from '@shared/result/contract'
import { resultText } from '@shared/result/course'
import { type Link, lines, PAGES, windowOf } from './words'

/** What the account says about the award as a whole; it says what is open now and promises nothing else. */
export function createPhaseTexts(link: Link) {
  /** What one can do now. */
  function now(edition: CurrentEdition): string {
    const voting = findPhase(edition, 'voting')
    const votingAt = voting ? `网络投票时间：${windowOf(voting)}。` : ''
    switch (stageOf(edition)) {
      case 'nomination':
        return lines('现在是报名征集阶段，欢迎自荐和推荐。回复「报名」看怎么参加。', votingAt)
      case 'shortlisting':
        return lines('报名已经截止，正在初选候选名单。', votingAt)
      case 'voting':
        return lines(
          `网络投票正在进行${voting?.closesAt ? `，${endText(voting.closesAt)} 截止` : ''}。`,
          `${link('打开候选名单投票', PAGES.candidates())}，也可以在这里直接回复「投 A03 A07」。`,
        )
      case 'suspended':
        return lines(
          `${suspensionText(findPhase(edition, edition.phase!)!)}。恢复后可以继续参加，回复「进度」可随时查看。`,
        )
      case 'review':
        return '网络投票已经结束，正在综合相关事迹、回复情况、专家评审和网络投票评选。回复「排名」可看得票。'
      case 'notice':
        return `评选结果正在公示，${link('点这里查看名单和得分', PAGES.results)}。`
      case 'published':
        return `本届评选已经结束，${link('点这里查看结果', PAGES.results)}。`
      default:
        return lines('评选日程见下，回复「进度」可随时查看。', votingAt)
    }
  }

  return {
    now,

    welcome: (edition: CurrentEdition) =>
      lines(
        `您好，欢迎关注${edition.name}。`,
        edition.texts.intro,
        '',
        now(edition),
        '',
        '回复「帮助」看这里能做什么。',
      ),

    help: (edition: CurrentEdition) =>
      lines(
        '您可以回复：',
        '投 A03 A07　直接投票',
        '候选 A03　看候选，也可以用名称查',
        '排名　看得票',
        '我的票　看自己的选票和回执',
        '进度　看评选日程',
        '报名、公告、结果',
        '人工　转人工客服',
        '',
        now(edition),
      ),

    progress: (edition: CurrentEdition) =>
      lines(
        `${edition.name}日程`,
        ...edition.phases.map((phase) => {
          const here = phase.name === edition.phase ? (phase.suspended ? '（暂停）' : '（现在）') : ''
          return `${PHASE_NAMES[phase.name]}${here}：${windowOf(phase)}`
        }),
      ),

    nomination(edition: CurrentEdition): string {
      const { email, phone } = edition.contact
      const contact = `邮箱 ${email}，电话 ${phone}`
      const phase = findPhase(edition, 'nomination')
      if (stageOf(edition) === 'nomination') {
        return lines(
          `报名正在进行，时间：${windowOf(phase!)}。`,
          `${link('打开报名页', PAGES.nominations)}，凭邀请函上的认领码认领单位，填写后提交。`,
          `在手机和电脑上都可以接着填。咨询：${contact}。`,
        )
      }
      const early = phase && Date.parse(edition.serverTime) < Date.parse(phase.opensAt)
      return early
        ? lines(`报名还没有开始，时间：${windowOf(phase)}。`, `咨询：${contact}。`)
        : lines('本届报名已经截止。', now(edition), `咨询：${contact}。`)
    },

    /** Where the results of all categories stand, as far as they are public. */
    result(edition: CurrentEdition, results: PublicResult[]): string {
      if (results.some(({ state }) => state !== 'pending')) {
        return lines(edition.name, ...results.map(resultText), link('看名单和得分', PAGES.results))
      }
      if (edition.phase === 'published' || edition.phase === 'notice') return now(edition)
      const published = findPhase(edition, 'notice') ?? findPhase(edition, 'published')
      return lines(
        '评选结果还没有产生。',
        published && `预计 ${momentText(published.opensAt)} 起公示。`,
        now(edition),
      )
    },

    /** The latest of what was announced. */
    announcement: (edition: CurrentEdition, latest: AnnouncementCard[]) =>
      latest.length > 0
        ? lines(
            ...latest.map(
              ({ id, title, publishedAt }) => `${dayText(publishedAt)}　${link(title, announcementPath(id))}`,
            ),
            '',
            link('全部公告', PAGES.announcements),
          )
        : lines(edition.texts.notice ?? '目前没有新的公告。', link('到首页看看', PAGES.home)),
  }
}
