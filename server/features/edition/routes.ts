import { api } from '@shared/api'
import type Router from 'koa-router'
import { serve } from '../../http/endpoint'
import type { Editions } from './edition'

export function editionRoutes(router: Router, editions: Editions): void {
  serve(router, api.getEdition, () => editions.show())
}
