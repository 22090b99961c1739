import { canonical } from '../audit/rules'
import { fullText } from '../kernel/dates'
import type { Category, Edition, EditionFacts, Phase, PhaseName } from './contract'
import { findPhase, hasBegun, hasEnded, isRunning, PHASE_NAMES, VISIBILITY_NAMES } from './rules'
import { scheduleFaults } from './schedule'
import { measure } from './words'

/** Something to know before a change is saved: it cannot be made, or it hurts somebody and must be confirmed. */
export type Finding = {
  /** Dotted, with categories and phases by id and name: `phases.voting.closesAt`. */
  path: string
  severity: 'refused' | 'warning'
  text: string
}

/**
 * What speaks against turning one edition into another at `now`. The later it gets, the less can be changed: what people
 * voted by stands from the first ballot on, weights from the opening of voting on. An edition that nobody has seen yet
 * can be changed freely, as long as its phases follow each other.
 */
export function judgeChange(before: Edition, after: Edition, facts: EditionFacts, now: Date): Finding[] {
  const seen = isSeen(facts)
  const context: Context = {
    ...{ before, after, facts, now },
    begun: (name) => seen && isPhaseAt(before, name, now, hasBegun),
    running: (name) => facts.current && isPhaseAt(before, name, now, isRunning),
  }
  return [
    ...judgeIdentity(context),
    ...judgeCategories(context),
    ...judgeNomination(context),
    ...judgeReview(context),
    ...judgeScoring(context),
    ...judgeSchedule(after),
    ...(seen ? judgePhases(context) : []),
    ...judgeVisibility(context),
    ...judgeSafeguards(context),
  ]
}

/** What speaks against showing the public another edition in place of the current one. */
export function judgeSwitch(
  from: Pick<Edition, 'name' | 'phases'> | null,
  to: Edition,
  now: Date,
): Finding[] {
  const running = from?.phases.find((phase) => phase.name !== 'published' && isRunning(phase, now))
  return [
    ...(from && running
      ? [warning('id', `${from.name}的${PHASE_NAMES[running.name]}还没有结束，切换后网友就看不到它了`)]
      : []),
    ...to.phases
      .filter((phase) => phase.name === 'voting' && isRunning(phase, now))
      .map(() => warning('phases.voting', `${to.name}的网络投票按日程已经开始，切换后立即可以投票`)),
  ]
}

/** Whether people may have seen it: then what has begun stands. */
const isSeen = (facts: EditionFacts) => facts.current || facts.voted.length > 0

/** Whether a phase may be taken out of an edition: not once people could see it begin. */
export const mayRemovePhase = (phase: Phase, facts: EditionFacts, now: Date): boolean =>
  !(isSeen(facts) && hasBegun(phase, now))

type Context = {
  before: Edition
  after: Edition
  facts: EditionFacts
  now: Date
  /** Whether a phase of the edition before had opened, for people who could see it. */
  begun: (name: PhaseName) => boolean
  running: (name: PhaseName) => boolean
}

const warning = (path: string, text: string): Finding => ({ path, severity: 'warning', text })
const refused = (path: string, text: string): Finding => ({ path, severity: 'refused', text })

function judgeIdentity({ before, after, facts }: Context): Finding[] {
  return [
    ...(before.id === after.id ? [] : [refused('id', '届次的标识不能改')]),
    ...(before.year !== after.year && facts.filled.length > 0
      ? [warning('year', '已有候选：改年度后，回复情况的统计年度也随之改变')]
      : []),
  ]
}

function judgeCategories(context: Context): Finding[] {
  const { before, after, begun } = context
  const kept = before.categories.flatMap((category) => {
    const next = after.categories.find(({ id }) => id === category.id)
    return next ? judgeCategory(category, next, context) : judgeRemoval(category, context)
  })
  const added = after.categories
    .filter(({ id }) => begun('voting') && !before.categories.some((category) => category.id === id))
    .map(({ id, name }) => warning(`categories.${id}`, `投票已经开始，新增的“${name}”少了前面的投票时间`))
  return [...kept, ...added]
}

function judgeRemoval({ id, name }: Category, { facts }: Context): Finding[] {
  const path = `categories.${id}`
  if (facts.voted.includes(id)) return [refused(path, `“${name}”已有选票，不能删除这个奖项`)]
  if (facts.filled.includes(id)) return [warning(path, `“${name}”已有候选，删除后网友看不到他们`)]
  return []
}

