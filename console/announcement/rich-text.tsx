import {
  BoldOutlined,
  ItalicOutlined,
  LineOutlined,
  LinkOutlined,
  OrderedListOutlined,
  PictureOutlined,
  RedoOutlined,
  UnderlineOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons'
import type { Upload } from '@shared/upload/contract'
import Image from '@tiptap/extension-image'
import { type Editor, EditorContent, useEditor, useEditorState } from '@tiptap/react'
import StarterKit from '@tiptap/starter-kit'
import { App, Button, Divider, Flex, Input, Modal, Upload as Picker } from 'antd'
import { type ReactNode, useState } from 'react'
import { upload } from './data'

/** A picture that says which upload it is; where it is now is only for looking at. */
const Picture = Image.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      upload: {
        default: null,
        parseHTML: (element: HTMLElement) => element.getAttribute('data-upload'),
        renderHTML: ({ upload }: { upload?: string }) => (upload ? { 'data-upload': upload } : {}),
      },
    }
  },
})

/** A body with its pictures where they can be looked at. */
export const withPictures = (body: string, uploads: readonly Upload[]): string =>
  body.replace(/data-upload="(\w+)"/g, (found, id: string) => {
    const url = uploads.find((one) => one.id === id)?.url
    return url ? `${found} src="${url.replace(/&/g, '&amp;')}"` : found
  })

const withoutAddresses = (html: string) => html.replace(/ src="[^"]*"/g, '')

type Props = {
  /** Taken when it is first shown; from then on the editor knows best. */
  body: string
  uploads: readonly Upload[]
  disabled: boolean
  onChange: (body: string) => void
  onUpload: (upload: Upload) => void
}

/** The body of an announcement, as it will look. */
export function RichText({ body, uploads, disabled, onChange, onUpload }: Props) {
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        ...{ heading: { levels: [2, 3] }, code: false, codeBlock: false },
        link: { openOnClick: false },
      }),
      Picture,
    ],
    content: withPictures(body, uploads),
    editable: !disabled,
    editorProps: { attributes: { 'aria-label': '正文', 'aria-multiline': 'true', role: 'textbox' } },
    onUpdate: ({ editor }) => onChange(withoutAddresses(editor.getHTML())),
  })
  return (
    <div className="rich">
      {!disabled && editor && <Tools editor={editor} onUpload={onUpload} />}
      <EditorContent editor={editor} className="rich-page" />
    </div>
  )
}

