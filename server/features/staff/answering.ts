import { Refusal } from '@shared/kernel/errors'

/** The same port, which refuses with `session_unavailable` where it fails: what stands behind it is away. */
export function answering<P extends object>(port: P): P {
  return new Proxy(port, {
    get(target, name, receiver) {
      const call = Reflect.get(target, name, receiver) as (...args: unknown[]) => Promise<unknown>
      return async (...args: unknown[]) => call.apply(target, args).catch(unavailable)
    },
  })
}

export function unavailable(): never {
  throw new Refusal('session_unavailable')
}
