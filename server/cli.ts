import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@shared/kernel/errors'
import { ROLES, type Role } from '@shared/kernel/policy'
import { createStaff } from '@shared/staff/contract'
import { Command, Option } from 'commander'
import pino from 'pino'
import { ZodError } from 'zod'
import { createDeps, type Deps } from './deps'
import { EnvError, isSandbox, readEnv } from './env'
import { PROGRAM } from './features/audit/audit'
import { keptKeys } from './keys'
import { WeChatError } from './ports/wechat'
import { EmbeddedError, openStores } from './stores'

const TITLES: Record<string, string> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
}
const PHRASES: [RegExp, string][] = [
  [/^error: /, ''],
  [/unknown command '(.*)'/, '没有“$1”这个命令'],
  [/unknown option '(.*)'/, '没有“$1”这个选项'],
  [/missing required argument '(.*)'/, '缺少参数 $1'],
  [/too many arguments.*/, '参数太多'],
  [/option '(.*)' argument missing/, '选项 $1 缺少取值'],
  [/option '(.*)' argument '(.*)' is invalid. Allowed choices are (.*)\./, '选项 $1 不能是“$2”，可选 $3'],
]

const program = inChinese(new Command('pingxuan').description('评选系统的运维命令'))

/** Commander speaks English; what it says most often is said in Chinese. Commands made of this one inherit it. */
function inChinese(command: Command): Command {
  return command
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [命令]', '显示某个命令的帮助')
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
    .configureOutput({ outputError: (text, write) => write(translate(text)) })
    .showHelpAfterError('用 npm run pingxuan -- help 查看全部命令')
    .showSuggestionAfterError(false)
}

function translate(text: string): string {
  return PHRASES.reduce((said, [english, chinese]) => said.replace(english, chinese), text)
}

program
  .command('edition')
  .description('届次')
  .command('load <file>')
  .description('载入届次文件（如 config/editions/2021.json），设为当前届次')
  .action((file: string) =>
    withDeps(async ({ editions }) => {
      await editions.save(JSON.parse(readFileSync(file, 'utf8')))
      console.log(`已载入：${editions.current().name}`)
    }),
  )

const ledger = program.command('ledger').description('选票账本')

ledger
  .command('verify')
  .description('核对账本：一人一票、每张选票在候选名单内、票数与实时计票一致、公开账本与签过的检查点一致')
  .action(() =>
    withDeps(
      async ({ ballots, transparency }) => {
        const findings = await ballots.verify()
        for (const { category, ballots: count, problems } of findings) {
          console.log(
            `${category}：${count} 张有效选票，${problems.length === 0 ? '一致' : problems.join('；')}`,
          )
        }
        const { entries, problems } = await transparency.verify()
        console.log(`公开账本：${entries} 条，${problems.length === 0 ? '一致' : problems.join('；')}`)
        if ([...findings, { problems }].some((found) => found.problems.length > 0)) process.exitCode = 1
      },
      { signs: true },
    ),
  )

ledger
  .command('key')
  .description('显示公开账本的公钥：请在报纸或别的网站上另行公布，外人用它核对检查点')
  .action(() => withDeps(async ({ transparency }) => console.log(transparency.key), { signs: true }))

program
  .command('tally')
  .description('实时计票')
  .command('rebuild')
  .description('清空实时计票，从账本重新计票')
  .action(() =>
    withDeps(async ({ ballots }) => {
      await ballots.recountAll()
      console.log('已按账本重新计票')
    }),
  )

const staff = program.command('staff').description('工作人员账号')

staff
  .command('create <username>')
  .description('新建管理后台账号，显示一次初始密码')
  .option('--name <name>', '姓名，默认与用户名相同')
  .addOption(
    new Option('--role <role...>', '角色，可以给几个').choices(Object.keys(ROLES)).default(['admin']),
  )
  .action((given: string, { name = given, role }: { name?: string; role: Role[] }) =>
    withDeps(async ({ staff }) => {
      const account = createStaff.body.parse({ username: given, name, roles: role })
      const { staff: made, password } = await staff.create(PROGRAM, account)
      console.log(`已新建账号 ${made.username}（${made.roles.map((each) => ROLES[each]).join('、')}）`)
      showFirst(password)
    }),
  )

