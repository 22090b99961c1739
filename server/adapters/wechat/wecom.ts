import type { GroupRobot } from '../../ports/outside'
import type { Call } from './call'
import { Done } from './notice'

/** Robots of groups in WeCom. Source: developer.work.weixin.qq.com, 消息推送（群机器人）. */
export const createGroupRobot = (call: Call): GroupRobot => ({
  async send(key, { title, description, url, pictureUrl }) {
    const article = { title, description, url, ...(pictureUrl && { picurl: pictureUrl }) }
    const body = { msgtype: 'news', news: { articles: [article] } }
    // Not repeatable: silence may mean that it was delivered.
    await call({ path: '/cgi-bin/webhook/send', query: { key }, body, shape: Done, repeatable: false })
  },
})
