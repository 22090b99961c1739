import type { RequestOf, ResponseOf, Route } from '@shared/api'
import { ERRORS, type ErrorCode, type FieldError } from '@shared/kernel/errors'
import { isAttended } from './presence'

/** Codes that never come from the server: no connection, no answer though there is one, an answer not ours. */
export type ClientCode = 'offline' | 'silent' | 'unreadable'

const CLIENT_MESSAGES: Record<ClientCode, string> = {
  offline: '没有连上网络，请检查后重试',
  silent: '服务器暂时没有回应，请稍后再试',
  unreadable: '服务器的回应有误，请稍后再试',
}

/** Every way a request can fail, as one error with a stable code and a sentence for the person. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode | ClientCode,
    message: string,
    readonly status = 0,
    readonly details?: unknown,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

type Parts = { params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }

/** Calls one route of shared/api; rejects with ApiError only. A file goes out as it is when it is the body. */
export async function request<R extends Route>(
  route: R,
  input: RequestOf<R>,
  signal?: AbortSignal,
): Promise<ResponseOf<R>> {
  const answer = await send(route, input as Parts, signal)
  if (answer.status === 204) return undefined as ResponseOf<R>
  return (await answer.json().catch(() => {
    throw clientError('unreadable', answer.status)
  })) as ResponseOf<R>
}

/**
 * What came of an act upon one version. It is taken, and so is what somebody else has done meanwhile, which is why the
 * act was refused.
 */
export const settle = <Latest>(act: Promise<Latest>, take: (latest: Latest) => void): Promise<void> =>
  act.then(take, (error: ApiError) => {
    if (error.code === 'version_conflict') take(error.details as Latest)
    throw error
  })

/** Fetches a file and hands it to the browser to be kept under a name. `onBytes` hears how much of it has come. */
export async function download<R extends Route>(
  route: R,
  input: RequestOf<R>,
  name: string,
  { onBytes, signal }: { onBytes?: (received: number) => void; signal?: AbortSignal } = {},
): Promise<void> {
  const answer = await send(route, input as Parts, signal)
  const url = URL.createObjectURL(await (onBytes ? counted(answer, onBytes) : answer).blob())
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** An answer that says how much of it has come. */
function counted(answer: Response, onBytes: (received: number) => void): Response {
  let received = 0
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      received += bytes.length
      onBytes(received)
      controller.enqueue(bytes)
    },
  })
  return new Response(answer.body?.pipeThrough(count), { headers: answer.headers })
}

/** Where a route is, for what asks by itself: event streams, progress of an upload. */
export function addressOf<R extends Route>(route: R, input: RequestOf<R>): string {
  const { params = {}, query = {} } = input as Parts
  const path = route.slice(route.indexOf(' ') + 1)
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return search.size ? `${filled}?${search}` : filled
}

/** The failing fields of a refused form, by their dotted path; empty for any other error. */
export function fieldErrors(error: unknown): FieldError[] {
  return error instanceof ApiError && error.code === 'invalid_request' && Array.isArray(error.details)
    ? (error.details as FieldError[])
    : []
}

/** The same as a form of Ant Design takes them; `below` is where in the body its fields stand. */
export const formErrors = (error: unknown, below = '') =>
  fieldErrors(error).map(({ path, message }) => ({
    name: path
      .slice(below.length)
      .split('.')
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part)) as never,
    errors: [message],
  }))

async function send(route: Route, input: Parts, signal?: AbortSignal): Promise<Response> {
  const { body } = input
  const raw = body instanceof Blob
  const init: RequestInit = {
    method: route.split(' ')[0],
    credentials: 'same-origin',
    signal,
    headers: {
      ...(body !== undefined && {
        'content-type': raw ? body.type || 'application/octet-stream' : 'application/json',
      }),
      ...(!isAttended() && { 'x-unattended': '1' }),
    },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
  }
  const answer = await fetch(addressOf(route, input as RequestOf<Route>), init).catch((cause) => {
    if (signal?.aborted) throw cause
    throw clientError(navigator.onLine ? 'silent' : 'offline')
  })
  if (answer.ok) return answer
  throw await refusal(answer)
}

async function refusal(answer: Response): Promise<ApiError> {
  const body = (await answer.json().catch(() => null)) as {
    error?: { code?: string; message?: string; details?: unknown }
  } | null
  const error = body?.error
  if (!error?.code) return clientError('unreadable', answer.status)
  const code = error.code as ErrorCode
  return new ApiError(
    code,
    error.message || (ERRORS[code] ?? ERRORS.internal).message,
    answer.status,
    error.details,
  )
}

function clientError(code: ClientCode, status = 0): ApiError {
  return new ApiError(code, CLIENT_MESSAGES[code], status)
}
