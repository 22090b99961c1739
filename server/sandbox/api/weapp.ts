import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { SANDBOX_WEAPP } from '../account'
import type { Deliver } from '../delivery/deliver'
import { ApiFailure, DONE } from './errcodes'
import type { Login } from './login'
import { drawQr } from './qr'

const MAX_SCENE = /^[\w!#$&'()*+,/:;=?@\-.~]{1,32}$/
const MAX_TEXT = 2500

const Code = z.object({
  scene: z.string(),
  page: z.string().optional(),
  check_path: z.boolean().default(true),
})
const Text = z.object({
  ...{ openid: z.string(), content: z.string(), version: z.literal(2), scene: z.literal([1, 2, 3, 4]) },
})

const Media = z.object({
  ...{ openid: z.string(), media_url: z.url({ protocol: /^https?$/ }), media_type: z.literal([1, 2]) },
  ...{ version: z.literal(2), scene: z.literal([1, 2, 3, 4]) },
})

/** WeChat takes up to half an hour. */
const MEDIA_MS = 1500

/** What in a text, or in the address of a picture, makes the sandbox think something of it. */
const MARKS: [string, 'risky' | 'review'][] = [
  ['违规示例', 'risky'],
  ['存疑示例', 'review'],
]

type Doors = {
  login: Login
  site: string
  /** Sends an event to the mini-program's server. */
  deliver: Deliver
}

/** The mini-program's calls. */
export function createWeapp({ login, site, deliver }: Doors) {
  return {
    /** `POST /wxa/getwxacodeunlimit`: a picture. */
    async createCode(body: unknown): Promise<Buffer> {
      const code = Code.safeParse(body)
      if (!code.success) throw new ApiFailure(47001)
      const { scene, page = '', check_path } = code.data
      if (!MAX_SCENE.test(scene)) throw new ApiFailure(40169)
      // The sandbox's mini-program is not released, so no page of it is.
      if (check_path || page.startsWith('/') || page.includes('?')) throw new ApiFailure(41030)
      return drawQr(`${site}/sandbox/m?${new URLSearchParams({ page, scene })}`)
    },

    /** `POST /wxa/msg_sec_check`; the words 「违规示例」 and 「存疑示例」 are what it looks for. */
    async checkText(body: unknown) {
      const text = Text.safeParse(body)
      if (!text.success) throw new ApiFailure(47001)
      const { openid, content } = text.data
      if ([...content].length > MAX_TEXT) throw new ApiFailure(45002)
      if (!(await login.visited(openid))) throw new ApiFailure(61010)
      const result = opinionOf(content)
      const detail = [{ strategy: 'content_model', errcode: 0, ...result, prob: 90 }]
      return { errcode: 0, errmsg: 'ok', detail, result, trace_id: randomBytes(12).toString('hex') }
    },

    /** `POST /wxa/media_check_async`; the same words in the address are what it looks for. The opinion comes as an event. */
    async checkMedia(body: unknown) {
      const media = Media.safeParse(body)
      if (!media.success) throw new ApiFailure(47001)
      const { openid, media_url } = media.data
      if (!(await login.visited(openid))) throw new ApiFailure(61010)
      const trace_id = randomBytes(12).toString('hex')
      const result = opinionOf(legible(media_url))
      const detail = { strategy: 'content_model', errcode: 0, ...result, prob: 90 }
      const fields = {
        appid: SANDBOX_WEAPP.appid,
        trace_id,
        version: 2,
        detail,
        errcode: 0,
        errmsg: 'ok',
        result,
      }
      const event = { MsgType: 'event', Event: 'wxa_media_check', ...fields }
      setTimeout(() => deliver('图片检查结果', openid, event).catch(() => null), MEDIA_MS).unref()
      return { ...DONE, trace_id }
    },
  }
}

function legible(address: string): string {
  try {
    return decodeURI(address)
  } catch {
    return address
  }
}

function opinionOf(text: string) {
  const suggest = MARKS.find(([mark]) => text.includes(mark))?.[1] ?? 'pass'
  return { suggest, label: suggest === 'pass' ? 100 : 20_006 }
}
