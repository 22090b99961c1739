import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ReasonDialog } from '../components/reason'
import { request } from '../platform/request'
import { type Listed, useTake } from './data'

/** Makes the next edition of one there is. */
export function CreateEdition({ editions, onClose }: { editions: Listed[]; onClose: () => void }) {
  const navigate = useNavigate()
  const take = useTake()
  const [from, setFrom] = useState(editions[0]!)
  const [made, setMade] = useState(() => nextOf(editions[0]!))
  const create = async (reason: string) => {
    const edition = await request('POST /api/staff/editions', { body: { ...made, from: from.id, reason } })
    take(edition)
    navigate(`/editions/${edition.edition.id}`)
  }
  return (
    <ReasonDialog open title="新建一届" verb="新建" run={create} onClose={onClose}>
      <p>奖项、票数规则、文字和菜单照搬，日期顺延一年，年度数字从零填起。设为当前之前，网友看不到它。</p>
      <Form.Item label="从哪一届复制" htmlFor="from">
        <Select
          id="from"
          value={from.id}
          options={editions.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => {
            const chosen = editions.find((edition) => edition.id === id)!
            setFrom(chosen)
            setMade(nextOf(chosen))
          }}
        />
      </Form.Item>
      <Form.Item label="名称" htmlFor="made-name">
        <Input
          id="made-name"
          value={made.name}
          maxLength={60}
          onChange={({ target }) => setMade({ ...made, name: target.value })}
        />
      </Form.Item>
      <Form.Item label="标识" htmlFor="made-id" extra="小写字母、数字和短横线，以后不能改">
        <Input
          id="made-id"
          value={made.id}
          maxLength={32}
          onChange={({ target }) => setMade({ ...made, id: target.value })}
        />
      </Form.Item>
    </ReasonDialog>
  )
}

function nextOf({ name, year }: Listed): { id: string; name: string } {
  return { id: String(year + 1), name: name.replaceAll(String(year), String(year + 1)) }
}
