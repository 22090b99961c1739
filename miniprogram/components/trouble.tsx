import { dismiss, useArrival } from '@/platform/arrival'
import { useOnline } from '@/platform/network'
import { Button } from './button'
import { Dialog } from './dialog'
import './trouble.scss'

/** Says, on the web, that a page did not come, and offers to fetch it again. */
export function Trouble() {
  const { retry, stuck, busy } = useArrival()
  const online = useOnline()
  if (!retry) return null
  return (
    <Dialog title="页面没有打开" onClose={stuck ? retry : dismiss}>
      <p className="trouble-words" role="alert">
        {online ? '服务器暂时没有回应，请稍后再试。' : '没有连上网络，请检查后重试。'}
        {stuck ? '' : '您还在原来的页面，所选内容都在。'}
      </p>
      <Button wide busy={busy} onClick={retry}>
        {busy ? '正在重试…' : '重试'}
      </Button>
    </Dialog>
  )
}
