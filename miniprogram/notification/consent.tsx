import type { Consent } from '@shared/notification/contract'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { asVoter, useSession } from '@/identity/session'
import { askConsent, CAN_SUBSCRIBE } from '@/platform/subscribe'
import './consent.scss'

type Props = {
  /** How what one has filed goes on, or what is announced to all. */
  about?: Consent['about']
  title?: string
}

const WORDS: Record<Consent['about'], { none: string; some: (left: number) => string }> = {
  progress: {
    none: '每订阅一次，下一条消息会同时发到微信。',
    some: (left) => `接下来的 ${left} 条消息会同时发到微信。`,
  },
  announcement: {
    none: '每订阅一次，可以在微信里收到一条公告。',
    some: (left) => `接下来的 ${left} 条公告会发到您的微信。`,
  },
}

/** Offers to be told by WeChat as well, where WeChat can be asked to. Each consent is good for one message. */
export function ConsentOffer({ about = 'progress', title = '用微信通知我' }: Props) {
  const token = useSession((state) => state.session?.token)
  const [consents, setConsents] = useState<Consent[]>([])
  const [told, setTold] = useState('')
  useEffect(() => {
    if (!CAN_SUBSCRIBE || !token) return
    asVoter('GET /api/notifications/consents', {}, 'quiet').then(
      ({ items }) => setConsents(items.filter((one) => one.about === about)),
      () => {}, // nothing is offered then
    )
  }, [token, about])
  if (consents.length === 0) return null

  const ask = async () => {
    const templateIds = await askConsent(consents.map(({ templateId }) => templateId))
    if (templateIds.length === 0) return setTold('没有订阅。以后需要时，可以再来这里打开。')
    try {
      const { items } = await asVoter('POST /api/notifications/consents', { body: { templateIds } }, 'ask')
      setConsents(items.filter((one) => one.about === about))
      setTold('')
    } catch (error) {
      setTold(`${(error as Error).message}，请再点一次`)
    }
  }
  const left = Math.min(...consents.map((one) => one.left))
  return (
    <section className="consent">
      <div className="consent-text">
        <h2 className="consent-title">{title}</h2>
        <p className="consent-words" role="status">
          {told || (left > 0 ? WORDS[about].some(left) : WORDS[about].none)}
        </p>
      </div>
      <Button kind="line" onClick={ask}>
        {left > 0 ? '再订阅一次' : '订阅'}
      </Button>
    </section>
  )
}
