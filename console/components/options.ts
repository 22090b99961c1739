/** What can be chosen, of values and their names. */
export const optionsOf = (names: Record<string, string>): { value: string; label: string }[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }))
