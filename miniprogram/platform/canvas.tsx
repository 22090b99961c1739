import { Canvas } from '@tarojs/components'
import Taro from '@tarojs/taro'
import { fileUrl } from './file'
import { WEB } from './kind'

export type Pen = CanvasRenderingContext2D
/** A picture by its path on the site; null where it does not come. */
export type LoadPicture = (path: string) => Promise<{ image: unknown; width: number; height: number } | null>

type Size = { width: number; height: number }
/** What both programs' pictures have. */
type Loading = {
  width: number
  height: number
  src: string
  onload: (() => void) | null
  onerror: (() => void) | null
}

const ID = 'canvas-place'

/** Draws a picture; answers its address: data on the web, a file in the mini-program, where {@link CanvasPlace} must be on the page. */
export async function draw(
  { width, height }: Size,
  paint: (pen: Pen, load: LoadPicture) => Promise<void>,
): Promise<string> {
  if (WEB) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    await paint(
      canvas.getContext('2d')!,
      loader(() => new Image() as unknown as Loading),
    )
    return canvas.toDataURL('image/png')
  }
  const canvas = await place()
  Object.assign(canvas, { width, height })
  await paint(
    canvas.getContext('2d') as unknown as Pen,
    loader(() => canvas.createImage() as unknown as Loading),
  )
  const { tempFilePath } = await Taro.canvasToTempFilePath({ canvas })
  return tempFilePath
}

/** Puts a picture among the person's own; false where they did not want it. */
export async function keepPicture(filePath: string): Promise<boolean> {
  try {
    await Taro.saveImageToPhotosAlbum({ filePath })
    return true
  } catch {
    return false
  }
}

/** Where the mini-program draws, out of sight. The web needs none. */
export function CanvasPlace({ width, height }: Size) {
  if (WEB) return null
  const style = { position: 'fixed', left: '-9999px', width: `${width}px`, height: `${height}px` } as const
  return <Canvas id={ID} type="2d" style={style} />
}

const loader =
  (make: () => Loading): LoadPicture =>
  (path) =>
    new Promise((resolve) => {
      const image = make()
      image.onload = () => resolve({ image, width: image.width, height: image.height })
      image.onerror = () => resolve(null)
      image.src = fileUrl(path)
    })

function place(): Promise<Taro.Canvas> {
  return new Promise((resolve, reject) => {
    Taro.createSelectorQuery()
      .select(`#${ID}`)
      .node(({ node } = {} as never) =>
        node ? resolve(node as Taro.Canvas) : reject(new Error('no canvas')),
      )
      .exec()
  })
}
