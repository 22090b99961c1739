import { z } from 'zod'
import type { ErrorCode } from './errors'
import type { Permission } from './policy'

/** An instant: ISO 8601 in UTC, as `2022-05-10T01:00:00.000Z`. */
export const Instant = z.iso.datetime()
/** Opaque identifier. */
export const Id = z.string().min(1).max(64)

/** Every list: `{items, total, page, pageSize}`, `page` from 1. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    total: z.int().min(0),
    page: z.int().min(1),
    pageSize: z.int().min(1),
  })

/** Query parameters of every list; they arrive as text. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One endpoint as data: the server validates by it, the clients take their types from it,
 * and the OpenAPI document is generated from it. `status` is that of success.
 */
export type Endpoint = {
  route: `${Method} /${string}`
  summary: string
  /** Who may ask: anybody, anybody who is told more when logged in, a voter, an expert, or staff with a permission. */
  auth: 'none' | 'visitor' | 'voter' | 'reviewer' | Permission
  status: number
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  /** Where a file is the whole body of the request, or of success. */
  file?: 'upload' | 'download'
  /** Shape of the success body; absent for redirects, event streams and files. */
  response?: z.ZodType
  errors: readonly ErrorCode[]
}

/** Declares an endpoint, keeping its exact type. */
export const endpoint = <const E extends Endpoint>(e: E): E => e

type Part<E extends Endpoint> = {
  [K in 'params' | 'query' | 'body']: E[K] extends z.ZodType ? K : never
}['params' | 'query' | 'body']

/** What a client sends, per part. */
export type Input<E extends Endpoint> = {
  [K in Part<E>]: E[K] extends z.ZodType ? z.input<E[K]> : never
} & (E['file'] extends 'upload' ? { body: Blob | ArrayBuffer } : unknown)
/** What a handler receives, per part, after validation. */
export type Parsed<E extends Endpoint> = {
  [K in Part<E>]: E[K] extends z.ZodType ? z.output<E[K]> : never
}
/** Body of success. */
export type Output<E extends Endpoint> = E['response'] extends z.ZodType ? z.output<E['response']> : undefined

/** Body of every refusal. */
export const ErrorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
})
