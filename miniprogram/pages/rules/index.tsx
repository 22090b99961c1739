import type { CurrentEdition } from '@shared/edition/contract'
import { isRunning, PHASE_NAMES } from '@shared/edition/rules'
import { scoringWords } from '@shared/edition/scoring/words'
import { ballotWords, measure } from '@shared/edition/words'
import { endText, momentText } from '@shared/kernel/dates'
import { useEffect } from 'react'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Phone } from '@/components/phone'
import { serverNow } from '@/edition/store'
import { hiddenCountsWords } from '@/edition/words'
import { goTo, useParams } from '@/platform/page'
import './index.scss'

/** How the award works: who votes, how, when, and how results come about. */
export default function Rules() {
  return (
    <Page
      title="评选规则"
      at="rules"
      shared={{
        title: '荆楚问政系列评选：评选规则',
        about: '谁能投票、怎么投、结果怎么产生。',
        page: 'rules',
      }}
      inner
    >
      {(edition) => <Text edition={edition} />}
    </Page>
  )
}

function Text({ edition }: { edition: CurrentEdition }) {
  const { part } = useParams()
  useEffect(() => {
    if (part === 'scoring') goTo('scoring')
  }, [part])
  return (
    <div className="rules">
      <h1 className="page-title">评选规则</h1>
      <div className="rules-columns">
        <div className="rules-text">
          {edition.texts.rules.map(({ title, paragraphs }) => (
            <section key={title} className="rules-section">
              <h2 className="section-title">{title}</h2>
              {paragraphs.map((paragraph) => (
                <p key={paragraph} className="rules-paragraph">
                  {paragraph}
                </p>
              ))}
            </section>
          ))}
          <Scoring edition={edition} />
        </div>
        <div className="rules-facts">
          <section className="rules-section">
            <h2 className="section-title">奖项与选票</h2>
            <ul className="rules-list">
              {edition.categories.map((category) => (
                <li key={category.id} className="rules-row">
                  <span className="rules-key">
                    {category.letter} {category.name}
                  </span>
                  <span className="rules-value">
                    {category.seats === null ? '评出若干' : `评出 ${category.seats} `}
                    {measure(category.id)}，每张选票{ballotWords(category)}
                  </span>
                </li>
              ))}
            </ul>
            <Link page="draws" className="rules-more">
              候选编号是怎么抽的
              <Icon name="next" />
            </Link>
            <Link page="ledger" className="rules-more">
              公开账本：怎样核对选票
              <Icon name="next" />
            </Link>
            <Link page="decisions" className="rules-more">
              选票处理公示
              <Icon name="next" />
            </Link>
          </section>
          <section className="rules-section">
            <h2 className="section-title">评选日程</h2>
            <ul className="rules-list">
              {edition.phases.map((phase) => {
                const { name, opensAt, closesAt, suspended } = phase
                const halted = suspended && isRunning(phase, serverNow())
                return (
                  <li key={name} className="rules-row">
                    <span className="rules-key">
                      {PHASE_NAMES[name]}
                      {halted ? '（暂停）' : ''}
                    </span>
                    <span className="rules-value">
                      {closesAt
                        ? `${momentText(opensAt)} 至 ${endText(closesAt)}`
                        : `${momentText(opensAt)} 起`}
                    </span>
                  </li>
                )
              })}
            </ul>
            {edition.tallyVisible ? null : <p className="rules-paragraph">{hiddenCountsWords(edition)}。</p>}
          </section>
          <section className="rules-section">
            <h2 className="section-title">联系主办方</h2>
            <ul className="rules-list">
              <li className="rules-row">
                <span className="rules-key">电话</span>
                <span className="rules-value">
                  <Phone text={edition.contact.phone} />
                </span>
              </li>
              <li className="rules-row">
                <span className="rules-key">邮箱</span>
                <span className="rules-value">{edition.contact.email}</span>
              </li>
              <li className="rules-row">
                <span className="rules-key">地址</span>
                <span className="rules-value">{edition.contact.address}</span>
              </li>
            </ul>
          </section>
        </div>
      </div>
    </div>
  )
}

/** How scores come about, exactly enough to check one with a pocket calculator; once for categories that do alike. */
function Scoring({ edition: { categories, scoring } }: { edition: CurrentEdition }) {
  const groups = new Map<string, { names: string[]; words: string[] }>()
  for (const { shortName, weights } of categories) {
    const words = scoringWords(weights, scoring)
    const group = groups.get(words.join()) ?? { names: [], words }
    groups.set(words.join(), { ...group, names: [...group.names, shortName] })
  }
  return (
    <section id="scoring" className="rules-section">
      <h2 className="section-title">综合得分怎么算</h2>
      {[...groups.values()].map(({ names, words }) => (
        <div key={names.join()} className="rules-scoring">
          <h3 className="rules-key">{names.join('、')}</h3>
          <ol className="rules-steps">
            {words.map((sentence) => (
              <li key={sentence} className="rules-step">
                {sentence}
              </li>
            ))}
          </ol>
        </div>
      ))}
    </section>
  )
}
