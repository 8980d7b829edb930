import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { comparableId, sameId } from '../domain/credential/same-credential.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, warn } from './check.ts'
import { asText, issuerIdOf } from './json.ts'
import type { Verification } from './verification.ts'

/** A reason is the issuer's own words; more of them would drown the sentence they stand in. */
const MAX_REASON = 200

/**
 * What a `1EdTechRevocationList` says of a credential: the list decides, not that one is named (VRL-06).
 *
 * @see https://www.imsglobal.org/spec/vccs/v1p0/
 */
export async function checkRevocationList(
  { readRevocationList }: Pick<Verification, 'readRevocationList'>,
  document: JsonObject,
  entry: JsonObject,
): Promise<VerificationCheck> {
  const url = asText(entry['id'])
  const id = asText(document['id'])
  if (url === undefined || id === undefined)
    return fail('status', 'MALFORMED_VALUE_ERROR', 'The document names its revocation list in no readable way.')
  const read = await readRevocationList(url)
  if (!read.ok) return read.error
  const list = read.value
  const issuer = issuerIdOf(document)
  if (list.issuer !== undefined && (issuer === undefined || !sameId(list.issuer, issuer)))
    return fail('status', 'STATUS_VERIFICATION_ERROR', 'Its revocation list was published by someone else.')
  const revoked = list.revoked.get(comparableId(id))
  if (revoked) return fail('status', 'REVOKED', sayRevoked(revoked.reason))
  if (list.id !== undefined && !sameId(list.id, url))
    return fail('status', 'STATUS_VERIFICATION_ERROR', 'The revocation list it names is another one.')
  return list.id === undefined || list.issuer === undefined
    ? warn(
        'status',
        'STATUS_LIST_INCOMPLETE',
        'It is not on its revocation list, which does not say whose list it is, as it should.',
      )
    : pass('status', 'It is not on its revocation list.')
}

const sayRevoked = (reason: string | undefined): string =>
  reason === undefined || reason.trim() === ''
    ? 'The issuer has revoked it.'
    : `The issuer has revoked it. The reason given: "${reason.trim().slice(0, MAX_REASON)}".`
