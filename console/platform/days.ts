import dayjs, { type Dayjs } from 'dayjs'

const DAY_MS = 86_400_000
const BEIJING = 8 * 3_600_000

/** A day a person chose, as `2022-05-10`. */
export const dayOf = (picked: Dayjs): string => picked.format('YYYY-MM-DD')

/** A day as pickers show it; null for none. */
export const pickerOf = (day: string | null): Dayjs | null => (day ? dayjs(day) : null)

/** When a day begins in Beijing, as an instant. */
export const dayBegins = (day: string): string => new Date(Date.parse(`${day}T00:00:00+08:00`)).toISOString()

/** When a day ends in Beijing: the beginning of the next one. */
export const dayEnds = (day: string): string => new Date(Date.parse(dayBegins(day)) + DAY_MS).toISOString()

/** An instant as pickers show it: by Beijing's clocks, wherever the browser is. */
export const clockOf = (instant: string): Dayjs =>
  dayjs(new Date(Date.parse(instant) + BEIJING).toISOString().slice(0, 16))

/** What a person chose by Beijing's clocks, as an instant. */
export const instantOf = (picked: Dayjs): string =>
  new Date(`${picked.format('YYYY-MM-DDTHH:mm')}:00+08:00`).toISOString()

/** A time of day, `18:00`, as pickers show it. */
export const timeAt = (time: string): Dayjs => dayjs(`2000-01-01T${time}`)

/** A time of day a person chose, as `18:00`. */
export const timeOf = (picked: Dayjs): string => picked.format('HH:mm')
