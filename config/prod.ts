import type { UserConfigExport } from '@tarojs/cli'

/** What only a production build needs. */
export default { h5: { enableSourceMap: false } } satisfies UserConfigExport<'webpack5'>
