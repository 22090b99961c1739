export const PASSWORD_MIN = 12

/** Staff who ask for nothing for so long are logged out. */
export const IDLE_MINUTES = 30

/** What people choose most where twelve characters are asked for, and runs that keyboards and alphabets suggest. */
const COMMON = [
  'password1234',
  'passw0rd1234',
  'password123456',
  'administrator',
  'admin12345678',
  'welcome12345',
  'iloveyou1234',
  'qwertyuiop[]',
  'qwertyuiopasdf',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
  'q1w2e3r4t5y6u7i8o9p0',
  'abcdefghijklmnopqrstuvwxyz',
  '123456789012345678901234567890',
  '098765432109876543210987654321',
  'woaini1314520',
  'woaini5201314',
]
const MIN_DIFFERENT = 5

/** What is wrong with a password somebody chooses, in Chinese; null if nothing is. */
export function passwordProblem(password: string, username: string): string | null {
  const text = password.toLowerCase()
  if (password.length < PASSWORD_MIN) return `密码至少 ${PASSWORD_MIN} 位`
  if (text.includes(username.toLowerCase())) return '密码里不能有用户名'
  if (new Set(text).size < MIN_DIFFERENT) return '密码里重复的字符太多'
  if (COMMON.some((common) => common.includes(text) || text.includes(common)))
    return '这是常见密码，很容易被猜到'
  return null
}

const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, '微信'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Android/, 'Android'],
  [/Linux/, 'Linux'],
]

/** A browser as its owner knows it: `Chrome · Windows`. */
export function describeBrowser(userAgent: string): string {
  const nameIn = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(userAgent))?.[1]
  return `${nameIn(BROWSERS) ?? '其他浏览器'} · ${nameIn(SYSTEMS) ?? '其他系统'}`
}
