import type { CategoryId } from '@shared/edition/contract'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Flex, Form, Modal, Radio } from 'antd'
import { useState } from 'react'
import { countText } from '../components/count'
import { Taken, useTaking } from '../components/taking'
import { useEdition } from '../edition/phase'
import { download, request } from '../platform/request'
import { useMay } from '../session'
import { type Facets, filterOf, type QueueWish } from './data'
import { QUEUE_NAMES } from './words'

type Kind = 'sheet' | 'dossiers'
type Props = { wish: QueueWish; facets?: Facets; onClose: () => void }

/** Takes a category's nominations down as a sheet, or each as a PDF in an archive; those that the queue shows. */
export function Export({ wish, facets, onClose }: Props) {
  const { data: edition } = useEdition()
  const categories = edition?.categories ?? []
  const [chosen, setCategory] = useState(wish.category as CategoryId | null)
  const category = chosen ?? categories[0]?.id ?? 'unit'
  const [kind, setKind] = useState<Kind>('sheet')
  const mayScreen = useMay()('nomination.screen')
  const [whole, setWhole] = useState(false)
  const { sort: _, ...filter } = { ...filterOf(wish), category }
  const query = { ...filter, pageSize: 1 }
  const found = useQuery({
    queryKey: ['nominations', 'list', query],
    queryFn: ({ signal }) => request('GET /api/staff/nominations', { query }, signal),
  })
  const name = categories.find(({ id }) => id === category)?.shortName ?? ''
  const taking = useTaking((how) =>
    kind === 'sheet'
      ? download(
          'GET /api/staff/nomination-export',
          { query: { ...filter, phones: whole ? 'whole' : undefined } },
          `报名表-${name}.xlsx`,
          how,
        )
      : download('GET /api/staff/nomination-dossiers', { query: filter }, `报名卷宗-${name}.zip`, how),
  )
  const close = () => {
    taking.stop()
    onClose()
  }
  const count = found.data?.total
  const said = narrowedBy(wish, facets)
  return (
    <Modal
      open
      title="导出报名"
      okText={count === undefined ? '导出' : `导出 ${countText(count)} 份`}
      cancelText={taking.isPending ? '停止' : '关闭'}
      okButtonProps={{ disabled: !count }}
      confirmLoading={taking.isPending}
      onOk={taking.take}
      onCancel={close}
    >
      <Form layout="vertical">
        <Form.Item label="奖项">
          <Radio.Group
            value={category}
            disabled={taking.isPending}
            onChange={({ target }) => setCategory(target.value)}
            options={categories.map(({ id, shortName }) => ({ value: id, label: shortName }))}
          />
        </Form.Item>
        <Form.Item label="格式">
          <Radio.Group
            value={kind}
            disabled={taking.isPending}
            onChange={({ target }) => setKind(target.value)}
          >
            <Flex vertical gap={8}>
              <Radio value="sheet">
                Excel 表格 <span className="faint">每份报名一行，每项一列</span>
              </Radio>
              <Radio value="dossiers">
                卷宗压缩包 <span className="faint">每份报名一个 PDF，含照片，份数多时要等一会儿</span>
              </Radio>
            </Flex>
          </Radio.Group>
        </Form.Item>
        {mayScreen && kind === 'sheet' && (
          <Form.Item extra="不勾选时，电话只显示一部分，如 138****5678">
            <Checkbox
              checked={whole}
              disabled={taking.isPending}
              onChange={({ target }) => setWhole(target.checked)}
            >
              含完整电话
            </Checkbox>
          </Form.Item>
        )}
      </Form>
      <p role="status">
        {count === 0
          ? `按列表现在的条件（${said}），没有“${name}”的报名。`
          : `按列表现在的条件：${said}。导出的内容含联系人，请妥善保管；导出会写入操作记录。`}
      </p>
      <Taken {...taking} />
    </Modal>
  )
}

/** What the queue is narrowed to, in words. */
function narrowedBy(wish: QueueWish, facets?: Facets): string {
  const status = wish.status ?? 'submitted'
  const parts = [
    status === 'all' ? '全部状态' : QUEUE_NAMES[status as keyof typeof QUEUE_NAMES],
    facets?.regions.find(({ value }) => value === wish.region)?.name,
    (wish.level || wish.screener || wish.flag) && '并按其他条件筛选',
    wish.q && `含“${wish.q}”`,
  ]
  return parts.filter(Boolean).join('，')
}
