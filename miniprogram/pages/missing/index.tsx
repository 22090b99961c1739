import { Button } from '@/components/button'
import { Page } from '@/components/page'
import { Empty } from '@/components/state'
import { replace } from '@/platform/navigate'

/** Where an address that leads nowhere ends. */
export default function Missing() {
  return (
    <Page title="没有这个页面" at="missing" inner>
      {() => (
        <Empty
          title="没有这个页面"
          action={
            <Button kind="line" onClick={() => replace('home')}>
              回首页
            </Button>
          }
        >
          地址可能写错了，或者页面已经移走。
        </Empty>
      )}
    </Page>
  )
}
