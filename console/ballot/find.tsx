import { useQuery } from '@tanstack/react-query'
import { Alert, Input } from 'antd'
import { useSearchParams } from 'react-router'
import { request } from '../platform/request'
import { BallotCard } from './ballot'

/** The ballot of a receipt; which one stands in the page's address, so that it can be sent on. */
export function FindBallot() {
  const [search, setSearch] = useSearchParams()
  const receipt = search.get('receipt') ?? ''
  const found = useQuery({
    queryKey: ['ballot', receipt],
    queryFn: ({ signal }) => request('GET /api/staff/ballots/:receipt', { params: { receipt } }, signal),
    enabled: receipt !== '',
    refetchInterval: 5_000,
  })
  return (
    <section className="sheet" id="find">
      <h2>查一张选票</h2>
      <p>输入网友提供的回执，大小写和短横线都不影响。</p>
      <Input.Search
        key={receipt}
        className="receipt-input"
        aria-label="回执"
        placeholder="如 ABCD-EFGH-JKMN"
        defaultValue={receipt}
        maxLength={40}
        allowClear
        enterButton="查找"
        loading={found.isLoading}
        onSearch={(typed) => setSearch(typed.trim() ? { receipt: typed.trim() } : {})}
      />
      {found.error && !found.data && <Alert type="info" showIcon role="status" title={found.error.message} />}
      {found.data && <BallotCard key={`ballot ${found.data.ballot.id}`} {...found.data} />}
    </section>
  )
}
