import { parseXml } from '../../../server/adapters/wechat/xml'
import type { DeliveryQuery, DeliveryRefusal } from '../../../server/ports/messages'
import { event, type Mode, post, server, text } from './deliver'

const REASONS: Record<DeliveryRefusal | 'opened', true> = {
  opened: true,
  ...{ oversize: true, unsigned: true, forged: true, stale: true, replayed: true, malformed: true },
  ...{ unencrypted: true, key_missing: true, undecryptable: true, foreign_appid: true },
  memory_unavailable: true,
}

/** The same numbers in every run, so that a failure can be looked at. */
function chance(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const PIECES = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '<![CDATA[',
    ']]>',
    '&',
    '&lt;',
    '<xml>',
    '</xml>',
    '<!DOCTYPE a>',
    '<!ENTITY a "b">',
  ],
  ...[
    '<FromUserName>',
    '</FromUserName>',
    '<Encrypt>',
    '</Encrypt>',
    '\u0000',
    '\ufffd',
    '😀',
    '\r\n',
    ' ',
    '=',
    '"',
  ],
  ...[
    '<a>'.repeat(50),
    '<![CDATA['.repeat(50),
    ']]>'.repeat(50),
    '&a;'.repeat(100),
    'A'.repeat(5000),
    ' '.repeat(5000),
  ],
  ...[
    '<?xml version="1.0"?>',
    '<!--',
    '-->',
    '__proto__',
    'constructor',
    '<__proto__>',
    '-1',
    '1e308',
    '0x10',
  ],
]

function mutate(text: string, draw: (below: number) => number): string {
  let mutated = text
  // Often a single small change, which gets further in.
  for (let times = 1 + draw(2) * draw(4); times > 0; times--) {
    const [at, to] = [draw(mutated.length + 1), draw(mutated.length + 1)]
    const piece = PIECES[draw(PIECES.length)]!
    const [start, end] = [Math.min(at, to), Math.max(at, to)]
    const span = mutated.slice(start, Math.min(end, start + 300))
    const small = (character: string) => mutated.slice(0, at) + character + mutated.slice(at + 1)
    const ways = [
      () => small('0123456789'.charAt(draw(10))),
      () => small('abcxyzABCXYZ+/_-'.charAt(draw(16))),
      () => small(''),
      () => small(mutated.charAt(at).repeat(2)),
      () => mutated.slice(0, at) + piece + mutated.slice(at),
      () => mutated.slice(0, start) + mutated.slice(start + span.length),
      () => mutated.slice(0, start) + span + span + mutated.slice(start + span.length),
      () => mutated.slice(0, at) + String.fromCharCode(draw(0x3000)) + mutated.slice(at + 1),
      () => mutated.slice(0, start) + piece + mutated.slice(start + span.length),
      () => mutated.slice(0, at),
      () => mutated.slice(at) + mutated.slice(0, at),
    ]
    mutated = ways[draw(ways.length)]!()
  }
  return mutated
}

const messages = [
  text('投 A03 A07'),
  text(']]> <xml> 😀'),
  event('subscribe', { EventKey: 'qrscene_1', Ticket: 'T' }),
  event('subscribe_msg_popup_event', {
    SubscribeMsgPopupEvent: { List: [{ TemplateId: 'a', SubscribeStatusString: 'accept' }] },
  }),
]
const ROUNDS = 1500
/** Of work, in ms; an honest delivery takes a tenth of one. */
const SLOW_MS = 100

/** ms this process has worked since, however often the machine let it wait. */
function worked(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** Whether something always takes long. Once may be the machine's fault. */
async function isSlow(task: () => unknown): Promise<boolean> {
  for (let attempt = 0; attempt < 4; attempt++) {
    const before = process.cpuUsage()
    await task()
    if (worked(before) <= SLOW_MS) return false
  }
  return true
}

describe.each(['plain', 'mixed', 'safe'] as const)('in %s mode', (mode: Mode) => {
  /** Opens thousands of mutants; counts what became of them and how many took long. */
  async function run(mutant: (draw: (below: number) => number) => { query: DeliveryQuery; body: string }) {
    const draw = chance(mode.length * 7919)
    const here = server(mode)
    const outcomes: Record<string, number> = {}
    const slow: string[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { query, body } = mutant(draw)
      const before = process.cpuUsage()
      const delivery = await here.open(query, body)
      const suspicious = worked(before) > SLOW_MS
      if (suspicious && (await isSlow(() => here.open(query, body)))) slow.push(body)
      const outcome = delivery.ok ? 'opened' : delivery.reason
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      if (delivery.ok && delivery.message.kind === 'text') {
        delivery.seal({ kind: 'text', content: delivery.message.content })
      }
    }
    expect(slow).toEqual([])
    expect(Object.keys(outcomes).filter((outcome) => !(outcome in REASONS))).toEqual([])
    return outcomes
  }

  test('a mutated body never brings anything but a message or a reason', async () => {
    const outcomes = await run((draw) => {
      const { query, body } = post(mode, messages[draw(messages.length)]!)
      return { query, body: mutate(body, draw) }
    })
    expect(outcomes.malformed).toBeGreaterThan(100)
    if (mode !== 'plain') {
      // Opened only where the mutation left the encrypted part alone.
      expect(outcomes.forged).toBeGreaterThan(100)
      expect(outcomes.undecryptable ?? 0).toBe(0)
    }
  })

  test('a mutated message, correctly signed and encrypted, likewise', async () => {
    const outcomes = await run((draw) => {
      const plain = post('plain', messages[draw(messages.length)]!).body
      return post(mode, mutate(plain, draw))
    })
    expect(outcomes.malformed).toBeGreaterThan(100)
    expect(outcomes.forged ?? 0).toBe(0)
  })

  test('a mutated query never opens anything', async () => {
    const outcomes = await run((draw) => {
      const { query, body } = post(mode, messages[draw(messages.length)]!)
      const names = ['timestamp', 'nonce', mode === 'plain' ? 'signature' : 'msg_signature'] as const
      const name = names[draw(names.length)]!
      const changed = mutate(query[name]!, draw)
      return { query: { ...query, [name]: changed === query[name] ? `${changed}x` : changed }, body }
    })
    expect(outcomes.opened ?? 0).toBe(0)
  })
})

test('the longest bodies of every awkward shape are dealt with at once', async () => {
  const fill = (unit: string) => unit.repeat(Math.floor((64 * 1024 - 11) / Buffer.byteLength(unit)))
  const slow: string[] = []
  for (const piece of [
    ...PIECES,
    '<a>',
    '<a></a>',
    '<a/>',
    '<![CDATA[]]>',
    ']]',
    '<a ',
    '<a\n',
    '&amp;',
    'a',
    '<x.',
  ]) {
    for (const xml of [fill(piece), `<xml>${fill(piece)}`, `<xml>${fill(piece)}</xml>`]) {
      if (await isSlow(() => parseXml(xml))) slow.push(piece)
    }
  }
  expect(slow).toEqual([])
})
