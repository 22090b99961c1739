import { z } from 'zod'
import { Id } from '../kernel/contract'

/** How long the account that votes had followed the official account; `none` where it does not, or nobody knows. */
export const Follow = z.enum(['none', 'minutes', 'hours', 'days', 'months'])
export type Follow = z.infer<typeof Follow>

/** How people came to follow: a coarse reading of WeChat's `subscribe_scene`. */
export const Scene = z.enum(['search', 'qr', 'card', 'article', 'other'])
export type Scene = z.infer<typeof Scene>

/** What is noted beside a ballot, all of it coarse: the privacy notice (docs/security.md) names each, and none is kept after its edition. */
export const Signals = z.object({
  /** Keyed hash of the /24 or /48 network. */
  network: z.string(),
  /** Kind of browser: `wechat`, `mobile`, `desktop`, `other`. */
  agent: z.string(),
  /** Keyed hash of what the browser calls itself, versions included: many people share one. */
  device: z.string().optional(),
  follow: Follow.optional(),
  scene: Scene.optional(),
  /** Keyed hash of the network in which the session was opened, where it is another one. */
  login: z.string().optional(),
  /** The candidate by whose page the person came in. */
  referrer: Id.optional(),
})
export type Signals = z.infer<typeof Signals>
