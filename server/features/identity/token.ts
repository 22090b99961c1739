import { createHash, hash, timingSafeEqual } from 'node:crypto'

/** Times are seconds since 1970, as in any JWT. */
type Times = { iat: number; exp: number }

/** The only header we sign and take, so that a token cannot choose how it is checked. */
const START = `${encode({ alg: 'HS256', typ: 'JWT' })}.`

/** What a token is spelled with. Ours are a few hundred characters long. */
const SPELLING = /^[\w-]+\.[\w-]+\.[\w-]+$/
const LONGEST = 4096

/**
 * Signs and opens sessions: JSON Web Tokens with HS256 and nothing else. Written out because a library that knows all
 * algorithms took a tenth of what a vote costs.
 */
export function createTokens<Claims extends object>(keys: [string, ...string[]], hours: number) {
  const signatures = keys.map(hmacSha256) as [Signature, ...Signature[]]

  return {
    /** Signs with the first key. */
    sign(claims: Claims): string {
      const iat = Math.floor(Date.now() / 1000)
      const text = `${START}${encode({ ...claims, iat, exp: iat + hours * 3600 } satisfies Times)}`
      if (text.length > LONGEST) throw new RangeError('claims are too long for a token')
      return `${text}.${signatures[0](text)}`
    },

    /** The claims of a token that any of the keys has signed. */
    open(token: string): Claims | 'expired' | 'invalid' {
      if (!token.startsWith(START) || token.length > LONGEST || !SPELLING.test(token)) return 'invalid'
      const end = token.lastIndexOf('.')
      const text = token.slice(0, end)
      const signature = token.slice(end + 1)
      if (!signatures.some((of) => isSame(of(text), signature))) return 'invalid'
      const payload = token.slice(START.length, end)
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims & Times
      return claims.exp * 1000 > Date.now() ? claims : 'expired'
    },
  }
}

type Signature = (text: string) => string

/** Of SHA-256, in bytes. */
const BLOCK = 64
const DIGEST = 32

/**
 * HMAC (RFC 2104) with SHA-256, as base64url, of ASCII no longer than {@link LONGEST}. In two hashes of one call each:
 * Node's own makes an object for each text, which weighed more than all that a vote is checked for.
 */
function hmacSha256(key: string): Signature {
  const secret = Buffer.from(key)
  const short = secret.length > BLOCK ? createHash('sha256').update(secret).digest() : secret
  const keyed = (byte: number, room: number) => {
    const block = Buffer.alloc(BLOCK + room)
    for (let i = 0; i < BLOCK; i++) block[i] = byte ^ (short[i] ?? 0)
    return block
  }
  const inner = keyed(0x36, LONGEST)
  const outer = keyed(0x5c, DIGEST)
  return (text) => {
    const end = BLOCK + inner.write(text, BLOCK, 'latin1')
    hash('sha256', inner.subarray(0, end), 'buffer').copy(outer, BLOCK)
    return hash('sha256', outer, 'base64url')
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** Takes the same time wherever two texts in ASCII differ. */
function isSame(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')]
  return x.length === y.length && timingSafeEqual(x, y)
}
