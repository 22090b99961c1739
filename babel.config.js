const taro = (more = {}) => ['taro', { framework: 'react', ts: true, compiler: 'webpack5', ...more }]

module.exports = {
  presets: [taro()],
  overrides: [
    // It computes with BigInt, on which Math.pow throws: for browsers without one there is no point in taking `**` away.
    { test: /[\\/]@noble[\\/]/, presets: [taro({ targets: { chrome: '67', ios: '14' } })] },
  ],
}
