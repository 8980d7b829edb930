import { z } from 'zod'
import { UriSchema } from '../../schemas/open-badges/terms.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { type Instant, toEpochMilliseconds } from '../domain/shared/instant.ts'
import { readEntry, STATUS_LIST_SIZE } from '../domain/status/bitstring.ts'
import { modelVersionOf } from '../domain/vc-data-model/check-credential.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, skip, warn } from './check.ts'
import { issuerIdOf } from './json.ts'
import type { StatusList } from './read-status-list.ts'
import { sayStatus } from './say-status.ts'
import { readPeriod } from './validity-period.ts'
import type { Verification } from './verification.ts'

export type BitstringDeps = Pick<
  Verification,
  'at' | 'readStatusList' | 'loadStatusList' | 'listIssuerOf' | 'findSuspensionList'
>

/** Others leave the `id` out, as W3C allows, and some write the index as a number. */
const EntrySchema = z.looseObject({
  id: z.string().optional(),
  statusPurpose: z.string(),
  statusListIndex: z.union([z.string(), z.number()]),
  statusListCredential: UriSchema,
  statusSize: z.int().min(1).max(32).default(1),
})
type BitstringEntry = z.infer<typeof EntrySchema>

/**
 * What one entry of a `BitstringStatusList` says of a credential. The list must be signed by the credential's own issuer,
 * serve the purpose the entry names, and have the entry. That it was revoked outweighs whatever else is wrong with a list
 * that the issuer signed.
 *
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
 */
export async function checkBitstringEntry(
  deps: BitstringDeps,
  document: JsonObject,
  value: JsonObject,
): Promise<VerificationCheck> {
  const parsed = EntrySchema.safeParse(value)
  if (!parsed.success)
    return fail('status', 'MALFORMED_VALUE_ERROR', 'The document names its place in a status list in no readable way.')
  const entry = parsed.data
  const named = await checkListed(deps, document, entry)
  if (named.status !== 'pass') return named
  // A badge of ours names its revocation list only; whether it is suspended stands at the same index in another.
  const suspensionList = await deps.findSuspensionList(entry.statusListCredential)
  if (suspensionList === undefined || (await deps.loadStatusList(suspensionList)) === undefined) return named
  const suspension = { ...entry, statusPurpose: 'suspension', statusListCredential: suspensionList }
  const suspended = await checkListed(deps, document, suspension)
  return suspended.status === 'pass' ? named : suspended
}

async function checkListed(
  deps: BitstringDeps,
  document: JsonObject,
  entry: BitstringEntry,
): Promise<VerificationCheck> {
  const read = await deps.readStatusList(entry.statusListCredential)
  if (!read.ok) return read.error
  const list = read.value
  if (!(await mayPublishFor(deps, issuerIdOf(list.document), issuerIdOf(document))))
    return fail('status', 'STATUS_VERIFICATION_ERROR', 'Its status list was published by someone else.')
  const unsigned = await list.findUnsigned()
  if (unsigned) return unsigned
  if (!list.purposes.includes(entry.statusPurpose))
    return fail('status', 'STATUS_VERIFICATION_ERROR', 'Its status list serves another purpose.')
  const bits = list.bits()
  if (!bits) return fail('status', 'MALFORMED_VALUE_ERROR', 'Its status list cannot be unpacked.')
  const index = String(entry.statusListIndex)
  const status = /^\d{1,9}$/.test(index) ? readEntry(bits, Number(index), entry.statusSize) : undefined
  if (status !== undefined && status > 0 && entry.statusPurpose === 'revocation') return sayStatus(entry, status)
  const flaw = findFlaw(entry, list, bits) ?? (await list.findObscure()) ?? findOutOfDate(list.document, deps.at)
  if (flaw) return flaw
  if (status === undefined) return fail('status', 'RANGE_ERROR', 'Its status list has no such entry.')
  const said = sayStatus(entry, status)
  return said.status === 'pass' && modelVersionOf(list.document) === 1 ? legacy : said
}

/** A list is published by the issuer itself; those of VC-API issuers are published by their community. */
const mayPublishFor = async (
  { listIssuerOf }: BitstringDeps,
  publisher: string | undefined,
  issuer: string | undefined,
): Promise<boolean> =>
  publisher !== undefined &&
  issuer !== undefined &&
  (publisher === issuer || publisher === (await listIssuerOf(issuer)))

function findFlaw(
  { id, statusListCredential, statusSize }: BitstringEntry,
  list: StatusList,
  bits: Uint8Array,
): VerificationCheck | undefined {
  if (id === statusListCredential)
    return fail('status', 'MALFORMED_VALUE_ERROR', 'Its place in the status list bears the address of the list itself.')
  if (list.id !== undefined && list.id !== statusListCredential)
    return fail('status', 'STATUS_VERIFICATION_ERROR', 'The status list it names is another one.')
  return (bits.length * 8) / statusSize < STATUS_LIST_SIZE
    ? fail('status', 'STATUS_LIST_LENGTH_ERROR', 'Its status list is shorter than the standard allows.')
    : undefined
}

/** A list is a credential with dates of its own; outside of these it tells nothing of today. */
function findOutOfDate(list: JsonObject, now: Instant): VerificationCheck | undefined {
  const period = readPeriod(list)
  if (!period) return fail('status', 'MALFORMED_VALUE_ERROR', 'The dates of its status list cannot be read.')
  const time = toEpochMilliseconds(now)
  if (period.from && time < period.from.time)
    return skip('status', 'STATUS_RETRIEVAL_ERROR', `Its status list is valid only from ${period.from.text} on.`)
  return period.until && time > period.until.time
    ? skip(
        'status',
        'STATUS_RETRIEVAL_ERROR',
        `Its status list was valid until ${period.until.text}, so it may have been revoked since.`,
      )
    : undefined
}

const legacy = warn(
  'status',
  'LEGACY_VCDM11',
  'Its status list uses the older data model 1.1, and says nothing against it.',
)
