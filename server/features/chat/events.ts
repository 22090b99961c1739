import type { Incoming } from '../../ports/messages'
import type { Suggest } from '../../ports/wechat'
import type { Pushes } from '../announcement/announcement'
import type { Identities } from '../identity/identity'
import type { NoticeChannel, Notifications } from '../notification/notification'

type Options = {
  identities: Pick<Identities, 'voterOfAccount'>
  notifications: Pick<Notifications, 'noteConsents' | 'noteRefusals'>
  pushes: Pick<Pushes, 'report' | 'reportMass'>
  appids: Record<NoticeChannel, string>
  /** Hears what WeChat thinks of a picture that was handed in under a trace; of unknown traces too. */
  onPictureChecked: (traceId: string, suggest: Suggest) => Promise<unknown>
}

/**
 * Events that are no part of a conversation: what people agree to be told, what has become of messages to them, and
 * WeChat's opinion of pictures. Answers
 * whether a message was one. Each may be heard again and counts once; throws where it should be.
 */
export function createEvents({ identities, notifications, pushes, appids, onPictureChecked }: Options) {
  return async (message: Incoming, app: NoticeChannel): Promise<boolean> => {
    switch (message.kind) {
      case 'subscribe_msg_popup_event': {
        // The mini-program reports its own consents, also where it has no message push.
        const accepted = app === 'account' ? withStatus(message.subscriptions, 'accept') : []
        if (accepted.length > 0) {
          const voter = await identities.voterOfAccount(appids[app], message.openid)
          await notifications.noteConsents(voter, app, accepted, message.key)
        }
        return true
      }
      case 'subscribe_msg_change_event': {
        const refused = withStatus(message.subscriptions, 'reject')
        if (refused.length > 0) {
          const voter = await identities.voterOfAccount(appids[app], message.openid)
          await notifications.noteRefusals(voter, app, refused)
        }
        return true
      }
      case 'subscribe_msg_sent_event':
        for (const { msgId, status } of message.subscriptions) {
          if (msgId) await pushes.report(msgId, { ok: status === 'success', reason: reasonOf(status) })
        }
        return true
      case 'TEMPLATESENDJOBFINISH': {
        const { msgId, status } = message
        await pushes.report(msgId, { ok: status === 'success', reason: reasonOf(status) })
        return true
      }
      case 'MASSSENDJOBFINISH': {
        const { msgId, status, sent, failed } = message
        const ok = /^send ?success$/i.test(status)
        await pushes.reportMass(msgId, { ok, reason: ok ? null : reasonOf(status), sent, failed })
        return true
      }
      case 'wxa_media_check':
        await onPictureChecked(message.traceId, message.suggest)
        return true
      default:
        return false
    }
  }
}

/** What WeChat says of a message that did not arrive. Source: developers.weixin.qq.com, 事件推送. */
function reasonOf(status: string): string {
  if (/user ?block/i.test(status)) return '用户拒收了公众号的消息'
  if (/user ?refuse|reject/i.test(status)) return '用户拒收了这类消息'
  return status === 'success' ? '' : `微信没有送到（${status.slice(0, 40)}）`
}

const withStatus = (subscriptions: { templateId: string; status: string }[], status: string) =>
  subscriptions.flatMap((one) => (one.status === status ? [one.templateId] : []))
