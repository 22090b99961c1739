import Taro from '@tarojs/taro'
import { WEB } from './kind'

/** The full address of a site-relative file (`/files/…`): the mini-program has no origin to resolve it against. */
export function fileUrl(path: string): string {
  return path.startsWith('/') ? PINGXUAN_API_BASE + path : path
}

/** Has a picture fetched that will be shown later, maybe without a connection: it comes from what the device keeps then. */
export function fetchAhead(path: string): void {
  if (WEB) new Image().src = fileUrl(path)
  else Taro.preloadAssets?.({ data: [{ type: 'image', src: fileUrl(path) }] })
}

/** Shows a picture as large as the screen, or in a window of its own. */
export function showPicture(path: string): void {
  if (WEB) window.open(fileUrl(path), '_blank', 'noopener')
  else Taro.previewImage({ urls: [fileUrl(path)] })
}

/** Opens a document with whatever the device reads it with; `type` where its address does not say what it is. */
export async function openFile(path: string, type?: 'pdf' | 'xlsx'): Promise<void> {
  if (WEB) {
    window.open(fileUrl(path), '_blank', 'noopener')
    return
  }
  const { statusCode, tempFilePath } = await Taro.downloadFile({ url: fileUrl(path) })
  if (statusCode !== 200) throw new Error(`${path}: ${statusCode}`)
  await Taro.openDocument({ filePath: tempFilePath, showMenu: true, ...(type && { fileType: type }) })
}
