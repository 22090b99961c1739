import { z } from 'zod'
import type { MassAccount, MassArticle } from '../../ports/outside'
import { WeChatError } from '../../ports/wechat'
import type { Call } from './call'
import { valuesOf } from './notice'

const MsgId = z.union([z.string(), z.number().int()]).transform(String)
/** WeChat counts characters. Source: developers.weixin.qq.com, 新增草稿. */
const MOST = { title: 32, digest: 120 }

const cut = (text: string, most: number): string => {
  const characters = [...text]
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text
}

/** What the official account tells many. Sources: developers.weixin.qq.com, 模板消息, 草稿箱, 群发. */
export function createMassAccount(api: Call): MassAccount {
  const form = (picture: Buffer) => {
    const made = new FormData()
    made.set('media', new Blob([new Uint8Array(picture)], { type: 'image/jpeg' }), 'picture.jpg')
    return made
  }

  async function keepCover(cover: Buffer): Promise<string> {
    const shape = z.object({ media_id: z.string().min(1) })
    const path = '/cgi-bin/material/add_material'
    // A cover that is kept twice harms nobody.
    const kept = await api({ path, query: { type: 'image' }, body: form(cover), shape, repeatable: true })
    return kept.media_id
  }

  return {
    async countFollowers() {
      const shape = z.object({ total: z.number().int().min(0) })
      return (await api({ path: '/cgi-bin/user/get', shape, repeatable: true })).total
    },

    async sendTemplate(openid, { templateId, fields, page }, key) {
      const body = {
        ...{ touser: openid, template_id: templateId, url: page, data: valuesOf(fields) },
        client_msg_id: key,
      }
      const shape = z.object({ msgid: MsgId })
      return (await api({ path: '/cgi-bin/message/template/send', body, shape, repeatable: true })).msgid
    },

    async keepPicture(picture) {
      const shape = z.object({ url: z.url() })
      const path = '/cgi-bin/media/uploadimg'
      return (await api({ path, body: form(picture), shape, repeatable: true })).url
    },

    async draft({ title, digest, body, sourceUrl, cover }: MassArticle) {
      const article = {
        ...{ title: cut(title, MOST.title), digest: cut(digest, MOST.digest), content: body },
        ...{ content_source_url: sourceUrl, thumb_media_id: await keepCover(cover) },
        need_open_comment: 0,
      }
      const shape = z.object({ media_id: z.string().min(1) })
      const path = '/cgi-bin/draft/add'
      return (await api({ path, body: { articles: [article] }, shape, repeatable: true })).media_id
    },

    async sendToAll(draft, key) {
      const body = {
        ...{ filter: { is_to_all: true }, mpnews: { media_id: draft }, msgtype: 'mpnews' },
        ...{ send_ignore_reprint: 1, clientmsgid: key },
      }
      const shape = z.object({ msg_id: MsgId })
      try {
        const path = '/cgi-bin/message/mass/sendall'
        return (await api({ path, body, shape, repeatable: true })).msg_id
      } catch (error) {
        // The sending that has this key is under way; whoever asked before us did not hear of it.
        if (error instanceof WeChatError && error.kind === 'repeated') return ''
        throw error
      }
    },
  }
}
