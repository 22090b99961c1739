import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { JsSdkConfig } from '../../ports/wechat'
import type { RedisClient } from '../redis/redis'
import type { Call } from './call'
import { type Credential, createCredential } from './credential'

const Ticket = z.object({
  ticket: z.string().min(1).max(1024),
  expires_in: z.number().int().min(1).max(86_400),
})

/** The ticket that signs pages, kept like the access token. */
export function createTicket(api: Call, redis: RedisClient, appid: string): Credential {
  return createCredential({
    redis,
    name: `${appid}:jsapi_ticket`,
    async fetch() {
      const query = { type: 'jsapi' }
      const answer = await api({ path: '/cgi-bin/ticket/getticket', query, shape: Ticket, repeatable: true })
      return { value: answer.ticket, seconds: answer.expires_in }
    },
  })
}

/**
 * Signature of a page for `wx.config`. The URL is taken as the page has it, without its fragment; on iOS that is the one
 * the person landed on. Source: developers.weixin.qq.com, JS-SDK 附录 1.
 */
export function signPage(
  ticket: string,
  { url, nonceStr, timestamp }: { url: string; nonceStr: string; timestamp: number },
): string {
  const page = url.replace(/#.*$/s, '')
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`
  return createHash('sha1').update(text).digest('hex')
}

/** A fresh configuration for a page. */
export function configurePage(appid: string, ticket: string, url: string): JsSdkConfig {
  const [timestamp, nonceStr] = [Math.floor(Date.now() / 1000), randomBytes(8).toString('hex')]
  return { appId: appid, timestamp, nonceStr, signature: signPage(ticket, { url, nonceStr, timestamp }) }
}
