import type { Readable } from 'node:stream'
import { formatReceipt } from '@shared/ballot/receipt'
import { dayInWords } from '@shared/certificate/rules'
import type { Edition } from '@shared/edition/contract'
import { endText, fullText } from '@shared/kernel/dates'
import { DIET_NAMES, whenText } from '@shared/summit/rules'
import type { Pdf, PdfBlock } from '../../ports/pdf'
import type { Cell, SheetContent } from '../../ports/sheets'
import type { InvitationRecord, SummitRecord } from './model'
import { addressOf } from './present'

const COLUMNS = [
  ...[
    { title: '奖项', width: 22 },
    { title: '获奖者', width: 36 },
    { title: '单位', width: 30 },
    { title: '回执', width: 10 },
  ],
  ...[
    { title: '姓名', width: 12 },
    { title: '职务', width: 16 },
    { title: '电话', width: 16 },
    { title: '饮食', width: 12 },
  ],
  ...[
    { title: '车牌', width: 16 },
    { title: '备注', width: 30 },
    { title: '签到', width: 20 },
  ],
]

/** A row for each guest, and one for each invitation that brings nobody. */
export function guestSheet(records: InvitationRecord[]): SheetContent {
  const rows = records.flatMap(({ award, recipient, unitName, reply, arrivals }): Cell[][] => {
    const head = [award, recipient, unitName]
    if (!reply?.coming) {
      return [[...head, reply ? '不来' : '未回执', '', '', '', '', '', reply?.note ?? '', '']]
    }
    return reply.guests.map(({ id, name, position, phone, diet }) => {
      const at = arrivals[id]?.at
      return [
        ...[...head, '参加', name, position, phone, DIET_NAMES[diet], reply.car, reply.note],
        at ? fullText(at) : '',
      ]
    })
  })
  return { name: '参会名单', columns: COLUMNS, rows }
}

type About = { edition: Edition; summit: SummitRecord; publicUrl: string; issuedAt: Date }

/** Letters of invitation, a page each. */
export function letters(pdf: Pdf, records: InvitationRecord[], about: About): Readable {
  const { edition, summit } = about
  function* blocks() {
    for (const [i, record] of records.entries()) {
      if (i > 0) yield { kind: 'pageBreak' as const }
      yield* letter(record, about)
    }
  }
  const { organiser, name } = edition
  const letterhead = { organiser, edition: name }
  return pdf.render({ title: `${summit.name}邀请函`, author: organiser, letterhead, blocks: blocks() })
}

function letter({ _id: code, recipient, award }: InvitationRecord, about: About): PdfBlock[] {
  const { edition, summit, publicUrl, issuedAt } = about
  const { name, venue, address, replyBy, notes } = summit
  return [
    { kind: 'title', text: '邀　请　函' },
    { kind: 'paragraph', text: `${recipient}：`, flush: true },
    {
      kind: 'paragraph',
      text: `祝贺您在${edition.name}中获评“${award}”。现诚邀您参加${name}，到会领奖。请在 ${endText(replyBy)} 前扫码回复谁来参加；开会当天凭同一个二维码签到。`,
    },
    {
      kind: 'facts',
      rows: [
        ['时间', whenText(summit)],
        ['地点', `${venue}（${address}）`],
        ['电话', edition.contact.phone],
        ...(notes ? ([['说明', notes]] as [string, string][]) : []),
      ],
    },
    {
      kind: 'qr',
      text: addressOf(publicUrl, code),
      size: 36,
      caption: `扫码回复、签到　${formatReceipt(code)}`,
    },
    { kind: 'signature', lines: [edition.organiser, dayInWords(issuedAt.toISOString())] },
  ]
}
