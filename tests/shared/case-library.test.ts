import { highlight, snippetOf } from '@shared/case-library/highlight'
import { hasConsent, proposeText, stateOf, textProblems } from '@shared/case-library/rules'
import {
  compacted,
  createIndex,
  find,
  known,
  nearest,
  pairsIn,
  put,
  remove,
  termsOf,
} from '@shared/case-library/search'
import type { Form } from '@shared/edition/form/contract'
import * as fc from 'fast-check'
import { assert, property } from 'fast-check'
import edition2021 from '../../config/editions/2021.json'
import { questionWords, termsOfPublication } from '../../server/features/case-library/words'

/** Cut at spaces, so that rules are seen without a dictionary. */
const cut = (text: string) => text.split(' ')
const terms = (body: string, title = '') => termsOf({ title, topics: '', unit: '', summary: '', body }, cut)
const word = fc.constantFrom('路', '灯', '桥', '水', '井', '树')
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
const library = fc.array(text, { minLength: 1, maxLength: 12 })
const indexOf = (texts: string[]) => {
  const index = createIndex()
  for (const [i, body] of texts.entries()) put(index, `d${i}`, terms(body))
  return index
}

describe('what is found', () => {
  test('has the most of the words that anything has, and every such text is found', () => {
    assert(
      property(library, fc.uniqueArray(word, { minLength: 1 }), (texts, words) => {
        const count = (body: string) => words.filter((one) => body.split(' ').includes(one)).length
        const most = Math.max(...texts.map(count))
        const ids = texts.flatMap((body, i) => (most > 0 && count(body) === most ? [`d${i}`] : []))
        expect(
          find(indexOf(texts), words)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(ids.sort())
      }),
    )
  })

  test('is in the same order however the index came about', () => {
    assert(
      property(library, word, word, (texts, first, second) => {
        const backwards = createIndex()
        for (const [i, body] of [...texts.entries()].reverse()) {
          put(backwards, `d${i}`, terms('井 井 井'))
          put(backwards, `d${i}`, terms(body))
        }
        const [a, b] = [indexOf(texts), backwards].map((index) => find(index, [first, second]))
        expect(b!.map(({ id }) => id)).toEqual(a!.map(({ id }) => id))
        expect(find(compacted(backwards), [first, second])).toEqual(b)
      }),
    )
  })

  test('ranks no lower for a word that stands there once more in place of another that was not asked for', () => {
    assert(
      property(library, (texts) => {
        const before = indexOf(['路 树 树', ...texts])
        const after = indexOf(['路 路 树', ...texts])
        const place = (index: ReturnType<typeof createIndex>) =>
          find(index, ['路']).findIndex(({ id }) => id === 'd0')
        expect(place(after)).toBeLessThanOrEqual(place(before))
      }),
    )
  })

  test('is better where the title has the word than where only the body has it', () => {
    assert(
      property(text, (body) => {
        const index = createIndex()
        put(index, 'body', terms(`${body} 灯塔 灯光`))
        put(index, 'title', terms(`${body} 灯光`, '灯塔'))
        expect(find(index, ['灯塔'])[0]!.id).toBe('title')
      }),
    )
  })

  test('counts a rare word for more than one that many have', () => {
    const index = indexOf(['路 桥', '路 水', '路 井', '树 桥'])
    const score = (term: string) => find(index, [term])[0]!.score
    expect(score('水')).toBeGreaterThan(score('路'))
  })

  test('is gone once it was removed, and other scores are as if it had never been there', () => {
    assert(
      property(library, word, (texts, asked) => {
        const index = indexOf([...texts, '路 灯'])
        remove(index, `d${texts.length}`)
        expect(find(index, [asked])).toEqual(find(indexOf(texts), [asked]))
      }),
    )
  })
})

describe('related', () => {
  test('never names itself, and names the same for the same', () => {
    assert(
      property(library, (texts) => {
        const topics = (id: string) => [id.endsWith('1') ? 'a' : 'b']
        const [a, b] = [indexOf(texts), indexOf(texts)].map((index) => nearest(index, 'd0', topics, 3))
        expect(a).toEqual(b)
        expect(a!.length).toBeLessThanOrEqual(3)
        expect(a!.map(({ id }) => id)).not.toContain('d0')
      }),
    )
  })

  test('shared rare words bring two together, and so does a topic', () => {
    const others = Array.from({ length: 30 }, (_, i) => `材料${i} 群众`)
    const index = indexOf(['蛮河 群众', '蛮河 清理', ...others])
    expect(nearest(index, 'd0', () => [], 3)[0]!.id).toBe('d1')
    expect(nearest(index, 'd5', (id) => (['d5', 'd9'].includes(id) ? ['x'] : []), 3)[0]!.id).toBe('d9')
  })
})

describe('words', () => {
  const origin = {
    unitName: '汉阳区交警',
    region: { code: '420105', cityCode: '420100', city: '武汉市', county: '汉阳区' },
  }
  const publication = (title: string) => ({
    text: { ...{ title, summary: '', topics: [], cover: null, alt: '', figures: [] }, blocks: [] },
  })

  test.each([
    ['汉阳区交警采纳市民建议新增斑马线', ['汉阳区', '交警', '斑马线']],
    ['南漳县蛮河边垃圾堆被清理', ['南漳县', '垃圾堆', '清理']],
    ['恩施土家族苗族自治州巴东县供水', ['恩施土家族苗族自治州', '巴东县', '供水']],
  ])('%s is cut into names and things', (title, expected) => {
    expect(questionWords(title)).toEqual(expect.arrayContaining(expected))
    const { terms } = termsOfPublication(publication(title), origin, [])
    expect(terms).toEqual(expect.arrayContaining(expected))
  })

  test('a name that the dictionary lacks is found in a title, however it is cut there', () => {
    const index = createIndex()
    put(index, 'river', termsOfPublication(publication('南漳县蛮河边垃圾堆被清理'), origin, []))
    put(index, 'other', termsOfPublication(publication('武昌区沙湖边步道修好'), origin, []))
    expect(find(index, known(index, questionWords('蛮河'))).map(({ id }) => id)).toEqual(['river'])
  })

  test('pairs are every two neighbours and cross no sign', () => {
    expect(pairsIn('蛮河边，a岸')).toEqual(['蛮河', '河边'])
  })
})

describe('marking', () => {
  const anyText = fc.string({ unit: fc.constantFrom('路', '灯', 'A', 'ａ', '，', '👍'), maxLength: 40 })

  test('changes nothing of the text, and marks only what was asked for', () => {
    assert(
      property(anyText, fc.array(fc.constantFrom('路', '路灯', 'a')), (shown, words) => {
        const segments = highlight(shown, words)
        expect(segments.map(({ text }) => text).join('')).toBe(shown)
        for (const { text, hit } of segments) if (hit) expect(text).toMatch(/^[路灯Aａ]+$/)
      }),
    )
  })

  test('a snippet is short and has what was asked for', () => {
    const paragraphs = ['前面说了很多。'.repeat(40), '后来路灯亮了。', '再说很多。'.repeat(40)]
    const snippet = snippetOf(paragraphs, ['路灯'])
    expect(snippet.some(({ text, hit }) => hit && text === '路灯')).toBe(true)
    expect(snippet.map(({ text }) => text).join('').length).toBeLessThan(95)
  })
})

describe('texts', () => {
  const form = edition2021.nomination.forms.caseStudy.form as Form

  test('each of the award’s forms asks for consent, and only a tick is one', () => {
    for (const { form } of Object.values(edition2021.nomination.forms)) {
      expect(hasConsent(form as Form, { library: true })).toBe(true)
      for (const library of [false, 'true', undefined]) {
        expect(hasConsent(form as Form, { library } as never)).toBe(false)
      }
      expect(
        hasConsent(
          (form as Form).filter(({ key }) => key !== 'library'),
          { library: true },
        ),
      ).toBe(false)
    }
  })

  test('what is proposed lacks nothing but what the nomination lacked', () => {
    const answers = {
      title: '装电梯',
      summary: '装好了',
      background: '楼高。',
      actions: '商量。\n施工。',
      photos: ['a', 'b', 'c'],
    }
    const text = proposeText(form, { answers, unitName: '某街道', pictures: ['a', 'b'] })
    expect(textProblems(text)).toEqual([])
    expect(text.blocks.map((block) => (block.kind === 'picture' ? block.picture : block.text))).toEqual([
      ...['背景', '楼高。', '做法', '商量。', '施工。', 'b'],
    ])
    const empty = proposeText(form, { answers: {}, unitName: '', pictures: [] })
    expect(textProblems(empty)).toEqual(['还没有写标题', '还没有写一句话摘要', '还没有写正文'])
  })

  test('a state is what was saved and published', () => {
    const at = (version: number, published: number | null, unpublished: object | null = null) =>
      stateOf({ version, published: published === null ? null : { version: published }, unpublished })
    expect([stateOf(null), at(1, null), at(2, 2), at(3, 2), at(4, null, {})]).toEqual([
      ...['waiting', 'draft', 'published', 'revised', 'unpublished'],
    ])
  })
})
