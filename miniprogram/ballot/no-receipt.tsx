import type { CurrentEdition } from '@shared/edition/contract'
import { Phone } from '@/components/phone'
import { Empty } from '@/components/state'

/** In place of a receipt that nobody has. */
export function NoReceipt({ edition }: { edition: CurrentEdition }) {
  return (
    <Empty title="没有找到这张回执">
      请核对 12 位字母和数字。回执里没有数字 0、1 和字母 I、L、O、U。核对无误还是查不到，请打主办方电话{' '}
      <Phone text={edition.contact.phone} />。
    </Empty>
  )
}
