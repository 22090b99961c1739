import { z } from 'zod'

const Score = z.int().min(1).max(100)

/**
 * What is done about ballots that look bought or made by machine. Scores are those of `shared/risk/rules.ts`, 0 to 100. In
 * `report` the program only tells staff what it would have done.
 */
export const Safeguards = z
  .object({
    mode: z.enum(['off', 'report', 'on']),
    /** From this score on the voter is asked to show that a person votes. */
    check: Score,
    /** From this score on the ballot is taken and set aside for staff. */
    quarantine: Score,
    /** From this score on it is not taken. */
    refuse: Score,
  })
  .refine(({ check, quarantine, refuse }) => check <= quarantine && quarantine <= refuse, {
    path: ['quarantine'],
    message: '三个分数应依次升高：人机验证、存疑、拒收',
  })
export type Safeguards = z.infer<typeof Safeguards>

export const USUAL_SAFEGUARDS: Safeguards = { mode: 'on', check: 40, quarantine: 60, refuse: 95 }
