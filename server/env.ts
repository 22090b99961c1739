import { FIELD, SLOTS, TEMPLATES } from '@shared/notification/rules'
import { z } from 'zod'

z.config(z.locales.zhCN())

const AesKeys = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}( *, *[A-Za-z0-9+/]{43})*$/, '应为 43 位字母或数字，多个用逗号分隔')
  .optional()

const Template = z.strictObject({
  id: z.string().min(1),
  fields: z.record(
    z.string().regex(FIELD, '字段应为 thing、short_thing、phrase、time 或 date 加编号'),
    z.enum(SLOTS),
  ),
})
const Templates = z
  .string()
  .default('{}')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: '不是有效的 JSON' })
      return z.NEVER
    }
  })
  .pipe(z.partialRecord(z.enum(TEMPLATES), Template))

/** The only reader of `process.env`. Everything that can be set is here, with its meaning and default. */
const Settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('0.0.0.0'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Folder of the embedded stores, files and demo keys. */
  DATA_DIR: z.string().default('.data/demo'),
  /** Where the site is reached from outside; absolute links and OAuth returns are built on it. */
  PUBLIC_URL: z.url().optional(),
  MONGODB_URI: z.string().startsWith('mongodb').optional(),
  /** One URL, or several separated by commas for a Redis Cluster. */
  REDIS_URL: z.string().optional(),
  /** Signs sessions. Several, separated by commas: the first signs, all are accepted. */
  SECRET_KEY: z.string().optional(),
  /** Makes voters' pseudonyms. Must never change while an edition runs, or people could vote again. */
  VOTER_KEY: z.string().min(32).optional(),
  WECHAT_API_BASE: z.url().default('https://api.weixin.qq.com'),
  WECHAT_OPEN_BASE: z.url().default('https://open.weixin.qq.com'),
  WECHAT_OA_APPID: z.string().optional(),
  WECHAT_OA_SECRET: z.string().optional(),
  /** Token of the official account's message server. */
  WECHAT_OA_TOKEN: z.string().optional(),
  /** Its EncodingAESKey. Several, separated by commas, while it is being changed: the current one first. */
  WECHAT_OA_AES_KEY: AesKeys,
  WECHAT_MP_APPID: z.string().optional(),
  WECHAT_MP_SECRET: z.string().optional(),
  /** Token of the mini-program's message push (消息推送), and its EncodingAESKey as above. */
  WECHAT_MP_TOKEN: z.string().optional(),
  WECHAT_MP_AES_KEY: AesKeys,
  /** What each app's subscription template is called and what its fields say, as JSON; see docs/wechat.md. */
  WECHAT_OA_TEMPLATES: Templates,
  WECHAT_MP_TEMPLATES: Templates,
  /** The official account's 模板消息, likewise. */
  WECHAT_OA_TEMPLATE_MESSAGES: Templates,
  /** Whether a personal account may post into WeChat groups by wechat4u; see docs/wechat.md for the risk. */
  WECHAT_BOT: z.enum(['on', 'off']).default('off'),
  /** Where web WeChat is played, in tests. */
  WEB_WECHAT_BASE: z.url().optional(),
  WECOM_API_BASE: z.url().default('https://qyapi.weixin.qq.com'),
  /** Phase that is open when the demo starts. */
  DEMO_PHASE: z
    .enum(['nomination', 'shortlisting', 'voting', 'review', 'notice', 'published'])
    .default('voting'),
  /** `Bearer` token that opens `/metrics`; without it production has no `/metrics`. */
  METRICS_TOKEN: z.string().optional(),
  /** Ballots that may wait for the ledger before newcomers are asked to come back. */
  BALLOT_QUEUE_LIMIT: z.coerce.number().int().min(1).default(5000),
  BALLOT_BATCH_LIMIT: z.coerce.number().int().min(1).default(1000),
  /** How many reverse proxies stand before us; so many addresses at the end of X-Forwarded-For are believed. */
  TRUST_PROXY: z.coerce.number().int().min(0).default(0),
  /** How often a checkpoint of the public ledger is signed while people vote. */
  CHECKPOINT_SECONDS: z.coerce.number().min(1).default(60),
  /** Addresses, separated by commas, to which each checkpoint is posted: of those who keep them apart from us. */
  LEDGER_WEBHOOKS: z
    .string()
    .default('')
    .transform((joined) => joined.split(',').flatMap((address) => address.trim() || []))
    .pipe(z.array(z.url())),
  RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  /** Where uploaded files are kept: in `DATA_DIR`, or in a bucket that S3_… names. */
  STORAGE: z.enum(['disk', 's3']).default('disk'),
  /** Address of the bucket itself. */
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('auto'),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
})

