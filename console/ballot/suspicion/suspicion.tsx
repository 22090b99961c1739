import { DownloadOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button } from 'antd'
import { Link } from 'react-router'
import { Page } from '../../components/page'
import { Pending } from '../../components/states'
import { download } from '../../platform/request'
import { useWish } from '../../platform/wish'
import { useMay } from '../../session'
import { ClusterDrawer } from './cluster'
import { ClusterList } from './clusters'
import { useSuspicion } from './data'
import { DecisionList, Waiting } from './decisions'
import { OverTime } from './over-time'
import '../ballot.css'
import './suspicion.css'

/** What looks bought or made by machine, and what two persons decide about it. */
export default function SuspicionPage() {
  const suspicion = useSuspicion()
  const { wish, change, page, pageSize } = useWish(['cluster', 'category', 'candidate', 'handled'] as const)
  const { message } = App.useApp()
  const take = useMutation({
    mutationFn: () => download('GET /api/staff/decisions/export', {}, '异常选票的处理.xlsx'),
    onError: (error) => message.error(error.message),
  })
  if (!suspicion.data) return <Pending error={suspicion.error} refetch={suspicion.refetch} />
  const { safeguards, waiting, candidates } = suspicion.data
  const show = (cluster: string | null) => change({ cluster, page: String(page) })
  return (
    <Page
      intro="程序把看起来像一次行动的选票归成一组，说明理由。怎么处理由一位同事提出、另一位确认，执行后公开。"
      actions={
        <Button icon={<DownloadOutlined />} loading={take.isPending} onClick={() => take.mutate()}>
          导出处理记录
        </Button>
      }
    >
      <Mode mode={safeguards.mode} />
      {waiting > 0 && <Waiting onShow={show} />}
      <OverTime candidates={candidates} />
      <ClusterList {...{ wish, safeguards, change, page, pageSize }} onShow={show} />
      <DecisionList onShow={show} />
      {wish.cluster && <ClusterDrawer key={wish.cluster} id={wish.cluster} onClose={() => show(null)} />}
    </Page>
  )
}

const MODES = {
  report:
    '现在是“只报告”：程序只在这里提示，不要求人机验证，也不自己存疑或拒收选票。下面的选票都按原样计入，除非工作人员处理。',
  off: '防刷票已关闭：程序不再查找异常选票，下面是以前发现的。',
}

/** What the program does by itself, where that is less than usual. */
function Mode({ mode }: { mode: 'off' | 'report' | 'on' }) {
  const mayEdit = useMay()('edition.write')
  if (mode === 'on') return null
  return (
    <Alert
      className="note"
      type={mode === 'off' ? 'warning' : 'info'}
      showIcon
      role="status"
      title={
        <>
          {MODES[mode]}
          {mayEdit && <Link to="/editions">到届次设置里修改</Link>}
        </>
      }
    />
  )
}
