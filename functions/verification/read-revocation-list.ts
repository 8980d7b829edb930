import { z } from 'zod'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { comparableId } from '../domain/credential/same-credential.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { fail, skip } from './check.ts'
import { asText, isJsonObject, issuerIdOf } from './json.ts'
import { readJson } from './read-json.ts'

/** A `1EdTechRevocationList` as it was found at an address. */
export interface RevocationList {
  readonly id: string | undefined
  readonly issuer: string | undefined
  /** By `comparableId`, the revoked credentials, each with the reason if one is given. */
  readonly revoked: ReadonlyMap<string, { readonly reason: string | undefined }>
}

/** What reading a revocation list touches. */
export interface RevocationListDeps {
  /** The exact text of a status list at its URL; `undefined` when there is none. */
  readonly loadStatusList: (url: string) => Promise<string | undefined>
}

/** An entry may be the bare id; only the value `false` takes a revocation back (VRL-05). */
const RevokedSchema = z.union([
  z.string(),
  z.looseObject({ id: z.string(), revoked: z.unknown().optional(), revocationReason: z.unknown().optional() }),
])
const RevokedListSchema = z.union([RevokedSchema, z.array(RevokedSchema)])

/** The name as the official validator reads it, and as others write it (VRL-04). */
const SPELLINGS = ['revokedCredential', 'revokedCredentials']

/**
 * Reads a list of revoked credentials. It is not signed: only that the signed badge names its address makes it believable.
 *
 * @returns what is to be said of a credential on it when there is no list to be read. One that has the list under neither
 *   spelling is not taken for an empty one (GAP-16).
 * @throws Unavailable when the address could not be reached.
 * @see https://www.imsglobal.org/spec/vccs/v1p0/
 */
export async function readRevocationList(
  { loadStatusList }: RevocationListDeps,
  url: string,
): Promise<Result<RevocationList, VerificationCheck>> {
  const text = await loadStatusList(url)
  if (text === undefined) return err(absent)
  const read = readJson(text.trim())
  if (!read.ok) return err(malformed)
  const document = read.value
  const lists = SPELLINGS.flatMap((name) => (document[name] === undefined ? [] : [document[name]]))
  const parsed = z.array(RevokedListSchema).min(1).safeParse(lists)
  if (!parsed.success) return err(malformed)
  const revoked = new Map<string, { readonly reason: string | undefined }>()
  for (const entry of parsed.data.flat()) {
    const { id, revoked: isRevoked, revocationReason } = isJsonObject(entry) ? entry : { id: entry }
    if (isRevoked !== false) revoked.set(comparableId(id), { reason: asText(revocationReason) })
  }
  return ok({ id: asText(document['id']), issuer: issuerIdOf(document), revoked })
}

const absent = skip(
  'status',
  'STATUS_UNREACHABLE',
  'Its revocation list is not where it should be, so it may have been revoked.',
)

const malformed = fail('status', 'MALFORMED_VALUE_ERROR', 'Its revocation list is not built as it should be.')
