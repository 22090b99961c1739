import type { Edition } from '@shared/edition/contract'
import type { Field } from '@shared/edition/form/contract'
import { fullText, momentText } from '@shared/kernel/dates'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Skeleton } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { Page } from '../components/page'
import { Trouble } from '../components/states'
import { useMay } from '../session'
import { Months } from '../unit/months'
import { useActs } from './act'
import { AnswerSheet } from './answers'
import { Beside } from './beside'
import { Changed, deedsBetween } from './changed'
import { keep, type Screening, useCategoryNames, useFormsOf, useScreening } from './data'
import { Decision } from './decision'
import { Fill } from './fill'
import { Neighbours, Onward, useWaiting } from './neighbours'
import { Notes, Objection } from './notes'
import { EarlierRemark, RemarkButton, RemarkEditor, useRemarks } from './remarks'
import { Assessment, Screener, UnitFacts } from './side'
import { Comments, History } from './talk'
import { StatusTag, titleOf } from './words'
import './nomination.css'

/** One nomination, to be read and decided. */
export default function ScreeningPage() {
  const { id = '' } = useParams()
  const one = useScreening(id)
  const set = useFormsOf(one.data?.edition)
  const failed = one.error ? one : set
  if (one.data && set.data) return <Reading key={id} latest={one.data} edition={set.data} />
  return (
    <Page>
      {failed.error ? (
        <Trouble error={failed.error} retry={failed.refetch} />
      ) : (
        <Skeleton active paragraph={{ rows: 12 }} />
      )}
    </Page>
  )
}

/** What is read stays as it was opened: what colleagues do meanwhile is told, and shown once it is asked for. */
function Reading({ latest, edition }: { latest: Screening; edition: Edition }) {
  const queries = useQueryClient()
  const mayScreen = useMay()('nomination.screen')
  const nameOf = useCategoryNames()
  const [search, setSearch] = useSearchParams()
  const { shown, show, refused, setRefused, act } = useActs(latest)
  const [remarks, setRemarks] = useRemarks(latest.id)
  const [decided, setDecided] = useState(false)
  const waiting = useWaiting(latest.id, decided)
  const asks = edition.nomination.forms[latest.category] ?? { form: [], checklist: [] }
  const deeds = useMemo(
    () => (latest.version === shown.version ? [] : deedsBetween(shown, latest, asks.form)),
    [shown, latest, asks.form],
  )
  useEffect(() => {
    if (deeds.length === 0 && latest.version >= shown.version) show(latest)
  }, [deeds, latest, shown.version, show])

  const told = (one: Screening) => keep(queries, one)
  const set = (name: 'fill' | 'beside', value: string | null) => {
    const next = new URLSearchParams(search)
    if (value === null) next.delete(name)
    else next.set(name, value)
    setSearch(next)
  }

  const mayFill = mayScreen && shown.moves.includes('file')
  const filling = mayFill && search.has('fill')
  const comparing = !filling && search.has('beside')
  const remarking = mayScreen && shown.moves.includes('return')
  return (
    <Page
      title={titleOf(shown)}
      intro={
        <>
          <StatusTag status={shown.status} />
          {nameOf(shown.category)} · {shown.unit.name} ·{' '}
          {shown.submittedAt
            ? `${momentText(shown.submittedAt)} 提交`
            : `${shown.savedBy}于 ${momentText(shown.updatedAt)} 保存`}
        </>
      }
      actions={
        <>
          {mayFill && !filling && <Button onClick={() => set('fill', '1')}>代为填写</Button>}
          {filling && <Button onClick={() => set('fill', null)}>回到阅读</Button>}
          {!filling && (
            <Button onClick={() => set('beside', comparing ? null : '')}>
              {comparing ? '结束对照' : '并排对照'}
            </Button>
          )}
          <Neighbours id={shown.id} waiting={waiting} />
        </>
      }
    >
      {deeds.length > 0 && (
        <Changed
          deeds={deeds}
          refused={refused}
          onTake={() => {
            show(latest)
            setRefused(false)
          }}
        />
      )}
      {refused && deeds.length === 0 && (
        <Alert
          className="note"
          type="info"
          showIcon
          closable={{ 'aria-label': '知道了' }}
          title="您的操作没有执行：这份报名刚被别人改动，下面已是最新内容，请看过再决定"
        />
      )}
      {comparing ? (
        <Beside
          one={shown}
          form={asks.form}
          other={search.get('beside') || null}
          onChoose={(id) => set('beside', id ?? '')}
        />
      ) : (
        <div className="screening">
          <div className="answers">
            <Notes one={shown} />
            {filling ? (
              <Fill one={shown} form={asks.form} act={act} />
            ) : (
              <div className="paper">
                <AnswerSheet
                  of={shown.id}
                  form={asks.form}
                  answers={shown.answers}
                  uploads={shown.uploads}
                  aside={(field: Field) =>
                    remarking && <RemarkButton field={field} remarks={remarks} onChange={setRemarks} />
                  }
                  below={(field: Field) => (
                    <>
                      <EarlierRemark field={field} one={shown} />
                      {remarking && <RemarkEditor field={field} remarks={remarks} onChange={setRemarks} />}
                    </>
                  )}
                />
                <section className="answer" aria-label="回复情况">
                  {shown.replyRecord ? (
                    <Months record={shown.replyRecord} height={220} />
                  ) : (
                    <>
                      <h2>回复情况</h2>
                      <p className="answer-none">单位库里没有这一年的记录</p>
                    </>
                  )}
                  <Objection one={latest} onDone={told} />
                </section>
              </div>
            )}
          </div>
          <aside className="side-column" aria-label="审核与讨论">
            <UnitFacts one={shown} />
            <Assessment one={shown} checklist={asks.checklist} act={act} />
            <Screener one={shown} act={act} />
            <Comments one={latest} onDone={told} />
            <History one={shown} form={asks.form} />
          </aside>
        </div>
      )}
      {mayScreen && !filling && (
        <div className="foot">
          <span className={`faint ${comparing ? '' : `is-${shown.status}`}`}>
            {comparing ? '决定的是左边这一份' : footText(shown)}
          </span>
          <Decision
            {...{ one: shown, asks, remarks, act }}
            onDecided={(move) => {
              if (move === 'return') setRemarks({})
              setDecided(move !== 'reconsider')
            }}
          >
            {waiting && <Onward waiting={waiting} />}
          </Decision>
        </div>
      )}
    </Page>
  )
}

/** What the foot says where there is nothing, or not yet anything, to decide. */
function footText({ status, history }: Screening): string {
  const last = history.at(-1)
  if (status === 'draft') return '单位还在填写，提交后才能审核'
  if (status === 'returned') return '已退回，等单位修改后重新提交'
  if (status === 'withdrawn') return '单位已撤回，不再参评'
  if (status === 'submitted') return '键盘 J、K 看下一份、上一份'
  return last ? `${last.by}于 ${fullText(last.at)} 作了决定` : ''
}
