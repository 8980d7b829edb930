import { type Assertion, CryptographicKeySchema, type IssuerProfile } from '../../schemas/assertion.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { fail, pass, skip } from './check.ts'
import { type BuiltAssertion, checkAssertionBuild } from './check-assertion-build.ts'
import { checkRevocation } from './check-assertion-revocation.ts'
import type { PresentedAssertion } from './find-assertion.ts'
import { asList } from './json.ts'
import { idOf, loadObject } from './load-badge-object.ts'
import type { Verification } from './verification.ts'

/** An issuer that lists more keys would only cost time. */
const MAX_KEYS = 10

/**
 * Checks a signed assertion: by a key that its issuer's own profile lists, and that names that issuer as its owner. A key
 * that only the assertion names counts for nothing.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#SignedBadge
 */
export async function checkSignedAssertion(
  verification: Verification,
  { document, jws }: Required<PresentedAssertion>,
): Promise<BuiltAssertion> {
  const built = await checkAssertionBuild(verification, document)
  const { assertion, issuer } = built
  if (!assertion || !issuer) return { ...built, checks: [...built.checks, keyNotReached] }
  const signature = await checkSignature(verification, { assertion, issuer, jws })
  const revocation = await checkRevocation(verification, assertion, issuer)
  return { ...built, checks: [...built.checks, ...signature, revocation] }
}

const keyNotReached = skip(
  'proof',
  'KEY_UNRESOLVABLE',
  'The signature was not checked, since the profile that lists the keys of the issuer could not be read.',
)

interface ToCheck {
  readonly assertion: Assertion
  readonly issuer: IssuerProfile
  readonly jws: string
}

async function checkSignature(
  verification: Verification,
  { assertion, issuer, jws }: ToCheck,
): Promise<readonly VerificationCheck[]> {
  const listed = asList(issuer.publicKey)
  const creator = idOf(assertion.verification.creator)
  const named = creator === undefined ? listed : listed.filter((key) => idOf(key) === creator)
  if (named.length === 0) return [creator === undefined ? noKeys : unbound]
  const keys = await Promise.all(named.slice(0, MAX_KEYS).map((key) => loadKey(verification, key, issuer.id)))
  const codes: string[] = []
  for (const key of keys) {
    if (typeof key !== 'object') continue
    const verdict = await verification.assertionSignatures.verify(jws, key.publicKeyPem)
    if (verdict.ok) return HOLDS
    codes.push(verdict.code)
  }
  if (keys.includes('unavailable')) return [keyElsewhere]
  const [code] = codes
  return [code === undefined ? unbound : doesNotHold(code)]
}

type FoundKey = { readonly publicKeyPem: string } | 'unavailable' | 'none'

/** A key that stands in the profile itself need not say whose it is. */
async function loadKey(verification: Verification, reference: unknown, issuerId: string): Promise<FoundKey> {
  const embedded = CryptographicKeySchema.safeParse(reference).data
  if (embedded) return isOwnedBy(embedded.owner ?? issuerId, issuerId) ? embedded : 'none'
  const loaded = await loadObject(verification, idOf(reference) ?? '', true)
  if (loaded.kind === 'unavailable') return 'unavailable'
  const key = loaded.kind === 'found' ? CryptographicKeySchema.safeParse(loaded.value).data : undefined
  return key && isOwnedBy(key.owner, issuerId) ? key : 'none'
}

const isOwnedBy = (owner: unknown, issuerId: string): boolean => idOf(owner) === issuerId

const HOLDS = [
  pass('proof', 'The signature holds: nothing was changed since it was signed.'),
  pass('issuer', 'The signing key belongs to the issuer named in the document.'),
]

const noKeys = fail(
  'issuer',
  'KEY_MISSING',
  'The issuer named in the document publishes no key to sign with.',
  '/badge/issuer',
)

const unbound = fail(
  'issuer',
  'ISSUER_KEY_UNBOUND',
  'The key that signed does not belong to the issuer named in the document.',
  '/verification/creator',
)

const keyElsewhere = skip(
  'issuer',
  'KEY_UNRESOLVABLE',
  "The issuer's key is published elsewhere and could not be had from there. Whether the signature holds is unknown.",
  '/verification/creator',
)

const doesNotHold = (code: string) =>
  fail('proof', code, 'The signature does not hold: the document was changed, or was never signed so.')
