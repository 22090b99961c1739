import { ApiError } from '@/platform/error'
import type { Arithmetic } from './check'

/** Whether this device can compute with numbers as large as signatures need; iOS before 14 and old Androids cannot. */
export const CAN_CHECK = typeof BigInt === 'function'

/** What checks are computed with, fetched when it is first needed: only who checks pays for it. */
export async function loadArithmetic(): Promise<Arithmetic> {
  try {
    const [{ ed25519 }, { sha256 }] = await Promise.all([
      import('@noble/curves/ed25519.js'),
      import('@noble/hashes/sha2.js'),
    ])
    return {
      sha256,
      // As RFC 8032 has it, which is what other programs check by.
      verify: (signature, text, publicKey) => ed25519.verify(signature, text, publicKey, { zip215: false }),
    }
  } catch {
    throw new ApiError('silent', '核对程序没有加载出来，请检查网络后重试')
  }
}
