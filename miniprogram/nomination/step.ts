import type { FieldError } from '@shared/kernel/errors'
import type { MoveName, Nomination } from '@shared/nomination/contract'
import type { Problem } from '@shared/nomination/form'
import { MOVES } from '@shared/nomination/rules'
import { asVoter } from '@/identity/session'
import { ApiError, isUnconfirmed } from '@/platform/request'
import { isDirty } from './draft'
import { hear, load, save, useSaves } from './save'
import { useDrafts } from './shelf'

/** What a representative does with a nomination besides writing it. */
export type Step = Extract<MoveName, 'submit' | 'amend' | 'withdraw' | 'resume'>

/** How a step ended. `failed`: nothing was done, or nobody knows yet; `retry` may simply be pressed again. */
export type StepOutcome =
  | { kind: 'done'; nomination: Nomination }
  | { kind: 'failed'; message: string; retry: boolean; problems: Problem[] }

/** Takes a step; what was written goes out before it. Taking it again where it had been taken is no failure. */
export async function takeStep(ref: string, move: Step): Promise<StepOutcome> {
  await save(ref)
  const draft = useDrafts.getState().drafts[ref]
  const isLate = useSaves.getState().saves[ref]?.state === 'late'
  if (!draft?.seen || (isDirty(draft) && !isLate)) return failed(unsavedWords(ref), true)
  const { id, version } = draft.seen
  try {
    const input = { params: { id }, body: { version } }
    const latest = await asVoter(`POST /api/nominations/:id/${move}`, input, 'ask')
    hear(latest)
    return { kind: 'done', nomination: latest }
  } catch (cause) {
    if (!(cause instanceof ApiError)) return failed('没有连上网络，请检查后重试', true)
    const taken = await latestIfTaken(id, move, cause)
    if (taken) return { kind: 'done', nomination: taken }
    const retry = isUnconfirmed(cause) || cause.status === 429 || cause.status === 401
    return failed(cause.message, retry, problemsIn(cause))
  }
}

/** The nomination where a refusal only says that the step was taken before, as when its first answer was lost. */
async function latestIfTaken(id: string, move: Step, { code }: ApiError): Promise<Nomination | null> {
  if (code !== 'nomination_settled' && code !== 'version_conflict') return null
  const latest = (await load(id, 'quiet').catch(() => null))?.seen
  return latest?.status === MOVES[move].to ? latest : null
}

/** What the server found missing, by field. */
function problemsIn({ code, details }: ApiError): Problem[] {
  if (code !== 'nomination_incomplete') return []
  return (details as FieldError[]).map(({ path, message }) => ({
    key: path.replace('answers.', ''),
    message,
  }))
}

const failed = (message: string, retry: boolean, problems: Problem[] = []): StepOutcome => ({
  ...{ kind: 'failed', message, retry, problems },
})

function unsavedWords(ref: string): string {
  const save = useSaves.getState().saves[ref]
  switch (save?.state) {
    case 'conflict':
      return '有的内容别人也改过，请先选定以哪一份为准'
    case 'login':
      return '登录已过期，请重新登录后再试；填写的内容都在'
    case 'refused':
      return save.message
    default:
      return '内容还没有保存到服务器，请检查网络后重试；填写的内容都在这台设备上'
  }
}
