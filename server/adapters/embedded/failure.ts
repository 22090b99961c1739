/** Why embedded stores cannot start. Stable: callers and tests branch on it. */
export type EmbeddedFailure =
  | 'data_dir_in_use'
  | 'data_dir_unusable'
  | 'engine_unsupported'
  | 'redis_missing'
  | 'store_start_failed'

/** A start that was refused or failed. The message says in Chinese what happened and what to do. */
export class EmbeddedError extends Error {
  override name = 'EmbeddedError'

  constructor(
    readonly code: EmbeddedFailure,
    message: string,
  ) {
    super(message)
  }
}
