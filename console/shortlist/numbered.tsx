import { exactText, momentText } from '@shared/kernel/dates'
import type { Entry, Shortlist } from '@shared/shortlist/contract'
import { canMove } from '@shared/shortlist/rules'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { Alert, Button, Descriptions, Flex, Image, Table, Tag, Tooltip, Typography } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { DrawWords } from '../components/seed'
import { useMay } from '../session'
import { placeOf } from '../unit/words'
import { type Act, Acts } from './acts'
import { Conflicts } from './conflicts'
import { NUMBERS_DRAW } from './freeze'
import { SpreadCharts } from './spread'

/** A list whose numbers are drawn: how, who has which, and what may still be done. */
export function Numbered({ list }: { list: Shortlist }) {
  const mayWrite = useMay()('shortlist.write')
  const [act, setAct] = useState<Act | null>(null)
  const { state, begun, entries, settled, votingOpensAt } = list
  const listed = entries.filter(({ dropped }) => !dropped)
  const open = listed.filter(({ problems }) => problems.length > 0)
  const may = (move: Parameters<typeof canMove>[0]) => mayWrite && canMove(move, state, begun)
  return (
    <>
      {state === 'published' && !settled && (
        <Alert className="note" type="info" showIcon title="正在生成候选、通知单位代表，一分钟内会完成。" />
      )}
      {state === 'published' && !begun && (
        <Alert
          className="note"
          type="success"
          showIcon
          title={`名单已发布，${votingOpensAt ? `${momentText(votingOpensAt)} ` : ''}投票开始时对网友公开。`}
          description="在那以前可以撤回、替换或撤下；投票开始后，只能让候选退出评选。"
        />
      )}
      {state === 'frozen' && open.length > 0 && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title={`还有 ${open.length} 位不能发布，请点名称补全`}
          description={
            <ul className="warnings">
              {open.slice(0, 8).map(({ id, number, name, problems }) => (
                <li key={id}>
                  {number} {name}：{problems.join('，')}
                </li>
              ))}
              {open.length > 8 && <li>……</li>}
            </ul>
          }
        />
      )}
      {state === 'frozen' && <Conflicts conflicts={list.conflicts} before="发布" />}
      <DrawCard list={list} />
      <section className="numbers" aria-label="编号名单">
        <Flex justify="space-between" align="center" gap={8} wrap className="numbers-head">
          <h2>
            候选 {listed.length} 位
            {list.seats !== null && <small className="faint">名额 {list.seats} 个</small>}
          </h2>
          <Flex gap={8} wrap>
            {may('unfreeze') && <Button onClick={() => setAct({ what: 'unfreeze' })}>退回挑选</Button>}
            {may('unpublish') && <Button onClick={() => setAct({ what: 'unpublish' })}>撤回名单</Button>}
            {may('publish') && (
              <Button
                type="primary"
                disabled={open.length > 0 || listed.length === 0}
                onClick={() => setAct({ what: 'publish' })}
              >
                发布名单
              </Button>
            )}
          </Flex>
        </Flex>
        <Table<Entry>
          className="sheet-table"
          rowKey="id"
          size="middle"
          dataSource={entries}
          scroll={{ x: 860 }}
          pagination={{ defaultPageSize: 50, hideOnSinglePage: true }}
          rowClassName={({ dropped, withdrawn }) => (dropped || withdrawn ? 'is-out' : '')}
          columns={[
            {
              title: '编号',
              dataIndex: 'number',
              width: 76,
              render: (number: string) => <b className="number">{number}</b>,
            },
            {
              title: '图片',
              key: 'picture',
              width: 84,
              render: (_, { thumbUrl, name }) =>
                thumbUrl ? (
                  <Image
                    className="thumb"
                    src={thumbUrl}
                    alt={`${name}的图片`}
                    width={60}
                    height={45}
                    preview={false}
                  />
                ) : (
                  <span className="faint">没有</span>
                ),
            },
            {
              title: '名称与一句话介绍',
              key: 'name',
              render: (_, { id, name, position, summary, dropped }) => (
                <div className="who">
                  {dropped ? (
                    name
                  ) : (
                    <Link to={`/shortlist/${list.category}/${id}`}>{name || '没有名称'}</Link>
                  )}
                  <small>{[position, summary].filter(Boolean).join(' · ')}</small>
                </div>
              ),
            },
            {
              title: '单位',
              key: 'unit',
              width: 210,
              render: (_, { unit }) => (
                <div className="who">
                  {unit.name}
                  <small>
                    {LEVEL_NAMES[unit.level]} · {placeOf(unit)}
                  </small>
                </div>
              ),
            },
            { title: '文字', key: 'text', width: 116, render: (_, entry) => <TextState entry={entry} /> },
            {
              title: '抽签校验值',
              dataIndex: 'key',
              width: 116,
              responsive: ['xl'],
              render: (key: string | null) =>
                key ? (
                  <Tooltip title={key}>
                    <code>{key.slice(0, 8)}…</code>
                  </Tooltip>
                ) : (
                  <span className="faint">抽签后加入</span>
                ),
            },
            {
              title: '操作',
              key: 'acts',
              width: 168,
              render: (_, entry) => (
                <EntryActs
                  entry={entry}
                  mayReplace={may('replace')}
                  mayWithdraw={mayWrite && begun}
                  onAct={setAct}
                />
              ),
            },
          ]}
        />
      </section>
      <SpreadCharts accepted={list.accepted} picks={listed.map(({ id }) => id)} />
      {act && <Acts {...{ act, list }} onClose={() => setAct(null)} />}
    </>
  )
}

