import { existsSync } from 'node:fs'

// `npm start` runs what a build has made.
if (!existsSync('dist/server/main.js')) {
  console.error('请先运行 npm run build')
  process.exit(1)
}
