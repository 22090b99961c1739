import {
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { arrayMove, sortableKeyboardCoordinates } from '@dnd-kit/sortable'
import type { Choice, Shortlist } from '@shared/shortlist/contract'
import { findConflicts } from '@shared/shortlist/rules'
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Empty } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { useLeaving } from '../components/leaving'
import { Refused } from '../components/refused'
import { type ApiError, request } from '../platform/request'
import { useMay } from '../session'
import { Conflicts } from './conflicts'
import { useTake } from './data'
import { Freeze } from './freeze'
import { Picked } from './picked'
import { RankedTable } from './ranked'
import { ADD, LIST, speech } from './speech'
import { SpreadCharts } from './spread'
import { Theirs } from './theirs'

/**
 * Choosing among the accepted. What is chosen is kept here until it is saved; it goes over to another version only by
 * saving or by taking over the latest.
 */
export function Picking({ fetched }: { fetched: Shortlist }) {
  const mayWrite = useMay()('shortlist.write')
  const [stored, setStored] = useState(fetched)
  const [picks, setPicks] = useState(fetched.picks)
  const [latest, setLatest] = useState<Shortlist | null>(null)
  const [freezing, setFreezing] = useState(false)
  const [dragged, setDragged] = useState<string | null>(null)
  const { message } = App.useApp()
  const take = useTake()
  const dirty = textOf(picks) !== textOf(stored.picks)
  useLeaving(dirty)

  const load = (list: Shortlist) => {
    take(list)
    setStored(list)
    setPicks(list.picks)
  }
  // Nothing here would be lost: what colleagues have done is shown as it comes.
  if (!dirty && fetched.version > stored.version) load(fetched)

  const save = useMutation({
    mutationFn: () =>
      request('PUT /api/staff/shortlists/:category/picks', {
        params: { category: stored.category },
        body: { version: stored.version, picks: picks.map(({ id }) => id) },
      }),
    onSuccess: (list) => {
      load(list)
      message.success('挑选已保存')
    },
    onError: (error: ApiError) => {
      if (error.code === 'version_conflict') setLatest(error.details as Shortlist)
    },
  })

  const known = new Map(fetched.accepted.map((one) => [one.id, one]))
  const nameOf = (id: string) => known.get(id)?.title || known.get(id)?.unit.name || id
  const has = (id: string) => picks.some((one) => one.id === id)
  const add = (id: string, at = picks.length) => {
    const one = known.get(id)
    if (!one || has(id)) return
    const choice: Choice = { id, title: one.title || one.unit.name, acceptedAt: one.acceptedAt }
    setPicks([...picks.slice(0, at), choice, ...picks.slice(at)])
  }
  const remove = (ids: string[]) => setPicks(picks.filter(({ id }) => !ids.includes(id)))
  const move = (from: number, to: number) => setPicks(arrayMove(picks, from, to))

  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const end = ({ active, over }: DragEndEvent) => {
    setDragged(null)
    if (!over) return
    const id = String(active.id)
    const at = picks.findIndex((one) => one.id === over.id)
    if (id.startsWith(ADD)) add(id.slice(ADD.length), at < 0 ? undefined : at)
    else if (at >= 0)
      move(
        picks.findIndex((one) => one.id === id),
        at,
      )
  }
  const conflicts = findConflicts(fetched.accepted, picks, fetched.around)

  if (fetched.accepted.length === 0 && picks.length === 0) {
    return (
      <div className="sheet">
        <Empty description="还没有通过审核的报名。审核通过以后，它们会按得分排在这里。">
          <Link to="/nominations">
            <Button>去审核报名</Button>
          </Link>
        </Empty>
      </div>
    )
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={overWhat}
      accessibility={speech((id) => nameOf(id.replace(ADD, '')), picks)}
      onDragStart={({ active }) => setDragged(String(active.id).replace(ADD, ''))}
      onDragCancel={() => setDragged(null)}
      onDragEnd={end}
    >
      <Refused error={save.error?.code === 'version_conflict' ? null : save.error} />
      {dirty && fetched.version > stored.version && (
        <Alert
          className="note"
          type="warning"
          showIcon
          title={`${fetched.changedBy}刚刚改过名单；您保存时会先给您看，不会互相覆盖。`}
        />
      )}
      <div className="picking">
        <RankedTable list={fetched} {...{ has, mayWrite }} onAdd={add} onRemove={remove} />
        <Picked
          {...{ picks, known, mayWrite, move, listId: LIST }}
          seats={fetched.seats}
          warnings={conflicts.filter(({ kind }) => kind !== 'none_picked').length}
          onRemove={(id) => remove([id])}
          foot={
            mayWrite && (
              <>
                <Button disabled={!dirty} onClick={() => setPicks(stored.picks)}>
                  放弃改动
                </Button>
                <Button
                  type={dirty ? 'primary' : 'default'}
                  disabled={!dirty}
                  loading={save.isPending}
                  onClick={() => save.mutate()}
                >
                  保存挑选
                </Button>
                <Button
                  type={dirty ? 'default' : 'primary'}
                  disabled={dirty || conflicts.some(({ blocks }) => blocks)}
                  title={dirty ? '请先保存挑选' : undefined}
                  onClick={() => setFreezing(true)}
                >
                  确定名单并抽签
                </Button>
              </>
            )
          }
        />
      </div>
      <Conflicts conflicts={dirty ? conflicts : fetched.conflicts} before="抽签" />
      <SpreadCharts accepted={fetched.accepted} picks={picks.map(({ id }) => id)} />
      <DragOverlay dropAnimation={null}>
        {dragged && <div className="dragged">{nameOf(dragged)}</div>}
      </DragOverlay>
      {freezing && (
        <Freeze
          list={fetched}
          onClose={() => setFreezing(false)}
          onDone={load}
          onConflict={(list) => {
            setFreezing(false)
            setLatest(list)
          }}
        />
      )}
      {latest && (
        <Theirs
          {...{ latest, mine: picks }}
          onClose={() => setLatest(null)}
          onTake={() => {
            load(latest)
            setLatest(null)
          }}
        />
      )}
    </DndContext>
  )
}

const textOf = (picks: Choice[]) => picks.map(({ id }) => id).join()

/** By mouse what the pointer is in, a row before the list around it; by keyboard what is nearest. */
const overWhat: CollisionDetection = (args) => {
  if (!args.pointerCoordinates) return closestCenter(args)
  const within = pointerWithin(args)
  const rows = within.filter(({ id }) => id !== LIST)
  return rows.length > 0 ? rows : within
}