function Tools({ editor, onUpload }: { editor: Editor; onUpload: (upload: Upload) => void }) {
  const { message } = App.useApp()
  const [linking, setLinking] = useState(false)
  const [busy, setBusy] = useState(false)
  const at = useEditorState({
    editor,
    selector: ({ editor }) => ({
      ...{ h2: editor.isActive('heading', { level: 2 }), h3: editor.isActive('heading', { level: 3 }) },
      ...{ bold: editor.isActive('bold'), italic: editor.isActive('italic') },
      ...{ underline: editor.isActive('underline'), quote: editor.isActive('blockquote') },
      ...{ bullets: editor.isActive('bulletList'), numbers: editor.isActive('orderedList') },
      ...{ link: editor.isActive('link'), undo: editor.can().undo(), redo: editor.can().redo() },
    }),
  })
  const run = () => editor.chain().focus()
  const addPicture = async (file: File) => {
    setBusy(true)
    try {
      const found = await upload(file, file.name)
      if (found.kind !== 'picture') throw new Error('正文里只能放图片，文件请放在附件里')
      onUpload(found)
      const attrs = { src: found.url, upload: found.id, alt: '' }
      run().insertContent({ type: 'image', attrs }).run()
    } catch (error) {
      message.error((error as Error).message)
    }
    setBusy(false)
  }
  return (
    <Flex className="rich-tools" wrap role="toolbar" aria-label="正文格式">
      <Tool name="标题" on={at.h2} act={() => run().toggleHeading({ level: 2 }).run()} text="标题" />
      <Tool name="小标题" on={at.h3} act={() => run().toggleHeading({ level: 3 }).run()} text="小标题" />
      <Divider orientation="vertical" />
      <Tool name="加粗" on={at.bold} act={() => run().toggleBold().run()} icon={<BoldOutlined />} />
      <Tool name="斜体" on={at.italic} act={() => run().toggleItalic().run()} icon={<ItalicOutlined />} />
      <Tool
        name="下划线"
        on={at.underline}
        act={() => run().toggleUnderline().run()}
        icon={<UnderlineOutlined />}
      />
      <Divider orientation="vertical" />
      <Tool
        name="项目列表"
        on={at.bullets}
        act={() => run().toggleBulletList().run()}
        icon={<UnorderedListOutlined />}
      />
      <Tool
        name="编号列表"
        on={at.numbers}
        act={() => run().toggleOrderedList().run()}
        icon={<OrderedListOutlined />}
      />
      <Tool name="引用" on={at.quote} act={() => run().toggleBlockquote().run()} text="引用" />
      <Tool name="分隔线" act={() => run().setHorizontalRule().run()} icon={<LineOutlined />} />
      <Divider orientation="vertical" />
      <Tool name="链接" on={at.link} act={() => setLinking(true)} icon={<LinkOutlined />} />
      <Picker
        accept="image/jpeg,image/png,image/webp"
        showUploadList={false}
        beforeUpload={(file) => {
          void addPicture(file)
          return false
        }}
      >
        <Button
          type="text"
          aria-label="插入图片"
          title="插入图片"
          icon={<PictureOutlined />}
          loading={busy}
        />
      </Picker>
      <Divider orientation="vertical" />
      <Tool name="撤销" disabled={!at.undo} act={() => run().undo().run()} icon={<UndoOutlined />} />
      <Tool name="重做" disabled={!at.redo} act={() => run().redo().run()} icon={<RedoOutlined />} />
      {linking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </Flex>
  )
}

type ToolProps = {
  name: string
  on?: boolean
  disabled?: boolean
  icon?: ReactNode
  text?: string
  act: () => void
}

const Tool = ({ name, on, disabled, icon, text, act }: ToolProps) => (
  <Button
    type="text"
    className={on ? 'is-on' : undefined}
    aria-label={name}
    aria-pressed={on}
    title={name}
    {...{ disabled, icon }}
    onClick={act}
  >
    {text}
  </Button>
)

function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const before = String(editor.getAttributes('link').href ?? '')
  const [href, setHref] = useState(before || 'https://')
  const isGood = /^(https?:\/\/[^\s]+\.[^\s]+|tel:[\d-]+|mailto:\S+@\S+)$/.test(href)
  const put = () => {
    const chain = editor.chain().focus().extendMarkRange('link')
    // Where nothing is chosen, the address is what is read.
    if (editor.state.selection.empty && !before) {
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
    } else chain.setLink({ href }).run()
    onClose()
  }
  return (
    <Modal
      open
      title="链接"
      okText="确定"
      okButtonProps={{ disabled: !isGood }}
      onOk={put}
      onCancel={onClose}
      footer={(_, { OkBtn, CancelBtn }) => (
        <>
          {before && (
            <Button
              onClick={() => {
                editor.chain().focus().extendMarkRange('link').unsetLink().run()
                onClose()
              }}
            >
              去掉链接
            </Button>
          )}
          <CancelBtn />
          <OkBtn />
        </>
      )}
    >
      <Input
        aria-label="链接地址"
        value={href}
        onChange={({ target }) => setHref(target.value.trim())}
        onPressEnter={() => isGood && put()}
      />
      <p className="faint">网址以 https:// 开头；电话写成 tel:027…，邮箱写成 mailto:…。</p>
    </Modal>
  )
}
