import { DownloadOutlined, EyeOutlined, FileOutlined } from '@ant-design/icons'
import type { Upload } from '@shared/upload/contract'
import { sizeText } from '@shared/upload/rules'
import { Button, Flex, Image, Modal, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import './uploads.css'

/** Pictures in their order, each to be enlarged in place. `note` says more of one of them. */
export function Gallery({
  pictures,
  note,
}: {
  pictures: Upload[]
  note?: (picture: Upload, at: number) => ReactNode
}) {
  return (
    <Image.PreviewGroup>
      <ul className="gallery">
        {pictures.map((picture, at) => (
          <li key={picture.id}>
            <Image
              src={picture.thumbUrl ?? picture.url}
              alt={`第 ${at + 1} 张：${picture.name}`}
              preview={{ src: picture.url }}
              loading="lazy"
            />
            <span className="gallery-note">
              {note?.(picture, at)}
              {picture.check === 'flagged' && <Tag color="error">微信提示需核看</Tag>}
            </span>
          </li>
        ))}
      </ul>
    </Image.PreviewGroup>
  )
}

/** Documents: a PDF can be read in place, any other is taken down. */
export function Documents({ documents }: { documents: Upload[] }) {
  const [open, setOpen] = useState<Upload | null>(null)
  return (
    <>
      <ul className="documents">
        {documents.map((document) => (
          <li key={document.id}>
            <FileOutlined aria-hidden />
            <span className="document-name">{document.name}</span>
            <span className="document-size">{sizeText(document.bytes)}</span>
            <Flex gap={4}>
              {document.type === 'application/pdf' && (
                <Button
                  size="small"
                  type="text"
                  icon={<EyeOutlined />}
                  aria-label={`打开${document.name}`}
                  onClick={() => setOpen(document)}
                >
                  打开
                </Button>
              )}
              <Button
                size="small"
                type="text"
                icon={<DownloadOutlined />}
                aria-label={`下载${document.name}`}
                href={document.url}
                download={document.name}
              >
                下载
              </Button>
            </Flex>
          </li>
        ))}
      </ul>
      {open && (
        <Modal
          open
          title={open.name}
          width="min(1200px, 92vw)"
          footer={null}
          onCancel={() => setOpen(null)}
          centered
        >
          <iframe className="document" title={open.name} src={open.url} />
        </Modal>
      )}
    </>
  )
}
