/** What can be chosen, of values and their names. */
export const optionsOf = <V extends string>(names: Record<V, string>): { value: V; label: string }[] =>
  (Object.entries(names) as [V, string][]).map(([value, label]) => ({ value, label }))
