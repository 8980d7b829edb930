import { VerifySchema } from '../../schemas/verification-report.ts'
import { entriesOf, type JsonPart, membersOf } from '../domain/shared/json-parts.ts'
import { readJsonSource } from '../domain/shared/json-source.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toFieldErrors, toJsonPointer } from '../http/json-pointer.ts'
import { parseJsonText } from '../http/parse-json-text.ts'
import { isJsonObject } from './json.ts'
import type { VerifyRequest } from './read-request.ts'
import { decodeUtf8 } from './read-text.ts'
import type { Presented } from './verify-presented.ts'

/**
 * Reads a request in JSON. The credentials in it are taken out as the exact text they were sent as and looked at one by one
 * later; the rest must match its schema to the letter.
 */
export function readJsonRequest(bytes: Uint8Array): Result<VerifyRequest, Refusal> {
  const text = decodeUtf8(bytes)
  if (text === undefined) return err({ code: 'malformed_json', detail: 'The body is not UTF-8.' })
  const fault = findSyntaxFault(text)
  if (fault !== undefined) return err({ code: 'malformed_json', detail: fault })
  const { single, items } = credentialsIn(text)
  const frame = readFrame(withoutParts(text, [...single, ...items.flat()]))
  if (!frame.ok) return frame
  const presentedAs = (url: string | undefined, part: JsonPart | undefined): readonly Presented[] =>
    url !== undefined ? [{ url }] : part ? [toDocument(text.slice(part.start, part.end))] : []
  const { url, items: list, recipient, receipt } = frame.value
  const presented = list
    ? list.flatMap((item, index) => presentedAs(item.url, items[index]?.[0]))
    : presentedAs(url, single[0])
  return ok({ presented, isList: list !== undefined, recipient, receipt })
}

/** The parser's own words quote the body, which may name a person. */
function findSyntaxFault(text: string): string | undefined {
  if (text === '') return 'The body is empty.'
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    return `The body is not well-formed JSON${position === undefined ? '' : ` from character ${position} on`}.`
  }
}

/** Where the credentials of a request stand, those of each item apart. */
function credentialsIn(text: string) {
  const members = membersOf(text)
  const credentialsOf = (at: number | undefined) => membersOf(text, at).filter(({ name }) => name === 'credential')
  const lists = members.filter(({ name }) => name === 'items')
  return {
    single: credentialsOf(0),
    items: lists.flatMap(({ start }) => entriesOf(text, start)).map(({ start }) => credentialsOf(start)),
  }
}

/** The text with something simple in place of each part. */
function withoutParts(text: string, parts: readonly JsonPart[]): string {
  let at = 0
  let frame = ''
  for (const { start, end } of parts.toSorted((a, b) => a.start - b.start)) {
    frame += `${text.slice(at, start)}true`
    at = end
  }
  return frame + text.slice(at)
}

function readFrame(frame: string) {
  const parsed = parseJsonText(frame)
  if (!parsed.ok) return parsed
  if (isJsonObject(parsed.value)) {
    const repeated = readJsonSource(frame).repeated.map((path) => ({
      pointer: toJsonPointer(path),
      detail: 'stands twice',
    }))
    if (repeated.length > 0) return err<Refusal>({ code: 'invalid_request', errors: repeated })
    if ('@context' in parsed.value) return err<Refusal>({ code: 'invalid_request', detail: BARE_CREDENTIAL })
  }
  const request = VerifySchema.safeParse(parsed.value)
  return request.success
    ? ok(request.data)
    : err<Refusal>({ code: 'invalid_request', errors: toFieldErrors(request.error.issues) })
}

const BARE_CREDENTIAL =
  'This is a credential itself. Send it as {"credential": …}, or with the Content-Type application/vc or application/vc+ld+json.'

/** A string stands for what is written in it; anything else for itself, letter by letter. */
function toDocument(source: string): Presented {
  const value: unknown = source.startsWith('"') ? JSON.parse(source) : source
  return { document: String(value) }
}
