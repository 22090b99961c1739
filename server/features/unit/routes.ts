import { api } from '@shared/api'
import { may } from '@shared/kernel/policy'
import { MOST_BYTES } from '@shared/unit/import/contract'
import type { Middleware } from 'koa'
import type Router from 'koa-router'
import { workbook } from '../../http/download'
import { serve } from '../../http/endpoint'
import { upload } from '../../http/upload'
import type { Imports, Units } from './unit'

type Doors = { units: Units; imports: Imports; staffOnly: Middleware; importDir: string }
type Asker = { roles: Parameters<typeof may>[0] }

export function unitRoutes(router: Router, { units, imports, staffOnly, importDir }: Doors): void {
  serve(router, api.listUnits, staffOnly, ({ query, staff }) => units.list(query, sightOf(staff)))
  serve(router, api.getUnitFacets, staffOnly, () => units.facets())
  serve(router, api.getUnit, staffOnly, ({ params, staff }) => units.find(params.id, sightOf(staff)))
  serve(router, api.createUnit, staffOnly, ({ body, staff }) => units.create(body, staff))
  serve(router, api.updateUnit, staffOnly, ({ params, body, staff }) => units.update(params.id, body, staff))
  serve(router, api.exportUnits, staffOnly, async ({ query: { year, ...filter }, staff }) =>
    workbook(`单位库-${year}`, await units.export(filter, year, staff, sightOf(staff))),
  )

  serve(router, api.getImportTemplate, staffOnly, async () =>
    workbook('单位导入模板', await imports.template()),
  )
  const takeIn = upload(importDir, MOST_BYTES)
  serve(router, api.startImport, staffOnly, takeIn, ({ file, query, staff }) =>
    imports.start({ path: file.path, filename: query.filename }, staff),
  )
  serve(router, api.listImports, staffOnly, ({ query }) => imports.list(query))
  serve(router, api.getImport, staffOnly, ({ params }) => imports.find(params.id))
  serve(router, api.listImportRows, staffOnly, ({ params, query }) => imports.rows(params.id, query))
  serve(router, api.exportBadRows, staffOnly, async ({ params, staff }) =>
    workbook('不合格的行', await imports.badRows(params.id, staff)),
  )
  serve(router, api.applyImport, staffOnly, ({ params, body, staff }) =>
    imports.apply(params.id, body.mode, staff),
  )
  serve(router, api.cancelImport, staffOnly, ({ params, staff }) => imports.cancel(params.id, staff))
  serve(router, api.undoImport, staffOnly, ({ params, body, staff }) =>
    imports.undo(params.id, body.reason, staff),
  )
}

const sightOf = ({ roles }: Asker) => ({
  sees: may(roles, 'unit.write') ? ('all' as const) : ('masked' as const),
})
