import type { Claim } from '../domain/endorsement/claim.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { SignedEndorsement } from '../ports/credential-store.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { signEndorsements } from './sign-endorsements.ts'

/**
 * The signed form of every given `endorse` among `endorsements`, in the order of ids; signs those not signed yet. Safe to
 * repeat.
 *
 * @param endorsements  Of the claim's current evidence version.
 */
export async function signedForms(
  deps: IssuanceDeps,
  context: IssuingContext,
  claim: Claim,
  endorsements: readonly Endorsement[],
): Promise<readonly SignedEndorsement[]> {
  const given = endorsements.filter(({ verdict, state }) => verdict === 'endorse' && state === 'given')
  const kept = await deps.signedEndorsements.load(claim.id, claim.evidenceVersion)
  const key = (id: string, version: number) => `${id}#${version}`
  const byVersion = new Map(kept.map((one) => [key(one.endorsementId, one.version), one]))
  const missing = given.filter(({ id, version }) => !byVersion.has(key(id, version)))
  for (const one of await signEndorsements(deps, context, claim, missing))
    byVersion.set(key(one.endorsementId, one.version), one)
  return given
    .flatMap(({ id, version }) => byVersion.get(key(id, version)) ?? [])
    .sort((a, b) => (a.endorsementId < b.endorsementId ? -1 : 1))
}
