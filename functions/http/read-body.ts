import type { HonoRequest } from 'hono'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toJsonPointer } from './json-pointer.ts'
import { parseJsonText } from './parse-json-text.ts'

/** How large a body may be unless its route says otherwise: 256 KB. */
export const MAX_BODY_BYTES = 256 * 1024

const JSON_TYPE = /^application\/([\w.-]+\+)?json$/

/** The next bytes, `undefined` at the end; only a client that goes away breaks a body off. */
async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array> | undefined) {
  try {
    return (await reader?.read())?.value
  } catch {
    return 'broken-off' as const
  }
}

/**
 * Reads a body, never more than `maxBytes` of it, whatever length the request claims.
 *
 * @returns the bytes, none when there is no body; `body_too_large`, or `malformed_json` when it breaks off.
 */
async function readBody(request: HonoRequest, maxBytes: number): Promise<Result<Uint8Array<ArrayBuffer>, Refusal>> {
  const tooLarge = err({ code: 'body_too_large', detail: `At most ${maxBytes} bytes are taken.` } as const)
  if (Number(request.header('content-length') ?? 0) > maxBytes) return tooLarge
  const chunks: Uint8Array[] = []
  let size = 0
  const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = request.raw.body?.getReader()
  for (;;) {
    const value = await readChunk(reader)
    if (value === 'broken-off') return err({ code: 'malformed_json', detail: 'The body broke off before its end.' })
    if (value === undefined) break
    size += value.byteLength
    if (size > maxBytes) {
      await reader?.cancel()
      return tooLarge
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return ok(bytes)
}

/** Whether a body is compressed or otherwise encoded, which none may be. */
const isEncoded = (request: HonoRequest): boolean =>
  (request.header('content-encoding') ?? 'identity').trim().toLowerCase() !== 'identity'

/** The declared type of a body in small letters, without parameters; empty when there is none. */
const mediaTypeOf = (request: HonoRequest): string =>
  (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

/** A body as it was sent, and what it was declared as. */
export interface DeclaredBody {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** In small letters, without parameters; empty when nothing was declared. */
  readonly mediaType: string
  /** The whole of `Content-Type`. */
  readonly contentType: string
}

/**
 * Reads a body of any type, never more than `maxBytes` of it.
 *
 * @returns `unsupported_media_type` when it is compressed; otherwise as {@link readBody}.
 */
export async function readDeclaredBody(request: HonoRequest, maxBytes: number): Promise<Result<DeclaredBody, Refusal>> {
  const bytes = await readBody(request, maxBytes)
  if (!bytes.ok) return bytes
  if (isEncoded(request)) return err(ENCODED)
  return ok({ bytes: bytes.value, mediaType: mediaTypeOf(request), contentType: request.header('content-type') ?? '' })
}

const ENCODED = {
  code: 'unsupported_media_type',
  detail: 'Send the body uncompressed, without Content-Encoding.',
} as const

/**
 * Reads a JSON body and leaves its text where `request.json()` and `request.text()` find it.
 *
 * @returns `unsupported_media_type` when there is a body and it is compressed or not declared as JSON; otherwise as
 * {@link readBody} and {@link parseJsonText}.
 */
export async function readJsonBody(request: HonoRequest, maxBytes: number): Promise<Result<void, Refusal>> {
  const bytes = await readBody(request, maxBytes)
  if (!bytes.ok) return bytes
  if (isEncoded(request)) return err(ENCODED)
  const mediaType = mediaTypeOf(request)
  if (!JSON_TYPE.test(mediaType) && (bytes.value.byteLength > 0 || mediaType !== ''))
    return err({ code: 'unsupported_media_type', detail: 'Send the body as application/json.' })
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value)
  } catch {
    return err({ code: 'malformed_json', detail: 'The body is not UTF-8.' })
  }
  request.bodyCache.text = Promise.resolve(text) as never // typed as a string, kept and read as a promise of one
  if (text === '')
    return mediaType === '' ? ok(undefined) : err({ code: 'malformed_json', detail: 'The body is empty.' })
  const parsed = parseJsonText(text)
  return parsed.ok ? ok(undefined) : parsed
}

/**
 * Reads the body of a request whose route takes none. Clients that always send JSON may send an empty object.
 *
 * @returns `body_too_large`; or `invalid_request`, pointing at the members of an object, for anything but nothing and `{}`.
 */
export async function refuseBody(request: HonoRequest): Promise<Result<void, Refusal>> {
  const bytes = await readBody(request, MAX_BODY_BYTES)
  if (!bytes.ok) return bytes
  const text = new TextDecoder().decode(bytes.value)
  request.bodyCache.text = Promise.resolve(text) as never // typed as a string, kept and read as a promise of one
  if (text.trim() === '') return ok(undefined)
  const parsed = parseJsonText(text)
  const value = parsed.ok ? parsed.value : undefined
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err({ code: 'invalid_request', detail: 'This call takes no body.' })
  const errors = Object.keys(value).map((key) => ({ pointer: toJsonPointer([key]), detail: 'is not known here' }))
  return errors.length === 0
    ? ok(undefined)
    : err({ code: 'invalid_request', detail: 'This call takes no body.', errors })
}
