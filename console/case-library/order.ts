/** A list with one of it in another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, i) => i !== from)
  return [...rest.slice(0, to), items[from]!, ...rest.slice(to)]
}
