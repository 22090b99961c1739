import { PRESS, WEB } from '@/platform/kind'
import { callPhone } from '@/platform/outside'
import './phone.scss'

/** A telephone number as staff wrote it, maybe with hours beside it: tapped, it is called. */
export function Phone({ text }: { text: string }) {
  const number = text.match(/\+?\d[\d-]+/)?.[0]
  if (!number) return text
  return WEB ? (
    <a className="phone" href={`tel:${number}`}>
      {text}
    </a>
  ) : (
    <button type="button" {...PRESS} className="phone" onClick={() => callPhone(number)}>
      {text}
    </button>
  )
}
