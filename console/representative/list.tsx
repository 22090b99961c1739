import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'antd'
import { useSearchParams } from 'react-router'
import { Page } from '../components/page'
import { request } from '../platform/request'
import { Codes } from './codes'
import { People } from './people'
import './representative.css'

/** Who files for the units: those who ask to, those who do, and the codes with which units are claimed. */
export default function RepresentativePage() {
  const [search, setSearch] = useSearchParams()
  const query = { status: 'pending' as const, pageSize: 1 }
  const pending = useQuery({
    queryKey: ['representatives', query],
    queryFn: ({ signal }) => request('GET /api/staff/representatives', { query }, signal),
    refetchInterval: 30_000,
  })
  const waiting = pending.data?.total ?? 0
  return (
    <Page intro="单位凭信上的认领码确定代表，没有认领码的上传证明申请。代表替单位填报、修改和提交报名。">
      <Tabs
        activeKey={search.get('tab') ?? 'people'}
        onChange={(tab) => setSearch(tab === 'people' ? {} : { tab })}
        destroyOnHidden
        items={[
          {
            key: 'people',
            label: waiting > 0 ? `申请与代表（待审核 ${waiting}）` : '申请与代表',
            children: <People />,
          },
          { key: 'codes', label: '认领码', children: <Codes /> },
        ]}
      />
    </Page>
  )
}
