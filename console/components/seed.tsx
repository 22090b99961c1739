import { Form, Input, Radio } from 'antd'

/** Where a draw's seed comes from: a public number that is typed, or random bytes of the server's. */
export type SeedChoice = { source: 'typed' | 'made'; seed: string }

export const NO_SEED: SeedChoice = { source: 'typed', seed: '' }

/** Whether a draw can be made with it. */
export const isSeeded = ({ source, seed }: SeedChoice): boolean =>
  source === 'made' || seed.trim().length >= 4

/** The seed as the server is told it; one it makes itself is left out. */
export const seedOf = ({ source, seed }: SeedChoice): { seed?: string } =>
  source === 'typed' ? { seed: seed.trim() } : {}

type Props = {
  label: string
  /** With what, and when, it becomes public. */
  published: string
  choice: SeedChoice
  onChange: (choice: SeedChoice) => void
  draw: Draw
}

/** How a draw is made and checked, a sentence each. */
export type Draw = { summary: string; words: readonly string[] }

/** Asks for the seed of a draw, inside a form, and says how it decides. */
export function Seed({ label, published, choice, onChange, draw }: Props) {
  const { source, seed } = choice
  return (
    <>
      <Form.Item label={label}>
        <Radio.Group value={source} onChange={({ target }) => onChange({ ...choice, source: target.value })}>
          <Radio value="typed">填写公开的号码</Radio>
          <Radio value="made">由服务器随机产生</Radio>
        </Radio.Group>
      </Form.Item>
      {source === 'typed' && (
        <Form.Item
          label="种子"
          htmlFor="seed"
          extra={`建议事先说好用哪一个公开号码，例如“当晚福彩 3D 开奖号码”，开奖后照抄在这里。至少 4 个字符，${published}。`}
        >
          <Input
            id="seed"
            maxLength={200}
            value={seed}
            placeholder="福彩3D 第2022098期 5 8 2"
            onChange={({ target }) => onChange({ ...choice, seed: target.value })}
          />
        </Form.Item>
      )}
      <DrawWords {...draw} />
    </>
  )
}

/** How a draw is made, for whoever wants to make it again. */
export function DrawWords({ summary, words }: Draw) {
  return (
    <details className="draw-words">
      <summary>{summary}</summary>
      <ol>
        {words.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
    </details>
  )
}
