import { DeleteOutlined, FileOutlined, PaperClipOutlined, PictureOutlined } from '@ant-design/icons'
import type { AnnouncementText } from '@shared/announcement/contract'
import type { Upload } from '@shared/upload/contract'
import { sizeText } from '@shared/upload/rules'
import { App, Button, Flex, Form, Input, Upload as Picker } from 'antd'
import ImgCrop from 'antd-img-crop'
import { useState } from 'react'
import { upload } from './data'
import { RichText } from './rich-text'

/** Of a cover in WeChat: the first of a mass message. */
const COVER = 2.35

type Props = {
  text: AnnouncementText
  uploads: readonly Upload[]
  disabled: boolean
  onChange: (part: Partial<AnnouncementText>) => void
  onUpload: (upload: Upload) => void
}

/** What is written of an announcement. */
export function TextFields({ text, uploads, disabled, onChange, onUpload }: Props) {
  const { title, summary, link } = text
  const putLink = (part: Partial<{ label: string; url: string }>) => {
    const next = { label: '', url: '', ...link, ...part }
    onChange({ link: next.label || next.url ? next : null })
  }
  return (
    <Form layout="vertical" requiredMark={false} component="div">
      <Form.Item
        label="标题"
        htmlFor="announcement-title"
        extra="公众号群发的标题不超过 32 个字，长的会被截断"
      >
        <Input
          id="announcement-title"
          value={title}
          maxLength={64}
          showCount
          disabled={disabled}
          onChange={({ target }) => onChange({ title: target.value })}
        />
      </Form.Item>
      <Form.Item label="摘要" htmlFor="announcement-summary" extra="显示在卡片上，一两句话说清楚">
        <Input.TextArea
          id="announcement-summary"
          value={summary}
          maxLength={120}
          showCount
          autoSize={{ minRows: 2 }}
          disabled={disabled}
          onChange={({ target }) => onChange({ summary: target.value })}
        />
      </Form.Item>
      <Form.Item label="封面">
        <Cover {...{ text, uploads, disabled, onChange, onUpload }} />
      </Form.Item>
      <Form.Item label="正文">
        <RichText
          {...{ uploads, disabled, onUpload, body: text.body }}
          onChange={(body) => onChange({ body })}
        />
      </Form.Item>
      <Form.Item label="链接（选填）" extra="显示在正文下面的按钮，如“打开选票”">
        <Flex gap={8} wrap>
          <Input
            className="announcement-label"
            aria-label="链接的文字"
            placeholder="按钮上的字"
            value={link?.label ?? ''}
            maxLength={20}
            disabled={disabled}
            onChange={({ target }) => putLink({ label: target.value })}
          />
          <Input
            className="announcement-url"
            aria-label="链接的网址"
            placeholder="https://"
            value={link?.url ?? ''}
            maxLength={500}
            disabled={disabled}
            status={link && !/^https?:\/\/\S+\.\S+$/.test(link.url) ? 'error' : undefined}
            onChange={({ target }) => putLink({ url: target.value.trim() })}
          />
        </Flex>
      </Form.Item>
      <Form.Item label="附件（选填）">
        <Attachments {...{ text, uploads, disabled, onChange, onUpload }} />
      </Form.Item>
    </Form>
  )
}

/** Hands a file in, and says how it goes. */
function useHandIn(onUpload: (upload: Upload) => void) {
  const { message } = App.useApp()
  const [busy, setBusy] = useState(false)
  async function handIn(file: File, kind: Upload['kind'], take: (id: string) => void): Promise<void> {
    setBusy(true)
    try {
      const found = await upload(file, file.name)
      if (found.kind !== kind) throw new Error(kind === 'picture' ? '封面须是图片' : '图片请放在正文里')
      onUpload(found)
      take(found.id)
    } catch (error) {
      message.error((error as Error).message)
    }
    setBusy(false)
  }
  return { busy, handIn }
}

function Cover({ text, uploads, disabled, onChange, onUpload }: Props) {
  const { busy, handIn } = useHandIn(onUpload)
  const shown = uploads.find(({ id }) => id === text.cover)
  return (
    <Flex gap={12} align="center" wrap>
      {shown ? <img className="announcement-cover" src={shown.url} alt="封面" /> : null}
      {!disabled && (
        <ImgCrop
          aspect={COVER}
          quality={0.92}
          modalTitle="裁剪封面（2.35 : 1）"
          modalOk="确定"
          modalCancel="取消"
          showReset
          resetText="重来"
        >
          <Picker
            accept="image/jpeg,image/png,image/webp"
            showUploadList={false}
            customRequest={({ file }) => {
              void handIn(file as File, 'picture', (cover) => onChange({ cover }))
            }}
          >
            <Button icon={<PictureOutlined />} loading={busy}>
              {shown ? '换一张' : '选择图片'}
            </Button>
          </Picker>
        </ImgCrop>
      )}
      {shown && !disabled && <Button onClick={() => onChange({ cover: null })}>不要封面</Button>}
    </Flex>
  )
}

function Attachments({ text, uploads, disabled, onChange, onUpload }: Props) {
  const { busy, handIn } = useHandIn(onUpload)
  const { attachments } = text
  return (
    <>
      <ul className="documents">
        {attachments.map((id) => {
          const file = uploads.find((one) => one.id === id)
          return (
            <li key={id}>
              <FileOutlined aria-hidden />
              <span className="document-name">{file?.name ?? '文件'}</span>
              <span className="document-size">{file && sizeText(file.bytes)}</span>
              {!disabled && (
                <Button
                  type="text"
                  size="small"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={`去掉${file?.name ?? '文件'}`}
                  onClick={() => onChange({ attachments: attachments.filter((one) => one !== id) })}
                />
              )}
            </li>
          )
        })}
      </ul>
      {!disabled && attachments.length < 9 && (
        <Picker
          accept=".pdf,.doc,.docx,.xls,.xlsx"
          showUploadList={false}
          beforeUpload={(file) => {
            void handIn(file, 'document', (id) => onChange({ attachments: [...attachments, id] }))
            return false
          }}
        >
          <Button icon={<PaperClipOutlined />} loading={busy}>
            加附件
          </Button>
        </Picker>
      )}
    </>
  )
}
