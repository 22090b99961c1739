import type { CategoryId, CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'

/** A category named in an address, or the edition's first. */
export function categoryFrom(edition: CurrentEdition, asked: string | undefined): CategoryId {
  return (asked && findCategory(edition, asked as CategoryId)?.id) || edition.categories[0]!.id
}
