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
      intro="单位用邮件报名的，从这里收进来，不用照着重打一遍。"
      actions={dropped.length > 0 && <BlankMenu />}
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
          .eml、.docx、.xlsx，可以一次拖入多个，每个不超过 40 MB；收过的不会重复
        </p>
      </Upload.Dragger>
      {dropped.length === 0 && <Steps />}
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

/** What happens to a mail, before there is one. */
function Steps() {
  const blanks = useBlanks()
  return (
    <ol className="mail-steps">
      <li>
        <b>拖进来。</b>在邮箱里把来信“另存为”或“导出”成 .eml 文件；填好的 Word、Excel 报名表也可以直接拖。
      </li>
      <li>
        <b>成为草稿。</b>信里每份报名表成为一份草稿，照片和附件一并放好；没读出来的逐条列明。
      </li>
      <li>
        <b>补全，代为提交。</b>打开草稿对照来信补上，写明依据后提交，和单位自己提交的一样进入待审核。
      </li>
      {blanks.length > 0 && (
        <li className="mail-blanks">
          <span>单位还没有表？下载空白的发给它：</span>
          {blanks.map(({ key, label, onClick }) => (
            <Button key={key} type="link" size="small" onClick={onClick}>
              {label}
            </Button>
          ))}
        </li>
      )}
    </ol>
  )
}

/** Blank forms to hand to units. */
function BlankMenu() {
  const items = useBlanks()
  return (
    <Dropdown menu={{ items }} disabled={items.length === 0}>
      <Button>下载空白报名表</Button>
    </Dropdown>
  )
}

const KINDS = { docx: 'Word', xlsx: 'Excel' } as const

/** The forms that there are, each to be taken down. */
function useBlanks() {
  const { message } = App.useApp()
  const { data: edition } = useEdition()
  const { data: set } = useFormsOf()
  const categories = (edition?.categories ?? []).filter(({ id }) => set?.nomination.forms[id]?.form.length)
  return categories.flatMap(({ id, shortName }) =>
    (['docx', 'xlsx'] as const).map((kind) => ({
      key: `${id} ${kind}`,
      label: `${shortName}（${KINDS[kind]}）`,
      onClick: () =>
        download(
          'GET /api/staff/nomination-forms/:category',
          { params: { category: id }, query: { kind } },
          `报名表-${shortName}.${kind}`,
        ).catch((error: ApiError) => message.error(error.message)),
    })),
  )
}
