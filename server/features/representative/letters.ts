import type { Readable } from 'node:stream'
import type { Pdf } from '../../ports/pdf'
import { type ClaimLetter, claimLetter } from './letter'

/** What all letters of an edition have in common. */
type Occasion = Pick<ClaimLetter, 'editionName' | 'organiser' | 'contact' | 'closesAt'>
type Addressed = Pick<ClaimLetter, 'unitName' | 'code'>
type Options = { pdf: Pdf; occasion: () => Occasion; publicUrl: string }

export type Letters = (addressed: AsyncIterable<Addressed>) => Readable

/** Writes letters with claim codes, a page each, as one PDF. */
export function createLetters({ pdf, occasion, publicUrl }: Options): Letters {
  return (addressed) => {
    const { organiser, editionName, ...rest } = occasion()
    const issuedAt = new Date().toISOString()
    async function* blocks() {
      let isFirst = true
      for await (const { unitName, code } of addressed) {
        if (!isFirst) yield { kind: 'pageBreak' as const }
        isFirst = false
        // In the fragment, which no server is told: whoever reads a log must not find a code.
        const url = `${publicUrl}/claim#${code}`
        yield* claimLetter({ ...rest, organiser, editionName, unitName, code, url, issuedAt })
      }
    }
    const letterhead = { organiser, edition: editionName }
    return pdf.render({ title: '报名邀请函', author: organiser, letterhead, blocks: blocks() })
  }
}
