import type { CategoryId } from '@shared/edition/contract'
import type { PublicList } from '@shared/result/contract'
import { LOT_WORDS } from '@shared/result/course'
import { useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { openFile } from '@/platform/file'
import './check.scss'

type Props = { category: CategoryId; list: PublicList; released: boolean }

/** The list to take along, and what one needs to compute it again. */
export function Check({ category, list: { seed, source }, released }: Props) {
  const [failed, setFailed] = useState(false)
  const fetchPaper = (as: 'pdf' | 'xlsx') => {
    setFailed(false)
    openFile(`/api/results/${category}/export?as=${as}`, as).catch(() => setFailed(true))
  }
  return (
    <section className="check">
      <h2 className="section-title">下载和核对</h2>
      <div className="check-papers">
        <Button kind="line" onClick={() => fetchPaper('pdf')}>
          名单（PDF）
        </Button>
        <Button kind="line" onClick={() => fetchPaper('xlsx')}>
          数据（Excel）
        </Button>
      </div>
      {failed ? (
        <p className="check-failed" role="alert">
          文件没有打开，请检查网络后再试。
        </p>
      ) : null}
      <Link page="rules" query={{ part: 'scoring' }} className="check-link">
        <span className="check-word">综合得分怎么算</span>
        <Icon name="next" />
      </Link>
      {released ? (
        <Link page="certificate" className="check-link">
          <span className="check-word">证书查验</span>
          <Icon name="next" />
        </Link>
      ) : null}
      <p className="check-words">各项都相同时抽签决定先后。{LOT_WORDS[0]}</p>
      <p className="check-words">
        种子（{source === 'typed' ? '由工作人员填写' : '服务器随机产生'}）：
        <span className="check-code">{seed}</span>
      </p>
      <p className="check-words">{LOT_WORDS[1]}</p>
    </section>
  )
}
