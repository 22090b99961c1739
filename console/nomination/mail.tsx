import { App, Button, Dropdown, Progress, Upload } from 'antd'
import { useRef, useState } from 'react'
import { Page } from '../components/page'
import { useEdition } from '../edition/phase'
import { type ApiError, download, request } from '../platform/request'
import { useFormsOf } from './data'
import { type Choice, type Dropped, MailCard } from './mail-card'
import './mail.css'

/** Takes mails and filled-in forms, each form in them becoming a draft. */
export default function NominationMail() {
  const { dropped, drop, again } = useDropped()
  const done = dropped.filter(({ state }) => state !== 'waiting' && state !== 'reading').length
  return (
    <Page
      intro="把报名邮件（.eml）或填好的报名表（.xlsx、.docx）拖进来，每份表成为一份草稿；读不出来的逐条列明，由您或单位的代表补上。"
      actions={<Blanks />}
    >
      <Upload.Dragger
        className="mail-drop"
        accept=".eml,.xlsx,.docx"
        multiple
        showUploadList={false}
        beforeUpload={(file) => {
          drop(file)
          return false
        }}
      >
        <p>点击选择文件，或把文件拖到这里</p>
        <p className="ant-upload-hint">
          可以一次拖入多个，每个不超过 40 MB；收过的不会重复。在邮箱里用“另存为”或“导出”得到 .eml 文件
        </p>
      </Upload.Dragger>
      {dropped.length > 1 && (
        <Progress
          className="mail-progress"
          percent={Math.floor((done / dropped.length) * 100)}
          format={() => `${done} / ${dropped.length}`}
          aria-label="已处理的文件"
        />
      )}
      <div className="mails" aria-live="polite">
        {dropped.map((one) => (
          <MailCard key={one.key} dropped={one} again={(choice) => again(one, choice)} />
        ))}
      </div>
    </Page>
  )
}

/** What was dropped in, the latest first, and sending it: one after the other, since each may be large. */
function useDropped() {
  const [dropped, setDropped] = useState<Dropped[]>([])
  const queue = useRef(Promise.resolve())
  const change = (key: number, part: Partial<Dropped>) =>
    setDropped((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)))

  function send({ key, file }: Pick<Dropped, 'key' | 'file'>, choice: Choice = {}) {
    change(key, { state: 'waiting', error: null })
    queue.current = queue.current.then(async () => {
      change(key, { state: 'reading' })
      const asked = { query: { filename: file.name, ...choice }, body: file }
      try {
        const mail = await request('POST /api/staff/nomination-mails', asked)
        change(key, { state: mail.outcome, mail })
      } catch (error) {
        const { code, message } = error as ApiError
        change(key, { state: 'failed', error: { message, again: code !== 'paper_unreadable' } })
      }
    })
  }

  return {
    dropped,
    drop(file: File) {
      const one: Dropped = { key: Math.random(), file, state: 'waiting', mail: null, error: null }
      setDropped((all) => [one, ...all])
      send(one)
    },
    again: send,
  }
}

/** Blank forms to hand to units. */
function Blanks() {
  const { message } = App.useApp()
  const { data: edition } = useEdition()
  const { data: set } = useFormsOf()
  const categories = (edition?.categories ?? []).filter(({ id }) => set?.nomination.forms[id]?.form.length)
  const kinds = { docx: 'Word', xlsx: 'Excel' } as const
  const items = categories.flatMap(({ id, shortName }) =>
    (['docx', 'xlsx'] as const).map((kind) => ({
      key: `${id} ${kind}`,
      label: `${shortName}（${kinds[kind]}）`,
      onClick: () =>
        download(
          'GET /api/staff/nomination-forms/:category',
          { params: { category: id }, query: { kind } },
          `报名表-${shortName}.${kind}`,
        ).catch((error: ApiError) => message.error(error.message)),
    })),
  )
  return (
    <Dropdown menu={{ items }} disabled={items.length === 0}>
      <Button>下载空白报名表</Button>
    </Dropdown>
  )
}
