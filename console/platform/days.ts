import dayjs, { type Dayjs } from 'dayjs'

const DAY_MS = 86_400_000

/** A day a person chose, as `2022-05-10`. */
export const dayOf = (picked: Dayjs): string => picked.format('YYYY-MM-DD')

/** A day as pickers show it; null for none. */
export const pickerOf = (day: string | null): Dayjs | null => (day ? dayjs(day) : null)

/** When a day begins in Beijing, as an instant. */
export const dayBegins = (day: string): string => new Date(Date.parse(`${day}T00:00:00+08:00`)).toISOString()

/** When a day ends in Beijing: the beginning of the next one. */
export const dayEnds = (day: string): string => new Date(Date.parse(dayBegins(day)) + DAY_MS).toISOString()
