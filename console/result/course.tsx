import { DownOutlined } from '@ant-design/icons'
import { endText, fullText, momentText } from '@shared/kernel/dates'
import type { ResultWarning, StaffResult } from '@shared/result/contract'
import { mayMove, type ResultMove } from '@shared/result/course'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Dropdown, Flex } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { ReasonDialog } from '../components/reason'
import { Refused } from '../components/refused'
import { Warnings } from '../components/warnings'
import { download, request } from '../platform/request'
import { useMay } from '../session'
import { useSettle } from './data'
import { Propose, Release } from './steps'

/** What blocks only until a phase is over. */
const PASSING: ResultWarning['kind'][] = ['voting_open', 'review_open', 'notice_open']

type Act = 'propose' | 'unpropose' | 'release' | 'revoke'

/** Where a result stands, what is to be known before the next step, and the steps. */
export function Course({ result }: { result: StaffResult }) {
  const { state, category, categoryName, version, warnings, proposal, notice } = result
  const mayWrite = useMay()('result.write')
  const { message } = App.useApp()
  const settle = useSettle()
  const [act, setAct] = useState<Act | null>(null)
  const params = { category }
  const keep = useMutation({
    mutationFn: (as: 'xlsx' | 'pdf') =>
      download(
        'GET /api/staff/results/:category/export',
        { params, query: { as } },
        `评选结果-${categoryName}.${as}`,
      ),
  })
  const may = (move: ResultMove) => mayWrite && mayMove(move, state)
  const close = () => setAct(null)
  const done = (text: string) => {
    close()
    message.success(text)
  }
  const next = mayMove('propose', state) ? '拟定' : mayMove('release', state) ? '发布' : null
  return (
    <>
      <Refused error={keep.error} />
      <Flex className="filters result-acts" justify="space-between" align="center" gap={12} wrap>
        <p>{standing(result)}</p>
        <Flex gap={8} wrap>
          {may('unpropose') && !notice?.begun && (
            <Button onClick={() => setAct('unpropose')}>退回名单</Button>
          )}
          {may('revoke') && (
            <Button danger onClick={() => setAct('revoke')}>
              撤回结果
            </Button>
          )}
          {proposal && (
            <Dropdown
              trigger={['click']}
              menu={{
                items: [
                  { key: 'xlsx', label: 'Excel：全部数据和得分' },
                  { key: 'pdf', label: 'PDF：带抬头的名单' },
                ],
                onClick: ({ key }) => keep.mutate(key as 'xlsx' | 'pdf'),
              }}
            >
              <Button loading={keep.isPending}>
                导出 <DownOutlined />
              </Button>
            </Dropdown>
          )}
          {may('propose') && (
            <Button
              type="primary"
              disabled={warnings.some(({ blocks }) => blocks)}
              onClick={() => setAct('propose')}
            >
              拟定名单
            </Button>
          )}
          {may('release') && (
            <Button
              type="primary"
              disabled={warnings.some(({ blocks }) => blocks)}
              onClick={() => setAct('release')}
            >
              {state === 'revoked' ? '再次发布' : '发布结果'}
            </Button>
          )}
        </Flex>
      </Flex>
      {result.revoked && (
        <Alert
          className="note"
          type="error"
          showIcon
          title={`${result.revoked.by}于 ${momentText(result.revoked.at)} 撤回，网站上写明了原因：${result.revoked.reason}`}
        />
      )}
      {next && (
        <Warnings
          warnings={warnings}
          before={next}
          waits={warnings.every(({ kind, blocks }) => !blocks || PASSING.includes(kind))}
        />
      )}
      {act === 'propose' && <Propose result={result} onClose={close} onDone={() => done('名单已拟定')} />}
      {act === 'release' && <Release result={result} onClose={close} onDone={() => done('结果已发布')} />}
      <ReasonDialog
        open={act === 'unpropose'}
        title="退回拟表彰名单？"
        verb="退回"
        run={async (reason) => {
          const body = { version, reason }
          await settle(request('DELETE /api/staff/results/:category/proposal', { params, body }))
          message.success('名单已退回，数据重新按现状计算')
        }}
        onClose={close}
      >
        <p>名单还没有对外公示。退回后各项数据不再固定，改好以后重新拟定；抽签种子也要重新给。</p>
      </ReasonDialog>
      <ReasonDialog
        open={act === 'revoke'}
        title={`撤回“${categoryName}”的结果？`}
        verb="撤回结果"
        danger
        run={async (reason) => {
          const body = { version, reason }
          await settle(request('DELETE /api/staff/results/:category/release', { params, body }))
          message.success('结果已撤回')
        }}
        onClose={close}
      >
        <p>网站上的名单立即换成“结果已撤回”和下面的原因，谁都能看到。更正以后可以再次发布。</p>
        <p>
          已经制发的证书不会自动撤销，请到<Link to="/certificates">荣誉证书</Link>里处理。
        </p>
      </ReasonDialog>
    </>
  )
}

/** A sentence on where it stands, and what comes next. */
function standing({ state, proposal, notice, releasedAt, releasedBy, objections }: StaffResult): string {
  const heard = objections.total > 0 ? `异议 ${objections.total} 条，${objections.open} 条待答复。` : ''
  if (state === 'open') return '还没有拟定。下面是按现在的数据算出的名次，数据变了名次会跟着变。'
  if (state === 'released') return `${releasedBy}于 ${fullText(releasedAt!)} 发布。`
  if (state === 'revoked') return `结果已撤回，可以更正后再次发布。${heard}`
  const by = `${proposal!.proposedBy}于 ${momentText(proposal!.proposedAt)} 拟定，数据和名次已固定。`
  if (!notice) return `${by}这一届没有公示，核对后可以发布。`
  if (!notice.begun) return `${by}${momentText(notice.opensAt)} 开始公示。`
  const until = notice.closesAt ? `公示到 ${endText(notice.closesAt)}。` : '正在公示。'
  return `${by}${notice.ended ? '公示期已满。' : until}${heard}`
}
