import { Alert } from 'antd'
import type { ApiError } from '../platform/request'

type Props = {
  error: ApiError | null
  /** What somebody else may have changed meanwhile, as `单位`: then the form has to be opened anew. */
  edited?: string
}

/** Why what was just asked for was not done; nothing where nothing was refused. */
export function Refused({ error, edited }: Props) {
  if (!error) return null
  const text =
    edited && error.code === 'version_conflict'
      ? `这个${edited}刚被其他人改过。请关闭后查看最新内容，再决定要不要修改`
      : error.message
  return <Alert type="error" showIcon role="alert" title={text} />
}
