import type { ResponseOf } from '@shared/api'
import { momentText } from '@shared/kernel/dates'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Page } from '@/components/page'
import { asVoter, logIn, useSession } from '@/identity/session'
import { open, readdress, replace } from '@/platform/navigate'
import { useParams } from '@/platform/page'
import { type ApiError, request } from '@/platform/request'
import { Line, Problem } from '@/review/form'
import { arrivedWith, type Invitation, keepInvitation } from '@/review/invitation'
import { enterByPassword, enterByWechat, useReviewing } from '@/review/session'
import './index.scss'

/** The experts' door: an invitation's link and code the first time, a log-in after that. */
export default function ScoringDoor() {
  const params = useParams()
  return (
    <Page title="专家评审" at="scoring" inner>
      {() => <Door given={arrivedWith(params)} />}
    </Page>
  )
}

type Invited = ResponseOf<'POST /api/reviewer-invitation/look'>

function Door({ given }: { given: Invitation }) {
  const [invitation, setInvitation] = useState(given)
  const [invited, setInvited] = useState<Invited | null>(null)
  const back = () => {
    keepInvitation(null)
    readdress('scoring-door')
    setInvited(null)
    setInvitation({ token: '', code: '' })
  }
  return (
    <div className="door">
      <h1 className="page-title">专家评审</h1>
      <section className="door-card">
        {invited ? (
          <Choice invitation={invitation} invited={invited} />
        ) : invitation.token ? (
          <Code invitation={invitation} onChange={setInvitation} onFound={setInvited} />
        ) : (
          <LogIn />
        )}
      </section>
      {invitation.token ? (
        <Button kind="plain" wide onClick={back}>
          已经开通过，直接登录
        </Button>
      ) : null}
    </div>
  )
}

type CodeProps = {
  invitation: Invitation
  onChange: (invitation: Invitation) => void
  onFound: (invited: Invited) => void
}

/** The code that belongs to the link. */
function Code({ invitation, onChange, onFound }: CodeProps) {
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const look = async () => {
    if (!invitation.code.trim()) return setProblem('请输入验证码')
    setBusy(true)
    setProblem('')
    try {
      const invited = await request('POST /api/reviewer-invitation/look', { body: invitation })
      keepInvitation(invitation)
      onFound(invited)
    } catch (error) {
      setProblem((error as ApiError).message)
      setBusy(false)
    }
  }
  // Back from WeChat's own log-in: link and code are known already.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (invitation.code) void look()
  }, [])
  return (
    <>
      <h2 className="door-title">欢迎您担任评审专家</h2>
      <Line
        label="请输入验证码"
        help="和邀请链接一起发给您的 8 位字母和数字，大小写、短横线都不影响。"
        placeholder="如 7QKM-2XPD"
        code
        value={invitation.code}
        onChange={(code) => onChange({ ...invitation, code })}
        onDone={look}
      />
      <Problem>{problem}</Problem>
      <Button wide busy={busy} onClick={look}>
        {busy ? '正在核对…' : '下一步'}
      </Button>
    </>
  )
}

const enter = () => {
  keepInvitation(null)
  readdress('scoring-door')
  replace('scoring')
}

/** Who is invited, and the two ways to come in from now on. */
function Choice({ invitation, invited }: { invitation: Invitation; invited: Invited }) {
  const [own, setOwn] = useState(false)
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const bind = async () => {
    setBusy(true)
    setProblem('')
    try {
      await asVoter('POST /api/reviewer-invitation/wechat', { body: invitation }, 'ask')
      enterByWechat()
      enter()
    } catch (error) {
      const { code, message } = error as ApiError
      if (code !== 'cancelled') setProblem(message)
      setBusy(false)
    }
  }
  return (
    <>
      <h2 className="door-title">{invited.name}老师，您好</h2>
      <p className="door-words">
        {invited.organisation ? `${invited.organisation} · ` : ''}
        {invited.edition}。邀请 {momentText(invited.expiresAt)} 前有效。
      </p>
      {own ? (
        <OwnPassword invitation={invitation} onBack={() => setOwn(false)} />
      ) : (
        <>
          <p className="door-words">请选一种以后登录的方式。用微信最方便，不用记密码。</p>
          <Problem>{problem}</Problem>
          <Button wide busy={busy} onClick={bind}>
            用微信登录
          </Button>
          <Button kind="line" wide onClick={() => setOwn(true)}>
            设登录名和密码
          </Button>
        </>
      )}
    </>
  )
}

function OwnPassword({ invitation, onBack }: { invitation: Invitation; onBack: () => void }) {
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const set = async () => {
    if (!login.trim()) return setProblem('请填写登录名')
    if (password !== again) return setProblem('两次输入的密码不一样，请重新输入')
    setBusy(true)
    setProblem('')
    try {
      const body = { ...invitation, login: login.trim(), password }
      enterByPassword(await request('POST /api/reviewer-invitation/password', { body }))
      enter()
    } catch (error) {
      setProblem(wordsOf(error as ApiError))
      setBusy(false)
    }
  }
  return (
    <>
      <Line
        label="登录名"
        help="您的姓名或手机号，好记就行。"
        fills="username"
        value={login}
        onChange={setLogin}
      />
      <Line
        label="密码"
        help="至少 12 位，可以是一句好记的话。"
        secret
        fills="new-password"
        value={password}
        onChange={setPassword}
      />
      <Line label="再输一次密码" secret fills="new-password" value={again} onChange={setAgain} onDone={set} />
      <Problem>{problem}</Problem>
      <Button wide busy={busy} onClick={set}>
        {busy ? '正在设置…' : '完成，开始评审'}
      </Button>
      <Button kind="plain" wide disabled={busy} onClick={onBack}>
        改用微信登录
      </Button>
    </>
  )
}

/** For those who have been here. */
function LogIn() {
  const isIn = useReviewing() === 'in'
  const voter = useSession(({ session }) => session?.voter)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)
  const go = async () => {
    if (!login.trim() || !password) return setProblem('请填写登录名和密码')
    setBusy(true)
    setProblem('')
    try {
      enterByPassword(
        await request('POST /api/reviewer-session', { body: { login: login.trim(), password } }),
      )
      replace('scoring')
    } catch (error) {
      setProblem(wordsOf(error as ApiError))
      setBusy(false)
    }
  }
  const byWechat = async () => {
    if (!voter && !(await logIn())) return
    enterByWechat()
    replace('scoring')
  }
  if (isIn) {
    return (
      <>
        <h2 className="door-title">您已登录</h2>
        <Button wide onClick={() => open('scoring')}>
          进入评审
        </Button>
      </>
    )
  }
  return (
    <>
      <h2 className="door-title">登录后开始评审</h2>
      <Line label="登录名" fills="username" value={login} onChange={setLogin} />
      <Line
        label="密码"
        secret
        fills="current-password"
        value={password}
        onChange={setPassword}
        onDone={go}
      />
      <Problem>{problem}</Problem>
      <Button wide busy={busy} onClick={go}>
        {busy ? '正在登录…' : '登录'}
      </Button>
      <Button kind="line" wide onClick={byWechat}>
        用微信登录
      </Button>
      <p className="door-words">第一次来，请先打开荆楚网发给您的邀请链接。忘了密码，请联系荆楚网重发邀请。</p>
    </>
  )
}

/** A refusal with what is wrong in each field, where the server says so. */
function wordsOf({ code, message, details }: ApiError): string {
  const fields = code === 'invalid_request' && Array.isArray(details) ? details : []
  return fields.length ? fields.map((one: { message: string }) => one.message).join('；') : message
}
