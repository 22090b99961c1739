import { api } from '@shared/api'
import type { CategoryId } from '@shared/edition/contract'
import { MOST_BYTES } from '@shared/nomination/mail/contract'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { type Download, word, workbook } from '../../../http/download'
import { serve } from '../../../http/endpoint'
import { LIMITS, type LimitStep } from '../../../http/limit'
import { upload } from '../../../http/upload'
import type { Nominations } from '../nomination'
import type { BlankKind } from './blanks'

type Doors = { nominations: Nominations; staffOnly: Middleware; limit: LimitStep; uploadDir: string }

export function mailRoutes(router: Router, { nominations, staffOnly, limit, uploadDir }: Doors): void {
  const { mails, blanks } = nominations
  const takeIn = upload(uploadDir, MOST_BYTES)
  serve(router, api.takeNominationMail, staffOnly, takeIn, ({ file, query, staff }) =>
    mails.take({ path: file.path, ...query }, staff),
  )

  async function blank(category: CategoryId, kind: BlankKind): Promise<Download> {
    const { name, content } = await blanks.find(category, kind)
    return kind === 'xlsx' ? workbook(name, content) : word(name, content)
  }
  serve(router, api.getStaffBlankForm, staffOnly, ({ params, query }) => blank(params.category, query.kind))
  serve(router, api.getBlankForm, limit(LIMITS.blank), ({ params, query }) => {
    blanks.expectOpen()
    return blank(params.category, query.kind)
  })
}