function judgeCategory(before: Category, after: Category, { facts, begun }: Context): Finding[] {
  const { id, name } = before
  const voted = facts.voted.includes(id)
  const filled = facts.filled.includes(id)
  const at = (field: string) => `categories.${id}.${field}`
  const findings: Finding[] = []
  if (after.letter !== before.letter && filled) {
    findings.push(refused(at('letter'), `“${name}”的候选已按 ${before.letter} 编号，不能改字母`))
  }
  if (after.name !== before.name && voted) {
    findings.push(warning(at('name'), `已有人为“${name}”投票，改名后他们会看到新名称`))
  }
  const ruleChanged = (['min', 'max', 'per'] as const).some(
    (field) => after.ballotRule[field] !== before.ballotRule[field],
  )
  if (ruleChanged && voted) {
    findings.push(refused(at('ballotRule'), `“${name}”已有选票，投票规则不能再改，否则前后投票的人不公平`))
  } else if (ruleChanged && begun('voting')) {
    findings.push(warning(at('ballotRule'), `投票已经开始，“${name}”改规则后，正在填的选票可能要重选`))
  }
  if (after.seats !== before.seats) {
    const fewer = before.seats !== null && after.seats !== null && after.seats < before.seats
    const promised = before.seats === null ? '若干' : ` ${before.seats} `
    if (voted && fewer) {
      findings.push(refused(at('seats'), `“${name}”已有选票，公布的评出${promised}${measure(id)}不能减少`))
    } else if (voted || begun('nomination')) {
      findings.push(warning(at('seats'), `“${name}”的评出数在报名开始后改变，请同时发布公告说明`))
    }
  }
  if (differ(before.weights, after.weights) && begun('voting')) {
    findings.push(refused(at('weights'), `投票已经开始，“${name}”的权重不能再改`))
  }
  return findings
}

function judgeScoring({ before, after, begun }: Context): Finding[] {
  return differ(before.scoring, after.scoring) && begun('voting')
    ? [refused('scoring', '投票已经开始，计分办法已经公布，不能再改')]
    : []
}

/** Whether two settings of one kind are different. */
const differ = (a: object, b: object): boolean => canonical(a) !== canonical(b)

/** What the contract would refuse, said while one edits. */
function judgeSchedule({ phases }: Edition): Finding[] {
  return scheduleFaults(phases, Object.keys(PHASE_NAMES)).map(({ at, field, text }) => {
    const { name } = phases[at]!
    return refused(`phases.${name}.${field}`, `“${PHASE_NAMES[name]}”的日程：${text}`)
  })
}

function judgeNomination(context: Context): Finding[] {
  const { before, after, running } = context
  const lifted = after.nomination.minAnswered !== before.nomination.minAnswered
  return [
    ...(lifted && running('nomination')
      ? [warning('nomination.minAnswered', '报名正在进行，参评门槛改变后，先后报名的单位要求不同')]
      : []),
    ...before.categories.flatMap((category) => judgeForm(category, context)),
  ]
}

/** A form may be changed under those who fill it in, but what they wrote must stay where it can be read. */
function judgeForm({ id, name }: Category, { before, after, facts, running }: Context): Finding[] {
  const [old, fresh] = [before.nomination.forms[id], after.nomination.forms[id]]
  if (!old || (fresh && !differ(old, fresh))) return []
  const at = `nomination.forms.${id}`
  if (!fresh) {
    return running('nomination') ? [warning(at, `报名正在进行，保存后“${name}”不再接受报名`)] : []
  }
  const answered = old.form.filter(({ key }) => facts.answered[id]?.includes(key))
  const findings = answered.flatMap(({ key, kind, label }) => {
    const next = fresh.form.find((field) => field.key === key)
    if (!next) {
      return [warning(`${at}.${key}`, `“${name}”的“${label}”已有单位填写，删除后公开内容和导出里不再有它`)]
    }
    return next.kind === kind
      ? []
      : [refused(`${at}.${key}`, `“${name}”的“${label}”已有单位填写，不能改成另一种栏目，请另加一栏`)]
  })
  if (running('nomination') && differ(old.form, fresh.form)) {
    findings.unshift(
      warning(at, `报名正在进行，“${name}”的报名表改动后，正在填写的单位按新表填写，已提交的不受影响`),
    )
  }
  return findings
}

/** What experts have handed in was marked by these criteria, and counted this way. */
function judgeReview({ before, after, facts }: Context): Finding[] {
  return before.categories.flatMap(({ id, name }) => {
    const isSame = JSON.stringify(before.review[id]) === JSON.stringify(after.review[id])
    if (isSame || !facts.reviewed.includes(id)) return []
    return [refused(`review.${id}`, `“${name}”已有专家提交评分，评审指标和算法不能再改`)]
  })
}

