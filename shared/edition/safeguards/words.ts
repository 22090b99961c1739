import type { Safeguards } from './contract'

export const MODE_NAMES: Record<Safeguards['mode'], string> = {
  off: '不检查',
  report: '只报告',
  on: '检查并处理',
}

/** What each mode means, in a sentence. */
export const MODE_WORDS: Record<Safeguards['mode'], string> = {
  off: '不记录，也不查找异常投票',
  report: '只告诉工作人员发现了什么，对投票的人没有任何影响；可先这样看几天',
  on: '达到下面的分数就验证、存疑或拒收',
}

/** What is done from a score on. */
export const THRESHOLD_NAMES: Record<Exclude<keyof Safeguards, 'mode'>, string> = {
  check: '人机验证',
  quarantine: '存疑',
  refuse: '拒收',
}

export const THRESHOLD_WORDS: Record<Exclude<keyof Safeguards, 'mode'>, string> = {
  check: '请投票的人按一下“是我本人”，等几秒钟，票照常计入',
  quarantine: '票先收下，暂不计入，由工作人员核查后恢复或作废',
  refuse: '票不收，请投票的人打电话核实',
}
