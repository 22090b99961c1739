import type { CurrentEdition } from '@shared/edition/contract'
import { findCategory } from '@shared/edition/rules'
import { fullText } from '@shared/kernel/dates'
import type { EntryProof } from '@shared/transparency/contract'
import type { BallotEntry } from '@shared/transparency/entry'
import { useState } from 'react'
import { Prove, Selections } from '@/ballot/receipt'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Phone } from '@/components/phone'
import { Alarm } from './alarm'
import type { Examined } from './examine'
import { Fold } from './fold'
import { Path } from './path'
import { type Step, stepsOf, summaryOf, type Tone } from './words'
import './proof.scss'

type Props = { edition: CurrentEdition; examined: Examined }

/** What this device found, step by step, and what to do where something is wrong. */
export function Proof({ edition, examined }: Props) {
  const steps = stepsOf(examined)
  const { tone, title, text } = summaryOf(steps)
  return (
    <section className={`proof is-${tone}`} aria-label="核对结果">
      {examined.verdict ? (
        <div role="status">
          <h2 className="proof-title">
            {tone === 'plain' ? null : <Mark tone={tone} />}
            {title}
          </h2>
          {text ? <p className="proof-next">{text}</p> : null}
        </div>
      ) : (
        <div role="status">
          <h2 className="proof-title">这台设备太旧，不能在这里核对</h2>
          <p className="proof-text">
            核对签名要用到较新的浏览器。请换一部手机或电脑打开本页，或者请家人、同事帮忙核对；选票不受影响。
          </p>
        </div>
      )}
      {tone === 'bad' ? <Alarm edition={edition} examined={examined} /> : null}
      <ol className="proof-steps">
        {steps.map((step) => (
          <li key={step.name} className="proof-step">
            <Mark tone={step.tone} />
            <div className="proof-body">
              <h3 className={`proof-name is-${step.tone}`}>{step.title}</h3>
              {step.text ? <p className="proof-text">{step.text}</p> : null}
              <More edition={edition} examined={examined} step={step} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

const HEARD: Record<Tone, string> = { good: '通过', bad: '没有通过', wait: '要等', plain: '说明' }

function Mark({ tone }: { tone: Tone }) {
  return (
    <span className={`proof-mark is-${tone}`} role="img" aria-label={HEARD[tone]}>
      {tone === 'good' ? <Icon name="check" /> : tone === 'bad' ? <Icon name="close" /> : '…'}
    </span>
  )
}

/** What belongs to a step besides its words. */
function More({ edition, examined, step }: Props & { step: Step }) {
  const { answers, verdict, kept } = examined
  const { about, note, key } = answers
  switch (step.name) {
    case 'signature':
      return (
        <Fold
          rows={[
            ['签名原文（Ed25519，C2SP signed note）', note ?? '无'],
            ['公钥', key],
          ]}
        />
      )
    case 'receipt': {
      const index = verdict?.receipt?.index ?? null
      return (
        <>
          {index === null ? null : <Path index={index} size={verdict!.checkpoint!.size} />}
          {about?.entered ? <Fold rows={rowsOf(about.entered)} /> : null}
        </>
      )
    }
    case 'ballot': {
      const entry = verdict?.ballot?.entry
      return (
        <>
          {verdict?.ballot?.outcome === 'hidden' ? <Prove /> : null}
          {entry ? <Said edition={edition} examined={examined} entry={entry} /> : null}
          {about?.ballot ? <Fold rows={rowsOf(about.ballot, '，voter 是代号，认不出是谁')} /> : null}
        </>
      )
    }
    case 'growth':
      return kept ? (
        <Fold
          rows={[
            ['上次留存的签名', kept.note],
            ['连到现在的指纹', answers.growth?.join('\n') || '不需要'],
          ]}
        />
      ) : null
    case 'status':
      return examined.told?.status === 'counted' ? null : (
        <>
          <p className="proof-text">
            觉得弄错了，请打主办方电话 <Phone text={edition.contact.phone} />。
          </p>
          <Link page="decisions" className="proof-link">
            选票是怎样处理的
          </Link>
        </>
      )
  }
}

/** What the ledger says the voter chose, for them to say whether they did. */
function Said({ edition, examined, entry }: Props & { entry: BallotEntry }) {
  const { ballot: category, at, choices } = entry
  const [disowned, setDisowned] = useState(false)
  return (
    <div className="proof-said">
      <p className="proof-text">
        {findCategory(edition, category)?.name}，{fullText(at)} 投出
      </p>
      <Selections ballot={{ category, selections: choices }} />
      <p className="proof-text">请看看是不是您当时投的。</p>
      {disowned ? (
        <Alarm edition={edition} examined={examined} />
      ) : (
        <Button kind="plain" onClick={() => setDisowned(true)}>
          不是我投的，怎么办
        </Button>
      )}
    </div>
  )
}

const rowsOf = ({ index, line, path }: EntryProof, remark = '') =>
  [
    [`账本里的这一行${remark}`, line],
    ['行号（从 0 起）', String(index)],
    ['依次合入的指纹（SHA-256，RFC 9162）', path.join('\n') || '不需要'],
  ] as const
