import { z } from 'zod'
import type { Chat } from '../chat'
import type { People } from '../people'
import { ApiFailure, DONE } from './errcodes'

const TEXT_BYTES = 2048

const Article = z.object({ title: z.string(), description: z.string(), url: z.string(), picurl: z.string() })
const Choice = z.object({ id: z.union([z.string(), z.number()]), content: z.string().min(1) })

const SHAPES = {
  text: z.object({ content: z.string() }),
  image: z.object({ media_id: z.string() }),
  news: z.object({ articles: z.array(Article).length(1) }),
  miniprogrampage: z.object({
    ...{ title: z.string(), appid: z.string(), pagepath: z.string(), thumb_media_id: z.string() },
  }),
  msgmenu: z.object({
    ...{ head_content: z.string(), list: z.array(Choice).min(1), tail_content: z.string().default('') },
  }),
}

/** `POST /cgi-bin/message/custom/send`. Source: developers.weixin.qq.com, 客服消息. */
export function createMessages({ people, chat }: { people: People; chat: Chat }) {
  return {
    async send(body: unknown) {
      const head = z
        .looseObject({ touser: z.string().optional(), msgtype: z.string().optional() })
        .safeParse(body)
      if (!head.success) throw new ApiFailure(47001)
      const { touser, msgtype } = head.data
      const person = touser ? await people.find(touser) : null
      if (!person) throw new ApiFailure(40003)
      const content = read(msgtype, head.data)
      if (!person.follows) throw new ApiFailure(43004)
      const obstacle = await people.spend(person)
      if (obstacle) throw new ApiFailure(obstacle === 'closed' ? 45015 : 45047)
      await chat.append({ openid: person._id, from: 'account', via: 'push', content })
      return DONE
    },
  }
}

function read(msgtype: string | undefined, body: Record<string, unknown>) {
  if (!msgtype || !Object.hasOwn(SHAPES, msgtype)) throw new ApiFailure(40008)
  const kind = msgtype as keyof typeof SHAPES
  const parsed = SHAPES[kind].safeParse(body[kind])
  if (!parsed.success) throw new ApiFailure(47001)
  const content = { kind, ...parsed.data }
  if ('content' in content) {
    if (content.content === '') throw new ApiFailure(44004)
    if (Buffer.byteLength(content.content) > TEXT_BYTES) throw new ApiFailure(45002)
  }
  // Nothing can be uploaded here, so there is no medium to show.
  if ('media_id' in content || 'thumb_media_id' in content) throw new ApiFailure(40007)
  return content
}
