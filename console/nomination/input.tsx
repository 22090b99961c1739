import { DeleteOutlined, LeftOutlined, PlusOutlined, RightOutlined, UploadOutlined } from '@ant-design/icons'
import type { Field } from '@shared/edition/form/contract'
import type { Answer, Figure } from '@shared/nomination/contract'
import { countWords } from '@shared/nomination/form'
import type { Upload } from '@shared/upload/contract'
import { Alert, Button, Checkbox, Flex, Image, Input, Upload as Picker } from 'antd'
import { useState } from 'react'
import { countText } from '../components/count'
import { request } from '../platform/request'
import type { Screening } from './data'
import { NominationPhone } from './phone'

type Props = {
  one: Screening
  field: Field
  id: string
  answer: Answer | undefined
  /** Those that answers may name. */
  uploads: Upload[]
  wrong: boolean
  /** `added` are uploads that the answer names and nobody knew before. */
  onChange: (answer: Answer | undefined, added?: Upload[]) => void
}

/** What an answer is written into, by the kind of its field. */
export function AnswerInput(props: Props) {
  const { field, id, answer, wrong, onChange } = props
  const text = typeof answer === 'string' ? answer : ''
  const common = { id, 'aria-label': field.label, status: wrong ? ('error' as const) : undefined }
  switch (field.kind) {
    case 'prose':
      return (
        <>
          <Input.TextArea
            {...common}
            autoSize={{ minRows: 4, maxRows: 24 }}
            value={text}
            onChange={({ target }) => onChange(target.value)}
          />
          <p className="answer-count">{countText(countWords(text))} 字</p>
        </>
      )
    case 'phone':
      return <PhoneInput {...props} />
    case 'consent':
      return (
        <Checkbox id={id} checked={answer === true} onChange={({ target }) => onChange(target.checked)}>
          {field.help || field.label}
        </Checkbox>
      )
    case 'figures':
      return <FigureRows {...props} />
    case 'photos':
    case 'files':
      return <Uploads {...props} />
    default:
      return (
        <Input
          {...common}
          className="answer-input"
          inputMode={field.kind === 'link' ? 'url' : undefined}
          placeholder={field.kind === 'link' ? 'https://' : undefined}
          maxLength={field.kind === 'line' ? field.max + 20 : 500}
          value={text}
          onChange={({ target }) => onChange(target.value)}
        />
      )
  }
}

/** A number that is there already is left as it is, masked, or written anew. */
function PhoneInput({ one, field, id, answer, wrong, onChange }: Props) {
  const text = typeof answer === 'string' ? answer : ''
  const before = one.answers[field.key]
  const masked = typeof before === 'string' && before.includes('*') ? before : null
  if (masked !== null && text === masked) {
    return (
      <Flex gap={8} align="center" className="answer-line">
        <NominationPhone of={one.id} phone={masked} pick={({ answers }) => answers[field.key]} />
        <Button id={id} size="small" onClick={() => onChange('')}>
          换一个号码
        </Button>
      </Flex>
    )
  }
  return (
    <Flex gap={8} align="center">
      <Input
        id={id}
        aria-label={field.label}
        status={wrong ? 'error' : undefined}
        className="answer-input"
        inputMode="tel"
        maxLength={40}
        value={text}
        onChange={({ target }) => onChange(target.value)}
      />
      {masked !== null && (
        <Button type="link" onClick={() => onChange(masked)}>
          用原来的
        </Button>
      )}
    </Flex>
  )
}

const BLANK: Figure = { label: '', value: '', unit: '' }
const COLUMNS = [
  { part: 'label', name: '指标', placeholder: '受益群众', most: 20 },
  { part: 'value', name: '数字', placeholder: '3200', most: 15 },
  { part: 'unit', name: '单位', placeholder: '人', most: 8 },
] as const