staff
  .command('reset <username>')
  .description('重设密码，关闭动态口令，退出全部设备')
  .action((username: string) =>
    withDeps(async ({ staff }) => {
      const { id } = await staff.findByUsername(username)
      const { password } = await staff.resetPassword(PROGRAM, id, '由运维在命令行重设')
      console.log(`已重设 ${username} 的密码`)
      showFirst(password)
    }),
  )

function showFirst(password: string): void {
  console.log(`初始密码 ${password}（只显示这一次，首次登录时须修改）`)
}

program
  .command('audit')
  .description('操作记录')
  .command('verify')
  .description('核对操作记录的哈希链：有没有被删除、改动或调换')
  .action(() =>
    withDeps(async ({ audit }) => {
      const { entries, head, broken } = await audit.verify()
      if (!broken) console.log(`共 ${entries} 条操作记录，完好；末条哈希 ${head ?? '无'}`)
      else console.log(`共 ${entries} 条操作记录，第 ${broken.seq} 条有问题：${broken.problem}`)
      if (broken) process.exitCode = 1
    }),
  )

program
  .command('secrets')
  .description('加密保存的内容')
  .command('reseal')
  .description('用 SECRET_KEY 的第一个密钥重新加密联系电话、动态口令等内容，此后旧密钥可以去掉')
  .action(() =>
    withDeps(async ({ reseal }) => {
      const { resealed, lost } = await reseal()
      console.log(`已重新加密 ${resealed} 项`)
      if (lost === 0) return
      console.log(`${lost} 项是用 SECRET_KEY 里没有的密钥加密的，读不出来；请把旧密钥加回末尾，再运行一次`)
      process.exitCode = 1
    }),
  )

program
  .command('wechat')
  .description('公众号')
  .command('menu')
  .description('把当前届次的菜单推送到公众号')
  .action(() =>
    withDeps(async ({ chat, env }) => {
      if (!env.PUBLIC_URL && !isSandbox(env)) {
        throw new EnvError('请设置 PUBLIC_URL：菜单里的链接以它开头')
      }
      await chat.setMenu()
      console.log('菜单已推送，关注者最迟 24 小时内看到')
    }),
  )

const units = program.command('units').description('单位库')

units
  .command('import <file>')
  .description('导入单位（.xlsx 或 .csv）；默认只导入合格的行')
  .option('--all-or-nothing', '有一行不合格就全部不导入')
  .option('--dry-run', '只试算，不写入')
  .action((file: string, { allOrNothing, dryRun }: { allOrNothing?: boolean; dryRun?: boolean }) =>
    withDeps(async (deps) => {
      const worker = await deps.startWorker() // there may be no other
      try {
        const started = await deps.imports.start({ path: file, filename: basename(file) }, PROGRAM, {
          move: false,
        })
        const checked = await settled(deps, started.id)
        if (checked.status !== 'ready')
          throw new Refusal('import_not_ready', undefined, checked.problem ?? undefined)
        const { added, changed, unchanged, bad } = checked.counts
        console.log(`试算：新增 ${added}，修改 ${changed}，不变 ${unchanged}，不合格 ${bad}`)
        await printBadRows(deps, started.id)
        if (dryRun) return void (await deps.imports.cancel(started.id, PROGRAM))
        await deps.imports.apply(started.id, allOrNothing ? 'all' : 'good', PROGRAM)
        const { states, problem } = await settled(deps, started.id)
        if (problem) throw new Refusal('import_not_ready', undefined, problem)
        console.log(
          `已导入 ${states.applied} 个单位${states.skipped ? `，${states.skipped} 个没有覆盖` : ''}`,
        )
      } finally {
        await worker.close()
      }
    }),
  )

const exported = program.command('export').description('导出')

