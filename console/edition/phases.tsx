import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import type { Edition, Phase, PhaseName, StaffEdition } from '@shared/edition/contract'
import { mayRemovePhase } from '@shared/edition/findings'
import {
  extensionText,
  hasEnded,
  isRunning,
  PHASE_NAMES,
  placePhase,
  suspensionText,
} from '@shared/edition/rules'
import { endText } from '@shared/kernel/dates'
import { Alert, Button, Flex, Form, Tag } from 'antd'
import { useState } from 'react'
import { type Act, PhaseAct } from './act'
import { Moment } from './moment'
import { Timeline } from './timeline'

type Props = {
  draft: Edition
  stored: StaffEdition
  now: Date
  mayWrite: boolean
  /** Whether there are changes that have not been saved. */
  dirty: boolean
  onStored: (latest: StaffEdition) => void
  onConflict: (latest: StaffEdition) => void
}

/** The schedule: a picture of it with the present moment, its dates, and what can be done with a phase at once. */
export function Phases({ draft, stored, now, mayWrite, dirty, onStored, onConflict }: Props) {
  const [act, setAct] = useState<{ what: Act; phase: Phase } | null>(null)
  const missing = (Object.keys(PHASE_NAMES) as PhaseName[]).filter(
    (name) => !draft.phases.some((phase) => phase.name === name),
  )
  const mayRemove = (saved: Phase | undefined) =>
    mayWrite && draft.phases.length > 1 && (!saved || mayRemovePhase(saved, stored.facts, now))
  return (
    <>
      <Timeline phases={draft.phases} now={now} />
      {stored.edition.phases
        .filter((phase) => phase.suspended && isRunning(phase, now))
        .map((phase) => (
          <Alert
            key={phase.name}
            type="warning"
            showIcon
            className="findings"
            title={suspensionText(phase)}
          />
        ))}
      <p className="hint">
        时间都是北京时间。这里改日程要保存后生效；“延长”“暂停”“恢复”写明原因后立即生效。
        {dirty ? '有未保存的改动时，请先保存或放弃，再延长或暂停。' : ''}
      </p>
      <Form.List name="phases">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => {
              const phase = draft.phases[name]
              const saved = phase && stored.edition.phases.find((one) => one.name === phase.name)
              return phase ? (
                <div key={key} className="phase-row">
                  <div className="phase-title">
                    <PhaseTitle phase={phase} now={now} />
                    <Flex gap={8}>
                      {mayWrite && saved && (
                        <Acts
                          phase={saved}
                          now={now}
                          disabled={dirty}
                          start={(what) => setAct({ what, phase: saved })}
                        />
                      )}
                      {mayRemove(saved) && (
                        <Button
                          type="text"
                          size="small"
                          icon={<DeleteOutlined />}
                          onClick={() => remove(name)}
                        >
                          不设{PHASE_NAMES[phase.name]}
                        </Button>
                      )}
                    </Flex>
                  </div>
                  <div className="fields">
                    <Form.Item name={[name, 'opensAt']} label="开始">
                      <Moment />
                    </Form.Item>
                    <Form.Item name={[name, 'closesAt']} label="结束" extra={endNote(phase)}>
                      <Moment allowClear={name === fields.length - 1} />
                    </Form.Item>
                  </div>
                </div>
              ) : null
            })}
            {mayWrite && missing.length > 0 && (
              <Flex gap={8} wrap>
                {missing.map((name) => (
                  <Button
                    key={name}
                    icon={<PlusOutlined />}
                    onClick={() => {
                      const { at, phase } = placePhase(draft.phases, name)
                      add(phase, at)
                    }}
                  >
                    增设{PHASE_NAMES[name]}
                  </Button>
                ))}
              </Flex>
            )}
          </>
        )}
      </Form.List>
      {act && (
        <PhaseAct
          {...act}
          stored={stored}
          onClose={() => setAct(null)}
          onStored={onStored}
          onConflict={onConflict}
        />
      )}
    </>
  )
}

/** What its date alone does not say of a phase's end. */
function endNote(phase: Phase): string {
  const end = phase.closesAt && endText(phase.closesAt)
  return [end?.endsWith('24:00') && `即 ${end}`, extensionText(phase)].filter(Boolean).join('；')
}

function PhaseTitle({ phase, now }: { phase: Phase; now: Date }) {
  return (
    <div>
      <strong className="phase-name">{PHASE_NAMES[phase.name as PhaseName]}</strong>
      {isRunning(phase, now) ? (
        <Tag color={phase.suspended ? 'warning' : 'processing'}>{phase.suspended ? '暂停' : '进行中'}</Tag>
      ) : (
        <Tag>{hasEnded(phase, now) ? '已结束' : '未开始'}</Tag>
      )}
    </div>
  )
}

type ActsProps = { phase: Phase; now: Date; disabled: boolean; start: (what: Act) => void }

function Acts({ phase, now, disabled, start }: ActsProps) {
  if (hasEnded(phase, now)) return null
  const name = PHASE_NAMES[phase.name]
  return (
    <>
      {phase.closesAt && (
        <Button size="small" disabled={disabled} aria-label={`延长${name}`} onClick={() => start('extend')}>
          延长
        </Button>
      )}
      {isRunning(phase, now) &&
        (phase.suspended ? (
          <Button
            size="small"
            type="primary"
            disabled={disabled}
            aria-label={`恢复${name}`}
            onClick={() => start('resume')}
          >
            恢复
          </Button>
        ) : (
          <Button
            size="small"
            danger
            disabled={disabled}
            aria-label={`暂停${name}`}
            onClick={() => start('suspend')}
          >
            暂停
          </Button>
        ))}
    </>
  )
}
