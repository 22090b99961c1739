import { api } from '@shared/api'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { pdf, zip } from '../../http/download'
import { serve } from '../../http/endpoint'
import { LIMITS, type LimitStep } from '../../http/limit'
import type { CertificateDesk } from './certificate'

type Doors = { certificates: CertificateDesk; staffOnly: Middleware; limit: LimitStep }

export function certificateRoutes(router: Router, { certificates, staffOnly, limit }: Doors): void {
  serve(router, api.getCertificate, limit(LIMITS.receipt), ({ params }) => certificates.show(params.code))
  serve(router, api.printCertificate, limit(LIMITS.blank), async ({ params }) => {
    const { name, content } = await certificates.print(params.code)
    return pdf(name, content)
  })
  serve(router, api.listCertificates, staffOnly, ({ query }) => certificates.list(query.category))
  serve(router, api.issueCertificates, staffOnly, ({ body, staff }) =>
    certificates.issue(body.category, staff),
  )
  serve(router, api.revokeCertificate, staffOnly, ({ params, body, staff }) =>
    certificates.revoke(params.code, body.reason, staff),
  )
  serve(router, api.exportCertificates, staffOnly, async ({ query, staff }) =>
    zip('荣誉证书', await certificates.exportAll(query.category, staff)),
  )
  serve(router, api.sampleCertificate, staffOnly, async ({ query }) => ({
    ...pdf('证书样张', certificates.sample(query.category)),
    isShown: true,
  }))
}
