import type { Field, Form } from '../edition/form/contract'
import type { Answers, Figure } from '../nomination/contract'
import { paragraphsOf, publicPartOf } from '../nomination/public'
import type { Block, ExperienceState, ExperienceText, Topic } from './contract'

export const STATE_NAMES: Record<ExperienceState, string> = {
  waiting: '待编辑',
  draft: '草稿',
  published: '已发布',
  revised: '已发布，有改动',
  unpublished: '已撤下',
}

/** What the library begins with; editors change it as they like. */
export const FIRST_TOPICS: readonly Topic[] = [
  { id: 'traffic', name: '道路交通' },
  { id: 'environment', name: '环境整治' },
  { id: 'housing', name: '老旧小区' },
  { id: 'education', name: '教育托育' },
  { id: 'health', name: '医疗养老' },
  { id: 'livelihood', name: '水电气暖' },
  { id: 'labour', name: '就业劳动' },
  { id: 'countryside', name: '乡村建设' },
  { id: 'service', name: '政务服务' },
  { id: 'reply', name: '问政回复' },
]

/** Whether whoever filed it has agreed that it may be told of in the library. Where the form does not ask, nobody has. */
export function hasConsent(form: Form, answers: Answers): boolean {
  return form.some(
    (field) => field.kind === 'consent' && field.becomes === 'library' && answers[field.key] === true,
  )
}

/** Whether an answer may be told: editors of the library see no contacts and no evidence, whatever else they may. */
export const isTold = (field: Field): boolean =>
  field.kind === 'figures' ||
  field.kind === 'link' ||
  (field.kind !== 'consent' && 'becomes' in field && field.becomes !== undefined)

/** Where an experience stands, by the versions that were saved and published; null where there is none. */
export function stateOf(
  record: { version: number; published: { version: number } | null; unpublished: unknown } | null,
): ExperienceState {
  if (!record) return 'waiting'
  if (record.published) return record.published.version === record.version ? 'published' : 'revised'
  return record.unpublished ? 'unpublished' : 'draft'
}

/** What an editor begins with: the nomination's own words, its sections under their headings, its pictures at the end. */
export function proposeText(
  form: Form,
  { answers, unitName, pictures }: { answers: Answers; unitName: string; pictures: readonly string[] },
): ExperienceText {
  const part = publicPartOf(form, answers)
  const title = part.name || unitName
  const sections = form.filter((field) => field.kind === 'prose' && field.becomes === 'deeds')
  const words = sections.flatMap(({ key, label }): Block[] => {
    const paragraphs = paragraphsOf(answers[key]).map((text): Block => ({ kind: 'paragraph', text }))
    return sections.length > 1 && paragraphs.length > 0
      ? [{ kind: 'heading', text: label }, ...paragraphs]
      : paragraphs
  })
  const [cover = null, ...others] = part.pictures.filter((id) => pictures.includes(id))
  const figures = form.flatMap(({ kind, key }) =>
    kind === 'figures' ? ((answers[key] ?? []) as Figure[]) : [],
  )
  return {
    ...{ title: title.slice(0, 80), summary: part.summary.slice(0, 200), topics: [], cover },
    alt: cover ? `${title}：现场照片`.slice(0, 120) : '',
    blocks: [...words, ...others.map((picture): Block => ({ kind: 'picture', picture, caption: '' }))],
    figures: figures.filter(({ label, value }) => label && value),
  }
}

/** Ids of all pictures a text shows, the cover first. */
export function picturesIn({ cover, blocks }: Pick<ExperienceText, 'cover' | 'blocks'>): string[] {
  const inside = blocks.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []))
  return [...new Set([...(cover ? [cover] : []), ...inside])]
}

/** What keeps a text from being published, a sentence each. */
export function textProblems(text: ExperienceText): string[] {
  const half = text.figures.some(({ label, value }) => !label || !value)
  return [
    ...(text.title ? [] : ['还没有写标题']),
    ...(text.summary ? [] : ['还没有写一句话摘要']),
    ...(text.blocks.some(({ kind }) => kind === 'paragraph') ? [] : ['还没有写正文']),
    ...(text.cover && !text.alt ? ['封面图片还没有写说明'] : []),
    ...(half ? ['有的数据没有填完'] : []),
  ]
}

/** All that stands in the body, to be read or searched. */
export function bodyOf(blocks: readonly ({ kind: string } & Partial<Record<'text' | 'caption', string>>)[]) {
  return blocks.map(({ text, caption }) => text ?? caption ?? '').filter(Boolean)
}

/** The public address of an experience, below the site's root. */
export const experiencePath = (id: string): string => `/experience?id=${encodeURIComponent(id)}`
