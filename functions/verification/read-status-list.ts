import { z } from 'zod'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { BitstringCodec } from '../ports/bitstring-codec.ts'
import type { CredentialJwtReader, JwtKeySources } from '../ports/credential-jwt.ts'
import type { JsonLdReader } from '../ports/json-ld.ts'
import type { JsonObject, ProofReader } from '../ports/proofs.ts'
import { fail, skip } from './check.ts'
import { checkForm } from './check-form.ts'
import { asList, isCompactJws } from './json.ts'
import { readJson } from './read-json.ts'

/** What reading a status list touches. */
export interface StatusListDeps extends JwtKeySources {
  readonly proofs: ProofReader & JsonLdReader
  readonly credentialJwts: CredentialJwtReader
  readonly bitstrings: BitstringCodec
  /** The exact text of a status list at its URL; `undefined` when there is none. */
  readonly loadStatusList: (url: string) => Promise<string | undefined>
}

/** A bitstring status list as its publisher wrote it. */
export interface StatusList {
  readonly document: JsonObject
  /** The address it says it has. */
  readonly id: string | undefined
  readonly purposes: readonly string[]
  /** Why its signature does not count; nothing when it holds. Looked at once, however often it is asked for. */
  readonly findUnsigned: () => Promise<VerificationCheck | undefined>
  /** Why what stands in it need not be what was signed, or means nothing. Looked at once, too. */
  readonly findObscure: () => Promise<VerificationCheck | undefined>
  /** The bits, unpacked once; `undefined` when they are packed in another way, damaged, or too many. */
  readonly bits: () => Uint8Array | undefined
}

/** Sixty-four times the least size: more than eight million entries of one bit. */
const MAX_LIST_BYTES = 1024 * 1024

const oneOf = (name: string) =>
  z.union([z.string(), z.array(z.unknown())]).refine((types) => asList(types).includes(name))

/** What others publish may lack what need not be there, and serve several purposes at once. */
const ListSchema = z.looseObject({
  id: z.string().optional(),
  type: oneOf('BitstringStatusListCredential'),
  credentialSubject: z.looseObject({
    type: oneOf('BitstringStatusList'),
    statusPurpose: z.union([z.string(), z.array(z.string()).min(1)]),
    encodedList: z.string(),
  }),
})

/**
 * Reads the status list at an address: a credential with its own proof, or a JWT (BSL-12).
 *
 * @returns what is to be said of a credential on it when there is no list to be read.
 * @throws Unavailable when the address, or that of a key, could not be reached.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistcredential
 */
export async function readStatusList(
  deps: StatusListDeps,
  url: string,
): Promise<Result<StatusList, VerificationCheck>> {
  const text = (await deps.loadStatusList(url))?.trim()
  if (text === undefined) return err(absent)
  if (!isCompactJws(text)) {
    const read = readJson(text)
    return read.ok ? toList(deps, read.value, 'json', () => findUnproven(deps, read.value)) : err(malformed)
  }
  const verdict = await deps.credentialJwts.verifyJwt(text, deps)
  if (!verdict.ok) return err(unsigned(verdict.code))
  const { credential } = verdict
  // Inside a JWT there may be an embedded proof as well, which must hold too.
  return toList(deps, credential, 'jwt', async () =>
    credential['proof'] === undefined ? undefined : findUnproven(deps, credential),
  )
}

function toList(
  { bitstrings, proofs }: StatusListDeps,
  document: JsonObject,
  form: 'json' | 'jwt',
  findUnsigned: StatusList['findUnsigned'],
): Result<StatusList, VerificationCheck> {
  const parsed = ListSchema.safeParse(document)
  if (!parsed.success) return err(malformed)
  const { id, credentialSubject } = parsed.data
  let looking: Promise<VerificationCheck | undefined> | undefined
  let obscure: Promise<VerificationCheck | undefined> | undefined
  let unpacked: { readonly bits: Uint8Array | undefined } | undefined
  return ok({
    document,
    id,
    purposes: [credentialSubject.statusPurpose].flat(),
    findUnsigned: () => {
      looking ??= findUnsigned()
      return looking
    },
    findObscure: () => {
      obscure ??= findObscure(proofs, document, form)
      return obscure
    },
    bits: () => {
      unpacked ??= { bits: bitstrings.decode(credentialSubject.encodedList, MAX_LIST_BYTES) }
      return unpacked.bits
    },
  })
}

async function findObscure(
  proofs: JsonLdReader,
  document: JsonObject,
  form: 'json' | 'jwt',
): Promise<VerificationCheck | undefined> {
  if (form === 'json')
    return checkForm(document).some(({ code }) => code === 'JSONLD_NOT_COMPACTED') ? hidden : undefined
  const failure = await proofs.findUndefined(document)
  return failure && unsigned(failure.code)
}

async function findUnproven(
  { proofs, resolveDid }: StatusListDeps,
  document: JsonObject,
): Promise<VerificationCheck | undefined> {
  const verdict = await proofs.verify(document, resolveDid)
  return verdict.ok ? undefined : unsigned(verdict.code)
}

/** What says nothing of the signature either way: it may hold. */
const UNKNOWN: readonly string[] = [
  'KEY_UNRESOLVABLE',
  'PROOF_TYPE_UNKNOWN',
  'CONTEXT_UNKNOWN',
  'ALG_UNSUPPORTED',
  'CLAIM_ISS_MISSING',
  'CLAIM_SUB_MISSING',
  'CLAIM_JTI_MISSING',
  'CLAIM_NBF_MISSING',
]

function unsigned(code: string): VerificationCheck {
  if (UNKNOWN.includes(code))
    return skip(
      'status',
      'STATUS_VERIFICATION_ERROR',
      'Its status list is signed in a way that this service cannot check, so it may have been revoked.',
    )
  return code === 'JSONLD_UNDEFINED_TERM' || code === 'JSONLD_INVALID'
    ? fail('status', 'STATUS_VERIFICATION_ERROR', 'Its status list uses terms that none of its contexts defines.')
    : fail('status', 'STATUS_VERIFICATION_ERROR', 'The signature of its status list does not hold.')
}

const absent = skip(
  'status',
  'STATUS_UNREACHABLE',
  'Its status list is not where it should be, so it may have been revoked.',
)

const hidden = fail('status', 'MALFORMED_VALUE_ERROR', 'Its status list could hide what was signed under other names.')

const malformed = fail('status', 'MALFORMED_VALUE_ERROR', 'Its status list is not built as it should be.')
