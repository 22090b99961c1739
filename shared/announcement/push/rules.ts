import { CATEGORY_NAMES } from '../../edition/changes'
import type { Audience, PushChannel, PushState, PushStatus } from './contract'

type Kind = Audience['kind']

/** What each channel is called, whom it can reach, and what one should know before. Source: design of WeChat's own limits. */
export const CHANNELS: Record<PushChannel, { name: string; to: Kind[]; limits: string }> = {
  inApp: {
    name: '站内消息',
    to: ['voters', 'representatives', 'experts', 'winners'],
    limits: '出现在“我的消息”里，对方打开网站或小程序时才看得到，不会有微信提醒。',
  },
  subscription: {
    name: '订阅通知',
    to: ['voters', 'representatives', 'experts', 'winners'],
    limits: '只能发给同意过订阅的人，同意一次发一条。同时放进站内消息。',
  },
  service: {
    name: '客服消息',
    to: ['followers', 'voters', 'representatives', 'experts', 'winners'],
    limits: '只能发给 48 小时内给公众号发过消息的关注者，每人最多 5 条。',
  },
  template: {
    name: '模板消息',
    to: ['voters', 'representatives', 'experts', 'winners'],
    limits: '只能发给关注了公众号的人，只能用于办事进展，不能用于宣传推广。同时放进站内消息。',
  },
  mass: {
    name: '公众号群发',
    to: ['followers'],
    limits:
      '发给全部关注者。服务号每人每月最多收到 4 次，订阅号每天 1 次；发出后不能修改，微信后台可能还要管理员确认。',
  },
  wecom: {
    name: '企业微信群',
    to: ['groups'],
    limits: '由群机器人发到工作群，每个机器人每分钟最多 20 条。',
  },
  wechat: {
    name: '微信群',
    to: ['chats'],
    limits:
      '由登录的个人微信发到群里，每条间隔 8 到 20 秒，每天最多 60 条。微信并不认可这种用法，登录的微信号可能被限制，能用企业微信群就不要用它。',
  },
}

export const AUDIENCE_NAMES: Record<Kind, string> = {
  followers: '公众号关注者',
  voters: '投过票的网友',
  representatives: '单位代表',
  experts: '评审专家',
  winners: '获奖者所在单位的代表',
  groups: '工作群',
  chats: '微信群',
}

export function audienceText(audience: Audience): string {
  switch (audience.kind) {
    case 'voters':
      return audience.category ? `投过${CATEGORY_NAMES[audience.category]}票的网友` : AUDIENCE_NAMES.voters
    case 'representatives':
      return audience.drafts ? '报名没有提交的单位代表' : AUDIENCE_NAMES.representatives
    case 'groups':
      return `${audience.ids.length} 个工作群`
    case 'chats':
      return `${audience.names.length} 个微信群`
    default:
      return AUDIENCE_NAMES[audience.kind]
  }
}

export const PUSH_STATE_NAMES: Record<PushState, string> = {
  proposed: '等待复核',
  approved: '等待发送',
  running: '正在发送',
  paused: '已暂停',
  done: '已发完',
  cancelled: '已取消',
}

export const PUSH_STATUS_NAMES: Record<PushStatus, string> = {
  queued: '等待发送',
  sending: '正在发送',
  sent: '已发出',
  delivered: '已送达',
  failed: '没有送到',
  skipped: '不能发',
  unknown: '不确定',
}

/** Whether an audience is of people, who have messages of their own. */
export const isPeople = ({ kind }: Audience): boolean => kind !== 'groups' && kind !== 'chats'

/** Whether a push may still change by itself. */
export const isMoving = (state: PushState): boolean => state === 'approved' || state === 'running'
