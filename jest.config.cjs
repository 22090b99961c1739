const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
  },
]
const base = {
  transform: { '^.+\\.(t|j|mj)sx?$': swc },
  // ES modules that Jest would not take as they are.
  transformIgnorePatterns: ['/node_modules/(?!(hucre|s3mini|@noble/curves|@noble/hashes)/)'],
  moduleNameMapper: { '^@/(.*)$': '<rootDir>/miniprogram/$1', '^@shared/(.*)$': '<rootDir>/shared/$1' },
  testEnvironment: 'node',
}
const suite = (displayName, folders, more = {}) => ({
  ...base,
  displayName,
  testMatch: folders.map((folder) => `<rootDir>/tests/${folder}/**/*.test.ts`),
  ...more,
})

module.exports = {
  testTimeout: 600_000,
  projects: [
    suite('rules', ['shared', 'scripts']),
    suite('server', ['server']),
    suite('clients', ['miniprogram', 'console', 'e2e']),
    suite('faults', ['faults']),
  ],
}
