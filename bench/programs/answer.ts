import type { Usage } from '../program'

/** The settings a program was started with. */
export const settings = <Settings>(): Settings => JSON.parse(process.argv[2] ?? '{}') as Settings

/** Announces a program and answers its starter's questions; `usage` is answered for all. Ends with its starter. */
export function answer<Question>(
  url: string,
  reply: (question: Question) => unknown,
  end: () => Promise<void> = async () => {},
): void {
  process.on('message', async (question) => {
    process.send!(question === 'usage' ? usage() : ((await reply(question as Question)) ?? null))
  })
  process.once('disconnect', () => end().finally(() => process.exit(0)))
  process.send!({ url })
}

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const peakRssBytes = process.resourceUsage().maxRSS * 1024
  return { cpuMs: (user + system) / 1000, rssBytes: rss, peakRssBytes, heapBytes: heapUsed }
}
