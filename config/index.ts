import path from 'node:path'
import { defineConfig, type UserConfigExport } from '@tarojs/cli'
import devConfig from './dev'
import prodConfig from './prod'

const root = path.resolve(__dirname, '..')
const source = 'miniprogram'
const h5 = process.env.TARO_ENV === 'h5'

// Taro transpiles only its own source root. shared/ lies outside it, zustand ships syntax that the H5 minifier breaks, and
// @noble's is newer than some phones that could compute with it.
const transpile = [
  path.join(root, 'shared'),
  (file: string) => /node_modules[\\/](zustand|@noble)[\\/]/.test(file),
]

// The mini-program has no origin of its own, so it is told where the server is; H5 is served by it.
const apiBase = h5 ? '' : (process.env.PINGXUAN_API_BASE ?? 'http://127.0.0.1:3000')

export default defineConfig<'webpack5'>(async (merge) => {
  const base: UserConfigExport<'webpack5'> = {
    projectName: 'pingxuan',
    date: '2022-4-14',
    designWidth: 375,
    deviceRatio: { 375: 2, 640: 2.34 / 2, 750: 1, 828: 1.81 / 2 },
    sourceRoot: source,
    outputRoot: `dist/${process.env.TARO_ENV}`,
    plugins: ['@tarojs/plugin-html'], // pages are written in HTML elements: real headings and buttons on the web
    alias: { '@': path.join(root, source), '@shared': path.join(root, 'shared') },
    // Shown by WeChat for pages without a picture of their own; the mini-program shows the page itself.
    ...(h5 && {
      copy: { patterns: [{ from: `${source}/assets/share.png`, to: 'dist/h5/share.png' }], options: {} },
    }),
    defineConstants: { PINGXUAN_API_BASE: JSON.stringify(apiBase) },
    sass: { data: `$web: ${h5};`, resource: [path.join(root, source, 'style/mixins.scss')] },
    framework: 'react',
    compiler: { type: 'webpack5', prebundle: { enable: false } },
    cache: { enable: false },
    mini: {
      compile: { include: transpile },
      optimizeMainPackage: { enable: true },
      // @noble asks for a TextEncoder as soon as it is loaded, which WeChat does not have on every phone.
      webpackChain(chain, webpack) {
        const encoder = [path.join(root, source, 'transparency/utf8.ts'), 'Encoder']
        chain.plugin('encoder').use(webpack.ProvidePlugin, [{ TextEncoder: encoder }])
      },
      miniCssExtractPluginOption: { ignoreOrder: true },
      postcss: { pxtransform: { enable: true, config: {} }, cssModules: { enable: false } },
    },
    h5: {
      compile: { include: transpile },
      publicPath: '/',
      staticDirectory: 'static',
      router: {
        mode: 'browser',
        customRoutes: {
          '/pages/home/index': '/home',
          '/pages/candidates/index': '/candidates',
          '/pages/candidate/index': '/candidate',
          '/pages/ballot/index': '/ballot',
          '/pages/review/index': '/review',
          '/pages/receipt/index': '/receipt',
          '/pages/ledger/index': '/ledger',
          '/pages/mine/index': '/mine',
          '/pages/rules/index': '/rules',
          '/pages/draws/index': '/draws',
          '/pages/decisions/index': '/decisions',
          '/pages/nominations/index': '/nominations',
          '/pages/nomination/index': '/nomination',
          '/pages/nomination-form/index': '/nomination-form',
          '/pages/nomination-preview/index': '/nomination-preview',
          '/pages/claim/index': '/claim',
          '/pages/claim-request/index': '/claim-request',
          '/pages/messages/index': '/messages',
          '/pages/cases/index': '/cases',
          '/pages/experience/index': '/experience',
          '/pages/certificate/index': '/certificate',
          '/pages/summit/index': '/summit',
          '/pages/announcements/index': '/announcements',
          '/pages/announcement/index': '/announcement',
          '/pages/results/index': '/results',
          '/pages/objections/index': '/objections',
          '/pages/scoring-door/index': '/scoring-door',
          '/pages/scoring/index': '/scoring',
          '/pages/scoring-sheet/index': '/scoring-sheet',
          '/pages/missing/index': '/missing',
        },
      },
      output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
      miniCssExtractPluginOption: {
        ignoreOrder: true,
        filename: 'css/[name].[contenthash:8].css',
        chunkFilename: 'css/[name].[contenthash:8].css',
      },
      postcss: {
        // A pinned root font size keeps one design pixel one CSS pixel on every screen, so media queries make the PC layout.
        pxtransform: {
          enable: true,
          config: { baseFontSize: 20, minRootSize: 20, maxRootSize: 20 },
        },
        autoprefixer: { enable: true, config: {} },
        cssModules: { enable: false },
      },
      // By default only initial chunks are split, and code shared by pages would be shipped with each of them.
      webpackChain(chain) {
        chain.merge({
          optimization: {
            splitChunks: {
              chunks: 'all',
              minSize: 20_000,
              cacheGroups: {
                react: {
                  name: 'react',
                  test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/,
                  priority: 30,
                  enforce: true,
                },
                default: { minChunks: 2, priority: -20, reuseExistingChunk: true },
              },
            },
          },
        })
      },
    },
  }
  return merge({}, base, process.env.NODE_ENV === 'development' ? devConfig : prodConfig)
})
