import type { Form as FieldForm } from '@shared/edition/form/contract'
import { fullText } from '@shared/kernel/dates'
import { MOVE_NAMES } from '@shared/nomination/rules'
import { useMutation } from '@tanstack/react-query'
import { Button, Input, Timeline } from 'antd'
import { useState } from 'react'
import { Refused } from '../components/refused'
import { request } from '../platform/request'
import { useMay } from '../session'
import type { Screening } from './data'
import { Colleague } from './words'

/** What colleagues say to each other about a nomination. */
export function Comments({ one, onDone }: { one: Screening; onDone: (one: Screening) => void }) {
  const mayScreen = useMay()('nomination.screen')
  const [text, setText] = useState('')
  const send = useMutation({
    mutationFn: () =>
      request('POST /api/staff/nominations/:id/comments', {
        params: { id: one.id },
        body: { text: text.trim() },
      }),
    onSuccess: (done) => {
      setText('')
      onDone(done)
    },
  })
  return (
    <section aria-label="同事讨论">
      <h2>
        同事讨论 <small className="faint">单位看不到</small>
      </h2>
      {one.comments.length > 0 && (
        <ul className="plain comments">
          {one.comments.map(({ at, by, text }) => (
            <li key={at + by.id}>
              <Colleague name={by.name} />
              <small className="faint">{fullText(at)}</small>
              <p>{text}</p>
            </li>
          ))}
        </ul>
      )}
      {mayScreen ? (
        <>
          <Refused error={send.error} />
          <Input.TextArea
            aria-label="说给同事"
            placeholder="说给同事"
            maxLength={1000}
            autoSize={{ minRows: 1 }}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          {text.trim() && (
            <Button className="say" loading={send.isPending} onClick={() => send.mutate()}>
              发表
            </Button>
          )}
        </>
      ) : (
        one.comments.length === 0 && <p className="faint">还没有讨论</p>
      )}
    </section>
  )
}

const COLORS = { return: 'orange', accept: 'green', reject: 'red' } as Record<string, string>

/** What happened to a nomination, the latest first. */
export function History({ one, form }: { one: Screening; form: FieldForm }) {
  const labelOf = (key: string) => form.find((field) => field.key === key)?.label ?? '其他'
  const items = [...one.history].reverse().map(({ at, by, move, reason, fields }) => ({
    key: at + move,
    color: COLORS[move] ?? 'gray',
    content: (
      <>
        <div>
          {by} <b>{MOVE_NAMES[move]}</b>
        </div>
        <small className="faint">{fullText(at)}</small>
        {reason && <p>{reason}</p>}
        {fields.length > 0 && (
          <ul className="note-lines">
            {fields.map(({ key, message }) => (
              <li key={key}>
                {labelOf(key)}：{message}
              </li>
            ))}
          </ul>
        )}
      </>
    ),
  }))
  return (
    <section aria-label="经过">
      <h2>经过</h2>
      <Timeline
        items={[
          ...items,
          {
            key: 'created',
            color: 'gray',
            content: (
              <>
                <div>开始填写</div>
                <small className="faint">{fullText(one.createdAt)}</small>
              </>
            ),
          },
        ]}
      />
    </section>
  )
}
