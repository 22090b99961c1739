import type { ExperienceFilter } from '@shared/case-library/contract'
import { experiencePath } from '@shared/case-library/rules'
import { EMPTY } from '@shared/case-library/search'
import { Refusal } from '@shared/kernel/errors'
import { createCatalogue } from './catalogue'
import { type CreateCode, createCodes } from './code'
import { createEditing, type EditingOptions } from './editing'
import type { ExperienceRecord } from './model'
import { createPresenter, type PublicRecord } from './present'
import { termsOfPublication } from './words'

export { createExperienceStore, type ExperienceRecord, type ExperienceStore } from './model'
export type CaseLibrary = ReturnType<typeof createCaseLibrary>

type Options = EditingOptions & {
  publicUrl: string
  /** Null where there is no mini-program. */
  createCode: CreateCode | null
}

/** The case library: what units did and how, told by editors, for everybody to find and read. */
export function createCaseLibrary(options: Options) {
  const { store, publicUrl, createCode } = options
  const catalogue = createCatalogue(store)
  const presenter = createPresenter(catalogue)
  const codeOf = createCodes(createCode, (id) => publicUrl + experiencePath(id))

  /** Those of these that are public, in this order. */
  async function readAll(ids: string[]): Promise<PublicRecord[]> {
    const found = new Map((await store.findPublic(ids)).map((record) => [record._id, record as PublicRecord]))
    return ids.flatMap((id) => found.get(id) ?? [])
  }

  /** Refusal: `experience_not_found`. */
  async function expect(id: string): Promise<PublicRecord> {
    const [record] = await readAll([id])
    if (!record) throw new Refusal('experience_not_found')
    return record
  }

  return {
    editing: createEditing({ ...options, catalogue }),
    refresh: catalogue.refresh,
    keepFresh: catalogue.keepFresh,

    /** One page of what is public: the best first where words are looked for, else the newest. */
    async list({
      candidate,
      page,
      pageSize,
      ...filter
    }: ExperienceFilter & { candidate?: string; page: number; pageSize: number }) {
      await catalogue.ready()
      const { ids, words } = catalogue.search(filter)
      const those = candidate ? ids.filter((id) => id === candidate) : ids
      const shown = await readAll(those.slice((page - 1) * pageSize, page * pageSize))
      const items = shown.map((record) => presenter.found(record, words))
      return { items, total: those.length, page, pageSize }
    },

    async facets(filter: ExperienceFilter) {
      await catalogue.ready()
      return catalogue.facets(filter)
    },

    /** One whole, with what is told of the same. Refusal: `experience_not_found`. */
    async read(id: string) {
      await catalogue.ready()
      const record = await expect(id)
      return presenter.whole(record, await readAll(catalogue.nearest(id)))
    },

    /** The newest, whole: for feeds. */
    async newest(count: number) {
      await catalogue.ready()
      const those = await readAll(catalogue.search({}).ids.slice(0, count))
      return those.map((record) => presenter.whole(record, []))
    },

    /** Where all are, and since when they are as they are: for search engines. */
    async addresses() {
      await catalogue.ready()
      return catalogue.search({}).ids.map((id) => publicUrl + experiencePath(id))
    },

    /** The code on an experience's poster, a PNG. Refusal: `experience_not_found`. */
    async code(id: string): Promise<Buffer> {
      await expect(id)
      return codeOf(id)
    },

    /** Stores experiences that no nomination brought, public as they are; those of the same id are replaced. */
    async saveAll(records: Omit<ExperienceRecord, 'found'>[]): Promise<void> {
      await catalogue.ready()
      await store.saveAll(
        records.map((record) => {
          const names = catalogue.namesOf(record.text.topics).map(({ name }) => name)
          const { published } = record
          return { ...record, found: published ? termsOfPublication(published, record, names) : EMPTY }
        }),
      )
      await catalogue.refresh()
    },
  }
}
