import type { RepresentedUnit } from '@shared/representative/contract'
import { CODE_LENGTH, foldCode, printCode } from '@shared/representative/rules'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { asVoter, useSession } from '@/identity/session'
import { Entrance, useAccess } from '@/nomination/access'
import { loadMine, speaksFor } from '@/nomination/mine'
import { typed } from '@/platform/field'
import { WEB } from '@/platform/kind'
import { readdress, replace } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import type { ApiError } from '@/platform/request'
import { keepHere, recallHere } from '@/platform/storage'
import { useIntroduction } from '@/representative/introduction'
import { UnitName } from '@/representative/unit'
import './index.scss'

/** A unit is claimed by the code of the letter it was sent, typed or opened from the letter's QR. */
export default function Claim() {
  const params = useParams()
  return (
    <Page title="认领单位" at="nominations" inner>
      {() => <Steps given={codeIn(params)} />}
    </Page>
  )
}

/** What is typed or opened is kept under this name: a log-in that leaves the page takes the fragment off its address. */
const CODE = 'claim-code'

/**
 * The code of a letter: on the web in the fragment of the address, so that no log has it. WeChat hands the mini-program the
 * whole address of a QR that it scanned; that of early letters has it in the query.
 */
function codeIn({ code, q }: Record<string, string | undefined>): string {
  const address = WEB ? window.location.hash : (q ?? '')
  return code ?? /(?:#|[?&]code=)([\w-]+)$/.exec(address)?.[1] ?? recallHere(CODE) ?? ''
}

function Steps({ given }: { given: string }) {
  const access = useAccess()
  const token = useSession(({ session }) => session?.token)
  const [code, setCode] = useState(given)
  const [unit, setUnit] = useState<RepresentedUnit | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const look = async (manner: 'ask' | 'quiet') => {
    const folded = foldCode(code)
    if (folded.length !== CODE_LENGTH) {
      return setProblem(
        folded ? `认领码是 ${CODE_LENGTH} 位字母和数字，现在是 ${folded.length} 位` : '请输入认领码',
      )
    }
    readdress('claim', {}, printCode(folded))
    keepHere(CODE, printCode(folded))
    setCode(printCode(folded))
    setProblem(null)
    setBusy(true)
    try {
      setUnit((await asVoter('POST /api/representatives/claims/look', { body: { code } }, manner)).unit)
    } catch (error) {
      const { code: why, message } = error as ApiError
      if (why !== 'unauthenticated' && why !== 'cancelled') {
        setProblem(message ?? '没有查到，请重试')
        keepHere(CODE, null)
      }
    }
    setBusy(false)
  }
  // Opened from a letter: what the code stands for is looked up at once, and again after logging in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new session is a reason to ask again
  useEffect(() => {
    if (given && access === 'in') void look('quiet')
  }, [token])

  if (access === 'snapshot') return <Entrance access={access} then="" />
  if (unit) return <Confirm unit={unit} code={code} onBack={() => setUnit(null)} />
  return (
    <div className="claim">
      <h1 className="page-title">认领单位</h1>
      <section className="claim-card">
        <label className="claim-label" htmlFor="claim-code">
          输入信上的认领码
        </label>
        <p className="claim-help">荆楚网寄给单位的信上有 12 位认领码，大小写、空格和短横线都不影响。</p>
        <input
          id="claim-code"
          className={`claim-input ${problem ? 'is-wrong' : ''}`}
          value={code}
          maxLength={40}
          placeholder="如 XKP4-9MTD-3HWE"
          autoComplete="off"
          aria-invalid={problem !== null}
          onChange={(event) => setCode(typed(event))}
          onKeyDown={(event) => event.key === 'Enter' && look('ask')}
        />
        {problem ? (
          <p className="claim-problem" role="alert">
            {problem}
          </p>
        ) : null}
        <Button wide busy={busy} onClick={() => look('ask')}>
          {busy ? '正在查找…' : access === 'out' ? '微信登录后继续' : '下一步'}
        </Button>
      </section>
      <Link page="claim-request" className="claim-other">
        <span className="claim-other-text">
          <span className="claim-other-title">没有认领码？</span>
          <span className="claim-other-words">查找单位，上传介绍信或工作证，我们审核后开通</span>
        </span>
        <Icon name="next" />
      </Link>
    </div>
  )
}

/** The unit to recognise, and who one is there. */
function Confirm({ unit, code, onBack }: { unit: RepresentedUnit; code: string; onBack: () => void }) {
  const introduction = useIntroduction()
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const claim = async () => {
    const given = introduction.check()
    if (!given) return
    setBusy(true)
    setFailed(null)
    try {
      await asVoter('POST /api/representatives/claims', { body: { code, ...given } }, 'ask')
      keepHere(CODE, null)
      await loadMine('quiet')
      replace('nominations', { from: 'claim' })
    } catch (error) {
      const { code: why, message } = error as ApiError
      // The first answer may have been lost: then the code is used, by oneself.
      if (why === 'claim_code_used') await loadMine('quiet')
      if (why === 'claim_code_used' && speaksFor(unit.id)) return replace('nominations', { from: 'claim' })
      setFailed(message ?? '没有认领成，请重试')
      setBusy(false)
    }
  }
  return (
    <div className="claim">
      <h1 className="page-title">认领单位</h1>
      <section className="claim-card">
        <p className="claim-step">请核对单位</p>
        <UnitName unit={unit} />
      </section>
      <section className="claim-fields">{introduction.fields}</section>
      <div className="claim-foot">
        {failed ? (
          <p className="claim-problem" role="alert">
            {failed}
          </p>
        ) : null}
        <Button wide busy={busy} onClick={claim}>
          {busy ? '正在认领…' : '认领并代表这个单位'}
        </Button>
        <Button kind="plain" wide disabled={busy} onClick={onBack}>
          不是这个单位，重新输入
        </Button>
        <p className="claim-note">认领码用后即失效。单位可以有几位代表，需要增加请联系荆楚网。</p>
      </div>
    </div>
  )
}
