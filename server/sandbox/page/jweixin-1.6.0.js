/**
 * Stands in for WeChat's JS-SDK on pages in the sandbox's phones: asks the sandbox whether a page's signature is right, and
 * hands the cards that pages set to the phone around them. What it lacks, the site does not use.
 */
;(() => {
  const [, openid = null] = /^phone:([\w-]+)/.exec(window.name) ?? []
  const waiting = { ready: [], error: [] }
  let granted = []
  let answer = null

  /** iOS knows a page by the address it was loaded from, other systems by the one it shows. */
  function pageUrl() {
    const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent)
    return isApple ? performance.getEntriesByType('navigation')[0].name : location.href
  }

  async function verify({ appId, timestamp, nonceStr, signature, jsApiList = [] }) {
    const claim = { appId, timestamp, nonceStr, signature, jsApiList, url: pageUrl(), openid }
    const response = await fetch('/sandbox/api/jssdk', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(claim),
    }).catch(() => null)
    const { errMsg = 'config:fail' } = (await response?.json().catch(() => null)) ?? {}
    granted = errMsg === 'config:ok' ? jsApiList : []
    return { errMsg }
  }

  const isGood = ({ errMsg }) => errMsg === 'config:ok'

  async function config(options) {
    answer = await verify(options)
    const heard = isGood(answer) ? 'ready' : 'error'
    for (const callback of waiting[heard].splice(0)) callback(answer)
  }

  const share =
    (name, channel) =>
    ({ title, desc = '', link, imgUrl, success, fail }) => {
      if (!granted.includes(name)) {
        fail?.({ errMsg: `${name}:fail, the permission value is offline verifying` })
        return
      }
      window.parent.postMessage({ weixin: channel, card: { title, desc, link, imgUrl } }, location.origin)
      success?.({ errMsg: `${name}:ok` })
    }

  window.wx = window.jWeixin = {
    config,
    ready: (callback) => (answer ? callback(answer) : waiting.ready.push(callback)),
    error: (callback) => (answer && !isGood(answer) ? callback(answer) : waiting.error.push(callback)),
    updateAppMessageShareData: share('updateAppMessageShareData', 'friend'),
    updateTimelineShareData: share('updateTimelineShareData', 'timeline'),
  }
})()
