import type { CategoryId } from '@shared/edition/contract'
import type { EntryText } from '@shared/shortlist/contract'
import { MOST_DEEDS } from '@shared/shortlist/rules'
import type { Upload } from '@shared/upload/contract'
import { useMutation } from '@tanstack/react-query'
import { Button, Upload as FileInput, Form, Input, Radio } from 'antd'
import { Refused } from '../components/refused'
import { request } from '../platform/request'

/** A text as it is typed: paragraphs are lines. */
export type Typed = Omit<EntryText, 'deeds' | 'position'> & { deeds: string; position: string }

export const typedOf = ({ deeds, position, ...text }: EntryText): Typed => ({
  ...{ ...text, position: position ?? '', deeds: deeds.join('\n\n') },
})

export const textOf = ({ deeds, position, ...text }: Typed): EntryText => ({
  ...{ name: text.name.trim(), summary: text.summary.trim(), alt: text.alt.trim(), picture: text.picture },
  position: position.trim() || null,
  deeds: deeds
    .split(/\n+/)
    .map((line) => line.trim())
    .filter(Boolean),
})

type Props = { category: CategoryId; pictures: Upload[]; onAdded: (upload: Upload) => void }

/** What the public reads of a candidate. */
export function TextFields({ category, pictures, onAdded }: Props) {
  const bring = useMutation({
    mutationFn: (file: File) =>
      request('POST /api/staff/shortlists/:category/pictures', {
        params: { category },
        query: { filename: file.name },
        body: file,
      }),
    onSuccess: onAdded,
  })
  const needed = (message: string) => [{ required: true, whitespace: true, message }]
  return (
    <>
      <Form.Item name="name" label="名称" rules={needed('请填写名称')}>
        <Input maxLength={60} showCount />
      </Form.Item>
      {category === 'worker' && (
        <Form.Item name="position" label="职务">
          <Input maxLength={60} showCount />
        </Form.Item>
      )}
      {category !== 'worker' && <Form.Item name="position" hidden noStyle />}
      <Form.Item
        name="summary"
        label="一句话介绍"
        extra="列表和分享卡片上显示，做了什么、效果怎样"
        rules={needed('请填写一句话介绍')}
      >
        <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2 }} />
      </Form.Item>
      <Form.Item
        name="deeds"
        label="事迹"
        extra="空一行或换行分段"
        rules={[...needed('请填写事迹'), { max: MOST_DEEDS, message: `请删节到 ${MOST_DEEDS} 字以内` }]}
      >
        <Input.TextArea className="deeds" showCount autoSize={{ minRows: 10, maxRows: 24 }} />
      </Form.Item>
      <Form.Item
        name="picture"
        label="图片"
        extra={pictures.length === 0 ? '报名里没有照片，请上传一张' : undefined}
        rules={[{ required: true, message: '请选一张图片' }]}
      >
        <Radio.Group className="picture-choice">
          {pictures.map(({ id, name, thumbUrl, url }) => (
            <Radio key={id} value={id}>
              <img src={thumbUrl ?? url} alt={name} />
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Refused error={bring.error} />
      <FileInput
        accept="image/jpeg,image/png,image/webp"
        showUploadList={false}
        customRequest={({ file }) => bring.mutate(file as File)}
      >
        <Button loading={bring.isPending}>上传另一张图片</Button>
      </FileInput>
      <Form.Item
        name="alt"
        className="alt"
        label="图片说明"
        extra="给看不到图的人听：图上是什么"
        rules={needed('请写图片说明')}
      >
        <Input maxLength={80} showCount />
      </Form.Item>
    </>
  )
}
