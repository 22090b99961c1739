import { WeChatError, type WeChatTrouble } from '../../ports/wechat'

/**
 * What WeChat's codes mean to us: the kind the features go by, and a sentence for our own people.
 * Source: developers.weixin.qq.com, 全局返回码, and the pages of the calls.
 */
const TROUBLES: Record<number, [WeChatTrouble, string]> = {
  [-1]: ['busy', '微信系统繁忙，请稍候再试'],
  40001: ['token', '接口调用凭证无效，或 AppSecret 不正确'],
  40014: ['token', '接口调用凭证不合法'],
  42001: ['token', '接口调用凭证已过期'],
  40003: ['openid', '用户标识不合法，或不属于本公众号'],
  40013: ['settings', 'AppID 不正确'],
  40125: ['settings', 'AppSecret 不正确'],
  40164: ['settings', '服务器 IP 不在公众平台的白名单中'],
  40243: ['settings', 'AppSecret 已被冻结'],
  89503: ['settings', '服务器 IP 正等待公众号管理员确认'],
  40029: ['code', '登录凭证无效或已过期'],
  40163: ['code', '登录凭证已使用过'],
  40226: ['code', '微信认为这位用户有风险，禁止登录'],
  40037: ['template', '消息模板编号不正确'],
  43004: ['not_a_follower', '用户没有关注公众号'],
  43101: ['refused', '用户没有同意接收这条订阅消息，或同意的次数已用完'],
  43107: ['banned', '订阅消息的能力或模板已被封禁'],
  43108: ['quota', '同时下发的订阅消息过多'],
  43019: ['refused', '用户已被公众号拉黑'],
  48002: ['refused', '用户在公众号资料页关闭了接收消息'],
  45009: ['quota', '接口今天的调用次数已达上限'],
  45011: ['quota', '接口调用过于频繁'],
  45028: ['quota', '群发次数已用完'],
  45015: ['window_closed', '距用户上次互动已超过 48 小时，不能再发客服消息'],
  61010: ['window_closed', '用户近两小时内没有访问过小程序，无法检查其内容'],
  45047: ['too_many', '客服消息条数超过上限，须等用户再次互动'],
  45065: ['repeated', '相同 clientmsgid 的群发已经提交过'],
  45066: ['repeated', '相同 clientmsgid 的群发间隔太短'],
  40007: ['data', '素材编号不正确或已过期'],
  40097: ['data', '参数不正确'],
  41030: ['data', '小程序页面不存在，或尚未发布'],
  44002: ['data', '提交的内容为空'],
  45002: ['data', '消息内容过长'],
  47001: ['data', '提交的数据格式不正确'],
  47003: ['data', '消息模板的参数不符合规定'],
  40016: ['data', '菜单按钮的个数不正确'],
  40018: ['data', '菜单按钮的名称长度不正确'],
  48001: ['unauthorised', '公众号没有这个接口的权限'],
  53500: ['banned', '公众号发布功能被封禁'],
  93000: ['settings', '群机器人的地址无效，可能已被移除'],
  48004: ['banned', '接口已被封禁，请登录公众平台查看'],
  50002: ['banned', '帐号受到限制'],
}

/** The error a code stands for. */
export function troubleOf(errcode: number): WeChatError {
  const [kind, message] = TROUBLES[errcode] ?? (['other', '微信接口返回了未知的错误'] as const)
  return new WeChatError(kind, errcode, `${message}（${errcode}）`)
}

/** `undone`: we did not even come so far as to ask. */
export const unreachable = (undone = false) =>
  new WeChatError('unreachable', null, '微信接口没有应答', undone)
export const strange = () => new WeChatError('strange', null, '微信接口的应答不符合约定')
export const storeAway = () => new WeChatError('store', null, '存放接口调用凭证的 Redis 没有应答')
