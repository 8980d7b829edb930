import type { Assertion } from '../../schemas/assertion.ts'
import type { VerificationCheck, VerificationReport } from '../../schemas/verification-report.ts'
import { type Instant, toEpochMilliseconds } from '../domain/shared/instant.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, outcomeOf, pass, skip, warn } from './check.ts'
import type { BuiltAssertion } from './check-assertion-build.ts'
import { checkHostedAssertion } from './check-hosted-assertion.ts'
import { checkSignedAssertion } from './check-signed-assertion.ts'
import type { PresentedAssertion } from './find-assertion.ts'
import { findIssuerFacts } from './issuer-facts.ts'
import { asList, asText, isJsonObject } from './json.ts'
import { idOf } from './load-badge-object.ts'
import type { Verification } from './verification.ts'

/**
 * Verifies an assertion of Open Badges 2.0, hosted or signed, by the rules of that standard, in the order of the newer one. It
 * is always said that the standard is an older one.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#verification
 */
export async function verifyAssertion(
  verification: Verification,
  { document, jws }: PresentedAssertion,
): Promise<VerificationReport> {
  const { assertion, badgeClass, issuer, issuerAt, checks } = await checkByKind(verification, document, jws)
  const objects = [assertion ?? document, badgeClass ?? {}, issuer ?? {}]
  const found = [
    pass('parse', jws === undefined ? 'The document is one assertion.' : 'The document is one JWT of an assertion.'),
    older,
    ...(assertion && badgeClass && issuer ? [wellBuilt] : []),
    ...checks,
    ...(assertion ? [checkDates(assertion, verification.at)] : []),
    checkEndorsements(objects),
  ]
  const isProven = checks.some(({ id, status }) => id === 'issuer' && status === 'pass')
  return {
    outcome: outcomeOf(found),
    standard: 'open-badges-2.0',
    checks: inOrder(found).map((check) => ({ ...check, spec: specOf(check, jws !== undefined) })),
    credential: summarise(assertion ?? document, badgeClass, issuer),
    endorsements: [],
    ...(issuer && isProven
      ? { issuer: await findIssuerFacts(verification, { ...issuer, publishedAt: issuerAt }) }
      : {}),
  }
}

const older = warn(
  'conformance',
  'OPEN_BADGES_2',
  'This badge follows the older standard Open Badges 2.0, and was checked by the rules of that.',
  '/@context',
)

const wellBuilt = pass('conformance', 'The document is an Open Badges 2.0 assertion.')

/** How an assertion says that it is to be verified, with the older names. */
function checkByKind(
  verification: Verification,
  document: JsonObject,
  jws: string | undefined,
): Promise<BuiltAssertion> | BuiltAssertion {
  const declared = document['verification'] ?? document['verify']
  const types = asList(isJsonObject(declared) ? declared['type'] : undefined)
  if (types.some((type) => type === 'HostedBadge' || type === 'hosted'))
    return checkHostedAssertion(verification, document)
  if (!types.some((type) => type === 'SignedBadge' || type === 'signed'))
    return { checks: [types.length === 0 ? undeclared : unknownKind] }
  return jws === undefined ? { checks: [unsigned] } : checkSignedAssertion(verification, { document, jws })
}

const undeclared = fail(
  'conformance',
  'SCHEMA',
  'The assertion lacks something that Open Badges 2.0 requires, or holds it in another form.',
  '/verification/type',
)

const unknownKind = skip(
  'proof',
  'PROOF_TYPE_UNKNOWN',
  'The document is to be verified in a way that this service does not know.',
  '/verification/type',
)

const unsigned = fail(
  'proof',
  'PROOF_MISSING',
  'The document says that it is signed, and came without a signature.',
  '/verification',
)

function checkDates({ issuedOn, expires }: Assertion, at: Instant): VerificationCheck {
  const now = toEpochMilliseconds(at)
  if (now < Date.parse(issuedOn))
    return fail('dates', 'NOT_YET_VALID', `It is valid only from ${issuedOn} on.`, '/issuedOn')
  if (expires === undefined) return pass('dates', `Valid since ${issuedOn}, without an end.`)
  return now > Date.parse(expires)
    ? fail('dates', 'EXPIRED', `It was valid until ${expires}.`, '/expires')
    : pass('dates', `Valid until ${expires}.`)
}

/** They are assertions of their own, about which the badge's issuer says nothing. */
const checkEndorsements = (objects: readonly JsonObject[]): VerificationCheck =>
  objects.some((object) => asList(object['endorsement']).length > 0)
    ? warn(
        'endorsements',
        'ENDORSEMENTS_NOT_CHECKED',
        'It carries endorsements of Open Badges 2.0, which were not checked.',
      )
    : pass('endorsements', 'It carries no endorsements.')

function summarise(
  assertion: JsonObject,
  badgeClass: JsonObject | undefined,
  issuer: JsonObject | undefined,
): VerificationReport['credential'] {
  const badge = badgeClass ?? assertion['badge']
  const issuedBy = issuer ?? (isJsonObject(badge) ? badge['issuer'] : undefined)
  const nameOf = (object: unknown) => (isJsonObject(object) ? asText(object['name']) : undefined)
  const members = {
    id: asText(assertion['id']),
    name: nameOf(badge),
    issuer: idOf(issuedBy),
    issuerName: nameOf(issuedBy),
    achievement: idOf(badge),
    awardedDate: asText(assertion['issuedOn']),
    validFrom: asText(assertion['issuedOn']),
    validUntil: asText(assertion['expires']),
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

const ORDER: readonly VerificationCheck['id'][] = [
  'parse',
  'conformance',
  'proof',
  'issuer',
  'status',
  'dates',
  'endorsements',
]

const inOrder = (checks: readonly VerificationCheck[]): readonly VerificationCheck[] =>
  ORDER.flatMap((id) => checks.filter((check) => check.id === id))

const SPEC = 'https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html'

/** Where the older standard has the rule. */
function specOf({ id }: VerificationCheck, isSigned: boolean): string {
  switch (id) {
    case 'conformance':
      return `${SPEC}#data-validation`
    case 'proof':
    case 'issuer':
      return `${SPEC}#${isSigned ? 'SignedBadge' : 'HostedBadge'}`
    case 'status':
      return `${SPEC}#${isSigned ? 'RevocationList' : 'HostedBadge'}`
    case 'endorsements':
      return `${SPEC}#Endorsement`
    case 'recipient':
      return `${SPEC}#IdentityObject`
    case 'parse':
    case 'refresh':
    case 'dates':
    case 'award':
      return `${SPEC}#Assertion`
  }
}