exported
  .command('ledger <file>')
  .description('导出公开账本（.jsonl），到最近一个检查点为止；公示开始前请勿外传，它会说出票数')
  .action((file: string) =>
    withDeps(
      async ({ transparency }) => {
        await pipeline(await transparency.export(), createWriteStream(file))
        console.log(`已导出到 ${file}`)
      },
      { signs: true },
    ),
  )

exported
  .command('units <file>')
  .description('导出单位库和当前届次那一年的回复情况（.xlsx），可以改好后再导入')
  .action((file: string) =>
    withDeps(async ({ units, editions }) => {
      const year = editions.isSet() ? editions.current().year : new Date().getFullYear()
      await pipeline(await units.export({}, year, PROGRAM, { sees: 'all' }), createWriteStream(file))
      console.log(`已导出到 ${file}`)
    }),
  )

/** An import once no worker is at it any more. */
async function settled({ imports }: Deps, id: string) {
  for (;;) {
    const found = await imports.find(id)
    if (!['checking', 'applying'].includes(found.status)) return found
    await sleep(200)
  }
}

async function printBadRows({ imports }: Deps, id: string): Promise<void> {
  const { items, total } = await imports.rows(id, { outcome: 'bad', page: 1, pageSize: 50 })
  for (const { line, problems } of items) {
    console.log(`第 ${line} 行：${problems.map(({ column, reason }) => `${column} ${reason}`).join('；')}`)
  }
  if (total > items.length) console.log(`……共 ${total} 行不合格，其余请在管理后台下载`)
}

/** Works over the stores of the environment, or else those of the demo, running or not. `signs`: with the key of the public ledger. */
async function withDeps(work: (deps: Deps) => Promise<void>, { signs = false } = {}): Promise<void> {
  const env = readEnv()
  if (!(env.MONGODB_URI && env.REDIS_URL) && !existsSync(env.DATA_DIR)) {
    throw new EnvError(`数据目录 ${env.DATA_DIR} 不存在，请检查 DATA_DIR，或设置 MONGODB_URI 和 REDIS_URL`)
  }
  const kept = keptKeys(env.DATA_DIR)
  const secretKey = env.SECRET_KEY ?? kept?.secretKey
  const voterKey = env.VOTER_KEY ?? kept?.voterKey
  if (!secretKey) throw new EnvError('请设置 SECRET_KEY，与网站所用的相同：联系电话等内容用它加密')
  if (!voterKey && signs) {
    throw new EnvError('请设置 VOTER_KEY，与网站所用的相同：公开账本的假名和签名由它而来')
  }
  const log = pino({ level: 'warn' })
  const { mongoUri, redisUrl, stop } = await openStores(env, log, { join: true, host: process.env })
  try {
    const deps = await createDeps({
      ...{ env, log, mongoUri, redisUrl, secretKey },
      // The command line casts no ballots: elsewhere this makes nothing that lasts.
      voterKey: voterKey ?? randomBytes(32).toString('hex'),
      publicUrl: (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, ''),
    })
    await work(deps).finally(deps.close)
  } finally {
    await stop()
  }
}

/** How the stores' clients say that nobody answers. */
const AWAY: [RegExp, string][] = [
  [/^Mongo\w*(ServerSelection|Network)\w*Error/, 'MongoDB（MONGODB_URI）'],
  [
    /Stream isn't writeable|Connection is closed|Command timed out|MaxRetriesPerRequest/,
    'Redis（REDIS_URL）',
  ],
]

/** What can be said without a stack. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof ZodError) {
    return `内容有误：${error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('；')}`
  }
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return `找不到文件 ${(error as NodeJS.ErrnoException).path}`
  if (error instanceof SyntaxError) return '文件不是有效的 JSON'
  const store = AWAY.find(([signs]) => signs.test(String(error)))?.[1]
  if (store) return `连不上 ${store}，请检查它的地址，确认服务已启动`
  const told = [EnvError, EmbeddedError, WeChatError, Refusal].some((kind) => error instanceof kind)
  return told ? (error as Error).message : null
}

program.parseAsync().catch((error) => {
  console.error(sentenceOf(error) ?? error)
  process.exit(1)
})
