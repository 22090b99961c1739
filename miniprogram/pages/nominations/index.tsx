import type { CurrentEdition } from '@shared/edition/contract'
import type { Form } from '@shared/edition/form/contract'
import { limitText } from '@shared/edition/form/words'
import { findCategory } from '@shared/edition/rules'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Link } from '@/components/link'
import { Page } from '@/components/page'
import { Phone } from '@/components/phone'
import { Skeleton } from '@/components/skeleton'
import { Empty, Failure } from '@/components/state'
import { useSession } from '@/identity/session'
import { Entrance, useAccess } from '@/nomination/access'
import { useGate } from '@/nomination/deadline'
import { type Guide, useGuide } from '@/nomination/guide'
import { loadMine, useMine } from '@/nomination/mine'
import { saveAll } from '@/nomination/save'
import { UnitEntries } from '@/nomination/unit'
import { Window } from '@/nomination/window'
import { fileUrl } from '@/platform/file'
import { WEB } from '@/platform/kind'
import { open, readdress } from '@/platform/navigate'
import { useDidShow, useParams } from '@/platform/page'
import { Claim } from '@/representative/claims'
import './index.scss'

/** Where units enter: what is asked for, until when, the units one speaks for, and what was filed for them. */
export default function Nominations() {
  return (
    <Page
      title="单位报名"
      at="nominations"
      shared={{
        title: '荆楚问政系列评选：单位报名',
        about: '认证单位在线填写报名表，推荐优秀回复单位、网上群众工作者和典型案例。',
        page: 'nominations',
      }}
      inner
    >
      {(edition) => <Content edition={edition} />}
    </Page>
  )
}

function Content({ edition }: { edition: CurrentEdition }) {
  const { guide, error, loading, load } = useGuide()
  const { from } = useParams()
  useEffect(() => void load(), [load])
  useEffect(() => {
    if (from) readdress('nominations')
  }, [from])
  if (!guide) {
    return error && !loading ? (
      <Failure error={error} retry={load} />
    ) : (
      <div className="nominations-waiting" role="status" aria-label="正在加载">
        <Skeleton shape="text" count={3} />
      </div>
    )
  }
  if (guide.forms.length === 0) {
    return (
      <Empty title="这一届不在网上报名">
        请把报名材料发至 {edition.contact.email}，咨询电话 <Phone text={edition.contact.phone} />。
      </Empty>
    )
  }
  return (
    <div className="nominations">
      <h1 className="page-title">单位报名</h1>
      <div className="nominations-columns">
        <div className="nominations-window">
          <Window edition={edition} />
        </div>
        <div className="nominations-units">
          {from === 'claim' ? (
            <p className="nominations-told" role="status">
              <Icon name="check" />
              认领成功，现在可以为单位填写报名表
            </p>
          ) : from === 'request' ? (
            <p className="nominations-told" role="status">
              <Icon name="check" />
              申请已提交，审核结果会出现在这里
            </p>
          ) : null}
          <Units edition={edition} guide={guide} />
        </div>
        <div className="nominations-side">
          <About edition={edition} guide={guide} />
        </div>
      </div>
    </div>
  )
}

function Units({ edition, guide }: { edition: CurrentEdition; guide: Guide }) {
  const access = useAccess()
  const token = useSession(({ session }) => session?.token)
  const { known, error, loading } = useMine()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new session is a reason to ask again
  useEffect(() => {
    if (access !== 'in') return
    void loadMine('quiet')
    saveAll()
  }, [token, access])
  useDidShow(() => {
    if (access === 'in') void loadMine('quiet')
  })

  if (access !== 'in') return <Entrance access={access} then="登录后认领单位，填写报名表、查看进展。" />
  if (!known) {
    return error && !loading ? (
      <Failure error={error} retry={() => loadMine('ask')} />
    ) : (
      <div role="status" aria-label="正在加载">
        <Skeleton shape="text" count={3} />
      </div>
    )
  }
  const active = known.representations.filter(({ status }) => status === 'active')
  const others = known.representations.filter(
    ({ status, unit }) => status !== 'active' && !active.some((one) => one.unit.id === unit.id),
  )
  return (
    <>
      {error && !loading ? (
        <p className="nominations-stale" role="status">
          {error.message}。下面是上次看到的内容。
        </p>
      ) : null}
      {active.map(({ id, unit }) => (
        <UnitEntries
          key={id}
          {...{ edition, guide, unit }}
          nominations={known.nominations.filter((card) => card.unit.id === unit.id)}
        />
      ))}
      {others.map((claim) => (
        <Claim key={claim.id} claim={claim} onChange={() => void loadMine('ask')} />
      ))}
      {known.representations.length === 0 ? <NoUnit /> : null}
      {known.representations.length ? (
        <Link page="claim" className="nominations-more">
          <Icon name="add" />
          再认领一个单位
        </Link>
      ) : null}
    </>
  )
}

