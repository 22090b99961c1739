import { z } from 'zod'
import type { SandboxStore } from '../model'
import { ApiFailure, DONE } from './errcodes'

const MAX_BUTTONS = 3
const MAX_BELOW = 5
/** WeChat counts bytes: 16 of a name on the bar, 60 below. */
const NAME_BYTES = 16
const NAME_BYTES_BELOW = 60
const KEY_BYTES = 128
const URL_BYTES = 1024

const Button = z.looseObject({ name: z.string().optional(), type: z.string().optional() })
const Menu = z.object({ button: z.array(Button) })
export type Button = z.output<typeof Button>

const KEYED = [
  'click',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
]

/** `POST /cgi-bin/menu/create` and `GET /cgi-bin/menu/get`. Source: developers.weixin.qq.com, 创建自定义菜单. */
export function createMenus({ store }: { store: SandboxStore }) {
  const find = async () =>
    (await store.notes.findOne({ _id: 'menu' }))?.value as { button: Button[] } | undefined

  return {
    find,
    async create(body: unknown) {
      const menu = Menu.safeParse(body)
      if (!menu.success) throw new ApiFailure(47001)
      const { button } = menu.data
      if (button.length < 1 || button.length > MAX_BUTTONS) throw new ApiFailure(40016)
      for (const one of button) check(one, NAME_BYTES, true)
      await store.notes.updateOne(
        { _id: 'menu' },
        { $set: { value: { button }, expireAt: null } },
        { upsert: true },
      )
      return DONE
    },
    async get() {
      const menu = await find()
      if (!menu) throw new ApiFailure(46003)
      return { menu }
    },
  }
}

export type Menus = ReturnType<typeof createMenus>

function check(button: Button, nameBytes: number, mayHaveBelow: boolean): void {
  if (!isWithin(button.name, nameBytes)) throw new ApiFailure(40018)
  const { sub_button: below, type } = button
  if (Array.isArray(below) && below.length > 0) {
    if (!mayHaveBelow || below.length > MAX_BELOW) throw new ApiFailure(40023)
    for (const one of below) check(Button.parse(one), NAME_BYTES_BELOW, false)
    return
  }
  if (type === 'view' || type === 'miniprogram') {
    if (!isWithin(button.url, URL_BYTES) || !URL.canParse(String(button.url))) throw new ApiFailure(40020)
    if (type === 'miniprogram' && !(button.appid && button.pagepath)) throw new ApiFailure(40097)
  } else if (type && KEYED.includes(type)) {
    if (!isWithin(button.key, KEY_BYTES)) throw new ApiFailure(40019)
  } else {
    throw new ApiFailure(40015)
  }
}

function isWithin(value: unknown, bytes: number): boolean {
  return typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= bytes
}
