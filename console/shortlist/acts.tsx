import { momentText } from '@shared/kernel/dates'
import type { Conflict, Entry, Shortlist } from '@shared/shortlist/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Modal, Select } from 'antd'
import { useState } from 'react'
import { ReasonDialog } from '../components/reason'
import { Refused } from '../components/refused'
import { request, settle } from '../platform/request'
import { SeenConflicts } from './conflicts'
import { useTake } from './data'

/** What can be done with a list whose numbers are drawn, and with one on it. */
export type Act =
  | { what: 'unfreeze' }
  | { what: 'publish' }
  | { what: 'unpublish' }
  | { what: 'replace' | 'drop' | 'withdraw'; entry: Entry }

type Props = { act: Act; list: Shortlist; onClose: () => void }

/** The dialog of an act: what it does, and why it is done. */
export function Acts({ act, list, onClose }: Props) {
  const queries = useQueryClient()
  const take = useTake()
  const { message } = App.useApp()
  const [newcomer, setNewcomer] = useState<string | null>(null)
  // What the person has before them stays, though the list behind is fetched anew.
  const [{ category, version, entries, accepted, conflicts, votingOpensAt, begun }] = useState(list)
  const params = { category }
  const done = (act: Promise<Shortlist>, words: string) =>
    settle(act, take).then(() => void message.success(words))
  const replace = (out: string, replacement: string | null) => async (reason: string) =>
    done(
      request('POST /api/staff/shortlists/:category/replacements', {
        params,
        body: { version, out, in: replacement, reason },
      }),
      replacement ? '已替换' : '已撤下',
    )

  if (act.what === 'publish') {
    const run = () =>
      done(
        request('POST /api/staff/shortlists/:category/publication', {
          params,
          body: { version, acknowledged: conflicts.map(({ text }) => text) },
        }),
        '名单已发布',
      )
    return (
      <PublishDialog
        conflicts={conflicts}
        count={entries.filter(({ dropped }) => !dropped).length}
        when={begun ? null : votingOpensAt && momentText(votingOpensAt)}
        run={run}
        onClose={onClose}
      />
    )
  }
  if (act.what === 'unfreeze') {
    return (
      <ReasonDialog
        open
        title="退回挑选"
        verb="退回挑选"
        danger
        run={(reason) =>
          done(
            request('DELETE /api/staff/shortlists/:category/freeze', {
              params,
              body: { version, reason },
            }),
            '已退回挑选',
          )
        }
        onClose={onClose}
      >
        <p>现在的编号全部作废，以后重新抽签。改过的公开文字会保留。</p>
      </ReasonDialog>
    )
  }
  if (act.what === 'unpublish') {
    return (
      <ReasonDialog
        open
        title="撤回名单"
        verb="撤回名单"
        danger
        run={(reason) =>
          done(
            request('DELETE /api/staff/shortlists/:category/publication', {
              params,
              body: { version, reason },
            }),
            '已撤回，名单可以修改了',
          )
        }
        onClose={onClose}
      >
        <p>候选随即撤下，图片不再能打开；编号和文字不变，改好后再发布。</p>
      </ReasonDialog>
    )
  }
  const { entry } = act
  const called = `${entry.number} ${entry.name}`
  if (act.what === 'withdraw') {
    return (
      <ReasonDialog
        open
        title={`让 ${called} 退出评选`}
        verb="退出评选"
        danger
        run={async (reason) => {
          await request('POST /api/staff/candidates/:id/withdrawal', {
            params: { id: entry.id },
            body: { reason },
          })
          await queries.invalidateQueries({ queryKey: ['shortlists'] })
          message.success(`${entry.name}已退出评选`)
        }}
        onClose={onClose}
      >
        <p>
          它仍在名单上，注明“已退出评选”和下面的原因，网友都会看到，单位代表也会收到通知；几秒内不再接受投票，已得的票数不变。
          <b>退出后不能恢复。</b>
        </p>
      </ReasonDialog>
    )
  }
  if (act.what === 'drop') {
    return (
      <ReasonDialog
        open
        title={`撤下 ${called}`}
        verb="撤下"
        danger
        run={replace(entry.id, null)}
        onClose={onClose}
      >
        <p>其余编号不变，{entry.number} 不再使用。单位代表会收到通知，看到下面的原因。</p>
      </ReasonDialog>
    )
  }
  const spare = accepted.filter(({ id }) => !entries.some((one) => one.id === id))
  return (
    <ReasonDialog
      open
      title={`替换 ${called}`}
      verb="替换"
      danger
      run={async (reason) => {
        if (!newcomer) throw new Error('请选择换上哪一份报名')
        await replace(entry.id, newcomer)(reason)
      }}
      onClose={onClose}
    >
      <p>
        其余编号不变，{entry.number}{' '}
        不再使用，换上的接着最后一个编号。被换下的单位代表会收到通知，看到下面的原因。
      </p>
      <Form.Item label="换上" htmlFor="newcomer" layout="vertical">
        <Select
          id="newcomer"
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={spare.length > 0 ? '按综合分排列，可输入名称查找' : '没有其他通过审核的报名'}
          value={newcomer}
          onChange={setNewcomer}
          options={spare.map(({ id, title, unit, rank, total }) => ({
            value: id,
            label: `第 ${rank} 名 · ${title || unit.name} · ${unit.region.city} · ${total} 分`,
          }))}
        />
      </Form.Item>
    </ReasonDialog>
  )
}

type PublishProps = {
  count: number
  conflicts: Conflict[]
  when: string | null
  run: () => Promise<unknown>
  onClose: () => void
}

function PublishDialog({ count, conflicts, when, run, onClose }: PublishProps) {
  const [seen, setSeen] = useState(false)
  const publish = useMutation({ mutationFn: run, onSuccess: onClose })
  return (
    <Modal
      open
      title={`发布 ${count} 位候选`}
      okText="发布"
      okButtonProps={{ disabled: conflicts.length > 0 && !seen }}
      confirmLoading={publish.isPending}
      onOk={() => publish.mutate()}
      onCancel={onClose}
    >
      <Refused error={publish.error} />
      <p>候选按现在的编号和文字生成，单位代表会收到入选通知。</p>
      <p>
        {when
          ? `${when} 投票开始时，名单和抽签种子对网友公开。在那以前可以撤回或替换，以后只能让候选退出评选。`
          : '投票已经开始，名单和抽签种子会立即对网友公开，不能再撤回。'}
      </p>
      <SeenConflicts {...{ conflicts, seen, onSeen: setSeen, verb: '发布' }} />
    </Modal>
  )
}
