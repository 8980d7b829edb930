import { z } from 'zod'
import {
  type BitstringStatusListCredential,
  BitstringStatusListCredentialSchema,
  BitstringStatusListEntrySchema,
} from '../../schemas/open-badges/status-list.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { isSet, STATUS_LIST_SIZE } from '../domain/status/bitstring.ts'
import type { BitstringCodec } from '../ports/bitstring-codec.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, skip, warn } from './check.ts'
import type { ProofDeps } from './check-proof.ts'
import { asList, issuerIdOf, parseJsonObject } from './json.ts'
import { unlessUnavailable } from './unless-unavailable.ts'

/** What checking a status touches. */
export interface StatusDeps extends ProofDeps {
  /** Whether a DID is one that a community of ours has or would have. */
  readonly isOwnDid: (did: string) => boolean
  readonly bitstrings: BitstringCodec
  /** The exact text of a status list at its URL; `undefined` when it cannot be had here. */
  readonly loadStatusList: (url: string) => Promise<string | undefined>
  /** Who must have signed the lists that say of the credentials of an issuer. */
  readonly listIssuerOf: (issuer: string) => Promise<string>
  /** The address of the suspension list that goes with one of our own revocation lists. */
  readonly findSuspensionList: (url: string) => Promise<string | undefined>
}

/** Others leave the `id` out, as W3C allows, and some write the index as a number. */
const EntrySchema = BitstringStatusListEntrySchema.extend({
  id: z.string().optional(),
  statusListIndex: z.union([z.string(), z.number()]),
})

/** Eight times the least size; a larger list is no list of badges. */
const MAX_LIST_BYTES = STATUS_LIST_SIZE

/**
 * Whether a credential was revoked. The list must be signed by the credential's own issuer, serve the purpose the
 * credential names, and have the entry it points to.
 *
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
 */
export async function checkStatus(deps: StatusDeps, document: JsonObject): Promise<readonly VerificationCheck[]> {
  const entries = asList(document['credentialStatus'])
  if (entries.length === 0 && isOwnBadge(deps, document))
    return [
      fail(
        'status',
        'STATUS_MISSING',
        'Every badge of this issuer names the list on which it could be revoked; this one does not.',
      ),
    ]
  if (entries.length === 0) return [pass('status', 'It names no list on which it could be revoked.')]
  const checks: VerificationCheck[] = []
  for (const entry of entries)
    checks.push(
      await unlessUnavailable(
        () => checkEntry(deps, document, entry),
        () => skip('status', 'STATUS_UNREACHABLE', UNREACHABLE, '/credentialStatus'),
      ),
    )
  return checks
}

/** Told apart by the issuer: endorsements are signed by their endorsers and have no status (PE-08). */
const isOwnBadge = ({ isOwnDid }: StatusDeps, document: JsonObject): boolean => isOwnDid(issuerIdOf(document) ?? '')

async function checkEntry(deps: StatusDeps, document: JsonObject, entry: unknown): Promise<VerificationCheck> {
  const parsed = EntrySchema.safeParse(entry)
  if (!parsed.success) return skip('status', 'STATUS_UNREACHABLE', UNKNOWN_KIND, '/credentialStatus')
  const named = await checkList(deps, document, parsed.data)
  if (named.status !== 'pass') return named
  // A badge of ours names its revocation list only; whether it is suspended stands at the same index in another.
  const suspensionList = await deps.findSuspensionList(parsed.data.statusListCredential)
  if (suspensionList === undefined || (await deps.loadStatusList(suspensionList)) === undefined) return named
  const suspension = { ...parsed.data, statusPurpose: 'suspension', statusListCredential: suspensionList }
  const suspended = await checkList(deps, document, suspension)
  return suspended.status === 'pass' ? named : suspended
}

async function checkList(
  deps: StatusDeps,
  document: JsonObject,
  { statusListCredential, statusListIndex, statusPurpose }: z.infer<typeof EntrySchema>,
): Promise<VerificationCheck> {
  const text = await deps.loadStatusList(statusListCredential)
  if (text === undefined) return skip('status', 'STATUS_UNREACHABLE', UNREACHABLE, '/credentialStatus')
  const read = await readList(deps, text, issuerIdOf(document))
  if (!read.ok) return read.error
  const list = read.value
  if (list.id !== statusListCredential)
    return fail('status', 'STATUS_VERIFICATION_ERROR', 'The status list it names is another one.', '/credentialStatus')
  if (list.credentialSubject.statusPurpose !== statusPurpose)
    return fail('status', 'STATUS_VERIFICATION_ERROR', 'Its status list serves another purpose.', '/credentialStatus')
  return readBit(deps, list.credentialSubject.encodedList, String(statusListIndex), statusPurpose)
}

async function readList(
  deps: StatusDeps,
  text: string,
  issuer: string | undefined,
): Promise<Result<BitstringStatusListCredential, VerificationCheck>> {
  const document = parseJsonObject(text)
  const parsed = BitstringStatusListCredentialSchema.safeParse(document)
  if (!document || !parsed.success)
    return err(fail('status', 'MALFORMED_VALUE_ERROR', 'Its status list is not built as it should be.'))
  if (issuer === undefined || !(await mayPublishFor(deps, parsed.data.issuer, issuer)))
    return err(fail('status', 'STATUS_VERIFICATION_ERROR', 'Its status list was published by someone else.'))
  const verdict = await deps.proofs.verify(document, deps.resolveDid)
  return verdict.ok
    ? ok(parsed.data)
    : err(fail('status', 'STATUS_VERIFICATION_ERROR', 'The signature of its status list does not hold.'))
}

/** A list is published by the issuer itself; those of VC-API issuers are published by their community. */
const mayPublishFor = async ({ listIssuerOf }: StatusDeps, publisher: string, issuer: string): Promise<boolean> =>
  publisher === issuer || publisher === (await listIssuerOf(issuer))

function readBit({ bitstrings }: StatusDeps, encodedList: string, index: string, purpose: string): VerificationCheck {
  const bits = bitstrings.decode(encodedList, MAX_LIST_BYTES)
  if (!bits) return fail('status', 'MALFORMED_VALUE_ERROR', 'Its status list cannot be unpacked.')
  if (bits.length * 8 < STATUS_LIST_SIZE)
    return fail('status', 'STATUS_LIST_LENGTH_ERROR', 'Its status list is shorter than the standard allows.')
  const set = /^\d{1,9}$/.test(index) ? isSet(bits, Number(index)) : undefined
  if (set === undefined) return fail('status', 'RANGE_ERROR', 'Its status list has no such entry.', '/credentialStatus')
  if (!set) return pass('status', purpose === 'suspension' ? 'It is not suspended.' : 'It is not revoked.')
  switch (purpose) {
    case 'revocation':
      return fail('status', 'REVOKED', 'The issuer has revoked it.', '/credentialStatus')
    case 'suspension':
      return fail('status', 'SUSPENDED', 'The issuer has suspended it for now.', '/credentialStatus')
    default:
      return warn('status', 'STATUS_SET', `The issuer has set its status "${purpose}".`, '/credentialStatus')
  }
}

const UNREACHABLE = 'Its status list cannot be reached from here, so it may have been revoked.'
const UNKNOWN_KIND = 'Its status is published in a way this service cannot read, so it may have been revoked.'
