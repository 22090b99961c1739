import { FileImageOutlined, FileZipOutlined } from '@ant-design/icons'
import { formatReceipt } from '@shared/ballot/receipt'
import type { Certificates } from '@shared/certificate/contract'
import type { CategoryId } from '@shared/edition/contract'
import { fullText, momentText } from '@shared/kernel/dates'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Flex, Segmented, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Page } from '../components/page'
import { ReasonDialog } from '../components/reason'
import { Refused } from '../components/refused'
import { Pending, Trouble } from '../components/states'
import { useEdition } from '../edition/phase'
import { addressOf, download, request } from '../platform/request'
import { useWish } from '../platform/wish'
import { useMay } from '../session'
import { Archive } from './archive'

type Issued = Certificates['items'][number]

/** Winners' certificates, category by category: sample, issuing, one or all of them, taking one back. */
export default function CertificatesPage() {
  const { wish, change } = useWish(['category'] as const)
  const edition = useEdition()
  if (!edition.data) return <Pending error={edition.error} refetch={edition.refetch} />
  const categories = edition.data.categories
  const { id, shortName } = categories.find((one) => one.id === wish.category) ?? categories[0]!
  const sample = addressOf('GET /api/staff/certificates/sample', { query: { category: id } })
  return (
    <Page
      intro="结果发布以后给获奖者制发证书。每份有编号和二维码，谁都可以扫码查验真伪。"
      actions={
        <Button icon={<FileImageOutlined />} href={sample} target="_blank">
          看样张
        </Button>
      }
    >
      <Segmented
        className="filters"
        aria-label="奖项"
        value={id}
        onChange={(category) => change({ category })}
        options={categories.map(({ id, shortName }) => ({ value: id, label: shortName }))}
      />
      <OfCategory key={id} category={id} title={shortName} />
    </Page>
  )
}

