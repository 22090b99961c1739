/** WeChat's wording of its own errors. Source: developers.weixin.qq.com, 全局返回码. */
const WORDS = {
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40005: 'invalid file type',
  40006: 'invalid meida size',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid appid',
  40015: 'invalid menu type',
  40016: 'invalid button size',
  40018: 'invalid button name size',
  40019: 'invalid button key size',
  40020: 'invalid button url size',
  40023: 'invalid sub button size',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40052: 'invalid action name',
  40053: 'invalid action info',
  40066: 'invalid url',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40169: 'invalid length for scene, or the data is not json string',
  41001: 'access_token missing',
  41002: 'appid missing',
  41005: 'media data missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43002: 'require POST method',
  43004: 'require subscribe',
  43101: 'user refuse to accept the msg',
  44002: 'empty post data',
  44004: 'empty content',
  45002: 'content size out of limit',
  45003: 'title size out of limit',
  45009: 'reach max api daily quota limit',
  45015: 'response out of time limit or subscription is canceled',
  45028: 'has no masssend quota',
  45065: 'clientmsgid exist',
  45047: 'out of response count limit',
  46003: 'menu no exist',
  47001: 'data format error',
  47003: 'argument invalid!',
  48001: 'api unauthorized',
  48006: 'forbid to clear quota because of reaching the limit',
  93000: 'invalid webhook url',
  61010: 'user last visit over 2 hours',
} as const

export type Errcode = keyof typeof WORDS

/** WeChat's answer to a call that it refuses. */
export class ApiFailure extends Error {
  constructor(readonly errcode: Errcode) {
    super(WORDS[errcode])
  }

  /** As WeChat writes it, with the number of the request that its support asks for. */
  answer(rid: string): { errcode: number; errmsg: string } {
    return { errcode: this.errcode, errmsg: `${this.message} rid: ${rid}` }
  }
}

export const DONE = { errcode: 0, errmsg: 'ok' }
