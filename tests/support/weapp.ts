import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import vm from 'node:vm'
import { eventually } from './world'
import { createWx, type WxOptions } from './wx'

/** A node of the tree that Taro hands to setData, in its short names. */
export type Node = {
  /** Name of the template. */
  nn: string
  /** Text of a text node. */
  v?: string
  /** Class names. */
  cl?: string
  /** Number by which events find the element. */
  sid?: string
  cn?: Node[]
  [attribute: string]: unknown
}

/** A page as WeChat's `Page()` would run it. */
export type Page = {
  route: string
  data: { root: Node }
  /** How often it was drawn. */
  renders: number
  onShow?(): void
  onHide?(): void
  onUnload?(): void
  onReachBottom?(): void
  onShareAppMessage?(options: object): { title: string; path: string }
  onShareTimeline?(): unknown
  eh(event: object): void
}

type Module = { exports: Record<string, unknown> }
type Definition = Record<string, unknown> & { data?: object }
type Lifecycle = Page & { onLoad?(query: object): void; onReady?(): void }

/**
 * Boots a built mini-program (`dist/weapp`) in plain Node: App, Page and Component of its own, no global that WeChat
 * lacks, `wx.request` to a real server, `wx.login` as a person of the sandbox.
 */
export function bootWeapp(dist: string, options: WxOptions) {
  if (!existsSync(join(dist, 'app.js')))
    throw new Error(`no mini-program in ${dist}: taro build --type weapp`)
  const stack: Page[] = []
  const pages: Record<string, Definition> = {}
  const modules: Record<string, Module> = {}
  let app: { onLaunch?(options: object): void; onShow?(options: object): void } = {}
  let loading = ''
  let timers: ReturnType<typeof setTimeout>[] = []

  // Timers are remembered, so that closing the program stops them, and never keep the process alive.
  const timed =
    (start: (run: () => void, ms?: number) => NodeJS.Timeout) => (run: () => void, ms?: number) => {
      const timer = start(run, ms).unref()
      timers.push(timer)
      return timer
    }

  const wx = createWx(options, {
    navigateTo: (url) => void open(url),
    redirectTo: (url) => {
      leave()
      open(url)
    },
    reLaunch: (url) => {
      while (stack.length) leave()
      open(url)
    },
    switchTab: (url) => {
      while (stack.length) leave()
      open(url)
    },
    navigateBack: () => {
      leave()
      top().onShow?.()
    },
  })
  const launchAs = (definition: typeof app) => {
    app = definition
  }
  const define = (definition: Definition) => {
    pages[loading] = definition
  }
  const pass = (definition: object) => definition
  const context = vm.createContext({
    wx,
    console,
    clearTimeout,
    clearInterval,
    setTimeout: timed(setTimeout),
    setInterval: timed(setInterval),
    App: launchAs,
    Page: define,
    Component: define,
    Behavior: pass,
    getApp: () => app,
    getCurrentPages: () => stack,
    requirePlugin: () => ({}),
    global: {},
  })

  function load(path: string): Record<string, unknown> {
    const file = path.endsWith('.js') ? path : `${path}.js`
    const known = modules[file]
    if (known) return known.exports
    const module: Module = { exports: {} }
    modules[file] = module
    const source = readFileSync(join(dist, file), 'utf8')
    const run = vm.runInContext(`(function (require, module, exports) {${source}\n})`, context, {
      filename: join(dist, file),
    })
    const outer = loading
    loading = file.replace(/\.js$/, '')
    run((wanted: string) => load(posix.join(posix.dirname(file), wanted)), module, module.exports)
    loading = outer
    return module.exports
  }

  function open(url: string): Page {
    const [route = '', search] = url.replace(/^\//, '').split('?')
    const query = Object.fromEntries(new URLSearchParams(search))
    load(route)
    const definition = pages[route]
    if (!definition) throw new Error(`no page ${route}`)
    stack.at(-1)?.onHide?.()
    const page: Lifecycle = Object.assign(Object.create(definition), {
      route,
      __route__: route,
      options: query,
      data: structuredClone(definition.data ?? {}),
      renders: 0,
      setData(this: Page, changes: Record<string, unknown>, done?: () => void) {
        for (const [path, value] of Object.entries(changes)) assign(this.data, path, value)
        this.renders++
        if (done) setTimeout(done, 0).unref()
      },
      selectComponent: () => null,
    })
    stack.push(page)
    page.onLoad?.(query)
    page.onShow?.()
    setTimeout(() => page.onReady?.(), 0).unref()
    return page
  }

  function leave() {
    const page = stack.pop()
    page?.onHide?.()
    page?.onUnload?.()
  }

  function top(): Page {
    const page = stack.at(-1)
    if (!page) throw new Error('no page is open')
    return page
  }

  load('app')
  const launch = { path: '', query: {}, scene: 1001 }
  app.onLaunch?.(launch)
  app.onShow?.(launch)

  return {
    wx,
    stack,
    open,
    /** The page on top. */
    top,
    /** Ends the program: its pages and timers. */
    close() {
      while (stack.length) leave()
      for (const timer of timers) clearTimeout(timer)
      timers = []
    },
  }
}

export type Weapp = ReturnType<typeof bootWeapp>

/** Assigns `root.cn.[0].v` as setData does. */
function assign(data: object, path: string, value: unknown): void {
  const keys = path.match(/[^.[\]]+/g) ?? []
  let place = data as Record<string, unknown>
  keys.slice(0, -1).forEach((key, i) => {
    place[key] ??= /^\d+$/.test(keys[i + 1]!) ? [] : {}
    place = place[key] as Record<string, unknown>
  })
  // What setData is given crosses to another thread as JSON.
  place[keys.at(-1)!] = value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

/** Every node of a tree, parents first. */
export function* walk(node: Node | undefined): Generator<Node> {
  if (!node) return
  yield node
  for (const child of node.cn ?? []) yield* walk(child)
}

/** All text below a node. */
export function textOf(node: Node | undefined): string {
  return [...walk(node)].map(({ v }) => v ?? '').join('')
}

/** Nodes of a page by one class name. */
export function byClass(page: Page, name: string): Node[] {
  return [...walk(page.data.root)].filter(({ cl }) => (cl ?? '').split(/\s+/).includes(name))
}

/** The innermost element whose text is `words`. */
export function byText(page: Page, words: string): Node | undefined {
  return [...walk(page.data.root)].filter((node) => node.cn?.length && textOf(node) === words).at(-1)
}

/** Waits until the page in front shows some words. */
export const shows = (weapp: Weapp, words: string | RegExp) =>
  eventually(
    async () => textOf(weapp.top().data.root),
    (text) => (typeof words === 'string' ? text.includes(words) : words.test(text)),
  )

/** Taps what says `words` on the page in front. */
export const tap = (weapp: Weapp, words: string) => fire(weapp.top(), byText(weapp.top(), words))

/** Sends an event to a node and, as WeChat does, to each element around it. */
export function fire(page: Page, node: Node | undefined, type = 'tap', detail: object = {}): void {
  if (!node) throw new Error(`nothing to ${type} on ${page.route}: ${textOf(page.data.root).slice(0, 200)}`)
  const target = targetOf(node)
  for (const around of pathTo(page.data.root, node).reverse()) {
    page.eh({
      type,
      detail,
      target,
      currentTarget: targetOf(around),
      timeStamp: Date.now(),
      touches: [],
      changedTouches: [],
    })
  }
}

const targetOf = ({ sid }: Node) => ({ id: sid, dataset: { sid } })

/** The nodes from the root to one, those without an element left out. */
function pathTo(root: Node, wanted: Node): Node[] {
  if (root === wanted) return root.sid ? [root] : []
  for (const child of root.cn ?? []) {
    if (![...walk(child)].includes(wanted)) continue
    return [...(root.sid ? [root] : []), ...pathTo(child, wanted)]
  }
  return []
}
