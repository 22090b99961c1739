import { z } from 'zod'
import { CategoryId } from '../edition/contract'
import { endpoint, Id, Instant } from '../kernel/contract'

/** That a certificate no longer holds, since when and why. */
export const Revocation = z.object({ at: Instant, reason: z.string() })
export type Revocation = z.infer<typeof Revocation>

/** An award on paper, as anybody who has its code may check it. */
export const Certificate = z.object({
  /** 12 characters; how people type it does not matter. */
  code: z.string(),
  /** `荆楚问政〔2021〕A-01`. */
  number: z.string(),
  edition: z.string(),
  organiser: z.string(),
  category: CategoryId,
  /** What was awarded. */
  award: z.string(),
  recipient: z.string(),
  /** Its wording. */
  text: z.string(),
  issuedAt: Instant,
  /** Invented, shown as 示例. */
  sample: z.boolean(),
  revoked: Revocation.nullable(),
})
export type Certificate = z.infer<typeof Certificate>

const params = z.object({ code: z.string().min(1).max(40) })
const Reason = z.string().trim().min(2, '请写明原因').max(200)

export const getCertificate = endpoint({
  route: 'GET /api/certificates/:code',
  summary: '凭证书编码查验：颁给谁、什么奖项，是否有效',
  auth: 'none',
  status: 200,
  params,
  response: Certificate,
  errors: ['certificate_not_found'],
})

export const printCertificate = endpoint({
  route: 'GET /api/certificates/:code/pdf',
  summary: '证书（.pdf）；已撤销的不再提供',
  auth: 'none',
  status: 200,
  params,
  file: 'download',
  errors: ['certificate_not_found', 'certificate_revoked'],
})

/** A category's certificates as staff see them. */
export const Certificates = z.object({
  items: z.array(Certificate.extend({ candidate: Id, by: z.string() })),
  /** Winners of the published result without a valid certificate; null while there is no published result. */
  waiting: z.int().min(0).nullable(),
})
export type Certificates = z.infer<typeof Certificates>

const category = z.strictObject({ category: CategoryId })

export const listCertificates = endpoint({
  route: 'GET /api/staff/certificates',
  summary: '一个奖项的证书，以及还有几位获奖者没有证书',
  auth: 'certificate.read',
  status: 200,
  query: category,
  response: Certificates,
  errors: ['edition_missing'],
})

export const issueCertificates = endpoint({
  route: 'POST /api/staff/certificates',
  summary: '给已公布结果里还没有证书的获奖者制发证书；重复操作不会重复制发',
  auth: 'certificate.write',
  status: 200,
  body: category,
  response: Certificates,
  errors: ['edition_missing', 'result_not_released'],
})

export const revokeCertificate = endpoint({
  route: 'POST /api/staff/certificates/:code/revocation',
  summary: '撤销一份证书；查验时会看到原因，编号不再使用',
  auth: 'certificate.write',
  status: 200,
  params,
  body: z.strictObject({ reason: Reason }),
  response: Certificates,
  errors: ['certificate_not_found', 'certificate_revoked'],
})

export const exportCertificates = endpoint({
  route: 'GET /api/staff/certificates/all',
  summary: '一个奖项全部有效证书（.zip），每份一个 PDF',
  auth: 'certificate.read',
  status: 200,
  query: category,
  file: 'download',
  errors: ['edition_missing'],
})

export const sampleCertificate = endpoint({
  route: 'GET /api/staff/certificates/sample',
  summary: '一个奖项证书的样张（.pdf）',
  auth: 'certificate.read',
  status: 200,
  query: category,
  file: 'download',
  errors: ['edition_missing', 'not_found'],
})
