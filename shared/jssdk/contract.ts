import { z } from 'zod'
import { endpoint } from '../kernel/contract'

/** What a page needs to speak with the WeChat around it: WeChat's script, and what `wx.config` takes. */
export const PageConfig = z.object({
  /** Where WeChat's script is. */
  script: z.string(),
  appId: z.string(),
  /** Seconds since 1970. */
  timestamp: z.int(),
  nonceStr: z.string(),
  signature: z.string(),
})
export type PageConfig = z.infer<typeof PageConfig>

export const configurePage = endpoint({
  route: 'GET /api/wechat/jssdk',
  summary: '微信内网页：为本站的一个页面签发 JS-SDK 配置；片段（# 及其后）不计',
  auth: 'none',
  status: 200,
  query: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2048) }),
  response: PageConfig,
  errors: ['foreign_page', 'wechat_unavailable', 'account_missing', 'too_many_requests'],
})
