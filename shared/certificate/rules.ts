import type { CategoryId, Edition } from '../edition/contract'
import { DIGITS, numeral } from '../kernel/text'

/** Who gets a certificate for what. */
export type Honoured = { category: CategoryId; name: string; unitName: string }

/** Whom a certificate addresses: a unit by its name, a worker with the unit, for a case the unit that did it. */
export function recipientOf({ category, name, unitName }: Honoured): string {
  if (category === 'worker') return `${unitName} ${name}同志`
  return category === 'unit' ? name : unitName
}

/** The wording of a certificate. */
export function citationOf(
  edition: Pick<Edition, 'name' | 'categories'>,
  { category, name }: Honoured,
): string {
  const award = edition.categories.find(({ id }) => id === category)?.name ?? ''
  const deed = {
    unit: '倾听群众呼声、回应群众关切成效突出，',
    worker: '用心用情办理网友留言、服务群众成绩突出，',
    caseStudy: `报送的《${name}》`,
  }[category]
  return `在${edition.name}中，${deed}被评为“${award.replace(/[“”]/g, (mark) => (mark === '“' ? '‘' : '’'))}”。特颁此证，以资鼓励。`
}

/** The public number of the n-th certificate of a category, `荆楚问政〔2021〕A-01`. */
export const certificateNumber = ({ year }: Pick<Edition, 'year'>, letter: string, n: number): string =>
  `荆楚问政〔${year}〕${letter}-${String(n).padStart(2, '0')}`

/** A day as it is written on certificates, `二〇二二年六月八日`; of Beijing. */
export function dayInWords(instant: string): string {
  const [year = '', month = 0, day = 0] = new Date(Date.parse(instant) + 8 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split('-')
    .map((part, i) => (i === 0 ? part : Number(part)))
  const digits = [...String(year)].map((digit) => DIGITS[Number(digit)]).join('')
  return `${digits}年${numeral(Number(month))}月${numeral(Number(day))}日`
}
