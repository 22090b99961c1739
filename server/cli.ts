import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import pino from 'pino'
import { createDeps, type Deps } from './deps'
import { EnvError, isSandbox, readEnv } from './env'
import { WeChatError } from './ports'
import { openStores } from './stores'

const program = new Command('pingxuan').description('评选系统的运维命令')

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

program
  .command('ledger')
  .description('选票账本')
  .command('verify')
  .description('核对账本：一人一票、每张选票在候选名单内、票数与实时计票一致')
  .action(() =>
    withDeps(async ({ ballots }) => {
      const findings = await ballots.verify()
      for (const { category, ballots: count, problems } of findings) {
        console.log(
          `${category}：${count} 张有效选票，${problems.length === 0 ? '一致' : problems.join('；')}`,
        )
      }
      if (findings.some(({ problems }) => problems.length > 0)) process.exitCode = 1
    }),
  )

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

/** Works over the stores of the environment, or else those of the demo, running or not. */
async function withDeps(work: (deps: Deps) => Promise<void>): Promise<void> {
  const env = readEnv()
  const log = pino({ level: 'warn' })
  const { mongoUri, redisUrl, stop } = await openStores(env, log, { join: true, host: process.env })
  try {
    const deps = await createDeps({
      ...{ env, log, mongoUri, redisUrl },
      // The command line opens no sessions and casts no ballots: these make nothing that lasts.
      ...{
        secretKey: randomBytes(32).toString('hex'),
        voterKey: randomBytes(32).toString('hex'),
        publicUrl: (env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT}`).replace(/\/$/, ''),
      },
    })
    await work(deps).finally(deps.close)
  } finally {
    await stop()
  }
}

program.parseAsync().catch((error) => {
  const inWords = error instanceof EnvError || error instanceof WeChatError
  console.error(inWords ? error.message : error)
  process.exit(1)
})
