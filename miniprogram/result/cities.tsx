import type { PublicStanding } from '@shared/result/contract'
import './cities.scss'

/** Hubei's cities and prefectures about where they are, and the units of the province itself, by division code. */
const ROWS: ([code: string, name: string] | null)[][] = [
  [null, ['420300', '十堰'], ['420600', '襄阳'], ['421300', '随州'], null, null],
  [
    null,
    ['429021', '神农架'],
    ['420800', '荆门'],
    ['429006', '天门'],
    ['420900', '孝感'],
    ['421100', '黄冈'],
  ],
  [
    ['422800', '恩施'],
    ['420500', '宜昌'],
    ['429005', '潜江'],
    ['429004', '仙桃'],
    ['420100', '武汉'],
    ['420700', '鄂州'],
  ],
  [['420000', '省直'], null, ['421000', '荆州'], null, ['421200', '咸宁'], ['420200', '黄石']],
]

/** How many of the winners each city has: a map of tiles, and the same in words. */
export function Cities({ winners, unit }: { winners: PublicStanding[]; unit: string }) {
  const counts = new Map<string, { name: string; count: number }>()
  for (const { region } of winners) {
    const { count } = counts.get(region.cityCode) ?? { count: 0 }
    counts.set(region.cityCode, { name: region.city, count: count + 1 })
  }
  const most = Math.max(1, ...[...counts.values()].map(({ count }) => count))
  const told = [...counts.values()].sort((a, b) => b.count - a.count)
  const text = told.map(({ name, count }) => `${name} ${count} ${unit}`).join('，')
  return (
    <section className="cities">
      <h2 className="section-title">各地情况</h2>
      <div className="cities-map" role="img" aria-label={`各市州入选数：${text}`}>
        {ROWS.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a map that never changes
          <div key={i} className="cities-row">
            {row.map((tile, j) => {
              const count = (tile && counts.get(tile[0])?.count) ?? 0
              return (
                <div
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  key={j}
                  className={tile ? `cities-tile is-${levelOf(count, most)}` : 'cities-gap'}
                >
                  {tile ? <span className="cities-name">{tile[1]}</span> : null}
                  {tile ? <span className="cities-count">{count}</span> : null}
                </div>
              )
            })}
          </div>
        ))}
      </div>
      <p className="cities-text">{text}。示意图按大致方位排列，数字是入选数，颜色越深越多。</p>
    </section>
  )
}

const levelOf = (count: number, most: number): 'none' | 'some' | 'more' | 'most' => {
  if (count === 0) return 'none'
  return count * 3 > most * 2 ? 'most' : count * 3 > most ? 'more' : 'some'
}
