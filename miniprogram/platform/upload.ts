import type { Upload } from '@shared/upload/contract'
import { TYPES } from '@shared/upload/rules'
import Taro from '@tarojs/taro'
import { asVoter } from '@/identity/session'
import { WEB } from './kind'
import { ApiError } from './request'
import { type LocalFile, type Sending, sendFile } from './resume'
import { keep, recall } from './storage'

/** A file that the person has chosen; `preview` is where the device shows it, if it is a picture. */
export type Picked = LocalFile & { preview: string }

const PICTURES = Object.keys(TYPES.picture)
const DOCUMENTS = Object.keys(TYPES.document)
const ENDINGS = [...Object.values(TYPES.document), ...Object.values(TYPES.picture), 'jpeg']

/**
 * Sends a file, and goes on where it stopped; see {@link sendFile}. Rejects with ApiError, in words for the person.
 */
export function uploadFile(file: LocalFile, sending: Sending = {}): Promise<Upload> {
  if (file.bytes === 0) return Promise.reject(new ApiError('upload_refused', '这个文件是空的，请换一个'))
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  return sendFile(
    file,
    { call: (route, input) => asVoter(route, input, 'ask'), recall, keep, sleep },
    sending,
  )
}

/** Lets the person choose at most `max` pictures; none where they think better of it. */
export async function choosePictures(max: number): Promise<Picked[]> {
  // Of what is asked for by these types, an iPhone makes JPEG of its own HEIC.
  if (WEB) return (await chooseOnWeb(PICTURES, max)).map((file) => ({ ...file, kind: 'picture' }))
  const chosen = await Taro.chooseMedia({ count: max, mediaType: ['image'] }).catch(none)
  return (chosen?.tempFiles ?? []).map(({ tempFilePath, size }) => ({
    ...fromPath(tempFilePath, tempFilePath.split('/').at(-1) ?? '', size),
    kind: 'picture',
  }))
}

/** Lets the person choose at most `max` documents, or pictures of such. */
export async function chooseFiles(max: number): Promise<Picked[]> {
  const endings = ENDINGS.map((ending) => `.${ending}`)
  if (WEB) return chooseOnWeb([...DOCUMENTS, ...PICTURES, ...endings], max)
  const chosen = await Taro.chooseMessageFile({ count: max, type: 'all', extension: ENDINGS }).catch(none)
  return (chosen?.tempFiles ?? []).map(({ path, name, size }) => fromPath(path, name, size))
}

/** Whoever closes the chooser has chosen nothing; anything else is worth knowing. */
function none(cause: { errMsg?: string }): null {
  if (/cancel/i.test(cause.errMsg ?? '')) return null
  throw new ApiError('upload_refused', '没有打开选择文件的窗口，请在微信设置里允许访问后重试')
}

function chooseOnWeb(types: string[], max: number): Promise<Picked[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    const settle = () => {
      input.remove()
      resolve([...(input.files ?? [])].slice(0, max).map(fromFile))
    }
    Object.assign(input, { type: 'file', accept: types.join(','), multiple: max > 1, hidden: true })
    input.addEventListener('change', settle)
    input.addEventListener('cancel', settle)
    // Some browsers forget a chooser whose field is not in the page.
    document.body.append(input)
    input.click()
  })
}

const fromFile = (file: File): Picked => ({
  name: file.name,
  bytes: file.size,
  preview: file.type.startsWith('image/') ? URL.createObjectURL(file) : '',
  read: (from, to) => file.slice(from, to).arrayBuffer().catch(unreadable),
})

const fromPath = (filePath: string, name: string, bytes: number): Picked => ({
  ...{ name, bytes, preview: filePath },
  read: (position, end) =>
    new Promise<ArrayBuffer>((resolve, reject) => {
      Taro.getFileSystemManager().readFile({
        ...{ filePath, position, length: end - position },
        success: ({ data }) => resolve(data as ArrayBuffer),
        fail: reject,
      })
    }).catch(unreadable),
})

/** Whoever moves or deletes a file meanwhile must choose it again. */
function unreadable(): never {
  throw new ApiError('upload_refused', '这个文件已经读不到了，请重新选择')
}
