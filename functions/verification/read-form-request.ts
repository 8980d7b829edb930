import { type KnownRecipient, KnownRecipientSchema, MAX_VERIFICATIONS } from '../../schemas/verification-report.ts'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import type { FieldError, Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toFieldErrors, toJsonPointer } from '../http/json-pointer.ts'
import type { DeclaredBody } from '../http/read-body.ts'
import type { VerifyRequest } from './read-request.ts'
import type { Presented } from './verify-presented.ts'

/**
 * Reads a form of files and fields. Every file is one document, whatever its field is called, and so is every field `url`,
 * `credential`, `file` or `files` that is filled in. Several are answered with a list.
 */
export async function readFormRequest({ bytes, contentType }: DeclaredBody): Promise<Result<VerifyRequest, Refusal>> {
  const form = await parseForm(bytes, contentType)
  if (!form)
    return err({ code: 'invalid_request', detail: 'The body is not the multipart/form-data it is declared as.' })
  const errors: FieldError[] = []
  const presented: Presented[] = []
  const recipient: Record<string, string> = {}
  let receipt = false
  for (const [name, value] of form) {
    const refuse = (detail: string) => errors.push({ pointer: toJsonPointer([name]), detail })
    if (typeof value !== 'string') {
      // A browser sends a nameless empty file where none was chosen.
      if (value.name !== '' || value.size > 0) presented.push({ document: new Uint8Array(await value.arrayBuffer()) })
    } else if (name in RECIPIENT_FIELDS) {
      if (recipient[name] !== undefined) refuse('stands twice')
      recipient[name] = value
    } else if (name === 'receipt') {
      const asked = RECEIPT_WORDS[value.trim()]
      if (asked === undefined) refuse('must be "true" or "false"')
      receipt ||= asked ?? false
    } else if (value.trim() === '' && DOCUMENT_FIELDS.has(name)) continue
    else if (name === 'url') {
      if (canParseUrl(value.trim()) && value.length <= MAX_URL) presented.push({ url: value.trim() })
      else refuse('must be a web address')
    } else if (DOCUMENT_FIELDS.has(name)) presented.push({ document: value })
    else refuse('is not known here')
  }
  const known = readRecipient(recipient)
  if (!known.ok) errors.push(...known.error)
  if (errors.length > 0) return err({ code: 'invalid_request', errors })
  if (presented.length === 0 || presented.length > MAX_VERIFICATIONS)
    return err({ code: 'invalid_request', detail: `Send 1 to ${MAX_VERIFICATIONS} files, addresses or credentials.` })
  return ok({ presented, isList: presented.length > 1, receipt, ...(known.ok ? { recipient: known.value } : {}) })
}

const MAX_URL = 2048
const DOCUMENT_FIELDS: ReadonlySet<string> = new Set(['url', 'credential', 'file', 'files'])
/** What a ticked box sends counts as well. */
const RECEIPT_WORDS: Readonly<Record<string, boolean>> = { true: true, on: true, false: false, '': false }
const RECIPIENT_FIELDS = { recipientType: 'type', recipient: 'value' } as const

async function parseForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData | undefined> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  } catch {
    return undefined
  }
}

/** A recipient that is left empty is none. */
function readRecipient(
  fields: Readonly<Record<string, string>>,
): Result<KnownRecipient | undefined, readonly FieldError[]> {
  const { recipientType, recipient } = fields
  if (recipient === undefined || recipient === '') return ok(undefined)
  const parsed = KnownRecipientSchema.safeParse({ type: recipientType, value: recipient })
  if (parsed.success) return ok(parsed.data)
  return err(
    toFieldErrors(parsed.error.issues).map((error) => ({
      ...error,
      pointer: error.pointer === '/type' ? '/recipientType' : '/recipient',
    })),
  )
}
