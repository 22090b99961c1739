import { z } from 'zod'
import { type MiniProgram, type Suggest, WeChatError } from '../../ports/wechat'
import type { RedisClient } from '../redis/redis'
import { createApi } from './api'
import type { Call } from './call'
import { Sent, sentId, valuesOf } from './notice'
import { createAccessToken } from './token'

type Options = { call: Call; redis: RedisClient; appid: string; secret: string }

const Picture = z.instanceof(Buffer).refine(isPicture)
const Opinion = z.object({ result: z.object({ suggest: z.enum(['pass', 'review', 'risky']) }) })

const Handed = z.object({ errcode: z.literal(0), trace_id: z.string().min(1).max(128) })

const MAX_SCENE = 32
const MAX_TEXT = 2500
/** `scene` of a text or picture: 1 profile, 2 comment, 3 forum, 4 social log. What people write of themselves here is a forum's. */
const FORUM = 3

/** `media_type`: 1 sound, 2 picture. */
const PICTURE = 2

const SEVERITY: Suggest[] = ['pass', 'review', 'risky']

/** The mini-program's outgoing API, in its own name: its token is not the official account's. */
export function createMiniProgram({ call, redis, appid, secret }: Options): MiniProgram {
  const api = createApi(call, createAccessToken({ call, redis, appid, secret }))

  async function checkPiece(openid: string, content: string): Promise<Suggest> {
    const body = { version: 2, scene: FORUM, openid, content }
    const answer = await api({ path: '/wxa/msg_sec_check', body, shape: Opinion, repeatable: true })
    return answer.result.suggest
  }

  return {
    async createCode(scene, page) {
      if (scene.length < 1 || scene.length > MAX_SCENE) {
        throw new WeChatError('data', null, '小程序码参数须为 1 至 32 个字符')
      }
      const body = { scene, page, check_path: false }
      return api({ path: '/wxa/getwxacodeunlimit', body, shape: Picture, repeatable: true })
    },

    // errcode 0 only says that WeChat has looked; what it thinks is in result.suggest.
    async checkText(openid, content) {
      let worst: Suggest = 'pass'
      for (const piece of pieces(content, MAX_TEXT)) {
        const suggest = await checkPiece(openid, piece)
        if (SEVERITY.indexOf(suggest) > SEVERITY.indexOf(worst)) worst = suggest
        if (worst === 'risky') break
      }
      return worst
    },

    // Source: developers.weixin.qq.com, 多媒体内容安全识别. Of two opinions on one picture the unknown one is let go by.
    async checkPicture(openid, url) {
      const body = { version: 2, scene: FORUM, openid, media_url: url, media_type: PICTURE }
      return (await api({ path: '/wxa/media_check_async', body, shape: Handed, repeatable: true })).trace_id
    },

    // Source: developers.weixin.qq.com, 发送订阅消息. Not repeatable: silence may mean that it was delivered.
    async sendNotice(openid, { templateId, fields, page }) {
      const data = valuesOf(fields)
      const body = {
        touser: openid,
        template_id: templateId,
        page,
        data,
        miniprogram_state: 'formal',
        lang: 'zh_CN',
      }
      const path = '/cgi-bin/message/subscribe/send'
      return sentId(await api({ path, body, shape: Sent, repeatable: false }))
    },
  }
}

/** JPEG or PNG by their first bytes. */
function isPicture(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4).toString('hex')
  return start.startsWith('ffd8ff') || start === '89504e47'
}

/** A text in pieces of at most so many characters, never in the middle of one. */
function pieces(text: string, size: number): string[] {
  const characters = [...text]
  const count = Math.ceil(characters.length / size)
  return Array.from({ length: count }, (_, i) => characters.slice(i * size, (i + 1) * size).join(''))
}