function FigureRows({ field, id, answer, onChange }: Props) {
  const rows = Array.isArray(answer) && typeof answer[0] === 'object' ? (answer as Figure[]) : []
  const most = field.kind === 'figures' ? field.max : 0
  const put = (at: number, row: Figure | null) =>
    onChange(rows.flatMap((old, i) => (i === at ? (row ? [row] : []) : [old])))
  return (
    <Flex vertical gap={8} align="start">
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have nothing else to be told apart by
        <Flex key={at} gap={8}>
          {COLUMNS.map(({ part, name, placeholder, most }) => (
            <Input
              key={part}
              id={at === 0 && part === 'label' ? id : undefined}
              aria-label={`第 ${at + 1} 行${name}`}
              placeholder={placeholder}
              maxLength={most}
              value={row[part]}
              onChange={({ target }) => put(at, { ...row, [part]: target.value })}
            />
          ))}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={`删除第 ${at + 1} 行`}
            onClick={() => put(at, null)}
          />
        </Flex>
      ))}
      {rows.length < most && (
        <Button icon={<PlusOutlined />} onClick={() => onChange([...rows, BLANK])}>
          增加一行
        </Button>
      )}
    </Flex>
  )
}

/** Pictures or documents, uploaded one after the other, in an order that can be changed. */
function Uploads({ field, id, answer, uploads, onChange }: Props) {
  const ids = Array.isArray(answer) ? (answer as string[]) : []
  const [failed, setFailed] = useState<string[]>([])
  const [busy, setBusy] = useState(0)
  const isPhotos = field.kind === 'photos'
  const most = 'max' in field ? field.max : 0
  const known = ids.flatMap((one) => uploads.find((upload) => upload.id === one) ?? [])
  const move = (at: number, by: number) => {
    const next = [...ids]
    next.splice(at + by, 0, ...next.splice(at, 1))
    onChange(next)
  }
  const take = async (files: File[]) => {
    setFailed([])
    setBusy(files.length)
    const added: Upload[] = []
    for (const file of files.slice(0, most - ids.length)) {
      try {
        const query = { filename: file.name }
        const upload = await request('POST /api/staff/nomination-uploads', { query, body: file })
        if ((upload.kind === 'picture') !== isPhotos) {
          throw new Error(isPhotos ? '这里只收照片，文档请放到附件一栏' : '这里只收文档，照片请放到照片一栏')
        }
        added.push(upload)
      } catch (error) {
        setFailed((before) => [...before, `“${file.name}”没有传上：${(error as Error).message}`])
      }
      setBusy((left) => left - 1)
    }
    setBusy(0)
    if (added.length > 0) onChange([...ids, ...added.map((one) => one.id)], added)
  }
  return (
    <>
      {failed.map((text) => (
        <Alert key={text} className="note" type="error" showIcon role="alert" title={text} />
      ))}
      {known.length > 0 && (
        <ul className={isPhotos ? 'gallery' : 'documents'}>
          {known.map((upload, at) => (
            <li key={upload.id}>
              {isPhotos ? (
                <Image src={upload.thumbUrl ?? upload.url} alt={upload.name} preview={{ src: upload.url }} />
              ) : (
                <span className="document-name">{upload.name}</span>
              )}
              <Flex gap={2} align="center" className="gallery-note">
                {isPhotos && (at === 0 ? '封面' : `第 ${at + 1} 张`)}
                <Button
                  size="small"
                  type="text"
                  icon={<LeftOutlined />}
                  aria-label={`${upload.name}前移`}
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<RightOutlined />}
                  aria-label={`${upload.name}后移`}
                  disabled={at === known.length - 1}
                  onClick={() => move(at, 1)}
                />
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={`删除${upload.name}`}
                  onClick={() => onChange(ids.filter((one) => one !== upload.id))}
                />
              </Flex>
            </li>
          ))}
        </ul>
      )}
      {ids.length < most && (
        <Picker
          id={id}
          multiple
          showUploadList={false}
          accept={isPhotos ? '.jpg,.jpeg,.png,.webp' : '.pdf,.doc,.docx,.xls,.xlsx'}
          disabled={busy > 0}
          beforeUpload={(file, all) => {
            if (file === all.at(-1)) void take(all as File[])
            return false
          }}
        >
          <Button icon={<UploadOutlined />} loading={busy > 0} className="pick">
            {busy > 0 ? `正在上传，还有 ${busy} 个` : isPhotos ? '选择照片' : '选择文件'}
          </Button>
        </Picker>
      )}
    </>
  )
}
