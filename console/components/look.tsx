import { maskPhone } from '@shared/unit/rules'
import { useQuery } from '@tanstack/react-query'
import { App, Button } from 'antd'
import './look.css'

/** What is shown only to who asks to see it, and to them until they leave the page. */
export type Look<T> = { seen: T | undefined; busy: boolean; look: () => void }

/** Asks for something once somebody wants to see it; `key` is what it is of. */
export function useLook<T>(key: readonly string[], ask: () => Promise<T>): Look<T> {
  const { message } = App.useApp()
  const { data, isFetching, refetch } = useQuery({
    queryKey: ['look', ...key],
    queryFn: ask,
    enabled: false,
    gcTime: 0,
    retry: false,
  })
  const look = () => refetch().then(({ error }) => error && message.error(error.message))
  return { seen: data, busy: isFetching, look }
}

type Props = {
  /** As everybody sees it: masked. */
  phone: string
  /** The whole number, once it was looked at; it may have been changed since. */
  whole: string | undefined
  busy: boolean
  /** Absent for who may not look. */
  look?: () => void
}

/** A telephone number, masked until somebody looks at it. */
export function Phone({ phone, whole, busy, look }: Props) {
  if (whole !== undefined && maskPhone(whole) === phone) return <span className="phone">{whole}</span>
  return (
    <span className="phone">
      {phone}
      {look && phone.includes('*') && (
        <Button
          type="link"
          size="small"
          className="phone-look"
          loading={busy}
          aria-label={`显示完整电话 ${phone}`}
          title="谁看过会写入操作记录"
          onClick={look}
        >
          显示
        </Button>
      )}
    </span>
  )
}
