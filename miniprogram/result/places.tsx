import type { PublicList } from '@shared/result/contract'
import { useEffect, useState } from 'react'
import { Search } from '@/candidate/filters'
import { Button } from '@/components/button'
import { goTo } from '@/platform/page'
import { Place } from './standing'
import { isCalled } from './words'
import './places.scss'

type Props = {
  title: string
  list: PublicList
  /** Whom the address asks for: it is opened and shown. */
  asked: string | undefined
  objecting: ((id: string) => Record<string, string>) | null
}

/** Everybody's place: the winners, the others once they are asked for, and whoever is looked for. */
export function Places({ title, list, asked, objecting }: Props) {
  const { standings } = list
  const [opened, setOpened] = useState(asked)
  const [whole, setWhole] = useState(() => standings.some(({ id, winner }) => id === asked && !winner))
  const [q, setQ] = useState('')
  useEffect(() => {
    if (asked) goTo(`standing-${asked}`)
  }, [asked])
  const found = standings.filter((one) => (q.trim() ? isCalled(one, q.trim()) : whole || one.winner))
  const others = standings.length - standings.filter(({ winner }) => winner).length
  return (
    <section className="places">
      <h2 className="section-title">{title}</h2>
      <p className="places-hint">点开一行，看每一项得分是怎么算出来的。</p>
      <Search value={q} onChange={setQ} placeholder="在名单里找名称、编号或单位" label="在名单里查找" />
      {found.length === 0 ? (
        <p className="places-none" role="status">
          名单里没有“{q.trim()}”。
        </p>
      ) : (
        <ol className="places-list">
          {found.map((one) => (
            <Place
              key={one.id}
              one={one}
              list={list}
              open={one.id === opened}
              onToggle={() => setOpened(one.id === opened ? undefined : one.id)}
              objecting={objecting?.(one.id) ?? null}
            />
          ))}
        </ol>
      )}
      {others > 0 && !q.trim() ? (
        <Button kind="line" wide onClick={() => setWhole(!whole)}>
          {whole ? '只看入选的' : `其余 ${others} 位参评者的得分`}
        </Button>
      ) : null}
    </section>
  )
}
