import { momentText } from '@shared/kernel/dates'
import type { Nomination } from '@shared/nomination/contract'
import { useState } from 'react'
import { Record } from '@/candidate/record'
import { Button } from '@/components/button'
import { asVoter } from '@/identity/session'
import { typed } from '@/platform/field'
import { WEB } from '@/platform/kind'
import type { ApiError } from '@/platform/request'
import { hear } from './save'
import './objection.scss'

const FEWEST = 5
const MOST = 500

/** What the registry has of the unit's year, with a way to object to it. */
export function RecordWithObjection({ nomination }: { nomination: Nomination }) {
  const { replyRecord, objection } = nomination
  const [writing, setWriting] = useState(false)
  const isOpen = objection !== null && objection.answer === null
  return (
    <div className="objection">
      {replyRecord ? (
        <Record record={replyRecord} sample={false} />
      ) : (
        <p className="objection-none">单位库里还没有这一年的回复情况。</p>
      )}
      <div className="objection-below">
        {objection ? (
          <div className="objection-said">
            <p>
              {momentText(objection.at)} 提出异议：{objection.text}
            </p>
            <p className="objection-answer">
              {objection.answer === null
                ? '正在核对，答复会出现在这里。'
                : `${objection.answeredAt ? momentText(objection.answeredAt) : ''} 答复：${objection.answer}`}
            </p>
          </div>
        ) : null}
        {writing ? (
          <Write nomination={nomination} onDone={() => setWriting(false)} />
        ) : isOpen ? null : (
          <Button kind="plain" onClick={() => setWriting(true)}>
            数据有误？提出异议
          </Button>
        )}
      </div>
    </div>
  )
}

function Write({ nomination: { id }, onDone }: { nomination: Nomination; onDone: () => void }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    if (text.trim().length < FEWEST) return setProblem('请写明哪一项不对、应当是多少')
    setBusy(true)
    setProblem(null)
    try {
      hear(await asVoter('POST /api/nominations/:id/objection', { params: { id }, body: { text } }, 'ask'))
      onDone()
    } catch (error) {
      setProblem((error as ApiError).message ?? '没有提交成，请重试')
      setBusy(false)
    }
  }
  return (
    <div className="objection-write">
      <label className="objection-label" htmlFor="objection-text">
        哪一项不对，应当是多少？
      </label>
      <textarea
        id="objection-text"
        className="objection-text"
        value={text}
        {...(WEB ? { maxLength: MOST, onChange: () => {} } : { maxlength: MOST, autoHeight: true })}
        placeholder="例如：3 月回复应为 42 条，少算了 5 条。"
        onInput={(event) => setText(typed(event))}
      />
      {problem ? (
        <p className="objection-problem" role="alert">
          {problem}
        </p>
      ) : null}
      <div className="objection-buttons">
        <Button kind="line" disabled={busy} onClick={onDone}>
          取消
        </Button>
        <Button busy={busy} onClick={send}>
          {busy ? '正在提交…' : '提交异议'}
        </Button>
      </div>
    </div>
  )
}
