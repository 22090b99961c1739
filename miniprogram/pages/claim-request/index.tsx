import type { Field } from '@shared/edition/form/contract'
import type { RepresentedUnit } from '@shared/representative/contract'
import type { Upload } from '@shared/upload/contract'
import { useEffect, useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Page } from '@/components/page'
import { Skeleton } from '@/components/skeleton'
import { asVoter } from '@/identity/session'
import { Entrance, useAccess } from '@/nomination/access'
import { Field as Question } from '@/nomination/fields/field'
import { Photos } from '@/nomination/fields/photos'
import { loadMine } from '@/nomination/mine'
import { typed } from '@/platform/field'
import { PRESS } from '@/platform/kind'
import { replace } from '@/platform/navigate'
import { useQuery } from '@/platform/query'
import type { ApiError } from '@/platform/request'
import { useIntroduction } from '@/representative/introduction'
import { UnitName } from '@/representative/unit'
import './index.scss'

/** Who has no claim code asks to speak for a unit, with a proof. */
export default function ClaimRequest() {
  const access = useAccess()
  return (
    <Page title="申请代表单位" at="nominations" inner>
      {() => (access === 'in' ? <Steps /> : <Entrance access={access} then="登录后查找单位、上传证明。" />)}
    </Page>
  )
}

function Steps() {
  const [unit, setUnit] = useState<RepresentedUnit | null>(null)
  return (
    <div className="ask">
      <h1 className="page-title">申请代表单位</h1>
      {unit ? <Ask unit={unit} onBack={() => setUnit(null)} /> : <Find onChoose={setUnit} />}
    </div>
  )
}

/** The unit, found by its name after a short pause in typing. */
function Find({ onChoose }: { onChoose: (unit: RepresentedUnit) => void }) {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), 400)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error, loading, reload } = useQuery(asked.length >= 2 ? asked : null, () =>
    asVoter('GET /api/representatives/units', { query: { q: asked } }, 'ask'),
  )
  return (
    <section className="ask-card">
      <label className="ask-label" htmlFor="ask-unit">
        您代表哪个单位？
      </label>
      <p className="ask-help">输入单位名称里的几个字，例如“汉阳区城管”。</p>
      <div className="ask-search">
        <Icon name="search" />
        <input
          id="ask-unit"
          className="ask-input"
          value={text}
          maxLength={40}
          placeholder="单位名称"
          autoComplete="off"
          onChange={(event) => setText(typed(event))}
        />
      </div>
      {asked.length < 2 ? null : error ? (
        <div className="ask-none" role="alert">
          <p>{error.message}</p>
          <Button kind="line" onClick={reload}>
            重试
          </Button>
        </div>
      ) : loading || !data ? (
        <div role="status" aria-label="正在查找">
          <Skeleton shape="text" count={2} />
        </div>
      ) : data.items.length === 0 ? (
        <p className="ask-none" role="status">
          没有找到名称里有“{asked}”的认证单位。请换个词试试；还没有认证的单位，请先联系荆楚网办理。
        </p>
      ) : (
        <ul className="ask-list">
          {data.items.map((unit) => (
            <li key={unit.id}>
              <button type="button" {...PRESS} className="ask-item" onClick={() => onChoose(unit)}>
                <UnitName unit={unit}>
                  <Icon name="next" />
                </UnitName>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const MOST_PROOFS = 5
const PROOF: Field = {
  key: 'proof',
  label: '证明',
  help: '盖章的介绍信，或本人工作证。拍清楚、能看清公章或姓名即可，只供审核，不公开。',
  required: true,
  kind: 'photos',
  min: 1,
  max: MOST_PROOFS,
}

function Ask({ unit, onBack }: { unit: RepresentedUnit; onBack: () => void }) {
  const introduction = useIntroduction()
  const [proof, setProof] = useState<Upload[]>([])
  const [lacking, setLacking] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const problem = lacking && proof.length === 0 ? '请上传单位介绍信或工作证' : null

  const ask = async () => {
    const given = introduction.check()
    setLacking(true)
    if (!given || proof.length === 0) return
    setBusy(true)
    setFailed(null)
    try {
      const body = { unit: unit.id, ...given, proof: proof.map(({ id }) => id) }
      await asVoter('POST /api/representatives/requests', { body }, 'ask')
      await loadMine('quiet')
      replace('nominations', { from: 'request' })
    } catch (error) {
      const { code, message } = error as ApiError
      // Also where the first answer was lost: where it stands is on the page of one's units.
      if (code === 'already_representative') return replace('nominations')
      setFailed(message ?? '没有提交成，请重试')
      setBusy(false)
    }
  }
  return (
    <>
      <section className="ask-card">
        <UnitName unit={unit}>
          <Button kind="plain" disabled={busy} onClick={onBack}>
            换一个
          </Button>
        </UnitName>
      </section>
      <section className="ask-fields">
        {introduction.fields}
        <Question field={PROOF} problem={problem}>
          <Photos
            {...{
              place: `proof:${unit.id}`,
              id: 'answer-proof',
              label: PROOF.label,
              max: MOST_PROOFS,
              cover: false,
            }}
            value={proof.map(({ id }) => id)}
            find={(id) => proof.find((one) => one.id === id)}
            onChange={(ids) => setProof(ids.map((id) => proof.find((one) => one.id === id)!))}
            onAdd={(upload) => setProof((before) => [...before, upload])}
          />
        </Question>
      </section>
      <div className="ask-foot">
        {failed ? (
          <p className="ask-problem" role="alert">
            {failed}
          </p>
        ) : null}
        <Button wide busy={busy} onClick={ask}>
          {busy ? '正在提交…' : '提交申请'}
        </Button>
        <p className="ask-note">审核结果会出现在“单位报名”页。</p>
      </div>
    </>
  )
}