export type Env = z.infer<typeof Settings>

/** What production cannot do without, and why. */
const REQUIRED_IN_PRODUCTION: Partial<Record<keyof Env, string>> = {
  MONGODB_URI: '选票账本所在的 MongoDB',
  REDIS_URL: '实时计票与会话所在的 Redis',
  SECRET_KEY: '签发登录凭证的密钥（至少 32 位）',
  VOTER_KEY: '生成投票人假名的密钥（至少 32 位，届次进行中不可更换）',
  PUBLIC_URL: '网站对外地址',
  WECHAT_OA_APPID: '公众号 AppID',
  WECHAT_OA_SECRET: '公众号 AppSecret',
  WECHAT_OA_TOKEN: '公众号服务器配置里的 Token',
  WECHAT_OA_AES_KEY: '公众号服务器配置里的 EncodingAESKey（请选安全模式）',
  WECHAT_MP_APPID: '小程序 AppID',
  WECHAT_MP_SECRET: '小程序 AppSecret',
}

const S3 = ['S3_ENDPOINT', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'] as const

/** Thrown when settings are missing or wrong; the message lists all of them, one per line. */
export class EnvError extends Error {}

/** Reads and checks all settings. Empty strings count as not set. Throws {@link EnvError}. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}：${issue.message}`)
    throw new EnvError(`环境变量设置有误：\n${lines.join('\n')}`)
  }
  const env = parsed.data
  const missing = env.STORAGE === 's3' ? S3.filter((name) => !env[name]) : []
  if (missing.length > 0) throw new EnvError(`STORAGE=s3 时还需要设置：${missing.join('、')}`)
  if (env.NODE_ENV === 'production') {
    const problems = Object.entries(REQUIRED_IN_PRODUCTION)
      .filter(([name]) => !env[name as keyof Env])
      .map(([name, meaning]) => `  ${name}：未设置。${meaning}`)
    if (env.SECRET_KEY && secretKeys(env.SECRET_KEY).some((key) => key.length < 32)) {
      problems.push('  SECRET_KEY：太短，每个密钥至少 32 位')
    }
    if (env.RATE_LIMIT === 'off') problems.push('  RATE_LIMIT：生产环境不允许关闭')
    if (env.WEB_WECHAT_BASE) problems.push('  WEB_WECHAT_BASE：生产环境不允许设置')
    if (isSandbox(env)) problems.push('  WECHAT_API_BASE：生产环境不允许使用沙箱')
    if (problems.length > 0) throw new EnvError(`无法启动，以下设置需要补充或更正：\n${problems.join('\n')}`)
  }
  return env
}

/** The signing keys, newest first. */
export function secretKeys(joined: string): [string, ...string[]] {
  return joined.split(',').map((key) => key.trim()) as [string, ...string[]]
}

/** The message server's EncodingAESKeys, the current one first; none is plain mode. */
export function messageKeys(joined = ''): string[] {
  return joined.split(',').flatMap((key) => key.trim() || [])
}

/** Whether WeChat is played by the sandbox. */
export function isSandbox(env: Pick<Env, 'WECHAT_API_BASE'>): boolean {
  return new URL(env.WECHAT_API_BASE).pathname.startsWith('/sandbox/')
}
