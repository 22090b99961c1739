import { sizeText } from '@shared/upload/rules'
import { Button } from '@/components/button'
import { Icon } from '@/components/icon'
import { openFile } from '@/platform/file'
import { PRESS } from '@/platform/kind'
import { addFiles, giveUp, sendAgain, useSendings } from '../uploads'
import type { Holding } from './field'
import './files.scss'

/** Documents, a line each: those that are there, those on their way, and room for more. */
export function Files({ place, id, label, value, max, find, onChange, onAdd, disabled }: Holding) {
  const sendings = useSendings(place)
  const room = max - value.length - sendings.length
  return (
    <div className="files">
      <ul className="files-list">
        {value.map((one) => {
          const upload = find(one)
          return (
            <li key={one} className="file">
              <button
                type="button"
                {...PRESS}
                className="file-open"
                onClick={() => upload && openFile(upload.url)}
              >
                <span className="file-name">{upload?.name ?? '附件'}</span>
                <span className="file-size">{upload ? sizeText(upload.bytes) : ''}</span>
              </button>
              {disabled ? null : (
                <button
                  type="button"
                  {...PRESS}
                  className="file-remove"
                  aria-label={`删除${upload?.name ?? '附件'}`}
                  onClick={() => onChange(value.filter((other) => other !== one))}
                >
                  <Icon name="close" />
                </button>
              )}
            </li>
          )
        })}
        {sendings.map(({ id: sending, name, done, error }) => (
          <li key={sending} className={`file ${error ? 'is-failed' : ''}`}>
            <div className="file-open">
              <span className="file-name">{name}</span>
              <span className="file-size">{error ?? `正在上传 ${Math.round(done * 100)}%`}</span>
            </div>
            {error ? (
              <Button kind="plain" onClick={() => sendAgain(place, sending)}>
                重试
              </Button>
            ) : null}
            <button
              type="button"
              {...PRESS}
              className="file-remove"
              aria-label={`不传${name}`}
              onClick={() => giveUp(place, sending)}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {room > 0 && !disabled ? (
        <button
          type="button"
          {...PRESS}
          id={id}
          className="file-add"
          onClick={() => void addFiles(place, 'document', room, onAdd)}
        >
          <Icon name="add" />
          添加{label}
        </button>
      ) : null}
    </div>
  )
}
