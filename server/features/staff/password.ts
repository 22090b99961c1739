import { randomInt } from 'node:crypto'
import { hash, hashSync, verify } from '@node-rs/argon2'

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. The library's default algorithm is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Nobody's password, so that an unknown username takes as long as a known one. */
const NOBODYS = hashSync('', COST)

/** Without what is mistaken for something else: 0 O 1 l I. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

export const hashPassword = (password: string): Promise<string> => hash(password, COST)

/** Whether it is the password of a hash; takes the same time without one. */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODYS, password)
  return matches && passwordHash !== undefined
}

/** A first password, to be read out over the telephone: 80 random bits as `k7mq-…`. */
export function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
