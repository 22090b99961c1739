import { agentOf } from '@shared/identity/rules'

/** Which of the two programs this is. Constants at build time, so the other half is dropped. */
// biome-ignore lint/style/noProcessEnv: a constant of the build, not of the machine
export const WEB = process.env.TARO_ENV === 'h5'
// biome-ignore lint/style/noProcessEnv: as above
export const WEAPP = process.env.TARO_ENV === 'weapp'

/** Whether this page is on the screen of one of the sandbox's phones: iframes of one origin, told apart by name. */
export const SANDBOX_PHONE = WEB && window.name.startsWith('phone:')

/** Whether this page is on the screen of WeChat. */
export const IN_WECHAT = WEB && (SANDBOX_PHONE || agentOf(navigator.userAgent) === 'wechat')

/** For every button: the mini-program would grey it while it is touched. */
export const PRESS = WEAPP ? { hoverClass: 'none' } : {}
