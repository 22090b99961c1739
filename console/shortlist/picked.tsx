import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, HolderOutlined } from '@ant-design/icons'
import { useDroppable } from '@dnd-kit/core'
import { SortableContext, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import type { Choice, Ranked } from '@shared/shortlist/contract'
import { LEVEL_NAMES } from '@shared/unit/rules'
import { Button, Flex } from 'antd'
import type { ReactNode } from 'react'
import { CONFLICTS } from './conflicts'

type Props = {
  picks: Choice[]
  known: ReadonlyMap<string, Ranked>
  seats: number | null
  mayWrite: boolean
  /** Id of the place to let go below the last. */
  listId: string
  move: (from: number, to: number) => void
  onRemove: (id: string) => void
  /** What one should know of the picked, further down the page. */
  warnings: number
  foot: ReactNode
}

/** The picked in their order, which drags, buttons and keys can change. */
export function Picked({ picks, known, seats, mayWrite, listId, move, onRemove, warnings, foot }: Props) {
  const { setNodeRef, isOver } = useDroppable({ id: listId })
  return (
    <section className="picked" aria-label="候选名单">
      <header>
        <h2>候选名单</h2>
        <p aria-live="polite">
          已选 <b className="picked-count">{picks.length}</b>
          {seats === null ? '，名额不限' : `，名额 ${seats} 个`}
          {seats !== null && picks.length > 0 && (
            <span className="faint">（{Math.round((picks.length / seats) * 10) / 10} 倍）</span>
          )}
        </p>
        {warnings > 0 && (
          <a className="picked-warning" href={`#${CONFLICTS}`}>
            抽签前请留意 {warnings} 处
          </a>
        )}
        {seats !== null && (
          <div className="seats" aria-hidden>
            <span style={{ width: `${Math.min(picks.length / Math.max(picks.length, seats), 1) * 100}%` }} />
            <i style={{ left: `${(seats / Math.max(picks.length, seats)) * 100}%` }} />
          </div>
        )}
      </header>
      <div ref={setNodeRef} className={`picked-room ${isOver ? 'is-over' : ''}`}>
        {picks.length === 0 ? (
          <p className="picked-empty">{mayWrite ? '勾选报名，或把报名拖到这里。' : '还没有挑选。'}</p>
        ) : (
          <SortableContext items={picks.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
            <ol className="picked-list">
              {picks.map((choice, at) => (
                <Row
                  key={choice.id}
                  {...{ choice, at, mayWrite }}
                  one={known.get(choice.id)}
                  isLast={at === picks.length - 1}
                  onMove={(by) => move(at, at + by)}
                  onRemove={() => onRemove(choice.id)}
                />
              ))}
            </ol>
          </SortableContext>
        )}
      </div>
      {foot && (
        <Flex className="picked-foot" gap={8} justify="flex-end" wrap>
          {foot}
        </Flex>
      )}
    </section>
  )
}

type RowProps = {
  choice: Choice
  one: Ranked | undefined
  at: number
  isLast: boolean
  mayWrite: boolean
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}

function Row({ choice, one, at, isLast, mayWrite, onMove, onRemove }: RowProps) {
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, transform, transition, isDragging } =
    useSortable({ id: choice.id, disabled: !mayWrite })
  const name = one?.title || choice.title
  return (
    <li
      ref={setNodeRef}
      className={`picked-row ${isDragging ? 'is-dragging' : ''}`}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      {mayWrite && (
        <Button
          ref={setActivatorNodeRef}
          type="text"
          size="small"
          className="handle"
          icon={<HolderOutlined />}
          {...attributes}
          {...listeners}
          aria-label={`拖动${name}，现在第 ${at + 1} 位`}
        />
      )}
      <span className="picked-at">{at + 1}</span>
      <span className="who">
        {name}
        <small>
          {one
            ? `${one.unit.region.city} · ${LEVEL_NAMES[one.unit.level]} · 第 ${one.rank} 名`
            : '已不是“通过”状态'}
        </small>
      </span>
      {mayWrite && (
        <span className="picked-acts">
          <Button
            type="text"
            size="small"
            disabled={at === 0}
            icon={<ArrowUpOutlined />}
            aria-label={`上移${name}`}
            onClick={() => onMove(-1)}
          />
          <Button
            type="text"
            size="small"
            disabled={isLast}
            icon={<ArrowDownOutlined />}
            aria-label={`下移${name}`}
            onClick={() => onMove(1)}
          />
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={`移出${name}`}
            onClick={onRemove}
          />
        </span>
      )}
    </li>
  )
}