function judgePhases(context: Context): Finding[] {
  const { before, after, facts, now } = context
  const kept = before.phases.flatMap((phase) => {
    const next = findPhase(after, phase.name)
    if (next) return judgePhase(phase, next, context)
    const text = `“${PHASE_NAMES[phase.name]}”`
    return mayRemovePhase(phase, facts, now)
      ? [warning(`phases.${phase.name}`, `${text}已经公布，删除后日程里不再有它`)]
      : [refused(`phases.${phase.name}`, `${text}已经开始，不能删除`)]
  })
  const added = after.phases
    .filter((phase) => hasBegun(phase, now) && !findPhase(before, phase.name))
    .map(({ name }) => warning(`phases.${name}`, `新增的“${PHASE_NAMES[name]}”按日程已经开始`))
  return [...kept, ...added]
}

function judgePhase(before: Phase, after: Phase, { facts, now }: Context): Finding[] {
  const { name } = before
  const title = `“${PHASE_NAMES[name]}”`
  const findings: Finding[] = []
  if (
    after.suspended?.since !== before.suspended?.since ||
    after.suspended?.reason !== before.suspended?.reason
  ) {
    findings.push(refused(`phases.${name}.suspended`, `${title}的暂停与恢复请用单独的按钮`))
  }
  if (Date.parse(after.opensAt) !== Date.parse(before.opensAt)) {
    const path = `phases.${name}.opensAt`
    if (name === 'voting' && facts.voted.length > 0 && !hasBegun(after, now)) {
      findings.push(refused(path, '已有选票，投票开始时间不能再推迟'))
    } else if (hasBegun(before, now)) {
      findings.push(warning(path, `${title}已在 ${fullText(before.opensAt)} 开始，改的是已经过去的时间`))
    } else if (hasBegun(after, now)) {
      findings.push(warning(path, `${title}将在保存后立即开始`))
    }
  }
  return [...findings, ...judgeClosing(before, after, now)]
}

function judgeClosing(before: Phase, after: Phase, now: Date): Finding[] {
  const path = `phases.${before.name}.closesAt`
  const title = `“${PHASE_NAMES[before.name]}”`
  const [was, is] = [closingOf(before), closingOf(after)]
  if (was === is) return []
  if (hasEnded(before, now)) {
    return hasEnded(after, now)
      ? [warning(path, `${title}已经结束，改的是已经过去的时间`)]
      : [warning(path, `${title}已在 ${fullText(before.closesAt!)} 结束，保存后会重新开放`)]
  }
  if (!hasBegun(before, now) || is >= was) return []
  return hasEnded(after, now)
    ? [warning(path, `${title}正在进行，保存后立即结束`)]
    : [warning(path, `${title}正在进行，将提前到 ${fullText(after.closesAt!)} 结束，打算晚些来的人会错过`)]
}

const closingOf = ({ closesAt }: Phase) =>
  closesAt === null ? Number.POSITIVE_INFINITY : Date.parse(closesAt)

function judgeVisibility({ before, after, running }: Context): Finding[] {
  const [was, is] = [before.tallyVisibility, after.tallyVisibility]
  const same = was.mode === is.mode && (was.mode !== 'daily' || is.mode !== 'daily' || was.at === is.at)
  if (same || !running('voting')) return []
  const text = `投票正在进行，票数公开方式由“${VISIBILITY_NAMES[was.mode]}”改为“${VISIBILITY_NAMES[is.mode]}”，先后投票的人看到的不同`
  return [warning('tallyVisibility', text)]
}

/** How ballots are doubted may change while people vote, but whoever does it should know what that means. */
function judgeSafeguards({ before, after, running }: Context): Finding[] {
  const [was, is] = [before.safeguards, after.safeguards]
  const rising = is.check <= is.quarantine && is.quarantine <= is.refuse
  const faults = rising
    ? []
    : [refused('safeguards.quarantine', '防刷票的三个分数应依次升高：人机验证、存疑、拒收')]
  if (!running('voting')) return faults
  if (was.mode === 'on' && is.mode !== 'on') {
    return [...faults, warning('safeguards.mode', '投票正在进行，保存后异常选票不再验证、存疑或拒收')]
  }
  const stricter = (['check', 'quarantine', 'refuse'] as const).some((step) => is[step] < was[step])
  return is.mode === 'on' && (was.mode !== 'on' || stricter)
    ? [...faults, warning('safeguards', '投票正在进行，保存后会有更多投票的人被要求验证，或选票被存疑、拒收')]
    : faults
}

function isPhaseAt(
  edition: Edition,
  name: PhaseName,
  now: Date,
  holds: (phase: Phase, now: Date) => boolean,
): boolean {
  const phase = findPhase(edition, name)
  return phase !== undefined && holds(phase, now)
}
