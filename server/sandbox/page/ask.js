/** Asks the sandbox; throws an error in words. */
async function ask(path, init) {
  const response = await fetch(`/sandbox/api${path}`, init).catch(() => {
    throw new Error('连不上服务器，演示程序还在运行吗？')
  })
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) throw new Error(answer.error?.message ?? '操作没有成功，请重试')
  return answer
}

export const get = (path) => ask(path)

export const post = (path, body = {}) =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** Does a task now and about every `ms` after it has ended, while the page is looked at. Answers how to do it at once. */
export function every(ms, task) {
  let timer
  const run = async () => {
    clearTimeout(timer)
    if (!document.hidden) await task().catch(() => {})
    clearTimeout(timer)
    timer = setTimeout(run, ms)
  }
  run()
  return { now: run, stop: () => clearTimeout(timer) }
}
