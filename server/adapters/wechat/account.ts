import { z } from 'zod'
import type { MassAccount } from '../../ports/outside'
import { type FollowScene, type OfficialAccount, type ServiceMessage, WeChatError } from '../../ports/wechat'
import type { RedisClient } from '../redis/redis'
import { createApi } from './api'
import type { Call } from './call'
import { configurePage, createTicket } from './jssdk'
import { createMassAccount } from './mass'
import { Done, Sent, sentId, valuesOf } from './notice'
import { clip, TEXT_BYTES } from './reply'
import { createAccessToken } from './token'

type Options = {
  /** Shared with whatever else asks the same host, so that they share its breaker. */
  call: Call
  redis: RedisClient
  appid: string
  secret: string
  /** Where WeChat shows pictures of QR codes. */
  pictureBase?: string
}

const Qr = z.object({
  ticket: z.string().min(1).max(1024),
  expire_seconds: z.number().int().positive(),
  url: z.url().max(1024),
})

const MAX_QR_SECONDS = 2_592_000

/** By `subscribe_scene`. Source: developers.weixin.qq.com, 获取用户基本信息. */
const SCENES: Record<string, FollowScene> = {
  ADD_SCENE_SEARCH: 'search',
  ADD_SCENE_QR_CODE: 'qr',
  ADD_SCENE_PROFILE_CARD: 'card',
  ADD_SCENE_PROFILE_LINK: 'article',
  ADD_SCENE_PROFILE_ITEM: 'article',
  ADD_SCENE_REPRINT: 'article',
}

/** The official account's outgoing API. */
export function createOfficialAccount(options: Options): OfficialAccount & MassAccount {
  const { call, redis, appid, secret, pictureBase = 'https://mp.weixin.qq.com' } = options
  const api = createApi(call, createAccessToken({ call, redis, appid, secret }))
  const ticket = createTicket(api, redis, appid)

  return {
    ...createMassAccount(api),

    async userInfo(openid) {
      const shape = z.object({
        subscribe: z.union([z.literal(0), z.literal(1)]),
        openid: z.literal(openid),
        unionid: z.string().min(1).max(128).optional(),
        subscribe_time: z.int().positive().optional(),
        subscribe_scene: z.string().max(64).optional(),
      })
      const query = { openid, lang: 'zh_CN' }
      const person = await api({ path: '/cgi-bin/user/info', query, shape, repeatable: true })
      const { subscribe, subscribe_time: since, subscribe_scene: scene } = person
      return {
        subscribed: subscribe === 1,
        unionid: person.unionid ?? null,
        followedAt: since ? new Date(since * 1000) : null,
        scene: scene ? (SCENES[scene] ?? 'other') : null,
      }
    },

    async createQr(scene, seconds) {
      if (scene.length < 1 || scene.length > 64 || seconds < 1 || seconds > MAX_QR_SECONDS) {
        throw new WeChatError('data', null, '二维码参数须为 1 至 64 个字符，有效期不超过 30 天')
      }
      const qr = await api({
        path: '/cgi-bin/qrcode/create',
        body: {
          expire_seconds: Math.floor(seconds),
          action_name: 'QR_STR_SCENE',
          action_info: { scene: { scene_str: scene } },
        },
        shape: Qr,
        repeatable: true,
      })
      const pictureUrl = `${pictureBase}/cgi-bin/showqrcode?ticket=${encodeURIComponent(qr.ticket)}`
      return { url: qr.url, pictureUrl, expiresInSeconds: qr.expire_seconds }
    },

    async setMenu(buttons) {
      await api({ path: '/cgi-bin/menu/create', body: { button: buttons }, shape: Done, repeatable: true })
    },

    // Not repeatable: silence may mean that it was delivered.
    async sendMessage(openid, message) {
      const body = { touser: openid, ...serviceMessage(message) }
      await api({ path: '/cgi-bin/message/custom/send', body, shape: Done, repeatable: false })
    },

    // Source: developers.weixin.qq.com, 发送订阅通知. Not repeatable, as above.
    async sendNotice(openid, { templateId, fields, page }) {
      const body = { touser: openid, template_id: templateId, page, data: valuesOf(fields) }
      const path = '/cgi-bin/message/subscribe/bizsend'
      return sentId(await api({ path, body, shape: Sent, repeatable: false }))
    },

    async jssdkConfig(url) {
      return configurePage(appid, await ticket.get(), url)
    },
  }
}

/** Source: developers.weixin.qq.com, 客服消息. */
function serviceMessage(message: ServiceMessage): object {
  const msgtype = message.kind
  switch (message.kind) {
    case 'text':
      return { msgtype, text: { content: clip(message.content, TEXT_BYTES) } }
    case 'image':
      return { msgtype, image: { media_id: message.mediaId } }
    case 'news': {
      const { title, description, picUrl, url } = message
      return { msgtype, news: { articles: [{ title, description, picurl: picUrl, url }] } }
    }
    case 'miniprogrampage': {
      const { appid, pagePath, title, thumbMediaId } = message
      return { msgtype, miniprogrampage: { title, appid, pagepath: pagePath, thumb_media_id: thumbMediaId } }
    }
    case 'msgmenu': {
      const { head, choices, tail } = message
      return { msgtype, msgmenu: { head_content: head, list: choices, tail_content: tail } }
    }
  }
}
