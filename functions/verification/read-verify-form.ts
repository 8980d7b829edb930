import { type KnownRecipient, KnownRecipientSchema } from '../../schemas/verification-report.ts'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { DeclaredBody } from '../http/read-body.ts'
import type { VerifyRequest } from './read-request.ts'
import type { Presented } from './verify-presented.ts'

/** What a person got wrong with the form; the page says what to do. */
export type FormMistake = 'nothing' | 'several' | 'no-address' | 'recipient-type' | 'recipient-long' | 'unreadable'

/** What the form may be sent as: with files, and by what cannot send any. */
export const FORM_TYPES = ['multipart/form-data', 'application/x-www-form-urlencoded'] as const

/**
 * Reads the form of the page that verifies: one badge, given in one of three fields, and what is known of its recipient. Fields
 * left empty are none; an address pasted where a badge's text belongs is taken as an address.
 */
export async function readVerifyForm({
  bytes,
  contentType,
}: DeclaredBody): Promise<Result<VerifyRequest, FormMistake>> {
  const form = await parseForm(bytes, contentType)
  if (!form) return err('unreadable')
  const given: Presented[] = []
  // A browser sends a nameless empty file where none was chosen.
  for (const file of form.getAll('file'))
    if (typeof file !== 'string' && (file.name !== '' || file.size > 0))
      given.push({ document: new Uint8Array(await file.arrayBuffer()) })
  for (const text of textsOf(form, 'credential')) given.push(isWebAddress(text) ? { url: text } : { document: text })
  for (const url of textsOf(form, 'url')) {
    if (!isWebAddress(url)) return err('no-address')
    given.push({ url })
  }
  const [presented, ...others] = given
  if (!presented) return err('nothing')
  if (others.length > 0) return err('several')
  const recipient = readRecipient(textsOf(form, 'recipientType')[0], textsOf(form, 'recipient')[0])
  if (!recipient.ok) return recipient
  const receipt = textsOf(form, 'receipt').length > 0
  return ok({ presented: [presented], isList: false, recipient: recipient.value, receipt })
}

/** An address given in the query of the page. */
export const readVerifyAddress = (url: string): Result<VerifyRequest, FormMistake> =>
  isWebAddress(url.trim()) ? ok({ presented: [{ url: url.trim() }], isList: false }) : err('no-address')

const textsOf = (form: FormData, field: string): readonly string[] =>
  form.getAll(field).flatMap((value) => (typeof value === 'string' && value.trim() !== '' ? [value.trim()] : []))

const MAX_URL = 2048

const isWebAddress = (text: string): boolean =>
  text.length <= MAX_URL && /^https?:\/\/\S+$/i.test(text) && canParseUrl(text)

async function parseForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData | undefined> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  } catch {
    return undefined
  }
}

function readRecipient(
  type: string | undefined,
  value: string | undefined,
): Result<KnownRecipient | undefined, FormMistake> {
  if (value === undefined) return ok(undefined)
  const parsed = KnownRecipientSchema.safeParse({ type, value })
  if (parsed.success) return ok(parsed.data)
  return err(parsed.error.issues.some(({ path }) => path[0] === 'type') ? 'recipient-type' : 'recipient-long')
}
