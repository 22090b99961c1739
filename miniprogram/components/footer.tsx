import type { CurrentEdition } from '@shared/edition/contract'
import { Link } from './link'
import { Phone } from './phone'
import './footer.scss'

/** Who holds the award and how to reach them. */
export function Footer({ edition }: { edition: CurrentEdition }) {
  const { guidance, organiser, contact } = edition
  return (
    <footer className="footer">
      <div className="footer-inside">
        <p className="footer-line">
          <span className="footer-part">指导单位：{guidance}</span>
          <span className="footer-part">主办单位：{organiser}</span>
        </p>
        <p className="footer-line">
          <span className="footer-part">
            咨询电话：
            <Phone text={contact.phone} />
          </span>
          <span className="footer-part">邮箱：{contact.email}</span>
        </p>
        <p className="footer-links">
          <Link page="ledger" className="footer-link">
            公开账本：核对我的选票
          </Link>
          <Link page="decisions" className="footer-link">
            选票处理公示
          </Link>
        </p>
      </div>
    </footer>
  )
}
