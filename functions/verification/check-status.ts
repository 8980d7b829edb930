import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, skip, warn } from './check.ts'
import { type BitstringDeps, checkBitstringEntry } from './check-bitstring-entry.ts'
import { checkRevocationList } from './check-revocation-list.ts'
import { asList, isJsonObject, issuerIdOf } from './json.ts'
import { unlessUnavailable } from './unless-unavailable.ts'
import type { Verification } from './verification.ts'

type StatusDeps = BitstringDeps & Pick<Verification, 'isOwnDid' | 'readRevocationList'>

/** Nobody needs more, and each may be another list to ask for. */
const MAX_ENTRIES = 20

/**
 * Whether a credential was revoked or suspended, by every list it names (GAP-10): one of them is enough to say so. What
 * could not be looked up leaves it open.
 */
export async function checkStatus(deps: StatusDeps, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const status = document['credentialStatus']
  const entries = asList(status)
  if (entries.length === 0 && isOwnBadge(deps, document))
    return [
      fail(
        'status',
        'STATUS_MISSING',
        'Every badge of this issuer names the list on which it could be revoked; this one does not.',
      ),
    ]
  if (entries.length === 0 && asList(document['proof']).some(isDerived)) return [undisclosed]
  if (entries.length === 0) return [pass('status', 'It names no list on which it could be revoked.')]
  if (entries.length > MAX_ENTRIES)
    return [fail('status', 'DOCUMENT_TOO_COMPLEX', `It names more than ${MAX_ENTRIES} status lists.`, POINTER)]
  if (hasAmbiguousEntries(entries))
    return [fail('status', 'MALFORMED_VALUE_ERROR', 'Two of its places in status lists bear one id.', POINTER)]
  const checks = entries.map(async (entry, index) => {
    const pointer = Array.isArray(status) ? `${POINTER}/${index}` : POINTER
    const found = await unlessUnavailable(
      () => checkEntry(deps, document, entry),
      () => [unreachable],
    )
    return found.map((check) => (check.status === 'pass' ? check : { ...check, pointer }))
  })
  return (await Promise.all(checks)).flat()
}

const POINTER = '/credentialStatus'

/** Whoever holds such a badge shows parts of it, and may leave out what the issuer did not make mandatory (DI-09). */
const isDerived = (proof: unknown): boolean => isJsonObject(proof) && proof['cryptosuite'] === 'ecdsa-sd-2023'

const undisclosed = warn(
  'status',
  'STATUS_UNDISCLOSED',
  'Its holder chose which parts to show. Whether it names a list on which it could be revoked, or an end, cannot be seen.',
)

/** Of entries with one id a signature over JSON-LD does not cover which of them holds which index. */
function hasAmbiguousEntries(entries: readonly unknown[]): boolean {
  const placeOf = new Map<string, string>()
  return entries.filter(isJsonObject).some(({ id, statusListIndex, statusSize }) => {
    if (typeof id !== 'string') return false
    const place = JSON.stringify([statusListIndex, statusSize])
    const isAnother = (placeOf.get(id) ?? place) !== place
    placeOf.set(id, place)
    return isAnother
  })
}

/** Told apart by the issuer: endorsements are signed by their endorsers and have no status (PE-08). */
const isOwnBadge = ({ isOwnDid }: StatusDeps, document: JsonObject): boolean => isOwnDid(issuerIdOf(document) ?? '')

/** An entry that is of several kinds at once says what each of them says. */
async function checkEntry(
  deps: StatusDeps,
  document: JsonObject,
  entry: unknown,
): Promise<readonly VerificationCheck[]> {
  if (!isJsonObject(entry)) return [unknownKind]
  const types = asList(entry['type'])
  const checks: VerificationCheck[] = []
  if (types.includes('BitstringStatusListEntry')) checks.push(await checkBitstringEntry(deps, document, entry))
  if (types.includes('1EdTechRevocationList')) checks.push(await checkRevocationList(deps, document, entry))
  return checks.length === 0 ? [unknownKind] : checks
}

const unreachable = skip(
  'status',
  'STATUS_UNREACHABLE',
  'Its status list cannot be reached from here, so it may have been revoked.',
)

const unknownKind = skip(
  'status',
  'STATUS_UNREACHABLE',
  'Its status is published in a way this service cannot read, so it may have been revoked.',
)
