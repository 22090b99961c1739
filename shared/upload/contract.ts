import { z } from 'zod'
import { endpoint, Id } from '../kernel/contract'

export const UploadKind = z.enum(['picture', 'document'])
export type UploadKind = z.infer<typeof UploadKind>

/** WeChat's opinion of a picture: not asked for, not there yet, none against it, or a person should look. */
export const UploadCheck = z.enum(['unchecked', 'pending', 'passed', 'flagged'])
export type UploadCheck = z.infer<typeof UploadCheck>

/** A file that was found good. Its addresses are good for half an hour to an hour, for whoever has them. */
export const Upload = z.object({
  id: Id,
  kind: UploadKind,
  /** As it was called where it came from. */
  name: z.string(),
  /** What it is; pictures are kept as `image/webp`. */
  type: z.string(),
  bytes: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  url: z.string(),
  /** Null for documents. */
  thumbUrl: z.string().nullable(),
  check: UploadCheck,
})
export type Upload = z.infer<typeof Upload>

/** How much of a file has arrived; when all has and it was found good, what became of it. */
export const UploadProgress = z.object({
  id: Id,
  bytes: z.int(),
  received: z.int(),
  upload: Upload.nullable(),
})
export type UploadProgress = z.infer<typeof UploadProgress>

const params = z.object({ id: Id })

export const startUpload = endpoint({
  route: 'POST /api/uploads',
  summary: '开始上传一个文件，随后分块发送；24 小时内没有传完即作废',
  auth: 'voter',
  status: 201,
  body: z.strictObject({
    name: z.string().min(1).max(255),
    bytes: z.int().min(1),
    /** What it must turn out to be; left out where either is welcome. */
    kind: UploadKind.optional(),
  }),
  response: UploadProgress,
  errors: ['upload_too_large', 'upload_quota', 'too_many_requests'],
})

export const sendUploadChunk = endpoint({
  route: 'PUT /api/uploads/:id',
  summary: '从 offset 起发送文件的一块，不超过 1 MB；最后一块发到后检查整个文件。已收到的块可以重发',
  auth: 'voter',
  status: 200,
  params,
  query: z.strictObject({ offset: z.coerce.number().int().min(0) }),
  file: 'upload',
  response: UploadProgress,
  errors: [
    'upload_not_found',
    'upload_offset',
    'upload_refused',
    'upload_too_large',
    'body_too_large',
    'storage_unavailable',
    'too_many_requests',
  ],
})

export const getUploadProgress = endpoint({
  route: 'GET /api/uploads/:id',
  summary: '文件已收到多少，从那里接着发送',
  auth: 'voter',
  status: 200,
  params,
  response: UploadProgress,
  errors: ['upload_not_found', 'too_many_requests'],
})

export const cancelUpload = endpoint({
  route: 'DELETE /api/uploads/:id',
  summary: '放弃一个没有传完的文件',
  auth: 'voter',
  status: 204,
  params,
  errors: ['upload_not_found', 'too_many_requests'],
})

export const readUpload = endpoint({
  route: 'GET /api/uploads/:id/content',
  summary: '凭签名地址读取文件或它的缩略图',
  auth: 'none',
  status: 200,
  params,
  query: z.strictObject({
    /** `jpeg` is the whole picture, for WeChat, which reads no WebP. */
    size: z.enum(['whole', 'thumb', 'jpeg']),
    /** Until when the address is good, in seconds since 1970. */
    until: z.coerce.number().int(),
    signature: z.string().max(64),
    /** What it is called, for who reads addresses; nobody else does. */
    name: z.string().max(255).optional(),
  }),
  file: 'download',
  errors: ['upload_not_found', 'upload_address_invalid', 'upload_address_expired', 'storage_unavailable'],
})
