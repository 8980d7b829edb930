import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { isInScope } from './assertion-scope.ts'
import { fail, pass, skip, warn } from './check.ts'
import { type BuiltAssertion, checkAssertionBuild } from './check-assertion-build.ts'
import { asList, asText, isJsonObject } from './json.ts'
import { idOf, loadObject } from './load-badge-object.ts'
import type { Verification } from './verification.ts'

/**
 * Checks a hosted assertion: what counts is what is published at its id, which must be an address of its issuer's. What was
 * presented only names that address, and must say the same.
 *
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#HostedBadge
 */
export async function checkHostedAssertion(verification: Verification, presented: JsonObject): Promise<BuiltAssertion> {
  const id = asText(presented['id']) ?? ''
  const loaded = await loadObject(verification, id, false)
  if (loaded.kind !== 'found') return { checks: [NOT_FOUND[loaded.kind]] }
  if (loaded.value['revoked'] === true) return { checks: [takenBack] }
  const built = await checkAssertionBuild(verification, loaded.value)
  return {
    ...built,
    checks: [
      ...built.checks,
      ...comparePublished(presented, loaded.value, built),
      ...checkScope(built, loaded.at ?? id),
      notRevoked,
    ],
  }
}

const takenBack = fail('status', 'REVOKED', 'The issuer has taken this badge back.')

const NOT_FOUND = {
  gone: takenBack,
  absent: fail(
    'proof',
    'ASSERTION_NOT_FOUND',
    'The issuer publishes no badge at the address this one names as its own.',
    '/id',
  ),
  other: fail(
    'proof',
    'ASSERTION_NOT_FOUND',
    'What is published at the address this badge names as its own is not this badge.',
    '/id',
  ),
  unavailable: skip(
    'proof',
    'ASSERTION_UNREACHABLE',
    'Whether its issuer publishes this badge is unknown: what is at its address could not be had.',
    '/id',
  ),
} as const

const notRevoked = pass('status', 'Its issuer publishes it, and does not say that it was taken back.')

/** @param at  The address that answered: one that was led elsewhere is as good as who leads there. */
function checkScope({ assertion, badgeClass, issuer }: BuiltAssertion, at: string): readonly VerificationCheck[] {
  if (!assertion || !badgeClass || !issuer) return []
  const isOfIssuer = (address: string) => isInScope(issuer, { assertion: address, badgeClass: badgeClass.id })
  if (!isOfIssuer(assertion.id))
    return [
      fail(
        'issuer',
        'ASSERTION_OUT_OF_SCOPE',
        'It is published where the issuer named in it does not publish badges.',
        '/id',
      ),
    ]
  return new URL(at).origin === new URL(assertion.id).origin || isOfIssuer(at)
    ? [pass('issuer', 'It is published where the issuer named in it publishes its badges.')]
    : [
        skip(
          'issuer',
          'ASSERTION_REDIRECTED',
          'Its address leads to another site. Whether the issuer named in it has a say there is unknown.',
          '/id',
        ),
      ]
}

/** What makes it this badge, for this person. */
const ESSENTIALS: Readonly<Record<string, (document: JsonObject) => unknown>> = {
  '/recipient': ({ recipient }) => recipientOf(recipient),
  '/badge': ({ badge }) => idOf(badge),
  '/issuedOn': ({ issuedOn }) => instantOf(issuedOn),
  '/expires': ({ expires }) => instantOf(expires),
}

function comparePublished(
  presented: JsonObject,
  published: JsonObject,
  { badgeClass }: BuiltAssertion,
): readonly VerificationCheck[] {
  const [differing] = Object.entries(ESSENTIALS).filter(([, read]) => read(presented) !== read(published))
  const pointer = differing?.[0] ?? (isCopyOf(presented['badge'], badgeClass) ? undefined : '/badge')
  if (pointer !== undefined)
    return [
      fail(
        'proof',
        'ASSERTION_DIFFERS',
        'Its issuer publishes this badge with another content than what was presented.',
        pointer,
      ),
    ]
  const same = pass('proof', 'Its issuer publishes this badge, with this content.')
  return sameJson(withoutCopies(presented), withoutCopies(published))
    ? [same]
    : [
        same,
        warn(
          'proof',
          'ASSERTION_DETAILS_DIFFER',
          'Its issuer publishes this badge with other details. What is published counts, and this report is of that.',
        ),
      ]
}

/** A copy of the badge class that came along must name the same achievement, by the same issuer. */
const isCopyOf = (copy: unknown, badgeClass: BuiltAssertion['badgeClass']): boolean =>
  !isJsonObject(copy) ||
  !badgeClass ||
  ((copy['name'] === undefined || copy['name'] === badgeClass.name) &&
    (copy['issuer'] === undefined || idOf(copy['issuer']) === idOf(badgeClass.issuer)))

function recipientOf(recipient: unknown): unknown {
  if (!isJsonObject(recipient)) return undefined
  const { type, identity, hashed, salt = '' } = recipient
  return JSON.stringify([type, identity, hashed, salt].map((member) => (typeof member === 'object' ? '' : member)))
}

const instantOf = (date: unknown): unknown => (typeof date === 'string' ? Date.parse(date) || date : date)

/** A copy of the badge class may stand in one and not in the other. */
const withoutCopies = ({ badge, image: _image, '@context': context, ...rest }: JsonObject): JsonObject => ({
  ...rest,
  '@context': asList(context),
  badge: idOf(badge),
})

const MAX_DEPTH = 64

/** Deeper than any assertion is, nothing is the same. */
function sameJson(one: unknown, other: unknown, depth = 0): boolean {
  if (Object.is(one, other)) return true
  if (depth > MAX_DEPTH) return false
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((entry, index) => sameJson(entry, other[index], depth + 1))
  if (!isJsonObject(one) || !isJsonObject(other)) return false
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameJson(one[name], other[name], depth + 1))
  )
}
