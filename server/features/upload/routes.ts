import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import { upload } from '../../http/upload'
import type { Uploads } from './upload'

type Doors = { uploads: Uploads; uploadDir: string; voterOnly: Middleware; limit: LimitStep }

/** What a chunk may weigh. */
const MOST_CHUNK = 2 ** 20

export function uploadRoutes(router: Router, { uploads, uploadDir, voterOnly, limit }: Doors): void {
  const begin = [voterOnly, limit(LIMITS.upload)] as const
  const goOn = [voterOnly, limit(LIMITS.chunk)] as const
  serve(router, api.startUpload, ...begin, ({ voter, body }) => uploads.start(voter, body))
  serve(
    router,
    api.sendUploadChunk,
    ...goOn,
    upload(uploadDir, MOST_CHUNK),
    ({ voter, params, query, file }) => uploads.append(voter, params.id, query.offset, file),
  )
  serve(router, api.getUploadProgress, ...goOn, ({ voter, params }) => uploads.progress(voter, params.id))
  serve(router, api.cancelUpload, ...goOn, ({ voter, params }) => uploads.cancel(voter, params.id))

  serve(router, api.readUpload, async ({ params, query }) => {
    const { seconds, ...file } = await uploads.open(params.id, query)
    // Browsers have viewers of their own for these; any other is for a program on the reader's machine.
    const isShown = file.type.startsWith('image/') || file.type === 'application/pdf'
    return { ...file, isShown, seconds }
  })
}
