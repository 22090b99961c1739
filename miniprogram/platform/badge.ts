import Taro from '@tarojs/taro'
import { WEB } from './kind'

/** Where 「我的」 is among the tabs. */
const MINE = 2

/** Shows or hides a dot on the mini-program's tab 「我的」; the web draws its own. */
export function markMine(on: boolean): void {
  if (WEB) return
  const change = on ? Taro.showTabBarRedDot : Taro.hideTabBarRedDot
  // A page without tabs refuses; the next one with them is told again.
  change({ index: MINE }).catch(() => {})
}
