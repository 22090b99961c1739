import type { UserConfigExport } from '@tarojs/cli'

/** What only a development build needs. */
export default { logger: { quiet: false, stats: true } } satisfies UserConfigExport<'webpack5'>
