import { z } from 'zod'

const Key = z.string().regex(/^[a-z][A-Za-z0-9]{0,31}$/, '只能用字母和数字，以小写字母开头')
const Count = z.int().min(1)

const field = {
  /** Name of the answer, unique in a form; it stays when the label changes. */
  key: Key,
  label: z.string().trim().min(1).max(30),
  /** What to write, as one would explain it to a colleague. */
  help: z.string().trim().max(200).default(''),
  required: z.boolean().default(true),
}

/** What of a candidate an answer becomes, once the nomination is accepted and shortlisted; `library` opens the case library to it. */
const part = <const P extends string>(...parts: P[]) => ({ becomes: z.enum(parts).optional() })

/** One question of a nomination form. */
export const Field = z.discriminatedUnion('kind', [
  /** One line, at most `max` characters. */
  z.object({
    ...field,
    ...part('name', 'position', 'summary'),
    kind: z.literal('line'),
    max: Count.max(200),
  }),
  /** Paragraphs of `min` to `max` words (字数), counted as Word counts them. */
  z
    .object({
      ...field,
      ...part('summary', 'deeds'),
      kind: z.literal('prose'),
      min: z.int().min(0).default(0),
      max: Count.max(20_000),
    })
    .refine(({ min, max }) => min <= max, { path: ['max'], message: '最多字数不能小于最少字数' }),
  z.object({ ...field, kind: z.literal('phone') }),
  /** An https address, of a video for instance. */
  z.object({ ...field, kind: z.literal('link') }),
  /** At most `max` numbers with what they count: `受益群众 3200 人`. */
  z.object({ ...field, kind: z.literal('figures'), max: Count.max(12) }),
  /** Uploaded pictures. */
  z
    .object({
      ...field,
      ...part('pictures'),
      kind: z.literal('photos'),
      min: z.int().min(0).default(0),
      max: Count.max(20),
    })
    .refine(({ min, max }) => min <= max, { path: ['max'], message: '最多张数不能小于最少张数' }),
  /** Uploaded documents. */
  z.object({ ...field, kind: z.literal('files'), max: Count.max(10) }),
  /** A box to tick, `help` being what is agreed to. Required or not, it is never ticked for anybody. */
  z.object({ ...field, ...part('library'), kind: z.literal('consent') }),
])
export type Field = z.infer<typeof Field>

/** What a category's nomination asks for, in this order. */
export const Form = z
  .array(Field)
  .max(40)
  .refine((fields) => new Set(fields.map(({ key }) => key)).size === fields.length, {
    message: '各项的标识不能重复',
  })
export type Form = z.infer<typeof Form>
