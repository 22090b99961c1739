import { sizeText } from '@shared/upload/rules'
import { useMutation } from '@tanstack/react-query'
import { Alert, Progress } from 'antd'
import { useRef, useState } from 'react'
import type { ApiError } from '../platform/request'
import { Refused } from './refused'

type How = { onBytes: (received: number) => void; signal: AbortSignal }

/** A file that takes a while to come: `take` begins to fetch it, `stop` gives up, and {@link Taken} says how far it is. */
export function useTaking(begin: (how: How) => Promise<void>) {
  const [received, setReceived] = useState(0)
  const stopper = useRef<AbortController | null>(null)
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () => {
      stopper.current = new AbortController()
      setReceived(0)
      return begin({ onBytes: setReceived, signal: stopper.current.signal })
    },
  })
  return {
    ...{ received, isPending, isSuccess },
    take: () => mutate(),
    stop: () => stopper.current?.abort(),
    // Whoever has stopped it knows why nothing came.
    error: stopper.current?.signal.aborted ? null : error,
  }
}

type Props = { received: number; isPending: boolean; isSuccess: boolean; error: ApiError | null }

/** How much of a file has come, that it is kept, or why not. */
export function Taken({ received, isPending, isSuccess, error }: Props) {
  if (isPending) {
    return (
      <div role="status">
        <Progress percent={100} status="active" showInfo={false} />
        <span className="faint">
          {received > 0 ? `已收到 ${sizeText(received)}` : '正在准备……'}，收完会自动保存
        </span>
      </div>
    )
  }
  if (!isSuccess) return <Refused error={error} />
  const title = `已保存到浏览器的下载（${sizeText(received)}）`
  return <Alert type="success" showIcon role="status" title={title} />
}
