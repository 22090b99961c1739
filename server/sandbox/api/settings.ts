import { SANDBOX_ACCOUNT, SANDBOX_WEAPP } from '../account'

export type App = { kind: 'account' | 'weapp'; appid: string; secret: string }

/** The apps the sandbox knows. */
export const APPS: App[] = [
  { kind: 'account', ...SANDBOX_ACCOUNT },
  { kind: 'weapp', ...SANDBOX_WEAPP },
]

/** Who the account is in messages (its original id) and on the phone. */
export const ORIGINAL_ID = 'gh_5a4d0b0c6f1e'
/** The mini-program's. */
export const WEAPP_ORIGINAL_ID = 'gh_1f2e3d4c5b6a'

/** How often a day each call may be made. Source: developers.weixin.qq.com, 接口调用频次限制. */
export const DAILY: Record<string, number> = {
  '/cgi-bin/menu/create': 1000,
  '/cgi-bin/menu/get': 10_000,
  '/cgi-bin/qrcode/create': 100_000,
  '/cgi-bin/user/info': 500_000,
  '/cgi-bin/message/custom/send': 500_000,
  '/cgi-bin/user/get': 500,
  '/cgi-bin/message/template/send': 100_000,
  '/cgi-bin/message/mass/sendall': 100,
  '/cgi-bin/media/uploadimg': 1000,
  '/cgi-bin/material/add_material': 1000,
  '/cgi-bin/draft/add': 1000,
  '/cgi-bin/message/subscribe/bizsend': 10_000_000,
  '/cgi-bin/message/subscribe/send': 10_000_000,
  '/cgi-bin/ticket/getticket': 10_000,
  '/wxa/getwxacodeunlimit': 500_000,
  '/wxa/media_check_async': 200_000,
  '/wxa/msg_sec_check': 2_000_000,
}

export const CLEARS_A_MONTH = 10
