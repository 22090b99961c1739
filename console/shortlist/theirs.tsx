import { momentText } from '@shared/kernel/dates'
import type { Choice, Shortlist } from '@shared/shortlist/contract'
import { STATE_NAMES } from '@shared/shortlist/rules'
import { Button, Modal } from 'antd'

type Props = { latest: Shortlist; mine: Choice[]; onClose: () => void; onTake: () => void }

/** Somebody else was faster: nothing has been overwritten. Shows their list and one's own. */
export function Theirs({ latest, mine, onClose, onTake }: Props) {
  const has = (picks: Choice[], id: string) => picks.some((one) => one.id === id)
  return (
    <Modal
      open
      width={760}
      title={`${latest.changedBy}刚刚改过这份名单，您的改动没有保存`}
      onCancel={onClose}
      footer={[
        <Button key="stay" onClick={onClose}>
          先留在我的版本
        </Button>,
        <Button key="take" type="primary" onClick={onTake}>
          载入最新名单
        </Button>,
      ]}
    >
      <div className="theirs">
        <section>
          <h2>最新的名单</h2>
          <p className="faint">
            {latest.changedAt && momentText(latest.changedAt)}，{STATE_NAMES[latest.state]}
          </p>
          <Names picks={latest.picks} isNews={(id) => !has(mine, id)} />
        </section>
        <section>
          <h2>您的名单</h2>
          <p className="faint">没有保存</p>
          <Names picks={mine} isNews={(id) => !has(latest.picks, id)} />
        </section>
      </div>
    </Modal>
  )
}

function Names({ picks, isNews }: { picks: Choice[]; isNews: (id: string) => boolean }) {
  return (
    <ol>
      {picks.map(({ id, title }) => (
        <li key={id} className={isNews(id) ? 'is-news' : ''}>
          {title}
          {isNews(id) && <small>（对方没有）</small>}
        </li>
      ))}
    </ol>
  )
}
