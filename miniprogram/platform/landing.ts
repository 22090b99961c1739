import Taro from '@tarojs/taro'
import { WEB } from './kind'
import { keepHere, recallHere } from './storage'

const NAME = 'referrer'

/** Whose page a visit begins with: a card or a link led there. Empty for any other page. */
function landed(): string {
  if (WEB) {
    const { pathname, search } = window.location
    return pathname === '/candidate' ? (new URLSearchParams(search).get('id') ?? '') : ''
  }
  const { path, query } = Taro.getLaunchOptionsSync()
  return path === 'pages/candidate/index' ? String(query?.id ?? '') : ''
}

// Logging in leaves the page and comes back to another one: the visit is still the same.
const known = recallHere(NAME)
const referrer = known ?? landed()
if (known === null) keepHere(NAME, referrer)

/** The candidate by whose page this visit came, where it did. */
export const referrerOf = (): string | undefined => referrer || undefined
