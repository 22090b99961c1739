import Taro from '@tarojs/taro'
import { useEffect, useState } from 'react'
import { WEB } from './kind'

/** Whether the device believes it has a connection. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(() => (WEB ? navigator.onLine : true))
  useEffect(() => {
    if (WEB) {
      const look = () => setOnline(navigator.onLine)
      window.addEventListener('online', look)
      window.addEventListener('offline', look)
      return () => {
        window.removeEventListener('online', look)
        window.removeEventListener('offline', look)
      }
    }
    const look = ({ isConnected }: { isConnected: boolean }) => setOnline(isConnected)
    Taro.onNetworkStatusChange(look)
    return () => Taro.offNetworkStatusChange(look)
  }, [])
  return online
}

/** Calls back whenever the device has found a connection again. */
export function onOnline(callback: () => void): void {
  if (WEB) window.addEventListener('online', callback)
  else Taro.onNetworkStatusChange(({ isConnected }) => isConnected && callback())
}