/** The two ways to a unit. */
function NoUnit() {
  return (
    <section className="nominations-none">
      <h2 className="section-title">您代表哪个单位？</h2>
      <p className="nominations-words">由单位的工作人员填写报名表。先认领单位，一个单位可以有几位代表。</p>
      <Button wide onClick={() => open('claim')}>
        输入认领码
      </Button>
      <Button kind="line" wide onClick={() => open('claim-request')}>
        没有认领码，申请代表单位
      </Button>
    </section>
  )
}

/** Who can enter, what to have ready, and whom to ask. */
function About({ edition, guide }: { edition: CurrentEdition; guide: Guide }) {
  const counted = guide.forms.some(({ category }) => category !== 'caseStudy')
  return (
    <section className="about">
      <h2 className="section-title">谁能参评</h2>
      <p className="about-text">
        荆楚问政平台的实名认证单位。
        {counted
          ? `参评优秀回复单位、推荐群众工作者，还须在 ${guide.year} 年回复过至少 ${guide.minAnswered} 件网友留言。`
          : ''}
      </p>
      <h2 className="section-title">要准备什么</h2>
      {guide.forms.map(({ category, form }) => (
        <div key={category} className="about-category">
          <p className="about-name">{findCategory(edition, category)?.name}</p>
          <p className="about-text">{needs(form)}</p>
        </div>
      ))}
      <h2 className="section-title">怎么填写</h2>
      <p className="about-text">
        边写边自动保存，断网、关机都不会丢；在手机上没写完的，可以用电脑打开本页接着写。提交前可以预览网友看到的样子，截止前还可以收回修改。
      </p>
      <Papers edition={edition} guide={guide} />
      <p className="about-text">
        有疑问请联系荆楚网：
        <Phone text={edition.contact.phone} />，{edition.contact.email}。
      </p>
    </section>
  )
}

/** For whoever would rather write on paper: the blank forms, while there is time to send them in. */
function Papers({ edition, guide }: { edition: CurrentEdition; guide: Guide }) {
  const [shown, setShown] = useState(false)
  const { obstacle } = useGate(edition, null)
  if (!WEB || obstacle) return null
  return (
    <div className="about-papers">
      <Button kind="plain" onClick={() => setShown(!shown)}>
        更习惯用纸质表？
      </Button>
      {shown ? (
        <>
          <p className="about-text">
            下载空白表，填好后连同照片发到 {edition.contact.email}，工作人员会替您录入，进展仍在本页查看。
          </p>
          <ul className="about-forms">
            {guide.forms.map(({ category }) => (
              <li key={category} className="about-form">
                <span className="about-name">{findCategory(edition, category)?.shortName}</span>
                {PAPERS.map(({ kind, name }) => (
                  <a
                    key={kind}
                    className="about-download"
                    href={fileUrl(`/api/nomination-forms/${category}?kind=${kind}`)}
                    download
                  >
                    {name}
                  </a>
                ))}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

const PAPERS = [
  { kind: 'docx', name: 'Word 表' },
  { kind: 'xlsx', name: 'Excel 表' },
] as const

/** `事迹摘要（300–2000 字）、照片（1–6 张）`. */
function needs(form: Form): string {
  return form
    .filter(({ required, kind }) => required && kind !== 'consent')
    .map((field) => {
      const limit = field.kind === 'prose' || field.kind === 'photos' ? limitText(field) : ''
      return limit ? `${field.label}（${limit}）` : field.label
    })
    .join('、')
}
