import { api } from '@shared/api'
import { type Endpoint, ErrorBody } from '@shared/kernel/contract'
import { ERRORS, type ErrorCode } from '@shared/kernel/errors'
import { isPermission } from '@shared/kernel/policy'
import { z } from 'zod'
import { STAFF_COOKIE } from './auth'

/** The OpenAPI 3.1 document of every endpoint, made from the contracts. */
export function openapi(): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, endpoint] of Object.entries(api) as [string, Endpoint][]) {
    const [method, path] = endpoint.route.split(' ') as [string, string]
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(name, endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: '评选 Pingxuan', version: '1' },
    paths,
    components: {
      schemas: { Error: schema(ErrorBody) },
      securitySchemes: {
        voter: { type: 'http', scheme: 'bearer' },
        reviewer: { type: 'http', scheme: 'bearer' },
        staff: { type: 'apiKey', in: 'cookie', name: STAFF_COOKIE },
      },
    },
  }
}

function operation(
  operationId: string,
  { summary, auth, params, query, body, file, status, response, errors }: Endpoint,
) {
  const codes: ErrorCode[] = [...errors]
  if (params || query || body) codes.push('invalid_request')
  if (file === 'upload') codes.push('body_too_large')
  if (body) codes.push('malformed_json', 'body_too_large')
  if (auth === 'voter') codes.push('unauthenticated', 'session_expired', 'session_invalid')
  if (auth === 'reviewer') {
    codes.push('unauthenticated', 'session_expired', 'session_invalid', 'not_reviewer')
  }
  if (isPermission(auth)) codes.push('staff_unauthenticated', 'forbidden', 'foreign_origin')
  if (isPermission(auth) && auth !== 'account.own') codes.push('password_change_required')
  return {
    operationId,
    summary,
    ...(auth !== 'none' && { security: securityOf(auth) }),
    parameters: [...parameters('path', params), ...parameters('query', query)],
    ...(body && { requestBody: { required: true, content: json(schema(body)) } }),
    ...(file === 'upload' && { requestBody: { required: true, content: BYTES } }),
    responses: {
      [status]: {
        description: '成功',
        ...(response && { content: json(schema(response, 'output')) }),
        ...(file === 'download' && { content: BYTES }),
      },
      ...refusals(codes),
    },
  }
}

function securityOf(auth: Exclude<Endpoint['auth'], 'none'>): object[] {
  if (auth === 'visitor') return [{}, { voter: [] }]
  return [{ [isPermission(auth) ? 'staff' : auth]: [] }]
}

function parameters(where: 'path' | 'query', object?: z.ZodObject): object[] {
  if (!object) return []
  const { properties = {}, required = [] } = schema(object) as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema: property,
  }))
}

/** One response per status; its description lists the codes. */
function refusals(codes: ErrorCode[]): Record<string, object> {
  const byStatus: Record<string, ErrorCode[]> = {}
  for (const code of codes) {
    const { status } = ERRORS[code]
    byStatus[status] = [...(byStatus[status] ?? []), code]
  }
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group]) => [
      status,
      {
        description: group.map((code) => `\`${code}\` ${ERRORS[code].message}`).join('；'),
        content: json({ $ref: '#/components/schemas/Error' }),
      },
    ]),
  )
}

const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
const json = (content: object) => ({ 'application/json': { schema: content } })

function schema(type: z.ZodType, io: 'input' | 'output' = 'input'): object {
  const { $schema, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' })
  return rest
}
