import type { Claim } from '../domain/endorsement/claim.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { SignedEndorsement } from '../ports/credential-store.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { signEndorsements } from './sign-endorsements.ts'

/** Whether an endorsement is one that is signed: given, and not taken back. */
export const isGiven = ({ verdict, state }: Endorsement): boolean => verdict === 'endorse' && state === 'given'

/** Whether the service signs it for the endorser; who signed with their own key brought the signed form along. */
export const isSignedHere = ({ assurance }: Endorsement): boolean => assurance !== 'own-key'

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
  const given = endorsements.filter(isGiven)
  const kept = await deps.signedEndorsements.load(claim.id, claim.evidenceVersion)
  const key = (id: string, version: number) => `${id}#${version}`
  const byVersion = new Map(kept.map((one) => [key(one.endorsementId, one.version), one]))
  const missing = given.filter(({ id, version }) => !byVersion.has(key(id, version)))
  const lost = missing.find((endorsement) => !isSignedHere(endorsement))
  if (lost) throw new Error(`endorsement ${lost.id} came signed, and what was signed is gone`)
  for (const one of await signEndorsements(deps, context, claim, missing))
    byVersion.set(key(one.endorsementId, one.version), one)
  return given
    .flatMap(({ id, version }) => byVersion.get(key(id, version)) ?? [])
    .sort((a, b) => (a.endorsementId < b.endorsementId ? -1 : 1))
}