function OfCategory({ category, title }: { category: CategoryId; title: string }) {
  const { modal, message } = App.useApp()
  const mayWrite = useMay()('certificate.write')
  const queries = useQueryClient()
  const [archiving, setArchiving] = useState(false)
  const [revoking, setRevoking] = useState<Issued | null>(null)
  const queryKey = ['certificates', category]
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => request('GET /api/staff/certificates', { query: { category } }, signal),
    refetchInterval: 30_000,
  })
  const take = (latest: Certificates) => queries.setQueryData(queryKey, latest)
  const issue = useMutation({
    mutationFn: () => request('POST /api/staff/certificates', { body: { category } }),
    onSuccess: (latest) => {
      take(latest)
      message.success('证书已制发')
    },
  })
  const print = useMutation({
    mutationFn: ({ code, number }: Issued) =>
      download('GET /api/certificates/:code/pdf', { params: { code } }, `${number}.pdf`),
  })
  if (error && !data) return <Trouble error={error} retry={refetch} />
  const items = data?.items ?? []
  const valid = items.filter(({ revoked }) => !revoked).length
  const ask = (waiting: number) =>
    modal.confirm({
      title: `给 ${waiting} 位获奖者制发证书？`,
      content: '证书按名次编号，制发后谁都可以查验；写错的可以撤销，撤销过的编号不再使用。',
      okText: `制发 ${waiting} 份`,
      onOk: () => issue.mutateAsync().catch(() => {}), // what was refused is shown on the page
    })
  return (
    <>
      <Refused error={issue.error ?? print.error} />
      {data && <Standing waiting={data.waiting} issued={valid} onIssue={mayWrite ? ask : undefined} />}
      {valid > 0 && (
        <Flex className="filters" justify="space-between" align="center" gap={12} wrap>
          <span>
            有效证书 {valid} 份{items.length > valid && `，已撤销 ${items.length - valid} 份`}
          </span>
          <Button icon={<FileZipOutlined />} onClick={() => setArchiving(true)}>
            全部下载
          </Button>
        </Flex>
      )}
      <Table<Issued>
        className="sheet-table"
        rowKey="code"
        loading={isPending}
        dataSource={items}
        scroll={{ x: 880 }}
        pagination={false}
        locale={{
          emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description="还没有制发证书" />,
        }}
        columns={[
          { title: '编号', dataIndex: 'number', width: 190 },
          {
            title: '获奖者',
            key: 'recipient',
            render: (_, { recipient, sample, revoked }) => (
              <>
                {recipient} {sample && !recipient.includes('示例') && <Tag>示例</Tag>}
                {revoked && (
                  <div>
                    <Tag color="error">已撤销</Tag>{' '}
                    <span className="faint">
                      {momentText(revoked.at)}：{revoked.reason}
                    </span>
                  </div>
                )}
              </>
            ),
          },
          {
            title: '制发',
            key: 'issued',
            width: 200,
            render: (_, { issuedAt, by }) => (
              <>
                {by}
                <div className="faint">{fullText(issuedAt)}</div>
              </>
            ),
          },
          {
            title: '查验码',
            key: 'code',
            width: 160,
            render: (_, { code }) => (
              <a href={`/certificate?code=${code}`} target="_blank" rel="noreferrer">
                {formatReceipt(code)}
              </a>
            ),
          },
          {
            title: '操作',
            key: 'act',
            width: 160,
            render: (_, one) =>
              !one.revoked && (
                <>
                  <Button
                    type="link"
                    size="small"
                    aria-label={`下载${one.recipient}的证书`}
                    loading={print.isPending && print.variables.code === one.code}
                    onClick={() => print.mutate(one)}
                  >
                    下载
                  </Button>
                  {mayWrite && (
                    <Button
                      type="link"
                      size="small"
                      danger
                      aria-label={`撤销${one.recipient}的证书`}
                      onClick={() => setRevoking(one)}
                    >
                      撤销
                    </Button>
                  )}
                </>
              ),
          },
        ]}
      />
      {archiving && <Archive {...{ category, title }} count={valid} onClose={() => setArchiving(false)} />}
      <ReasonDialog
        open={revoking !== null}
        title={`撤销 ${revoking?.number}？`}
        verb="撤销证书"
        danger
        run={async (reason) => {
          const { code } = revoking!
          take(
            await request('POST /api/staff/certificates/:code/revocation', {
              params: { code },
              body: { reason },
            }),
          )
          message.success('已撤销，查验页会说明原因')
        }}
        onClose={() => setRevoking(null)}
      >
        <p>撤销后，“{revoking?.recipient}”的这份证书查验时显示“已撤销”和下面的原因，不能再下载。</p>
        <p>撤销不能恢复。仍在获奖名单里的，可以重新制发，编号和查验码都是新的。</p>
      </ReasonDialog>
    </>
  )
}

type StandingProps = {
  /** Winners without a certificate; null while there is no published result. */
  waiting: number | null
  issued: number
  /** Begins to issue them; absent for who may only look. */
  onIssue?: (waiting: number) => void
}

/** Whether there is anything to issue. */
function Standing({ waiting, issued, onIssue }: StandingProps) {
  if (waiting === null) {
    return (
      <Alert
        className="note"
        type="info"
        showIcon
        title={issued > 0 ? '结果已经撤回，暂时不能制发证书。' : '结果还没有发布，发布以后才能制发证书。'}
        description={
          issued > 0 ? '已制发的证书仍然有效；名单有变的，请逐份撤销。' : '可以先看样张，核对文字和落款。'
        }
        action={<Link to="/results">看结果</Link>}
      />
    )
  }
  if (waiting === 0) return null
  return (
    <Alert
      className="note"
      type="warning"
      showIcon
      title={`还有 ${waiting} 位获奖者没有证书`}
      action={
        onIssue && (
          <Button type="primary" onClick={() => onIssue(waiting)}>
            制发 {waiting} 份证书
          </Button>
        )
      }
    />
  )
}
