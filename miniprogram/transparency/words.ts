import type { BallotStatus } from '@shared/ballot/contract'
import { fullText, momentText } from '@shared/kernel/dates'
import { type Checkpoint, readNote } from '@shared/transparency/note'
import type { BallotOutcome, GrowthOutcome, ReceiptOutcome, SignatureOutcome } from './check'
import type { Examined } from './examine'

/** How a step ended: as it should, wrong, not yet, or with nothing to tell either way. */
export type Tone = 'good' | 'bad' | 'wait' | 'plain'
export type Words = { tone: Tone; title: string; text: string }

const words = (tone: Tone, title: string, text: string): Words => ({ tone, title, text })

export function signatureWords(outcome: SignatureOutcome, checkpoint: Checkpoint | null): Words {
  switch (outcome) {
    case 'holds':
      return words(
        'good',
        '账本有主办方的签名',
        `这是 ${fullText(checkpoint!.at)} 的账本，签名有效，共 ${checkpoint!.size} 条记录。选票、回执、对选票的处理各记一条，所以条数不是票数。`,
      )
    case 'none':
      return words('wait', '账本还没有签过名', '投票开始后每分钟签一次名，请过一两分钟再来。')
    case 'garbled':
      return words('bad', '收到的签名残缺不全', '可能是网络出了差错，请先刷新再核对一次。')
    case 'other_key':
      return words('bad', '签名换了一把钥匙', '现在的公钥和这台设备上次见到的不一样。')
    case 'wrong':
      return words('bad', '签名不对', '账本和签名对不上，账本可能被人改过。')
  }
}

/** `enteredBy`: when all receipts are entered; null where it is not known when voting ends. */
export function receiptWords(outcome: ReceiptOutcome, index: number | null, enteredBy: Date | null): Words {
  switch (outcome) {
    case 'entered':
      return words(
        'good',
        '回执在账本里',
        `第 ${index! + 1} 条就是这张回执。账本里记的是它的指纹，别人认不出来。`,
      )
    case 'pending':
      return words(
        'wait',
        '回执还没有记入',
        `不用再投一次。为了不让人看出哪张回执是哪张选票，回执攒够一批才记，${enteredBy ? `最晚 ${momentText(enteredBy)} 记完` : '最晚投票截止后一小时记完'}，那时再来核对就行。`,
      )
    case 'overdue':
      return words('bad', '回执早该记入，却不在账本里', '投票已经结束，所有回执都应当在账本里了。')
    case 'other_line':
      return words('bad', '服务器给的不是这张回执', '它证明的是别的记录在账本里。')
    case 'not_proven':
      return words('bad', '证明不成立', '按服务器给的证明，算不出签了名的总指纹。')
  }
}

export function ballotWords(outcome: BallotOutcome): Words {
  switch (outcome) {
    case 'entered':
      return words('good', '选票在账本里，投的是', '')
    case 'pending':
      return words('wait', '选票还没有记入', '不用再投一次。选票投出后一两分钟记入账本，请稍等再核对。')
    case 'overdue':
      return words('bad', '选票早该记入，却不在账本里', '选票应当在投出后一两分钟记入。')
    case 'hidden':
      return words('plain', '投给了谁，只有投票人本人登录后能看到', '')
    case 'other_ballot':
      return words('bad', '账本里的选票和您投的不一样', '账本里记的奖项、时间或所选候选，与您的选票不符。')
    case 'not_proven':
      return words('bad', '证明不成立', '按服务器给的证明，算不出签了名的总指纹。')
  }
}

