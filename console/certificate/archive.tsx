import type { CategoryId } from '@shared/edition/contract'
import { Modal } from 'antd'
import { Taken, useTaking } from '../components/taking'
import { download } from '../platform/request'

type Props = { category: CategoryId; title: string; count: number; onClose: () => void }

/** Takes all certificates of a category down in one archive. */
export function Archive({ category, title, count, onClose }: Props) {
  const taking = useTaking((how) =>
    download('GET /api/staff/certificates/all', { query: { category } }, `荣誉证书-${title}.zip`, how),
  )
  const close = () => {
    taking.stop()
    onClose()
  }
  return (
    <Modal
      open
      title={`下载“${title}”的全部证书`}
      okText={`下载 ${count} 份`}
      cancelText={taking.isPending ? '停止' : '关闭'}
      confirmLoading={taking.isPending}
      onOk={taking.take}
      onCancel={close}
    >
      <p>有效证书每份一个 PDF，装在一个压缩包里，文件名是编号和获奖者。已撤销的不在其中。</p>
      <Taken {...taking} />
    </Modal>
  )
}
