import { Refusal } from '@shared/kernel/errors'
import { fromBufferPromise } from 'yauzl'

/** Bytes that an `.xlsx` may unpack to: as a whole, and in each part that is read whole, which is all but its worksheets. */
const MOST = { whole: 300 * 2 ** 20, part: 64 * 2 ** 20 }

/**
 * Looks into a zip's directory before anything is unpacked. hucre unpacks by the same directory, and no part to more than
 * it declares there, so what declares less than it holds is found damaged; what declares nothing, hucre would not bound.
 * Throws Refusal `sheet_unreadable`, and other errors where there is no sound directory.
 */
export async function expectBounded(bytes: Buffer): Promise<void> {
  let whole = 0
  const zip = await fromBufferPromise(bytes)
  for await (const { fileName, compressedSize, uncompressedSize } of zip.eachEntry()) {
    whole += uncompressedSize
    const most = fileName.startsWith('xl/worksheets/') ? MOST.whole : MOST.part
    const isUndeclared = !fileName.endsWith('/') && (compressedSize === 0 || uncompressedSize === 0)
    if (uncompressedSize > most || whole > MOST.whole || isUndeclared) {
      throw new Refusal(
        'sheet_unreadable',
        undefined,
        '文件解开后过大，不像一张单位表，请检查后重新另存再上传',
      )
    }
  }
}
