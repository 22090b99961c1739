import { Secret, TOTP } from 'otpauth'

const PERIOD_SECONDS = 30
const ISSUER = '评选管理后台'

const totpOf = (secret: string, label = '') =>
  new TOTP({ issuer: ISSUER, label, secret, period: PERIOD_SECONDS, digits: 6, algorithm: 'SHA1' })

/** A secret for an authenticator, in Base32: 160 random bits. */
export const makeSecret = (): string => new Secret({ size: 20 }).base32

/** What the QR for an authenticator says. */
export const uriOf = (secret: string, username: string): string => totpOf(secret, username).toString()

/** The time step a code belongs to, one before or after now at most; null for a wrong code. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta
}
