import { Typography } from 'antd'
import { type ReactNode, useEffect } from 'react'

/** A card alone on its page, for what comes before one is in. */
export function Card({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · 评选管理后台`
  }, [title])
  return (
    <main className="entrance">
      <div className="entrance-brand">
        <span className="mark" aria-hidden>
          评
        </span>
        评选管理后台
      </div>
      <section className="entrance-card">
        <h1>{title}</h1>
        {intro && <Typography.Paragraph type="secondary">{intro}</Typography.Paragraph>}
        {children}
      </section>
    </main>
  )
}
