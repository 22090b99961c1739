import type { RequestOf } from '@shared/api'
import { fullText } from '@shared/kernel/dates'
import type { ClaimCode, ClaimCodeStatus } from '@shared/representative/contract'
import { CODE_STATUS_NAMES } from '@shared/representative/rules'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex, Select, Tag, Typography } from 'antd'
import { useState } from 'react'
import { Listing } from '../components/listing'
import { optionsOf } from '../components/options'
import { ReasonDialog } from '../components/reason'
import { Refused } from '../components/refused'
import { Search } from '../components/search'
import { request } from '../platform/request'
import { useWish, wished } from '../platform/wish'
import { useMay } from '../session'
import { NamedUnit } from '../unit/named'
import { Issue } from './issue'
import { type Letters, printLetters } from './letters'

type Query = RequestOf<'GET /api/staff/claim-codes'>['query']

const COLORS: Record<ClaimCodeStatus, string> = { open: 'processing', used: 'success', revoked: 'default' }

/** The codes with which units are claimed: issued, printed as letters, used, revoked. */
export function Codes() {
  const { wish, change, page, pageSize } = useWish(['status', 'level', 'region', 'q'])
  const mayWrite = useMay()('representative.write')
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [issuing, setIssuing] = useState(false)
  const [revoked, setRevoked] = useState<ClaimCode | null>(null)
  const query = { ...wished(wish), page, pageSize } as Query
  const list = useQuery({
    queryKey: ['claim-codes', query],
    queryFn: ({ signal }) => request('GET /api/staff/claim-codes', { query }, signal),
    placeholderData: keepPreviousData,
  })
  const facets = useQuery({
    queryKey: ['units', 'facets'],
    queryFn: () => request('GET /api/staff/unit-facets', {}),
  })
  const print = useMutation({
    mutationFn: (of: ClaimCode | null) => {
      if (of) return printLetters({ unit: of.unit.id }, of.unit.name)
      const { level, region } = wished(wish)
      return printLetters({ level, region } as Letters, placeName())
    },
  })
  const further = useMutation({
    mutationFn: ({ unit }: ClaimCode) =>
      request('POST /api/staff/claim-codes', { body: { units: [unit.id], further: true } }),
    onSuccess: (_, { unit }) => void message.success(`已给${unit.name}另发一个认领码`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['claim-codes'] }),
  })
  const placeName = () => {
    const city = facets.data?.regions.find(({ value }) => value === wish.region)?.name
    const level = wish.level && LEVEL_NAMES[wish.level as keyof typeof LEVEL_NAMES]
    return [city, level].filter(Boolean).join('') || '全部'
  }
  const choice = (field: 'status' | 'level' | 'region', label: string, options: object[], width = 120) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      style={{ width }}
      value={wish[field]}
      onChange={(value) => change({ [field]: value ?? null })}
      options={options}
    />
  )
  return (
    <>
      <Flex className="filters" gap={8} wrap justify="space-between">
        <Flex gap={8} wrap role="search">
          {choice('status', '状态', optionsOf(CODE_STATUS_NAMES))}
          {choice('level', '层级', optionsOf(LEVEL_NAMES))}
          {choice(
            'region',
            '市州',
            (facets.data?.regions ?? []).map(({ value, name }) => ({ value, label: name })),
            160,
          )}
          <Search label="单位名称" value={wish.q} width={220} onSearch={(q) => change({ q })} />
        </Flex>
        {mayWrite && (
          <Flex gap={8}>
            <Button
              loading={print.isPending && print.variables === null}
              title="未使用的认领码，每个单位一封"
              onClick={() => print.mutate(null)}
            >
              打印信件（{placeName()}）
            </Button>
            <Button type="primary" onClick={() => setIssuing(true)}>
              发放认领码
            </Button>
          </Flex>
        )}
      </Flex>
      <Refused error={print.error ?? further.error} />
      <Listing
        {...{ list, page, pageSize, change }}
        width={960}
        unit="个认领码"
        empty={Object.keys(wished(wish)).length > 0 ? '没有符合条件的认领码' : '还没有发放过认领码'}
        columns={[
          {
            title: '单位',
            key: 'unit',
            render: (_, { unit }) => <NamedUnit unit={unit} />,
          },
          {
            title: '认领码',
            dataIndex: 'code',
            width: 200,
            render: (code: string | null, { status }) =>
              code ? (
                <Typography.Text className="code" copyable>
                  {code}
                </Typography.Text>
              ) : (
                <span className="faint">{status === 'open' ? '您的角色看不到' : '不再显示'}</span>
              ),
          },
          {
            title: '状态',
            dataIndex: 'status',
            width: 90,
            render: (status: ClaimCodeStatus) => (
              <Tag color={COLORS[status]}>{CODE_STATUS_NAMES[status]}</Tag>
            ),
          },
          {
            title: '发放',
            key: 'issued',
            width: 180,
            render: (_, { issuedAt, issuedBy }) => <Deed at={issuedAt} by={issuedBy} />,
          },
          { title: '使用或作废', key: 'end', width: 190, render: (_, code) => <End of={code} /> },
          ...(mayWrite
            ? [
                {
                  title: '操作',
                  key: 'act',
                  width: 190,
                  render: (_: unknown, code: ClaimCode) =>
                    code.status === 'open' ? (
                      <Flex gap={4}>
                        <Button
                          size="small"
                          type="link"
                          loading={print.isPending && print.variables === code}
                          aria-label={`打印信：${code.unit.name}`}
                          onClick={() => print.mutate(code)}
                        >
                          打印信
                        </Button>
                        <Button
                          size="small"
                          type="link"
                          aria-label={`作废${code.unit.name}的认领码`}
                          onClick={() => setRevoked(code)}
                        >
                          作废
                        </Button>
                      </Flex>
                    ) : (
                      <Button
                        size="small"
                        type="link"
                        loading={further.isPending && further.variables === code}
                        aria-label={`给${code.unit.name}另发一个`}
                        onClick={() => further.mutate(code)}
                      >
                        另发一个
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {issuing && <Issue regions={facets.data?.regions ?? []} onClose={() => setIssuing(false)} />}
      <ReasonDialog
        open={revoked !== null}
        title="作废认领码"
        verb="作废"
        danger
        run={(reason) =>
          request('POST /api/staff/claim-codes/:id/revocation', {
            params: { id: revoked!.id },
            body: { reason },
          }).finally(() => queries.invalidateQueries({ queryKey: ['claim-codes'] }))
        }
        onClose={() => setRevoked(null)}
      >
        {revoked?.unit.name}收到的这个认领码不能再用。需要时可以另发一个。
      </ReasonDialog>
    </>
  )
}

function Deed({ at, by }: { at: string; by: string | null }) {
  return (
    <>
      <div>{by}</div>
      <small className="faint">{fullText(at)}</small>
    </>
  )
}

function End({ of: { status, usedAt, usedBy, revokedReason } }: { of: ClaimCode }) {
  if (usedAt) return <Deed at={usedAt} by={usedBy} />
  return status === 'revoked' ? <span>{revokedReason}</span> : <span className="faint">—</span>
}
