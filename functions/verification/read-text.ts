import { err, ok } from '../domain/shared/result.ts'
import { fail } from './check.ts'
import { isCompactJws } from './json.ts'
import { readJson, refuseJwsText } from './read-json.ts'
import type { PresentedForm, ReadCredential, Reading } from './reading.ts'

/**
 * Reads a credential as text: a JSON object, a compact JWS, or either of them as a JSON string.
 *
 * @param image  The form of the image the text was taken out of.
 */
export function readText(given: string, image?: 'png' | 'svg'): Reading<ReadCredential> {
  // A byte order mark and white space around the text come from files and screens, and belong to neither form.
  const text = given.trim()
  if (isCompactJws(text)) return readJws(text, image ?? 'jwt')
  if (/^[[{]/.test(text)) return readObject(text, image ?? 'json')
  const quoted = image === undefined && text.startsWith('"') ? unquote(text) : undefined
  if (quoted !== undefined && !quoted.startsWith('"')) return readText(quoted)
  return err(fail('parse', 'NOT_A_CREDENTIAL', describe(text)))
}

function readJws(text: string, form: PresentedForm): Reading<ReadCredential> {
  const refused = refuseJwsText(text)
  return refused.ok ? ok({ form, text, credential: text, notices: [] }) : refused
}

function readObject(text: string, form: PresentedForm): Reading<ReadCredential> {
  const read = readJson(text)
  return read.ok ? ok({ form, text, credential: read.value, notices: [] }) : read
}

function unquote(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value.trim() : undefined
  } catch {
    return undefined
  }
}

/** Why a text is no credential, with what to do where that is known. */
function describe(text: string): string {
  if (text === '') return 'This is not a credential: it is empty.'
  if (/^https?:\/\/\S+$/i.test(text))
    return 'This is not a credential but a web address. Present it as an address, so that it is opened.'
  if (/^<(?:!doctype\s+html|html|head|body)\b/i.test(text))
    return 'This is not a credential but a web page. Look on it for the badge as a file, or for its own address.'
  return 'This is not a credential: it is not a JSON object, a JWT, a PNG or an SVG.'
}

/** Text from its bytes; `undefined` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