function DrawCard({ list }: { list: Shortlist }) {
  const { draw } = list
  if (!draw) return null
  return (
    <section className="sheet draw" aria-label="抽签">
      <Descriptions
        size="small"
        column={{ xs: 1, md: 3 }}
        items={[
          {
            key: 'seed',
            label: '种子',
            span: { xs: 1, md: 3 },
            children: (
              <Typography.Text copyable={{ text: draw.seed, tooltips: ['复制', '已复制'] }} code>
                {draw.seed}
              </Typography.Text>
            ),
          },
          {
            key: 'source',
            label: '来源',
            children: draw.source === 'typed' ? '工作人员填写' : '服务器随机产生',
          },
          { key: 'at', label: '抽签', children: `${draw.drawnBy}，${exactText(draw.drawnAt)}` },
          {
            key: 'public',
            label: '公开',
            children: '投票开始时与名单一同公开，任何人都可以重算',
          },
        ]}
      />
      <DrawWords {...NUMBERS_DRAW} />
    </section>
  )
}

function TextState({ entry: { problems, polished, dropped } }: { entry: Entry }) {
  if (dropped) return null
  if (problems.length > 0) {
    return (
      <Tooltip title={problems.join('，')}>
        <Tag color="error">待补全</Tag>
      </Tooltip>
    )
  }
  return polished ? (
    <Tooltip title={`${polished.by}，${momentText(polished.at)}`}>
      <Tag color="success">已润色</Tag>
    </Tooltip>
  ) : (
    <Tag>报名原文</Tag>
  )
}

type EntryActsProps = {
  entry: Entry
  mayReplace: boolean
  mayWithdraw: boolean
  onAct: (act: Act) => void
}

function EntryActs({ entry, mayReplace, mayWithdraw, onAct }: EntryActsProps) {
  const { dropped, withdrawn, name } = entry
  if (withdrawn) return <span>已退出评选：{withdrawn.reason}</span>
  if (dropped) {
    return (
      <span className="faint">
        {dropped.replacedBy ? '已替换' : '已撤下'}：{dropped.reason}
      </span>
    )
  }
  return (
    <Flex gap={4} wrap>
      {mayReplace && (
        <Button size="small" aria-label={`替换${name}`} onClick={() => onAct({ what: 'replace', entry })}>
          替换
        </Button>
      )}
      {mayReplace && (
        <Button size="small" aria-label={`撤下${name}`} onClick={() => onAct({ what: 'drop', entry })}>
          撤下
        </Button>
      )}
      {mayWithdraw && (
        <Button
          size="small"
          danger
          aria-label={`让${name}退出评选`}
          onClick={() => onAct({ what: 'withdraw', entry })}
        >
          退出评选
        </Button>
      )}
    </Flex>
  )
}
