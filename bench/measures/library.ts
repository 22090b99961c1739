import type { ExperienceText } from '@shared/case-library/contract'
import { connectMongo } from '../../server/adapters/mongo'
import { createCaseLibrary, createExperienceStore } from '../../server/features/case-library/case-library'
import type { Findings } from '../report'
import { median } from '../rounds'
import { startStores } from '../stores'

const CASES = Number(process.env.BENCH_CASES ?? 10_000)
const ROUNDS = 40
/** Rare, common, and several at once. */
const QUESTIONS = ['蛮河', '斑马线', '群众', '老旧小区 加装电梯', '路口 斑马线 学校', '武汉市 供水']
const GOAL_MS = 50

const PLACES = ['汉阳区', '南漳县', '武昌区', '巴东县', '江岸区', '京山市', '蕲春县', '松滋市']
const THINGS = [
  '斑马线',
  '路灯',
  '垃圾堆',
  '自来水',
  '电梯',
  '停车位',
  '公交站',
  '排水管',
  '健身器材',
  '水渠',
]
const WHERE = ['路口', '老旧小区', '学校门口', '河边', '菜市场', '村口', '社区', '卫生院', '广场', '堤上']
const ACTS = ['新增', '修好', '清理', '加装', '改造', '疏通', '更换', '接通']

/** A search of the library against a plain find by the same word, on as many cases as an award gathers in decades. */
export async function measureLibrary(): Promise<Findings> {
  const stores = await startStores()
  const mongo = connectMongo(stores.settings.mongoUri)
  await mongo.asPromise()
  try {
    const store = createExperienceStore(mongo)
    const library = createCaseLibrary({ store, publicUrl: 'http://127.0.0.1', createCode: null } as never)
    const [filled] = await timed(async () => {
      for (let from = 0; from < CASES; from += 500) {
        await library.saveAll(
          Array.from({ length: Math.min(500, CASES - from) }, (_, i) => recordOf(from + i)),
        )
      }
    })
    const fresh = createCaseLibrary({ store, publicUrl: 'http://127.0.0.1', createCode: null } as never)
    const [loaded] = await timed(fresh.refresh)
    const plain = (q: string) =>
      mongo
        .collection('experiences')
        .find({ 'published.text.blocks.text': { $regex: q.split(' ')[0]! } } as never)
        .limit(20)
        .sort({ 'published.at': -1 })
        .toArray()
    const search: number[] = []
    const find: number[] = []
    let found = 0
    for (let round = 0; round < ROUNDS; round++) {
      const q = QUESTIONS[round % QUESTIONS.length]!
      const [took, { total }] = await timed(() => fresh.list({ q, page: 1, pageSize: 20 }))
      search.push(took)
      found += total
      find.push((await timed(() => plain(q)))[0])
    }
    if (found === 0) throw new Error('nothing was found')
    const worst = [...search].sort((a, b) => a - b).at(-2)!
    return {
      rows: [
        {
          name: `ms of a search among ${CASES} cases`,
          value: median(search),
          unit: ' ms',
          goal: { most: GOAL_MS },
        },
        { name: 'plain finds per search, by time', value: median(find.map((ms, i) => ms / search[i]!)) },
      ],
      figures: [
        `search among ${CASES} cases: median ${median(search).toFixed(1)} ms, worst but one ${worst.toFixed(1)} ms; a plain find ${median(find).toFixed(1)} ms`,
        `${CASES} cases: stored with their words in ${(filled / 1000).toFixed(1)} s, read into memory in ${(loaded / 1000).toFixed(1)} s`,
      ],
    }
  } finally {
    await mongo.close(true)
    await stores.stop()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, answer: T]> {
  const started = performance.now()
  const answer = await work()
  return [performance.now() - started, answer]
}

function recordOf(n: number) {
  const pick = (from: string[], step: number) => from[(n * step + (n >> 3)) % from.length]!
  const [place, thing, where, act] = [pick(PLACES, 1), pick(THINGS, 3), pick(WHERE, 7), pick(ACTS, 5)]
  const title = `${place}${where}${act}${thing}${n === 7 ? '，蛮河边也干净了' : ''}`
  const said = (i: number) =>
    `群众在平台反映${pick(WHERE, i + 2)}的${pick(THINGS, i + 1)}有问题，工作人员当天到现场，${pick(ACTS, i)}了${thing}，第${(n % 89) + i}号单${n % 9973}办结后回访。`
  const text: ExperienceText = {
    ...{ title, summary: `${act}${thing}，群众说好`, topics: ['traffic'], cover: null, alt: '', figures: [] },
    blocks: Array.from({ length: 12 }, (_, i) => ({ kind: 'paragraph', text: said(i + 1) })),
  }
  const at = new Date(Date.UTC(2022, 0, 1) + n * 60_000)
  return {
    ...{ _id: `e${n}`, nominated: false, edition: '2021', year: 2021, category: 'caseStudy' as const },
    ...{ unitName: `${place}示例单位`, level: 'county' as const, sample: true },
    region: { code: '420105', cityCode: '420100', city: '武汉市', county: place },
    ...{ text, pictures: [], version: 1, changedAt: at, changedBy: '系统', unpublished: null },
    published: { text, pictures: [], version: 1, at, changedAt: at },
  }
}
