import { randomBytes } from 'node:crypto'
import qrcode from 'qrcode-generator'
import sharp from 'sharp'
import { z } from 'zod'
import type { Qr, SandboxStore } from '../model'
import { ApiFailure } from './errcodes'

type Doors = {
  store: SandboxStore
  now: () => Date
  /** Where browsers reach the site. */
  site: string
}

const MAX_SECONDS = 2_592_000
const DEFAULT_SECONDS = 60
const RECENT = 12

const Order = z.object({
  expire_seconds: z.number().int().positive().max(MAX_SECONDS).default(DEFAULT_SECONDS),
  action_name: z.string(),
  action_info: z.object({
    scene: z.object({ scene_str: z.unknown().optional(), scene_id: z.unknown().optional() }),
  }),
})
const Words = z.string().min(1).max(64)
const Numbers = z.number().int().positive().max(4_294_967_295)

/** Codes one can scan: the account's parameterised QR and the mini-program's code. */
export type Qrs = ReturnType<typeof createQrs>

export function createQrs({ store, now, site }: Doors) {
  return {
    /** `POST /cgi-bin/qrcode/create`. Source: developers.weixin.qq.com, 生成带参数的二维码. */
    async create(body: unknown) {
      const order = Order.safeParse(body)
      if (!order.success) throw new ApiFailure(body && typeof body === 'object' ? 40097 : 47001)
      const { action_name, action_info, expire_seconds } = order.data
      const scene = sceneOf(action_name, action_info.scene)
      const lasts = action_name.startsWith('QR_LIMIT_')
      const at = now()
      const qr: Qr = {
        _id: randomBytes(12).toString('base64url'),
        ticket: `gQ${randomBytes(60).toString('base64')}`,
        scene,
        createdAt: at,
        expiresAt: lasts ? null : new Date(at.getTime() + expire_seconds * 1000),
      }
      await store.qrs.insertOne(qr)
      return { ticket: qr.ticket, ...(!lasts && { expire_seconds }), url: `${site}/sandbox/q/${qr._id}` }
    },

    /** `GET /cgi-bin/showqrcode`: the picture; null where WeChat answers 404. */
    async show(ticket: unknown): Promise<Buffer | null> {
      const qr = typeof ticket === 'string' ? await store.qrs.findOne({ ticket }) : null
      return qr ? drawQr(`${site}/sandbox/q/${qr._id}`) : null
    },

    /** What somebody scans or pastes: the code's text, or the address of its picture. */
    async read(text: string): Promise<Qr | null> {
      const id = /\/sandbox\/q\/([\w-]{16})/.exec(text)?.[1]
      if (id) return store.qrs.findOne({ _id: id })
      const ticket = /showqrcode\?(.*)$/.exec(text)?.[1]
      return ticket
        ? store.qrs.findOne({ ticket: new URLSearchParams(ticket).get('ticket') ?? '' })
        : store.qrs.findOne({ ticket: text })
    },

    isOver: (qr: Qr) => qr.expiresAt !== null && qr.expiresAt <= now(),

    /** The latest codes that are still good. */
    recent: (): Promise<Qr[]> =>
      store.qrs
        .find({ $or: [{ expiresAt: null }, { expiresAt: { $gt: now() } }] })
        .sort({ createdAt: -1 })
        .limit(RECENT)
        .toArray(),
  }
}

function sceneOf(action: string, scene: { scene_str?: unknown; scene_id?: unknown }): string {
  const asked = /^QR_(?:LIMIT_)?(STR_)?SCENE$/.exec(action)
  if (!asked) throw new ApiFailure(40052)
  const value = asked[1] ? Words.safeParse(scene.scene_str) : Numbers.safeParse(scene.scene_id)
  if (!value.success) throw new ApiFailure(40053)
  return String(value.data)
}

/** A QR as PNG. */
export function drawQr(text: string): Promise<Buffer> {
  const qr = qrcode(0, 'M')
  qr.addData(text, 'Byte')
  qr.make()
  const svg = qr.createSvgTag({ cellSize: 10, margin: 40 })
  return sharp(Buffer.from(svg)).resize(430, 430, { kernel: 'nearest' }).png({ palette: true }).toBuffer()
}
