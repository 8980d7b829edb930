import type { KnownRecipient } from '../../schemas/verification-report.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { DeclaredBody } from '../http/read-body.ts'
import { readFormRequest } from './read-form-request.ts'
import { readJsonRequest } from './read-json-request.ts'
import type { Presented } from './verify-presented.ts'

/** What a request wants verified. */
export interface VerifyRequest {
  readonly presented: readonly Presented[]
  /** Whether it is answered with a list, also of one. */
  readonly isList: boolean
  readonly recipient?: KnownRecipient | undefined
  /** Whether each report is kept as a receipt. @default false */
  readonly receipt?: boolean | undefined
}

/** Bodies that are one document each; which form it has shows in its content. */
export const DOCUMENT_TYPES = [
  'application/vc+ld+json',
  'application/vc',
  'application/ld+json',
  'application/vc+jwt',
  'application/jwt',
  'text/plain',
  'image/png',
  'image/svg+xml',
] as const

/**
 * Reads a request to verify, in any of the forms it may have. Nothing of a document is in a refusal, nor what was said of a
 * recipient.
 *
 * @returns `malformed_json`, `invalid_request` or `unsupported_media_type`. A document that cannot be read is no fault of the
 *   request: it gets a report.
 */
export async function readRequest(body: DeclaredBody): Promise<Result<VerifyRequest, Refusal>> {
  if (body.mediaType === 'application/json') return readJsonRequest(body.bytes)
  if (body.mediaType === 'multipart/form-data') return readFormRequest(body)
  if (DOCUMENT_TYPES.some((type) => type === body.mediaType))
    return ok({ presented: [{ document: body.bytes }], isList: false })
  if (body.mediaType === '' && body.bytes.length === 0)
    return err({ code: 'invalid_request', detail: 'Send what to verify in the body.' })
  return err({
    code: 'unsupported_media_type',
    detail: `Send the body as application/json, multipart/form-data, ${DOCUMENT_TYPES.join(', ')}.`,
  })
}
