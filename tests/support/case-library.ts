import type { api } from '@shared/api'
import type { ExperienceDraft, ExperienceText } from '@shared/case-library/contract'
import type { ExperienceRecord } from '../../server/features/case-library/case-library'
import type { Api } from './api'
import { accept } from './shortlist'
import type { World } from './world'

type Deed = () => Promise<{ status: number; body: unknown }>
type Deeds = Partial<Record<keyof typeof api, (me: Api) => Promise<Deed>>>

/** An accepted case whose unit has agreed to the library; answers its id, `n-<name>`. */
export const consented = (world: Pick<World, 'deps' | 'stores'>, name: string, nth = 0) =>
  accept(world, 'caseStudy', name, nth, { answers: { library: true } })

export const readDraft = async (me: Api, id: string): Promise<ExperienceDraft> =>
  (await me.call('GET /api/staff/case-library/:id', { params: { id } })).body

export const saveDraft = (me: Api, id: string, version: number, text: ExperienceText) =>
  me.call('PUT /api/staff/case-library/:id', { params: { id }, body: { version, text } })

export const publish = (me: Api, id: string, version: number) =>
  me.call('POST /api/staff/case-library/:id/publication', { params: { id }, body: { version } })

export const unpublish = (me: Api, id: string, version: number, reason = '示例：撤下核对') =>
  me.call('DELETE /api/staff/case-library/:id/publication', { params: { id }, body: { version, reason } })

/** An experience of the newsroom's own, public as it is. */
export function buildExperience(
  id: string,
  text: Partial<ExperienceText> = {},
  changes: Partial<ExperienceRecord> = {},
): Omit<ExperienceRecord, 'found'> {
  const at = new Date()
  const whole: ExperienceText = {
    ...{ title: `${id}（示例）`, summary: '三天内办好', topics: [], cover: null, alt: '', figures: [] },
    blocks: [{ kind: 'paragraph', text: '接到留言当天到现场查看。' }],
    ...text,
  }
  return {
    ...{ _id: id, nominated: false, edition: '2021', year: 2021, category: 'caseStudy', sample: true },
    ...{ unitName: '武昌区示例街道', level: 'township', version: 1, changedAt: at, changedBy: '系统' },
    region: { code: '420106', cityCode: '420100', city: '武汉市', county: '武昌区' },
    ...{ text: whole, pictures: [], unpublished: null },
    published: { text: whole, pictures: [], version: 1, at, changedAt: at },
    ...changes,
  }
}

/** How each act of staff on the case library comes about. */
export function libraryDeeds(world: () => World): Deeds {
  let made = 0
  /** One that waits for its editor, whatever phase it is. */
  async function offered(me: Api) {
    const id = await consented(world(), `经验${++made}`, made)
    const { text } = await readDraft(me, id)
    return { id, text: { ...text, topics: ['traffic'] } }
  }
  return {
    async saveExperience(me) {
      const { id, text } = await offered(me)
      return () => saveDraft(me, id, 0, text)
    },
    async publishExperience(me) {
      const { id, text } = await offered(me)
      await saveDraft(me, id, 0, text)
      return () => publish(me, id, 1)
    },
    async unpublishExperience(me) {
      const { id, text } = await offered(me)
      await saveDraft(me, id, 0, text)
      await publish(me, id, 1)
      return () => unpublish(me, id, 2)
    },
    async saveTopics(me) {
      const { version, items } = (await me.call('GET /api/staff/case-topics', {})).body
      const body = { version, items: [...items, { id: 'new', name: '新主题' }] }
      return () => me.call('PUT /api/staff/case-topics', { body })
    },
  }
}
