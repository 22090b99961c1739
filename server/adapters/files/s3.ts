import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { FileStore } from '../../ports/files'

type Options = {
  /** Address of the bucket itself: `https://<bucket>.cos.<region>.myqcloud.com`, or `https://<host>/<bucket>`. */
  endpoint: string
  region: string
  accessKey: string
  secretKey: string
}

/** How long an answer may take to begin; a slow phone may take its time to read it. */
const PATIENCE_MS = 60_000

/** Files in a bucket of an S3-compatible store (COS, OSS, MinIO, S3), private as the bucket is. */
export function createS3Files({ endpoint, region, accessKey, secretKey }: Options): FileStore {
  // An ES module, and we are built as CommonJS.
  const opened = import('s3mini').then(
    ({ S3mini }) =>
      new S3mini({
        ...{ endpoint, region, accessKeyId: accessKey, secretAccessKey: secretKey },
        fetch: fetchPatiently,
      }),
  )
  opened.catch(() => {}) // whoever uses it learns of it

  return {
    async put(key, path, type) {
      await (await opened).putObject(key, await readFile(path), type)
    },

    async read(key) {
      const answer = await (await opened).getObjectResponse(key)
      return answer?.body ? Readable.fromWeb(answer.body as ReadableStream) : null
    },

    exists: async (key) => (await (await opened).objectExists(key)) === true,

    async remove(key) {
      await (await opened).deleteObject(key)
    },
  }
}

async function fetchPatiently(...[input, options]: Parameters<typeof fetch>): Promise<Response> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(new Error('the file store does not answer')), PATIENCE_MS)
  return fetch(input, { ...options, signal: patience.signal }).finally(() => clearTimeout(timer))
}
