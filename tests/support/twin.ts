import { createDeps, type Deps } from '../../server/deps'
import { startWeb } from '../../server/main'
import { Api } from './api'
import { freePort, KEYS, silent, testEnv, type World } from './world'

/** A second web process's worth of the program over a world's stores, with a memory of its own. */
export async function startTwin(
  { stores }: World,
  env: Record<string, string> = {},
  keys = KEYS,
): Promise<{ url: string; api: Api; deps: Deps; close(): Promise<void> }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const deps = await createDeps({
    ...{ env: testEnv(port, stores.dataDir, env), log: silent, publicUrl: url, ...keys },
    ...{ mongoUri: stores.mongoUri!, redisUrl: stores.redisUrl! },
  })
  const web = await startWeb(deps, process.cwd())
  return { url, api: new Api(url), deps, close: web.close }
}
