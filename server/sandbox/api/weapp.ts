import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { ApiFailure } from './errcodes'
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

/** The mini-program's calls. */
export function createWeapp({ login, site }: { login: Login; site: string }) {
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
      const suggest = content.includes('违规示例')
        ? 'risky'
        : content.includes('存疑示例')
          ? 'review'
          : 'pass'
      const result = { suggest, label: suggest === 'pass' ? 100 : 20_006 }
      const detail = [{ strategy: 'content_model', errcode: 0, ...result, prob: 90 }]
      return { errcode: 0, errmsg: 'ok', detail, result, trace_id: randomBytes(12).toString('hex') }
    },
  }
}
