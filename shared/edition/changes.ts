import { fullText } from '../kernel/dates'
import type { CategoryId, Edition, MenuButton } from './contract'
import type { Field } from './form/contract'
import { BECOMES_NAMES, KIND_NAMES, limitText } from './form/words'
import type { Criterion, Normalisation } from './review/contract'
import { PHASE_NAMES, VISIBILITY_NAMES } from './rules'
import { MODE_NAMES, THRESHOLD_NAMES } from './safeguards/words'
import type { Part, Scoring } from './scoring/contract'
import { MISSING_NAMES, PART_NAMES, REPLY_PART_NAMES, SCALE_NAMES } from './scoring/words'

/** One difference between two editions, as people read it; null where there was or is nothing. */
export type Change = { path: string; label: string; before: string | null; after: string | null }

type Leaf = { label: string; value: string }

const PER_NAMES = { edition: '整届一张', day: '每天一张' }

/** What differs between two editions, in the order of the editor. Categories and phases are told apart by id and name. */
export function listChanges(before: Edition, after: Edition): Change[] {
  const [old, fresh] = [leavesOf(before), leavesOf(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((path) => {
    const [was, is] = [old.get(path), fresh.get(path)]
    if (was?.value === is?.value) return []
    const { label } = (is ?? was)!
    return { path, label, before: was?.value ?? null, after: is?.value ?? null }
  })
}

/** Everything that can be read in an edition, by dotted path. Empty texts are left out. */
function leavesOf(edition: Edition): Map<string, Leaf> {
  const { contact, texts, figures, tallyVisibility: visibility } = edition
  const leaves = new Map<string, Leaf>()
  const put = (path: string, label: string, value: string | number | null | undefined) => {
    if (value !== null && value !== undefined && value !== '') leaves.set(path, { label, value: `${value}` })
  }
  put('name', '名称', edition.name)
  put('year', '年度', edition.year)
  put('series', '系列', edition.series)
  put('organiser', '主办', edition.organiser)
  put('guidance', '指导', edition.guidance)
  put('contact.phone', '联系电话', contact.phone)
  put('contact.email', '联系邮箱', contact.email)
  put('contact.address', '联系地址', contact.address)
  put('figures.received', '网友留言数', figures.received)
  put('figures.answered', '已获回复数', figures.answered)
  put('figures.units', '认证单位数', figures.units)
  for (const { id, ...category } of edition.categories) {
    const putOf = (field: string, label: string, value: string | number) =>
      put(`categories.${id}.${field}`, `${CATEGORY_NAMES[id]} · ${label}`, value)
    const { ballotRule, weights } = category
    putOf('name', '名称', category.name)
    putOf('shortName', '简称', category.shortName)
    putOf('letter', '编号字母', category.letter)
    putOf('summary', '说明', category.summary)
    putOf('seats', '评出数', category.seats ?? '若干')
    putOf('ballotRule.min', '最少应选', ballotRule.min)
    putOf('ballotRule.max', '最多可选', ballotRule.max)
    putOf('ballotRule.per', '投票次数', PER_NAMES[ballotRule.per])
    for (const [part, name] of Object.entries(PART_NAMES)) {
      putOf(`weights.${part}`, `${name}权重`, `${weights[part as Part]}%`)
    }
  }
  putScoring(edition.scoring, put)
  const { mode, ...thresholds } = edition.safeguards
  put('safeguards.mode', '防刷票', MODE_NAMES[mode])
  for (const [step, name] of Object.entries(THRESHOLD_NAMES)) {
    const score = thresholds[step as keyof typeof thresholds]
    put(`safeguards.${step}`, `防刷票 · ${name}`, `${score} 分起`)
  }
  put('objectionDays', '异议答复期限', `${edition.objectionDays} 天`)
  put('nomination.minAnswered', '参评至少回复件数', edition.nomination.minAnswered)
  for (const [id, { form, checklist }] of Object.entries(edition.nomination.forms)) {
    const category = CATEGORY_NAMES[id as CategoryId]
    form.forEach((field, i) => {
      put(`nomination.forms.${id}.${field.key}`, `${category}报名表 · ${field.label}`, fieldText(field, i))
    })
    put(`nomination.forms.${id}.checklist`, `${category}审核要点`, checklist.join('；'))
  }
  for (const [id, rule] of Object.entries(edition.review)) {
    const putOf = (field: string, label: string, value: string) =>
      put(`review.${id}.${field}`, `${CATEGORY_NAMES[id as CategoryId]}专家评审 · ${label}`, value)
    for (const criterion of rule.criteria) {
      putOf(`criteria.${criterion.key}`, criterion.name, criterionText(criterion))
    }
    const { mode, minScores } = rule.normalisation
    putOf('step', '最小单位', `${rule.step} 分`)
    putOf('perCandidate', '每位候选的专家', rule.perCandidate === null ? '全部' : `${rule.perCandidate} 位`)
    putOf('blind', '对专家隐去名称', rule.blind ? '是' : '否')
    putOf(
      'normalisation',
      '算法',
      `${NORMALISATION_NAMES[mode]}${mode === 'mean' ? '' : `（至少 ${minScores} 个分数）`}`,
    )
  }
  for (const { name, opensAt, closesAt, suspended } of edition.phases) {
    const putOf = (field: string, label: string, value: string | undefined) =>
      put(`phases.${name}.${field}`, `${PHASE_NAMES[name]} · ${label}`, value)
    putOf('opensAt', '开始', fullText(opensAt))
    putOf('closesAt', '结束', closesAt ? fullText(closesAt) : '不设')
    putOf('suspended', '暂停', suspended && `${fullText(suspended.since)} 起，${suspended.reason}`)
  }
  put(
    'tallyVisibility',
    '票数公开',
    VISIBILITY_NAMES[visibility.mode] + (visibility.mode === 'daily' ? `（${visibility.at}）` : ''),
  )
  put('texts.slogan', '主题语', texts.slogan)
  put('texts.intro', '简介', texts.intro)
  put('texts.notice', '首页公告', texts.notice)
  texts.rules.forEach(({ title, paragraphs }, i) => {
    put(`texts.rules.${i}`, `规则第 ${i + 1} 节`, [title, ...paragraphs].join('\n'))
  })
  edition.menu?.forEach((item, i) => {
    const words = 'buttons' in item ? [item.name, ...item.buttons.map(buttonWords)] : [buttonWords(item)]
    put(`menu.${i}`, `公众号菜单第 ${i + 1} 项`, words.join('\n'))
  })
  return leaves
}

const buttonWords = (button: MenuButton) =>
  'path' in button ? `${button.name} → ${button.path}` : `${button.name}（回复“${button.says}”）`

const criterionText = ({ weight, full, anchors }: Criterion) =>
  [
    `权重 ${weight}%，满分 ${full}`,
    ...anchors.map(({ from, to, meaning }) => `${from}–${to} ${meaning}`),
  ].join('；')

/** How experts' scores become one. */
export const NORMALISATION_NAMES: Record<Normalisation['mode'], string> = {
  mean: '平均分',
  trimmed: '去掉一个最高分和一个最低分',
  zscore: '按专家折算标准分',
}

/** What a category is, whatever this edition calls it. */
export const CATEGORY_NAMES: Record<CategoryId, string> = {
  unit: '单位奖',
  worker: '个人奖',
  caseStudy: '案例奖',
}

function putScoring(scoring: Scoring, put: (path: string, label: string, value: string | number) => void) {
  const { decimals, replyParts, volumeScale, speedScale, votesScale, missing, ties } = scoring
  put('scoring.decimals', '得分小数位数', decimals)
  for (const [part, name] of Object.entries(REPLY_PART_NAMES)) {
    put(`scoring.replyParts.${part}`, `${name}占比`, `${replyParts[part as keyof typeof replyParts]}%`)
  }
  put('scoring.volumeScale', '回复量计分', SCALE_NAMES[volumeScale])
  put('scoring.speedScale', '回复速度计分', SCALE_NAMES[speedScale])
  put('scoring.votesScale', '得票计分', SCALE_NAMES[votesScale])
  for (const [part, name] of Object.entries(PART_NAMES)) {
    put(`scoring.missing.${part}`, `缺${name}`, MISSING_NAMES[missing[part as Part]])
  }
  put('scoring.ties', '同分时依次比较', ties.map((part) => PART_NAMES[part]).join('、') || '直接抽签')
}

function fieldText(field: Field, i: number): string {
  const becomes = 'becomes' in field ? field.becomes : undefined
  const parts = [
    ...[`第 ${i + 1} 项`, KIND_NAMES[field.kind], field.required ? '必填' : '选填', limitText(field)],
    ...[field.help, becomes && `公开为${BECOMES_NAMES[becomes]}`],
  ]
  return parts.filter(Boolean).join('，')
}
