import { PATIENCE, startWorld, type World } from '../support/world'

type Message = { event: string; id: string; data: { category?: string; ballots?: number; phase?: string } }

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** Listens until enough is heard or time is up; answers what was heard. */
async function listen(until: (heard: Message[]) => boolean, lastEventId?: string, ms = PATIENCE) {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), ms)
  const heard: Message[] = []
  try {
    const response = await fetch(`${world.url}/api/tallies/stream`, {
      signal: abort.signal,
      headers: lastEventId ? { 'last-event-id': lastEventId } : {},
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const blocks = text.split('\n\n')
      text = blocks.pop()!
      for (const block of blocks) {
        const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: ?(.*)/s).slice(0, 2)))
        if (!fields.data) continue
        heard.push({ event: fields.event, id: fields.id, data: JSON.parse(fields.data) })
      }
      if (until(heard)) break
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
  return heard
}

const vote = async (name: string) => {
  const voter = await world.api.as(name)
  const { status } = await voter.call('POST /api/ballots', {
    body: { category: 'unit', selections: ['a01'] },
  })
  expect(status).toBe(201)
}
/** What moves a listener's state. */
const news = (heard: Message[]) => heard.filter(({ event }) => event !== 'pulse')
const ballots = (heard: Message[]) =>
  heard.filter(({ data }) => data.category === 'unit').map(({ data }) => data.ballots!)

test('a listener is told where counts stand, then of every change, at most once a second however many votes come', async () => {
  const since = Date.now()
  const listening = listen((heard) => ballots(heard).at(-1) === 30)
  for (let i = 0; i < 30; i++) {
    await vote(`stream-${i}`)
    await new Promise((resolve) => setTimeout(resolve, 60))
  }
  const heard = await listening
  expect(heard[0]).toMatchObject({ event: 'phase', data: { phase: 'voting' } })
  expect(ballots(heard).at(-1)).toBe(30)
  expect(ballots(heard).length).toBeLessThan(3 + (Date.now() - since) / 1000)
})

test('who comes back with the last id hears only what is new', async () => {
  const heard = await listen((messages) => messages.some(({ data }) => data.category === 'caseStudy'))
  const { id } = heard.at(-1)!
  const silence = await listen(() => false, id, 1500)
  expect(news(silence)).toEqual([])

  const listening = listen((messages) => news(messages).length > 0, id)
  await vote('stream-late')
  expect(news(await listening)[0]).toMatchObject({
    event: 'tally',
    data: { category: 'unit', ballots: 31 },
  })
})

test('while nobody votes a pulse says that the counts are still those of now, and moves no state', async () => {
  const pulses = (heard: Message[]) => heard.filter(({ event }) => event === 'pulse')
  const heard = await listen((messages) => pulses(messages).length === 2)
  const [first, second] = pulses(heard)
  expect(first!.id).toBeUndefined()
  const asOf = (pulse: Message) => (pulse.data as { asOf: Record<string, string> }).asOf
  expect(Object.keys(asOf(first!)).sort()).toEqual(['caseStudy', 'unit', 'worker'])
  for (const [category, instant] of Object.entries(asOf(second!))) {
    expect(Date.parse(instant) - Date.parse(asOf(first!)[category]!)).toBeGreaterThan(3000)
  }
})

test('when the clock moves on, listeners learn the new phase', async () => {
  const listening = listen((heard) => heard.some(({ data }) => data.phase === 'review'))
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'review' })
  const phases = (await listening).filter(({ event }) => event === 'phase')
  expect(phases.at(-1)).toMatchObject({ data: { phase: 'review' } })
  await world.api.send('POST', '/sandbox/api/clock', { phase: 'voting' })
})
