import { createHash } from 'node:crypto'
import {
  checkpointText,
  fromBase64,
  readKey,
  readNote,
  signedNote,
  toBase64,
} from '@shared/transparency/note'
import {
  consistencySpans,
  hashLeaf,
  hashPair,
  inclusionSpans,
  provesConsistency,
  provesInclusion,
  type Span,
  splitOf,
} from '@shared/transparency/tree'
import fc from 'fast-check'

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** As RFC 9162 defines it, and nothing cleverer. */
function rootOf(entries: Uint8Array[], { from, to }: Span = { from: 0, to: entries.length }): Uint8Array {
  if (to === from) return sha256(new Uint8Array())
  if (to - from === 1) return hashLeaf(sha256, entries[from]!)
  const middle = from + splitOf(to - from)
  return hashPair(sha256, rootOf(entries, { from, to: middle }), rootOf(entries, { from: middle, to }))
}
const pathOf = (entries: Uint8Array[], spans: Span[]) => spans.map((span) => rootOf(entries, span))

/** The entries and roots that implementations of Certificate Transparency are tested with. */
const KNOWN = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
]
const ENTRIES = KNOWN.map((text) => Buffer.from(text, 'hex'))
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

describe('the tree', () => {
  test('has the roots of the known entries', () => {
    expect(ROOTS.map((_, i) => hex(rootOf(ENTRIES.slice(0, i + 1))))).toEqual(ROOTS)
  })

  test('has the known proofs', () => {
    expect(pathOf(ENTRIES, inclusionSpans(0, 8)).map(hex)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ])
    expect(pathOf(ENTRIES, inclusionSpans(2, 3)).map(hex)).toEqual([ROOTS[1]])
    expect(pathOf(ENTRIES, consistencySpans(6, 8)).map(hex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })

  const entries = (n: number) => Array.from({ length: n }, (_, i) => Buffer.from(`entry ${i}`))

  test('of any size proves each of its entries, and no other entry, index or root', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, at, other) => {
        const all = entries(size)
        const index = at % size
        const wrong = other % size
        const proof = {
          ...{ index, size, leaf: hashLeaf(sha256, all[index]!) },
          ...{ path: pathOf(all, inclusionSpans(index, size)), root: rootOf(all) },
        }
        expect(provesInclusion(sha256, proof)).toBe(true)
        if (wrong !== index) expect(provesInclusion(sha256, { ...proof, index: wrong })).toBe(false)
        expect(provesInclusion(sha256, { ...proof, leaf: hashLeaf(sha256, Buffer.from('forged')) })).toBe(
          false,
        )
        expect(provesInclusion(sha256, { ...proof, root: sha256(Buffer.from('forged')) })).toBe(false)
        expect(provesInclusion(sha256, { ...proof, path: [...proof.path, proof.root] })).toBe(false)
        if (size > 1) expect(provesInclusion(sha256, { ...proof, path: proof.path.slice(1) })).toBe(false)
      }),
    )
  })

  test('proves each tree it was before, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, at, change) => {
        const all = entries(size)
        const old = (at % size) + 1
        const path = pathOf(all, consistencySpans(old, size))
        const proof = { old, size, oldRoot: rootOf(all, { from: 0, to: old }), root: rootOf(all), path }
        expect(provesConsistency(sha256, proof)).toBe(true)
        const forged = all.map((entry, i) => (i === change % old ? Buffer.from('forged') : entry))
        const oldRoot = rootOf(forged, { from: 0, to: old })
        expect(provesConsistency(sha256, { ...proof, oldRoot })).toBe(false)
        // Whoever forges an entry can't find a path from what was signed to the forged tree either.
        const forgedPath = pathOf(forged, consistencySpans(old, size))
        const forgedRoot = rootOf(forged)
        expect(provesConsistency(sha256, { ...proof, root: forgedRoot, path: forgedPath })).toBe(false)
      }),
    )
  })
})

describe('notes and keys', () => {
  test('are read back as they were written, and nothing else is read', () => {
    const checkpoint = {
      origin: 'vote.example/ledger/2021',
      size: 7,
      root: sha256(Buffer.of(1)),
      at: '2022-05-10T01:03:00.000Z',
    }
    const text = checkpointText(checkpoint)
    const key = { name: 'vote.example/ledger', id: Buffer.of(1, 2, 3, 4) }
    const note = signedNote(text, key, Buffer.alloc(64, 7))
    const read = readNote(note)
    expect(read?.text).toBe(text)
    expect(read?.checkpoint).toEqual({ ...checkpoint, root: new Uint8Array(checkpoint.root) })
    expect([read?.keyName, ...read!.keyId]).toEqual([key.name, 1, 2, 3, 4])
    expect(readNote(note.replace('\n\n', '\n'))).toBeNull()
    expect(readNote(`${note}more`)).toBeNull()
    expect(readKey('vote.example/ledger+01020304+AAAA')).toBeNull()
  })

  test('write any bytes as Node writes Base64', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect([...fromBase64(toBase64(bytes))]).toEqual([...bytes])
      }),
    )
  })
})
