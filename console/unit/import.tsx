import type { UnitImport } from '@shared/unit/import/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Progress, Skeleton, Steps } from 'antd'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { countText } from '../components/count'
import { Page } from '../components/page'
import { Trouble } from '../components/states'
import { request } from '../platform/request'
import { Choice } from './choice'
import { isRunning, STATUS } from './imports'
import { Result } from './result'
import { Rows } from './rows'
import './unit.css'

const STEP_OF: Record<UnitImport['status'], number> = {
  ...{ checking: 1, ready: 2, applying: 3, applied: 4, undoing: 4, undone: 4, cancelled: 2, failed: 1 },
}
const NAMES = ['上传', '试算', '核对预览', '写入', '完成']

/** One import on its way from the file to the registry, and back. */
export default function ImportPage() {
  const { id = '' } = useParams()
  const queries = useQueryClient()
  const found = useQuery({
    queryKey: ['imports', id],
    queryFn: () => request('GET /api/staff/unit-imports/:id', { params: { id } }),
    refetchInterval: ({ state }) => state.data && isRunning(state.data) && 500,
  })
  const status = found.data?.status
  useEffect(() => {
    if (status) queries.invalidateQueries({ queryKey: ['import-rows', id] })
    if (status === 'applied' || status === 'undone') queries.invalidateQueries({ queryKey: ['units'] })
  }, [status, id, queries])
  if (!found.data) {
    return (
      <Page>{found.error ? <Trouble error={found.error} retry={found.refetch} /> : <Skeleton active />}</Page>
    )
  }
  const one = found.data
  const refresh = () => queries.invalidateQueries({ queryKey: ['imports'] })
  return (
    <Page title={one.filename} intro={`${one.by.name}上传`}>
      <Steps
        className="import-steps"
        current={STEP_OF[one.status]}
        status={
          one.status === 'failed' ? 'error' : isRunning(one) || one.status === 'ready' ? 'process' : 'finish'
        }
        items={NAMES.map((title) => ({ title }))}
      />
      {isRunning(one) && <Running one={one} />}
      {one.problem && <Alert type="error" showIcon role="alert" title={one.problem} />}
      {one.ignored.length > 0 && one.status === 'ready' && (
        <Alert type="info" showIcon title={`这些列不认识，没有读取：${one.ignored.join('、')}`} />
      )}
      {one.status === 'ready' && <Choice one={one} onDone={refresh} />}
      <Result one={one} onDone={refresh} />
      {one.status !== 'checking' && !(one.status === 'failed' && one.mode === null) && <Rows one={one} />}
    </Page>
  )
}

function Running({ one: { status, progress } }: { one: UnitImport }) {
  const { done, total } = progress
  const percent = total > 0 ? Math.floor((done / total) * 100) : 0
  return (
    <div role="status" className="import-progress">
      <p>
        {STATUS[status].name}
        {total > 0 && `：${countText(done)} / ${countText(total)} 行`}
      </p>
      <Progress percent={percent} status="active" aria-label={STATUS[status].name} />
      <p className="quiet">可以离开这个页面，处理不会中断；结果在“导入记录”里。</p>
    </div>
  )
}
