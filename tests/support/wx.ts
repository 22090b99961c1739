/** What WeChat calls back. */
type Callbacks = {
  success?(result: object): void
  fail?(result: object): void
  complete?(result: object): void
}
type Request = Callbacks & {
  url: string
  method?: string
  data?: unknown
  header?: Record<string, string>
}

export type WxOptions = {
  /** Where requests go, whatever host was built into the program. */
  baseUrl: string
  /** What `wx.login` answers: `sandbox:<openid>`. */
  loginCode: string
  /** Storage of the phone; give the same map again to come back later. */
  storage?: Map<string, unknown>
  /** Whether the phone has a connection; asked at each request. */
  online?: () => boolean
  /** What the person chooses when asked for pictures or files; nothing closes the chooser. */
  chosen?: () => { name: string; content: Uint8Array }[]
}

/** How the navigation calls change the stack of pages. */
export type Navigation = Record<
  'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab',
  (url: string) => void
> & {
  navigateBack(): void
}

const SYSTEM = {
  platform: 'devtools',
  SDKVersion: '3.5.0',
  version: '8.0.50',
  model: 'iPhone',
  brand: 'x',
  system: 'iOS 16',
  language: 'zh_CN',
  pixelRatio: 2,
  windowWidth: 375,
  windowHeight: 667,
  screenWidth: 375,
  screenHeight: 667,
  statusBarHeight: 20,
  safeArea: { top: 20, bottom: 667, height: 647, width: 375, left: 0, right: 375 },
}

/**
 * A `wx` with what the mini-program uses and no more: a call it lacks fails the test, as it would fail on a phone.
 * No catch-all Proxy, since Taro and webpack probe for what is optional.
 */
