import { endText, fullText } from '@shared/kernel/dates'
import type { PdfBlock } from '../../ports/pdf'

export type ClaimLetter = {
  unitName: string
  code: string
  /** What the QR opens. */
  url: string
  editionName: string
  organiser: string
  /** Whom to ask, as it is to be printed: a phone, an address of e-mail. */
  contact: string
  /** When nominations close; null where that is not fixed. */
  closesAt: string | null
  issuedAt: string
}

/** The letter of one page that brings a unit its claim code. Its letterhead is the document's. */
export function claimLetter(letter: ClaimLetter): PdfBlock[] {
  const { unitName, code, url, editionName, organiser, contact, closesAt, issuedAt } = letter
  const [issuedOn = ''] = fullText(issuedAt).split(' ')
  const closing = closesAt ? `请于${yearOf(closesAt)}年${endText(closesAt)}前提交，逾期不再受理。` : ''
  return [
    { kind: 'address', lines: [unitName, '留言办理工作负责同志　收'] },
    { kind: 'title', text: '报名邀请函' },
    { kind: 'paragraph', text: `${unitName}：`, flush: true },
    {
      kind: 'paragraph',
      text: `感谢贵单位认真办理网友留言，诚邀参加${editionName}。凭下面的认领码认领后，即可在微信上以贵单位名义填写、提交报名。${closing}`,
    },
    {
      kind: 'panel',
      columns: [
        { share: 3, blocks: [{ kind: 'code', text: code, caption: '贵单位的认领码' }] },
        { share: 2, blocks: [{ kind: 'qr', text: url, size: 30, caption: '微信扫一扫，直接认领' }] },
      ],
    },
    {
      kind: 'paragraph',
      text: [
        '一、如何认领。用微信扫描上面的二维码，核对单位名称后确认；或者打开评选网站或小程序的“报名”页，输入认领码。',
        '二、认领码只能使用一次，请交给负责报名的同志，不要转发或公开。如有遗失，或提示已被使用，请联系我们作废、补发。',
        `三、如有疑问，请联系我们：${contact}。`,
      ].join('\n'),
    },
    { kind: 'signature', lines: [organiser, issuedOn] },
  ]
}

/** The year an end belongs to: midnight of New Year's is the end of the old one. */
function yearOf(end: string): string {
  return fullText(new Date(Date.parse(end) - 1)).split('年')[0]!
}
