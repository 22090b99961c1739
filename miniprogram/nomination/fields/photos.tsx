import { useState } from 'react'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { Picture } from '@/components/picture'
import { showPicture } from '@/platform/file'
import { PRESS } from '@/platform/kind'
import { addFiles, giveUp, type Sending, sendAgain, useSendings } from '../uploads'
import type { Holding } from './field'
import './photos.scss'

type Props = Holding & {
  /** Whether the first is the cover. */
  cover?: boolean
}

/** Pictures in a grid: those that are there, those on their way, and room for more. One tap on a picture says what can be done with it. */
export function Photos({
  place,
  id,
  label,
  value,
  max,
  find,
  onChange,
  onAdd,
  cover = true,
  disabled,
}: Props) {
  const sendings = useSendings(place)
  const [chosen, setChosen] = useState<string | null>(null)
  const room = max - value.length - sendings.length
  const at = chosen === null ? -1 : value.indexOf(chosen)
  const move = (to: number) => {
    const rest = value.filter((one) => one !== chosen)
    onChange([...rest.slice(0, to), chosen!, ...rest.slice(to)])
  }
  return (
    <div className="photos">
      <ul className="photos-grid">
        {value.map((one, i) => (
          <li key={one} className={`photo ${one === chosen ? 'is-chosen' : ''}`}>
            <button
              type="button"
              {...PRESS}
              className="photo-open"
              aria-label={`第 ${i + 1} 张${cover && i === 0 ? '，封面' : ''}`}
              aria-pressed={one === chosen}
              onClick={() => setChosen(one === chosen ? null : one)}
            >
              <Picture path={find(one)?.thumbUrl ?? ''} alt="" className="photo-picture" />
              {cover && i === 0 ? <span className="photo-cover">封面</span> : null}
              {find(one)?.check === 'flagged' ? <span className="photo-flag">待核查</span> : null}
            </button>
          </li>
        ))}
        {sendings.map((one) => (
          <li key={one.id} className="photo">
            <Arriving place={place} sending={one} />
          </li>
        ))}
        {room > 0 && !disabled ? (
          <li className="photo">
            <button
              type="button"
              {...PRESS}
              id={id}
              className="photo-add"
              onClick={() => void addFiles(place, 'picture', room, onAdd)}
            >
              <Icon name="add" />
              添加{label}
            </button>
          </li>
        ) : null}
      </ul>
      {sendings.map(({ id: sending, name, error }) =>
        error ? (
          <p key={sending} className="photos-failed" role="alert">
            {name}：{error}
          </p>
        ) : null,
      )}
      {at >= 0 && chosen && !disabled ? (
        <div className="photos-tools" role="toolbar" aria-label={`第 ${at + 1} 张照片`}>
          <Button kind="plain" onClick={() => showPicture(find(chosen)?.url ?? '')}>
            看大图
          </Button>
          {at > 0 ? (
            <>
              {cover ? (
                <Button kind="plain" onClick={() => move(0)}>
                  设为封面
                </Button>
              ) : null}
              <Button kind="plain" onClick={() => move(at - 1)}>
                前移
              </Button>
            </>
          ) : null}
          {at < value.length - 1 ? (
            <Button kind="plain" onClick={() => move(at + 1)}>
              后移
            </Button>
          ) : null}
          <Button
            kind="plain"
            onClick={() => {
              setChosen(null)
              onChange(value.filter((one) => one !== chosen))
            }}
          >
            删除
          </Button>
        </div>
      ) : value.length > 1 && !disabled ? (
        <p className="photos-hint">点一下照片，可以{cover ? '设为封面、' : ''}调整顺序或删除</p>
      ) : null}
    </div>
  )
}

/** A picture on its way: how far it has got, or why it did not get there. */
function Arriving({
  place,
  sending: { id, name, preview, done, error },
}: {
  place: string
  sending: Sending
}) {
  const part = Math.round(done * 100)
  return (
    <div className={`photo-arriving ${error ? 'is-failed' : ''}`}>
      {preview ? <Picture path={preview} alt="" className="photo-picture" /> : null}
      {error ? (
        <button
          type="button"
          {...PRESS}
          className="photo-retry"
          aria-label={`没有传上去：${name}，重试`}
          onClick={() => sendAgain(place, id)}
        >
          <span className="photo-why">没有传上去</span>
          <span className="photo-again">重试</span>
        </button>
      ) : (
        <div className="photo-progress" role="progressbar" aria-label={name} aria-valuenow={part}>
          <span className="photo-part">{part}%</span>
          <span className="photo-track">
            <span className="photo-done" style={{ width: `${part}%` }} />
          </span>
        </div>
      )}
      <button
        type="button"
        {...PRESS}
        className="photo-drop"
        aria-label={`不传${name}`}
        onClick={() => giveUp(place, id)}
      >
        <Icon name="close" />
      </button>
    </div>
  )
}
