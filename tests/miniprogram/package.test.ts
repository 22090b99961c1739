import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { wxmlToJs } from 'miniprogram-compiler'

const DIST = join(__dirname, '../../dist/weapp')
/** WeChat refuses a main package above 2 MB; half of it is what we allow ourselves. */
const LIMIT = 1024 * 1024

type Config = {
  pages: string[]
  subPackages: { root: string; pages: string[] }[]
  tabBar: { list: { pagePath: string; iconPath: string; selectedIconPath: string }[] }
}
const config: Config = JSON.parse(readFileSync(join(DIST, 'app.json'), 'utf8'))

test("WeChat's own compiler takes every page's template", () => {
  const run = new Function('window', '__wxAppCode__', 'global', wxmlToJs(DIST))
  const render = run({}, {}, {}) as (path: string) => unknown
  const below = config.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))
  for (const page of [...config.pages, ...below]) expect(render(`${page}.wxml`)).toBeInstanceOf(Function)
})

test('the main package is far below what WeChat allows', () => {
  const below = config.subPackages.map(({ root }) => sizeOf(join(DIST, root)))
  expect(below.every((size) => size > 0)).toBe(true)
  expect(sizeOf(DIST) - below.reduce((sum, size) => sum + size)).toBeLessThan(LIMIT)
})

test('every tab has its page and its pictures', () => {
  for (const { pagePath, iconPath, selectedIconPath } of config.tabBar.list) {
    expect(config.pages).toContain(pagePath)
    for (const icon of [iconPath, selectedIconPath]) {
      // WeChat's limit for a picture of the tab bar.
      expect(statSync(join(DIST, icon)).size).toBeLessThan(40 * 1024)
    }
  }
})

function sizeOf(path: string): number {
  const info = statSync(path)
  if (!info.isDirectory()) return info.size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}
