import type { Finding } from '@shared/edition/findings'
import { Alert, Checkbox, Flex } from 'antd'

/** What is wrong or hurts, while one edits: refusals first. */
export function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) return null
  const refused = findings.some(({ severity }) => severity === 'refused')
  return (
    <Alert
      role="status"
      className="findings"
      type={refused ? 'error' : 'warning'}
      showIcon
      title={refused ? '有的改动不能保存' : '这些改动会影响网友，保存时需要确认'}
      description={
        <ul>
          {findings.map(({ path, severity, text }) => (
            <li key={path + text}>
              {severity === 'refused' ? '不能保存：' : ''}
              {text}
            </li>
          ))}
        </ul>
      }
    />
  )
}

type Props = { findings: Finding[]; value: string[]; onChange: (acknowledged: string[]) => void }

/** Each warning with a box to tick: what was not read is not confirmed. */
export function Acknowledge({ findings, value, onChange }: Props) {
  if (findings.length === 0) return null
  return (
    <Alert
      type="warning"
      className="findings"
      title="请逐条确认影响"
      description={
        <Checkbox.Group value={value} onChange={onChange}>
          <Flex vertical gap={4}>
            {findings.map(({ text }) => (
              <Checkbox key={text} value={text}>
                {text}
              </Checkbox>
            ))}
          </Flex>
        </Checkbox.Group>
      }
    />
  )
}

/** Throws in words unless every warning is confirmed. */
export function expectAcknowledged(findings: Finding[], acknowledged: string[]): void {
  if (findings.some(({ text }) => !acknowledged.includes(text))) throw new Error('请先逐条勾选，确认这些影响')
}
