const BEIJING = 8 * 3_600_000

function parts(instant: string | Date | number) {
  const date = new Date(new Date(instant).getTime() + BEIJING)
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
    second: two(date.getUTCSeconds()),
  }
}

/** `5月10日`, in Beijing. */
export function dayText(instant: string | Date): string {
  const { month, day } = parts(instant)
  return `${month}月${day}日`
}

/** `2022年5月10日`, in Beijing. */
export function dateText(instant: string | Date): string {
  return `${parts(instant).year}年${dayText(instant)}`
}

/** `5月10日 09:00`, in Beijing. */
export function momentText(instant: string | Date): string {
  return `${dayText(instant)} ${parts(instant).time}`
}

/** `14:03`, in Beijing. */
export function timeText(instant: string | Date): string {
  return parts(instant).time
}

/** `2022年5月10日 09:00`, in Beijing. */
export function fullText(instant: string | Date): string {
  return `${parts(instant).year}年${momentText(instant)}`
}

/** `2022年5月10日 09:00:05`, in Beijing: for records, where order matters. */
export function exactText(instant: string | Date): string {
  return `${fullText(instant)}:${parts(instant).second}`
}

/** When something ends, as people say it: midnight is the end of the day before. */
export function endText(instant: string): string {
  const { hour, minute } = parts(instant)
  return hour === 0 && minute === 0
    ? `${dayText(new Date(Date.parse(instant) - 1))} 24:00`
    : momentText(instant)
}
