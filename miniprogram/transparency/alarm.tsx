import type { CurrentEdition } from '@shared/edition/contract'
import { Copy } from '@/components/copy'
import { Phone } from '@/components/phone'
import type { Examined } from './examine'
import './alarm.scss'

/** What to do where something is wrong. The signed notes are the evidence: nobody can disown them. */
export function Alarm({ edition, examined }: { edition: CurrentEdition; examined: Examined }) {
  const { answers, kept } = examined
  const evidence = [
    ...(kept ? ['【这台设备上次留存的】', kept.note, `公钥：${kept.key}`, ''] : []),
    ...['【这次服务器给出的】', answers.note ?? '（没有签名）', `公钥：${answers.key}`],
  ].join('\n')
  return (
    <section className="alarm">
      <h3 className="alarm-title">请您这样做</h3>
      <ol className="alarm-list">
        <li className="alarm-item">1. 给这一页截图，并复制证据保存好。请先不要清理手机或浏览器的数据。</li>
        <li className="alarm-item">
          2. 打电话告诉主办方：
          <Phone text={edition.contact.phone} />。
        </li>
        <li className="alarm-item">
          3. 得不到解释，可以把截图和证据交给报社等媒体，请他们找懂技术的人来看。
        </li>
      </ol>
      <Copy text={evidence} words="复制证据" />
    </section>
  )
}
