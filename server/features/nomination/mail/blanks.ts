import type { CategoryId } from '@shared/edition/contract'
import { findPhase } from '@shared/edition/rules'
import { windowObstacle } from '@shared/nomination/eligibility'
import { blankOf } from '@shared/nomination/paper/blank'
import type { Papers } from '../../../ports/papers'
import type { Clock } from '../../../ports/work'
import type { Editions } from '../../edition/edition'
import { notEligible } from '../file'

export type BlankKind = 'xlsx' | 'docx'
type Options = { papers: Papers; editions: Pick<Editions, 'current'>; clock: Clock }

/** Forms to be filled in outside the program. */
export function createBlanks({ papers, editions, clock }: Options) {
  /** The last one made of each, with what it was made from. */
  const made = new Map<string, { from: string; content: Promise<Buffer> }>()

  return {
    /** A file with its name. Refusal: `not_eligible` where the category takes no nominations. */
    async find(category: CategoryId, kind: BlankKind) {
      const edition = editions.current()
      const form = edition.nomination.forms[category]?.form
      const name = edition.categories.find(({ id }) => id === category)?.name
      if (!form || !name) throw notEligible([{ reason: 'no_form', message: '这个奖项不接受自行报名' }])
      const blank = blankOf(form, { edition: edition.name, category: name, email: edition.contact.email })
      const [key, from] = [`${category} ${kind}`, JSON.stringify(blank)]
      const known = made.get(key)
      if (known?.from === from) return { name: fileName(name), content: await known.content }
      const content = kind === 'xlsx' ? papers.sheet(blank) : papers.word(blank)
      made.set(key, { from, content })
      return { name: fileName(name), content: await content }
    },

    /** Refusal: `not_eligible` outside the window. */
    expectOpen(): void {
      const obstacle = windowObstacle(findPhase(editions.current(), 'nomination'), clock.now())
      if (obstacle) throw notEligible([obstacle])
    },
  }
}

const fileName = (category: string) => `报名表-${category.replace(/[“”"/\\:*?<>|]/g, '')}`
