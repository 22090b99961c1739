import type { Bot } from '@shared/announcement/bot/contract'
import { BOT_STATE_NAMES, KEYWORDS } from '@shared/announcement/bot/rules'
import { momentText } from '@shared/kernel/dates'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Checkbox, Descriptions, Modal, QRCode, Tag } from 'antd'
import { Refused } from '../../components/refused'
import { Trouble } from '../../components/states'
import { request } from '../../platform/request'
import { useMay } from '../../session'

const KEY = ['wechat-bot']
/** What is on its way is looked at often. */
const paceOf = (bot?: Bot) => (bot && ['starting', 'code', 'scanned'].includes(bot.state) ? 1500 : 10_000)

export const useBot = () =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => request('GET /api/staff/wechat-bot', {}, signal),
    refetchInterval: ({ state }) => paceOf(state.data),
  })

/** The personal account that posts into WeChat groups: the risk, logging in, where it is. */
export function BotDialog({ onClose }: { onClose: () => void }) {
  const bot = useBot()
  return (
    <Modal open title="微信群" footer={null} onCancel={onClose} width={640}>
      {bot.data ? (
        <Shown bot={bot.data} />
      ) : bot.error ? (
        <Trouble error={bot.error} retry={bot.refetch} />
      ) : null}
    </Modal>
  )
}

function Shown({ bot }: { bot: Bot }) {
  const { modal } = App.useApp()
  const mayChange = useMay()('announcement.approve')
  const queries = useQueryClient()
  const onSuccess = (data: Bot) => queries.setQueryData(KEY, data)
  const steer = useMutation({
    mutationFn: (act: 'start' | 'stop') => request('POST /api/staff/wechat-bot', { body: { act } }),
    onSuccess,
  })
  const answer = useMutation({
    mutationFn: (names: string[]) => request('PUT /api/staff/wechat-bot/answering', { body: { names } }),
    onSuccess,
  })
  const { enabled, state, code, name, groups, answering, reason, changedAt, sentToday, mostADay } = bot
  const isIn = state === 'online'
  const isOut = state === 'off' || state === 'expired' || state === 'failed'
  const ask = () =>
    modal.confirm({
      title: '用个人微信登录？',
      content:
        '微信并不认可网页机器人，登录的微信号可能被限制登录网页版、限制功能，严重时封号。请用专门的工作微信号，不要用个人的主号。',
      okText: '我了解风险，登录',
      cancelText: '再想想',
      onOk: () => steer.mutateAsync('start').catch(() => {}), // what was refused is shown in the dialog
    })
  return (
    <>
      <Alert
        className="note"
        type="warning"
        showIcon
        title="这是非官方的办法，登录的微信号有被限制的风险。能用企业微信群的，请用“工作群”。"
      />
      {!enabled && (
        <Alert
          className="note"
          type="info"
          showIcon
          title="没有启用。需要时请运维在后台任务进程设置 WECHAT_BOT=on 后重新启动。"
        />
      )}
      <Refused error={steer.error ?? answer.error} />
      <Descriptions
        size="small"
        column={1}
        items={[
          {
            key: 'state',
            label: '状态',
            children: (
              <>
                <Tag color={isIn ? 'success' : isOut ? 'default' : 'processing'}>
                  {BOT_STATE_NAMES[state]}
                </Tag>
                {name && isIn && name}
                {changedAt && <span className="faint"> {momentText(changedAt)}</span>}
              </>
            ),
          },
          ...(reason ? [{ key: 'reason', label: '说明', children: reason }] : []),
          ...(isIn
            ? [{ key: 'sent', label: '今天', children: `已发 ${sentToday} 条，最多 ${mostADay} 条` }]
            : []),
        ]}
      />
      {code && (
        <div className="trial">
          <QRCode aria-label="登录二维码" value={code} size={200} bordered={false} />
          <p>用工作微信号扫码，再在手机上确认登录</p>
        </div>
      )}
      {isIn && (
        <>
          <p>
            所在的群（{groups.length}）。勾选的群里，有人只发“{Object.keys(KEYWORDS).join('”“')}
            ”这几个词时会回答网址，每个群每分钟最多一次。
          </p>
          {groups.length === 0 ? (
            <p className="faint">还没有看到群。请在手机上把群“保存到通讯录”，或在群里说一句话。</p>
          ) : (
            <Checkbox.Group
              className="bot-groups"
              value={answering}
              disabled={!mayChange || answer.isPending}
              onChange={(names) => answer.mutate(names)}
              options={groups.map((group) => ({ value: group, label: group }))}
            />
          )}
        </>
      )}
      {mayChange && enabled && (
        <div className="bot-acts">
          {isOut ? (
            <Button type="primary" loading={steer.isPending} onClick={ask}>
              扫码登录
            </Button>
          ) : (
            <Button danger loading={steer.isPending} onClick={() => steer.mutate('stop')}>
              退出登录
            </Button>
          )}
        </div>
      )}
    </>
  )
}
