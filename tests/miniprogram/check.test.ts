import { createHash, randomBytes } from 'node:crypto'
import { hashWords, hexOf, wordsOf } from '../../miniprogram/ballot/check/hash'
import { solve } from '../../miniprogram/ballot/check/work'
import { createChecks } from '../../server/features/risk/check'
import type { Vault } from '../../server/ports/memory'

const vault: Vault = { put: async () => {}, take: async () => null, peek: async () => null }
const checks = createChecks({ vault, secretKeys: ['s'.repeat(32)] })
const who = { voter: 'v', category: 'unit' } as const

test('hashes of one block are those of SHA-256', () => {
  for (let words = 0; words <= 13; words++) {
    const bytes = randomBytes(words * 4)
    const expected = createHash('sha256').update(bytes).digest('hex')
    expect(hexOf(hashWords(wordsOf(bytes.toString('hex'))))).toBe(expected)
  }
})

test('a phone solves what the server asks, and tells how far it is', async () => {
  const told: number[] = []
  const challenge = await checks.ask(who)
  const solved = await solve(challenge, { onProgress: (share) => told.push(share), isOver: () => false })
  expect(await checks.isSolved(solved!, who)).toBe(true)
  expect(told.every((share) => share > 0 && share <= 1)).toBe(true)
})

test('the work ends when nobody waits for it, and leaves the page its turns', async () => {
  const challenge = await checks.ask(who)
  const hopeless = { ...challenge, parameters: { ...challenge.parameters, keyPrefix: '00'.repeat(16) } }
  let turns = 0
  const ticking = setInterval(() => turns++, 1)
  const over = Date.now() + 150
  expect(await solve(hopeless, { onProgress() {}, isOver: () => Date.now() > over })).toBeNull()
  clearInterval(ticking)
  expect(turns).toBeGreaterThan(3)
})
