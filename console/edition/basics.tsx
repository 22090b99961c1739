import { Form, Input, InputNumber } from 'antd'

/** Who awards what, for which year, and where to ask. */
export function Basics() {
  return (
    <>
      <div className="fields">
        <Text name={['name']} label="名称" max={60} />
        <Form.Item name="year" label="年度" extra="统计这一年的回复情况">
          <InputNumber min={2018} max={2100} precision={0} />
        </Form.Item>
        <Text name={['series']} label="系列" max={60} />
        <Text name={['organiser']} label="主办" max={60} />
        <Text name={['guidance']} label="指导" max={60} />
      </div>
      <h2>联系方式</h2>
      <div className="fields">
        <Text name={['contact', 'phone']} label="电话" max={60} />
        <Text name={['contact', 'email']} label="邮箱" max={60} />
        <Text name={['contact', 'address']} label="地址" max={100} />
      </div>
      <h2>年度数字</h2>
      <p className="hint">首页展示；填 0 则首页暂不展示这一栏。回复率由这些数字算出，不单独填写。</p>
      <div className="fields">
        <Count name="received" label="网友留言（条）" />
        <Count name="answered" label="已获回复（条）" />
        <Count name="units" label="认证单位（家）" />
      </div>
    </>
  )
}

function Text({ name, label, max }: { name: string[]; label: string; max: number }) {
  return (
    <Form.Item name={name} label={label}>
      <Input maxLength={max} />
    </Form.Item>
  )
}

function Count({ name, label }: { name: string; label: string }) {
  return (
    <Form.Item name={['figures', name]} label={label}>
      <InputNumber min={0} precision={0} />
    </Form.Item>
  )
}