/** `before` and `now` as far as they are known. */
export function growthWords(outcome: GrowthOutcome, before: Checkpoint | null, now: Checkpoint): Words {
  const last = before ? `上次核对的是 ${fullText(before.at)} 的账本，共 ${before.size} 条` : ''
  switch (outcome) {
    case 'first':
      return words(
        'plain',
        '这台设备第一次核对',
        '已经把这次的签名记在本机。下次再来，就能核对账本是不是只增加、没有改动。',
      )
    case 'same':
      return words('good', '账本和上次来时一样', `${last}，没有变化。`)
    case 'grown':
      return words('good', '账本只增加，没有改动', `${last}；那些记录一条也没有动过，现在共 ${now.size} 条。`)
    case 'older':
      return words('wait', '服务器给的不是最新的账本', '内容没有问题，只是比上次的还早。请稍等再核对。')
    case 'shrunk':
      return words('bad', '账本变短了', `${last}；现在只有 ${now.size} 条，有记录被拿掉了。`)
    case 'forked':
      return words('bad', '账本里原有的记录被改过', `${last}；现在的账本不是接着那一本写下去的。`)
    case 'unproven':
      return words('bad', '服务器拿不出证明', `${last}；服务器没能证明那些记录都还在。`)
    case 'other_ledger':
      return words('bad', '换了一本账', `现在给出的是另一本账：${now.origin}。`)
  }
}

const STATUS: Record<BallotStatus, Words> = {
  counted: words(
    'plain',
    '按主办方的记录，这张选票现在计入票数',
    '这一条在这里核对不了；公示起账本全部公开，任何人都能重新数一遍。',
  ),
  quarantined: words(
    'wait',
    '按主办方的记录，这张选票存疑，暂不计入票数',
    '核实以后恢复计入，或者作废；到拟定名单时还没有核实的，不计入。每一步也记在账本里，公示起可以查看。',
  ),
  invalidated: words(
    'wait',
    '按主办方的记录，这张选票已作废，不计入票数',
    '作废的原因也记在账本里，公示起可以查看。',
  ),
}

/** A step of the check, as it is shown. */
export type Step = Words & { name: 'signature' | 'receipt' | 'ballot' | 'growth' | 'status' }

/** All that was found, step by step; a receipt's status also where this device can check nothing. */
export function stepsOf({ verdict, told, kept, enteredBy }: Omit<Examined, 'answers'>): Step[] {
  const steps: Step[] = []
  if (verdict) {
    const { signature, checkpoint, receipt, ballot, growth } = verdict
    steps.push({ name: 'signature', ...signatureWords(signature, checkpoint) })
    if (receipt) steps.push({ name: 'receipt', ...receiptWords(receipt.outcome, receipt.index, enteredBy) })
    if (ballot) steps.push({ name: 'ballot', ...ballotWords(ballot.outcome) })
    const before = kept && (readNote(kept.note)?.checkpoint ?? null)
    if (growth) steps.push({ name: 'growth', ...growthWords(growth, before, checkpoint!) })
  }
  if (told) steps.push({ name: 'status', ...STATUS[told.status] })
  return steps
}

/** All steps in one sentence. */
export function summaryOf(steps: readonly Step[]): Words {
  const holds = (what: Step['name']) => steps.some(({ name, tone }) => name === what && tone === 'good')
  const bad = steps.some(({ tone }) => tone === 'bad')
  if (bad) return words('bad', '核对没有通过，请留下证据', '')
  // That a ballot does not count is nothing wrong with the ledger, and what its voter must know first.
  const setAside = steps.some(({ tone, name }) => tone === 'wait' && name === 'status')
  const waiting = steps.some(({ tone, name }) => tone === 'wait' && name !== 'status')
  const rest = waiting ? '账本核对到这里没有问题，还有一步要等。' : '账本本身没有问题。'
  if (setAside) return words('wait', '这张选票现在不计入票数', `${rest}怎么处理的见最后一条。`)
  if (waiting) return words('wait', '核对到这里没有问题，还有一步要等', '')
  if (holds('ballot')) return words('good', '核对通过，选票在账本里', '')
  if (holds('receipt')) return words('good', '核对通过，回执在账本里', '')
  return words('plain', '账本签名有效', '您的选票还没有核对：请在上面输入回执，核对它在不在账本里。')
}
