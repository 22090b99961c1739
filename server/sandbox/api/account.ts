import type { People } from '../people'
import { ApiFailure } from './errcodes'

/** `GET /cgi-bin/user/info`: of those who do not follow nothing is told but that. */
export async function userInfo(people: People, openid: unknown) {
  const person = typeof openid === 'string' ? await people.find(openid) : null
  if (!person) throw new ApiFailure(40003)
  const union = person.unionid !== null && { unionid: person.unionid }
  if (!person.follows) return { subscribe: 0, openid: person._id, ...union }
  return {
    subscribe: 1,
    openid: person._id,
    language: 'zh_CN',
    subscribe_time: Math.floor((person.followedAt?.getTime() ?? Date.now()) / 1000),
    remark: '',
    groupid: 0,
    tagid_list: [],
    subscribe_scene: person.followedBy ? 'ADD_SCENE_QR_CODE' : 'ADD_SCENE_SEARCH',
    qr_scene: 0,
    qr_scene_str: person.followedBy ?? '',
    ...union,
  }
}
