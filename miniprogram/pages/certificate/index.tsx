import type { ResponseOf } from '@shared/api'
import { formatReceipt, parseReceipt } from '@shared/ballot/receipt'
import { dayInWords } from '@shared/certificate/rules'
import { fullText } from '@shared/kernel/dates'
import { useState } from 'react'
import { Button } from '@/components/button'
import { CodeForm } from '@/components/code-form'
import { Facts } from '@/components/facts'
import { Icon } from '@/components/icon'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { openFile } from '@/platform/file'
import { readdress } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import './index.scss'

/** Whether a certificate is one: where the code printed on it leads. */
export default function CertificateCheck() {
  const { code } = useParams()
  return (
    <Page title="证书查验" at="certificate" inner>
      {() => <Lookup given={code ?? ''} />}
    </Page>
  )
}

function Lookup({ given }: { given: string }) {
  const [asked, setAsked] = useState(parseReceipt(given))
  const { data, error, loading, reload } = useQuery(asked, () =>
    request('GET /api/certificates/:code', { params: { code: asked! } }),
  )
  return (
    <div className="certificate-page">
      <h1 className="page-title">证书查验</h1>
      <CodeForm
        given={given}
        what="证书编码"
        label="输入证书上的 12 位编码，或扫证书上的二维码"
        onAsk={(code, text) => {
          setAsked(code)
          readdress('certificate', { code: text })
        }}
      />
      {!asked ? null : data ? (
        <Found certificate={data} />
      ) : loading ? (
        <div role="status" aria-label="正在查询">
          <Skeleton shape="text" count={2} />
        </div>
      ) : error?.code === 'certificate_not_found' ? (
        <Empty title="没有查到这份证书">请核对编码。若编码无误仍查不到，这份证书可能不是本评选颁发的。</Empty>
      ) : error ? (
        <Failure error={error} retry={reload} />
      ) : null}
    </div>
  )
}

function Found({ certificate }: { certificate: ResponseOf<'GET /api/certificates/:code'> }) {
  const { code, number, recipient, text, edition, award, organiser, issuedAt, sample, revoked } = certificate
  const rows = [
    ['奖项', award],
    ['届次', edition],
    ['颁发', `${organiser}，${dayInWords(issuedAt)}`],
    ['编号', number],
    ['编码', formatReceipt(code)],
  ] as const
  return (
    <section className={`certificate-card ${revoked ? 'is-revoked' : ''}`}>
      <p className="certificate-state" role="status">
        <Icon name={revoked ? 'close' : 'check'} />
        {revoked ? '已撤销' : '证书有效'}
        {sample ? '（示例）' : ''}
      </p>
      {revoked ? (
        <p className="certificate-reason">
          {fullText(revoked.at)} 撤销：{revoked.reason}
        </p>
      ) : null}
      <h2 className="certificate-recipient">{recipient}</h2>
      <p className="certificate-text">{text}</p>
      <Facts rows={rows} />
      {revoked ? null : (
        <div className="certificate-print">
          <Button kind="line" onClick={() => openFile(`/api/certificates/${code}/pdf`, 'pdf')}>
            打开证书（PDF）
          </Button>
        </div>
      )}
    </section>
  )
}
