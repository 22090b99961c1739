import { parseReceipt } from '@shared/ballot/receipt'
import { endText, fullText, momentText } from '@shared/kernel/dates'
import type { Reply, SummitInvitation } from '@shared/summit/contract'
import { DIET_NAMES, whenText } from '@shared/summit/rules'
import { useState } from 'react'
import { Button } from '@/components/button'
import { CodeForm } from '@/components/code-form'
import { Facts } from '@/components/facts'
import { Page } from '@/components/page'
import { Phone } from '@/components/phone'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { readdress } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { useQuery } from '@/platform/query'
import { request } from '@/platform/request'
import { hasDraft } from '@/summit/draft'
import { ReplyForm } from '@/summit/form'
import './index.scss'

/** A winner's invitation to the summit: where the code of a letter or a message leads. */
export default function Summit() {
  const { code } = useParams()
  return (
    <Page title="峰会邀请" at="summit" inner>
      {() => <Lookup given={code ?? ''} />}
    </Page>
  )
}

function Lookup({ given }: { given: string }) {
  const [asked, setAsked] = useState(parseReceipt(given))
  const { data, error, loading, reload } = useQuery(asked, () =>
    request('GET /api/summit/invitations/:code', { params: { code: asked! } }),
  )
  if (data) return <Invitation key={data.code} given={data} />
  return (
    <div className="summit-page">
      <h1 className="page-title">峰会邀请</h1>
      <CodeForm
        given={given}
        what="邀请码"
        label="输入邀请函上的 12 位邀请码，或扫邀请函上的二维码"
        onAsk={(code, text) => {
          setAsked(code)
          readdress('summit', { code: text })
        }}
      />
      {!asked ? null : loading ? (
        <div role="status" aria-label="正在查询">
          <Skeleton shape="text" count={4} />
        </div>
      ) : error?.code === 'guest_invitation_missing' ? (
        <Empty title="没有找到这份邀请">请核对邀请码。仍然找不到，请打邀请函上的电话问一问。</Empty>
      ) : error ? (
        <Failure error={error} retry={reload} />
      ) : null}
    </div>
  )
}

function Invitation({ given }: { given: SummitInvitation }) {
  const [invitation, setInvitation] = useState(given)
  const { summit, code, recipient, award, sample, withdrawn, reply, mayReply, contact } = invitation
  const [writing, setWriting] = useState(mayReply && (!reply || hasDraft(code)))
  const rows = [
    ['时间', whenText(summit)],
    ['会场', summit.venue],
    ['地址', summit.address],
    ...(summit.notes ? [['说明', summit.notes] as const] : []),
    ['电话', <Phone key="phone" text={contact.phone} />],
  ] as const
  return (
    <div className="summit-page">
      <h1 className="page-title">{summit.name}</h1>
      <section className="summit-card">
        {withdrawn ? (
          <p className="summit-withdrawn" role="status">
            这份邀请已于 {fullText(withdrawn.at)} 撤回：{withdrawn.reason}
          </p>
        ) : null}
        <h2 className="summit-recipient">
          {recipient}
          {sample && !recipient.includes('示例') ? '（示例）' : ''}
        </h2>
        <p className="summit-words">祝贺您获评“{award}”，诚邀您到会领奖。</p>
        <Facts rows={rows} />
      </section>
      {withdrawn ? null : (
        <>
          {reply ? <Replied {...{ reply, invitation }} /> : null}
          {writing ? (
            <ReplyForm invitation={invitation} onLatest={setInvitation} onDone={() => setWriting(false)} />
          ) : mayReply ? (
            <Button kind="line" wide onClick={() => setWriting(true)}>
              修改回执
            </Button>
          ) : null}
          <p className="summit-until">
            {mayReply ? (
              `请在 ${endText(summit.replyBy)} 前回复，之前都可以修改。`
            ) : (
              <>
                回执已于 {momentText(summit.replyBy)} 截止。有变动请打电话：
                <Phone text={contact.phone} />。
              </>
            )}
          </p>
        </>
      )}
    </div>
  )
}

/** What was answered, and for who comes the code for the door. */
function Replied({ reply, invitation }: { reply: Reply; invitation: SummitInvitation }) {
  const { coming, guests, car, note, at, by } = reply
  const { qr, code } = invitation
  return (
    <section className="summit-card">
      <h2 className="summit-replied">{coming ? `已回复：${guests.length} 人参加` : '已回复：不能参加'}</h2>
      {coming ? (
        <>
          <ul>
            {guests.map(({ id, name, position, phone, diet, arrived }) => (
              <li key={id} className="summit-person">
                <span className="summit-name">{name}</span>
                {position ? ` ${position}` : ''} {phone}
                {diet === 'any' ? '' : ` · ${DIET_NAMES[diet]}`}
                {arrived ? <span className="summit-arrived">已签到</span> : null}
              </li>
            ))}
          </ul>
          {car ? <p className="summit-line">车牌：{car}</p> : null}
          {note ? <p className="summit-line">备注：{note}</p> : null}
          <div className="summit-pass">
            <img className="summit-qr" src={qr} alt={`签到二维码，邀请码 ${code}`} />
            <p className="summit-code">{code}</p>
            <p className="summit-hint">
              到会场出示二维码签到，几位一起来的共用一个。会场信号不好，请提前截图。
            </p>
          </div>
        </>
      ) : note ? (
        <p className="summit-line">备注：{note}</p>
      ) : null}
      <p className="summit-at">
        {fullText(at)}
        {by ? ` 由工作人员${by}登记` : ' 提交'}
      </p>
    </section>
  )
}
