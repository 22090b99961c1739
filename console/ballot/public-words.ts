import { namesReceipt, RECEIPT_NAMED } from '@shared/ballot/receipt'
import type { Rule } from 'antd/es/form'

/** For a field of a form whose words will be public. */
export const PUBLIC_WORDS: Rule = {
  validator: (_, words: string | undefined) =>
    namesReceipt(words ?? '') ? Promise.reject(new Error(RECEIPT_NAMED)) : Promise.resolve(),
}
