/** Which of the two programs this is. Constants at build time, so the other half is dropped. */
export const WEB = process.env.TARO_ENV === 'h5'
export const WEAPP = process.env.TARO_ENV === 'weapp'
