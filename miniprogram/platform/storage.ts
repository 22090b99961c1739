import Taro from '@tarojs/taro'
import { SANDBOX_PHONE, WEB } from './kind'

// The sandbox shows several phones: each keeps to its own shelf.
const shelf = SANDBOX_PHONE ? `${window.name}:` : ''
const keyOf = (name: string) => `pingxuan:${shelf}${name}`

/** What was kept under this name, or null. A browser that refuses storage behaves like an empty one. */
export function recall<T>(name: string): T | null {
  try {
    const text = Taro.getStorageSync(keyOf(name))
    return text ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}

/** Keeps a value for the next visit; null forgets it. False where the device refuses, as private windows may. */
export function keep(name: string, value: unknown): boolean {
  try {
    if (value === null) Taro.removeStorageSync(keyOf(name))
    else Taro.setStorageSync(keyOf(name), JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

/** What was kept for as long as this window is open; the mini-program keeps nothing so. */
export function recallHere(name: string): string | null {
  try {
    return WEB ? window.sessionStorage.getItem(keyOf(name)) : null
  } catch {
    return null
  }
}

/** Keeps a word for as long as this window is open, also where logging in leaves the page; null forgets it. */
export function keepHere(name: string, word: string | null): void {
  try {
    if (WEB && word === null) window.sessionStorage.removeItem(keyOf(name))
    else if (WEB) window.sessionStorage.setItem(keyOf(name), word!)
  } catch {
    // Without it the word is asked for once more.
  }
}