export function createWx(
  { baseUrl, loginCode, storage = new Map(), online = () => true, chosen = () => [] }: WxOptions,
  go: Navigation,
) {
  const shown: string[] = []
  const requests: string[] = []
  const answer = (call: Callbacks | undefined, result: object = {}) => {
    call?.success?.(result)
    call?.complete?.(result)
  }
  const refuse = (call: Callbacks | undefined, errMsg: string) => {
    call?.fail?.({ errMsg })
    call?.complete?.({ errMsg })
  }

  /** Files that were chosen, by the path under which the phone shows them. */
  const files = new Map<string, Uint8Array>()
  /** As WeChat does: who gives no callbacks gets a promise. */
  function choose(call: Callbacks): Promise<object> | undefined {
    if (!call.success) {
      return new Promise((success, fail) => choose({ ...call, success, fail }))
    }
    const found = chosen().map(({ name, content }, i) => {
      const path = `wxfile://tmp_${files.size + i}_${name}`
      return { path, tempFilePath: path, name, size: content.length, content }
    })
    for (const { path, content } of found) files.set(path, content)
    if (found.length === 0) refuse(call, 'choose:fail cancel')
    else answer(call, { tempFiles: found.map(({ content, ...file }) => file) })
  }

  async function send(call: Request) {
    const { pathname, search } = new URL(call.url)
    requests.push(`${call.method} ${pathname}${search}`)
    if (!online()) return refuse(call, 'request:fail')
    try {
      const response = await fetch(baseUrl + pathname + search, {
        method: call.method,
        headers: call.header,
        body: call.method === 'GET' ? undefined : bodyOf(call.data),
      })
      const text = await response.text()
      const json = response.headers.get('content-type')?.includes('json')
      answer(call, { statusCode: response.status, data: json ? JSON.parse(text) : text, header: {} })
    } catch (error) {
      refuse(call, `request:fail ${error}`)
    }
  }

  return {
    /** Titles the pages gave themselves. */
    shown,
    /** `GET /api/edition`, in order. */
    requests,
    storage,
    getSystemInfoSync: () => SYSTEM,
    getWindowInfo: () => SYSTEM,
    getDeviceInfo: () => SYSTEM,
    getAppBaseInfo: () => SYSTEM,
    canIUse: () => true,
    getLaunchOptionsSync: () => ({ path: '', query: {} }),
    getEnterOptionsSync: () => ({ path: '', query: {} }),
    getMenuButtonBoundingClientRect: () => ({
      top: 26,
      height: 32,
      width: 87,
      left: 281,
      right: 368,
      bottom: 58,
    }),
    nextTick: (run: () => void) => setTimeout(run, 0),
    onAppShow() {},
    onAppHide() {},
    onNetworkStatusChange() {},
    offNetworkStatusChange() {},
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, value),
    removeStorageSync: (key: string) => void storage.delete(key),
    request(call: Request) {
      send(call)
      return { abort() {} }
    },
    async downloadFile(call: Callbacks & { url: string }) {
      const { pathname, search } = new URL(call.url)
      if (!online()) return refuse(call, 'downloadFile:fail')
      const { status } = await fetch(baseUrl + pathname + search)
      answer(call, { statusCode: status, tempFilePath: `wxfile://tmp${pathname}` })
    },
    openDocument(call: Callbacks & { filePath: string; fileType?: string }) {
      storage.set('opened', `${call.filePath} ${call.fileType}`)
      answer(call)
    },
    showTabBarRedDot: (call: Callbacks & { index: number }) => {
      storage.set('tab dot', call.index)
      answer(call)
    },
    hideTabBarRedDot: (call: Callbacks & { index: number }) => {
      storage.delete('tab dot')
      answer(call)
    },
    stopPullDownRefresh: (call?: Callbacks) => answer(call),
    /** The person agrees to all, and WeChat knows it. */
    async requestSubscribeMessage(call: Callbacks & { tmplIds: string[] }) {
      const openid = loginCode.split(':')[1]
      for (const template of call.tmplIds) {
        await fetch(`${baseUrl}/sandbox/api/subscriptions`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ openid, template, act: 'accept' }),
        })
      }
      answer(call, Object.fromEntries(call.tmplIds.map((template) => [template, 'accept'])))
    },
    login: (call: Callbacks) => answer(call, { code: loginCode }),
    chooseMedia: choose,
    chooseMessageFile: choose,
    getFileSystemManager: () => ({
      readFile(call: Callbacks & { filePath: string; position: number; length: number }) {
        const content = files.get(call.filePath)
        if (!content) return refuse(call, 'readFile:fail no such file')
        answer(call, {
          data: new Uint8Array(content.subarray(call.position, call.position + call.length)).buffer,
        })
      },
    }),
    setNavigationBarTitle(call: Callbacks & { title: string }) {
      shown.push(call.title)
      answer(call)
    },
    setClipboardData(call: Callbacks & { data: string }) {
      storage.set('clipboard', call.data)
      answer(call)
    },
    navigateTo(call: Callbacks & { url: string }) {
      go.navigateTo(call.url)
      answer(call)
    },
    redirectTo(call: Callbacks & { url: string }) {
      go.redirectTo(call.url)
      answer(call)
    },
    reLaunch(call: Callbacks & { url: string }) {
      go.reLaunch(call.url)
      answer(call)
    },
    pageScrollTo: (call: Callbacks) => answer(call),
    /** The screen is as long as the page: all that is there is seen. */
    createIntersectionObserver: () => {
      const observer = {
        relativeToViewport: () => observer,
        observe: (_selector: string, callback: (seen: { intersectionRatio: number }) => void) =>
          void setTimeout(() => callback({ intersectionRatio: 1 })),
        disconnect() {},
      }
      return observer
    },
    switchTab(call: Callbacks & { url: string }) {
      go.switchTab(call.url)
      answer(call)
    },
    navigateBack(call: Callbacks) {
      go.navigateBack()
      answer(call)
    },
  }
}

/** As a phone sends it: an ArrayBuffer of whichever realm as it is, anything else as JSON. */
function bodyOf(data: unknown): ArrayBuffer | string {
  const isBytes = Object.prototype.toString.call(data) === '[object ArrayBuffer]'
  return isBytes ? (data as ArrayBuffer) : JSON.stringify(data)
}
