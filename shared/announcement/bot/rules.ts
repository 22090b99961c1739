import type { BotState } from './contract'

export const BOT_STATE_NAMES: Record<BotState, string> = {
  off: '没有登录',
  starting: '正在启动',
  code: '等待扫码',
  scanned: '已扫码，请在手机上确认',
  online: '已登录',
  expired: '登录已失效',
  failed: '多次中断，已停止',
}

/** So many messages a day, and so many seconds between two, as a person would. */
export const MOST_A_DAY = 60
export const [LEAST_SECONDS, MOST_SECONDS] = [8, 20]

/** Pages it names in groups that have opted in, by the keyword a message begins with. */
export const KEYWORDS: Record<string, { text: string; path: string }> = {
  投票: { text: '网络投票在这里', path: '/ballot' },
  候选: { text: '候选名单和事迹在这里', path: '/candidates' },
  报名: { text: '单位报名在这里', path: '/nominations' },
  规则: { text: '评选规则在这里', path: '/rules' },
  结果: { text: '评选结果在这里', path: '/results' },
  公告: { text: '全部公告在这里', path: '/announcements' },
}

/** What is answered to a message in a group; null for nothing. Only a message that is the keyword itself: people talk. */
export function answerTo(text: string, publicUrl: string): string | null {
  const found = KEYWORDS[text.trim().replace(/[。.!！?？]$/, '')]
  return found ? `${found.text}：${publicUrl}${found.path}` : null
}
