import { type AwardRecord, AwardRecordSchema } from '../../schemas/award-record.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { toFieldErrors } from '../http/json-pointer.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { asList, isJsonObject } from '../verification/json.ts'
import { readJson } from '../verification/read-json.ts'

/** A record that was read, and the object it was read from, which is what was signed. */
export interface ReadRecord {
  readonly record: AwardRecord
  readonly signed: JsonObject
}

/** More places are not told. */
const MAX_WRONG = 10

const NO_RECORD =
  'This is no award record: those are JSON, and are found at /awards/ID.json of the service that gave the badge.'

/** @returns otherwise a sentence on why these bytes are not an award record that can be decided on, and where. */
export function readRecord(bytes: Uint8Array): Result<ReadRecord, string> {
  const read = readObject(bytes)
  if (!read.ok) return read
  const signed = read.value
  if (asList(signed['type']).includes('VerifiableCredential'))
    return err(
      'This is no award record but a badge or another credential: peerbadge verify tells of those. A badge names its award record as evidence.',
    )
  if (signed['type'] !== 'AwardRecord') return err(NO_RECORD)
  if (isNewer(signed))
    return err('This award record is of a later version than this program knows: use a newer program.')
  const parsed = AwardRecordSchema.safeParse(signed)
  if (parsed.success) return ok({ record: parsed.data, signed })
  const wrong = toFieldErrors(parsed.error.issues).map(({ pointer, detail }) => `${pointer} ${detail}`)
  return err(`This award record is not as award records are: ${wrong.slice(0, MAX_WRONG).join('; ')}.`)
}

/** The file with an issuer's keys. @returns otherwise a sentence on what such a file holds. */
export function readIssuerDocument(bytes: Uint8Array): Result<JsonObject, string> {
  const read = readObject(bytes)
  return read.ok && typeof read.value['id'] === 'string' && Array.isArray(read.value['assertionMethod'])
    ? read
    : err(
        'The file with the keys holds none: save the DID document of the issuer, at /communities/NAME/did.json of the service that gave the badge.',
      )
}

/** A member that stands twice says two things, of which the signature covers one. */
function readObject(bytes: Uint8Array): Result<JsonObject, string> {
  try {
    const read = readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (read.ok) return read
    const { code, message, pointer } = read.error
    return err(code === 'JSON_DUPLICATE_KEY' ? `${message} It is at ${pointer}.` : NO_RECORD)
  } catch {
    return err(NO_RECORD)
  }
}

function isNewer({ recordVersion, policy }: JsonObject): boolean {
  const decisionVersion = isJsonObject(policy) ? policy['decisionVersion'] : undefined
  return [recordVersion, decisionVersion].some((version) => typeof version === 'number' && version > 1)
}
