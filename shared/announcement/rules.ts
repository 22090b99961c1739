import type { Edition } from '../edition/contract'
import { findPhase } from '../edition/rules'
import { endText, fullText } from '../kernel/dates'
import type { AnnouncementState, AnnouncementText } from './contract'

export const STATE_NAMES: Record<AnnouncementState, string> = {
  draft: '草稿',
  scheduled: '待发布',
  published: '已发布',
  revised: '有改动未发布',
  withdrawn: '已撤下',
}

export const NOTHING_WRITTEN: AnnouncementText = {
  ...{ title: '', summary: '', cover: null, body: '', link: null, attachments: [] },
}

/** The page of an announcement, as the site's addresses are. */
export const announcementPath = (id: string, key?: string): string =>
  `/announcement?id=${encodeURIComponent(id)}${key ? `&key=${encodeURIComponent(key)}` : ''}`

/** What can be read of a body, without its elements. */
export const plainBody = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()

/** What keeps a text from being published. */
export function textProblems({ title, summary, body }: AnnouncementText): string[] {
  return [
    ...(title ? [] : ['没有标题']),
    ...(summary ? [] : ['没有摘要']),
    ...(plainBody(body) || /<img /.test(body) ? [] : ['没有正文']),
  ]
}

type Outline = Pick<Edition, 'name' | 'phases' | 'contact'>

/** What is usually announced, by the phase it belongs to: something to begin with, not to be sent as it is. */
export function outlinesOf(edition: Outline): { name: string; text: AnnouncementText }[] {
  const { name, contact } = edition
  const windowOf = (phase: 'nomination' | 'voting' | 'notice') => {
    const found = findPhase(edition as Edition, phase)
    return found
      ? { from: fullText(found.opensAt), until: found.closesAt && endText(found.closesAt) }
      : { from: '（开始时间）', until: '（截止时间）' }
  }
  const [nomination, voting, notice] = [windowOf('nomination'), windowOf('voting'), windowOf('notice')]
  const ask = `咨询电话：${contact.phone}，邮箱：${contact.email}。`
  return [
    outline('报名启动', `${name}报名启动`, '在手机上就能填，凭认领码认领单位，随时保存，截止前提交。', [
      `${name}现面向全省认证单位征集报名，报名时间：${nomination.from} 至 ${nomination.until}。`,
      '凭邀请函上的认领码认领单位，在手机或电脑上填写，可以随时保存、接着填，截止前提交即可。',
      ask,
    ]),
    outline('投票开始', `${name}网络投票开始`, '看事迹、看回复情况，为心中的好单位、好干部、好案例投票。', [
      `${name}网络投票时间：${voting.from} 至 ${voting.until}。`,
      '在微信公众号、小程序和电脑网站都可以投票，每个奖项每人一张选票，投出后不能更改。',
      '请凭自己的了解投票。不需要付费，也没有任何人可以代您投票。',
    ]),
    outline('截止倒计时', `${name}网络投票即将截止`, `投票将于 ${voting.until} 截止，还没有投票的请抓紧。`, [
      `${name}网络投票将于 ${voting.until} 截止，届时系统自动停止接收选票。`,
      '已经选好还没有提交的，请打开选票页面提交；选好的内容会保留在您的手机上。',
    ]),
    outline('结果公示', `${name}拟表彰名单公示`, '名单、得分和算法全部公开，公示期内可以提出异议。', [
      `${name}拟表彰名单现予公示，公示时间：${notice.from} 至 ${notice.until}。`,
      '每一位候选的各项得分和算法都在结果页公开，任何人都可以核对。对名单有异议的，可以在公示期内在结果页提出，每一条都会得到答复。',
      ask,
    ]),
    outline('结果发布', `${name}结果揭晓`, '感谢每一位参与的网友。查看获奖名单和经验谈。', [
      `${name}结果已经发布，获奖名单见评选结果页。`,
      '各单位的做法和经验陆续收入案例库，欢迎阅读、转载。',
    ]),
  ]
}

const outline = (name: string, title: string, summary: string, paragraphs: string[]) => ({
  name,
  text: {
    ...NOTHING_WRITTEN,
    ...{ title: title.slice(0, 64), summary },
    body: paragraphs.map((text) => `<p>${text}</p>`).join(''),
  },
})
