import { App } from 'antd'
import { useEffect } from 'react'
import { useBlocker } from 'react-router'

/** Asks before unsaved changes are left behind. */
export function useLeaving(dirty: boolean): void {
  const { modal } = App.useApp()
  const blocker = useBlocker(dirty)
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    modal.confirm({
      title: '改动还没有保存',
      content: '离开这一页，改动就丢了。',
      okText: '离开',
      cancelText: '留下',
      onOk: blocker.proceed,
      onCancel: blocker.reset,
    })
  }, [blocker, modal])
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [dirty])
}
