import type { Claim, LostSupport, StatusEntry } from '../domain/endorsement/claim.ts'
import { loseSupport, regainSupport, settleSupport, stillMeetsRule } from '../domain/endorsement/claim-living.ts'
import type { ClaimChange } from '../domain/endorsement/claim-transitions.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import { addMilliseconds } from '../domain/shared/instant.ts'
import { type CredentialStatus, RULE_REASONS } from '../domain/status/credential-status.ts'
import type { DueItem } from '../ports/due-store.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'
import { toClaimEvent } from './to-claim-event.ts'

/** By then the published list shows every change; the clock looks whether it does. */
const PUBLISHED_WITHIN_MILLISECONDS = 60_000

/**
 * Runs the rule of an issued badge again on what stands of its endorsements (clause `living`). When it is not met any more, the
 * learner first has time to gather others; then the badge is kept, suspended or revoked, as the rule says. What the rule suspended
 * is reinstated when it is met again; what a person did is left alone. A rule without the clause leaves every badge as it is.
 *
 * @returns whether nothing is left to do for now; false after a step, and when the claim changed meanwhile.
 */
export async function keepLiving(
  deps: IssuanceDeps,
  { rule }: IssuingContext,
  claim: Claim,
  endorsements: readonly Endorsement[],
): Promise<boolean> {
  const { living, livingGraceDays = 0 } = rule.policy
  const { support } = claim
  if (living === undefined) return true
  if (stillMeetsRule(rule, claim, endorsements)) {
    if (support === undefined) return true
    if (support.action === 'suspend') await reinstate(deps, claim)
    await apply(deps, regainSupport(claim))
    return false
  }
  if (support === undefined) {
    const change = loseSupport(claim, living, livingGraceDays, deps.now())
    await apply(deps, change, graceOf(change.to))
    return false
  }
  if (support.state === 'settled' || deps.now() < support.until) return true
  await settle(deps, claim, support)
  await apply(deps, settleSupport(claim, support))
  return false
}

const apply = (deps: IssuanceDeps, change: ClaimChange, due?: DueItem) =>
  deps.claims.apply(change, toClaimEvent(deps, change), { due, marksBadge: true })

const graceOf = ({ id: claimId, support }: Claim): DueItem | undefined =>
  support && { at: support.until, kind: 'living-grace', claimId, attempt: 0 }

/** What the rule says becomes of the badge, unless it was done for this loss before, or a person was first. */
async function settle(deps: IssuanceDeps, claim: Claim, { action, since }: LostSupport): Promise<void> {
  if (action === 'keep') return
  const standing = await deps.credentials.loadStatus(claim.credentialId)
  const isDone = standing?.history.some(({ by, at }) => by === 'rule' && at >= since)
  if (!standing || isDone || standing.status === 'revoked') return
  if (action === 'revoke') await change(deps, claim, 'revoked', standing.statusVersion)
  else if (standing.status === 'valid') await change(deps, claim, 'suspended', standing.statusVersion)
}

/** Only what the rule itself suspended last. */
async function reinstate(deps: IssuanceDeps, claim: Claim): Promise<void> {
  const standing = await deps.credentials.loadStatus(claim.credentialId)
  const last = standing?.history.at(-1)
  if (standing?.status === 'suspended' && last?.by === 'rule')
    await change(deps, claim, 'valid', standing.statusVersion)
}

/**
 * @throws A fault when a person changed the status in this very moment: everything is looked at again.
 */
async function change(deps: IssuanceDeps, claim: Claim, status: CredentialStatus, onlyFrom: number): Promise<void> {
  if (!claim.statusEntry) throw new Error(`claim ${claim.id} is issued without an entry in a status list`)
  const kind = status === 'revoked' ? 'revocation' : 'suspension'
  const entry: StatusEntry = status === 'revoked' ? claim.statusEntry : await deps.suspensionEntryOf(claim.statusEntry)
  const at = deps.now()
  const types = {
    revoked: 'credential.revoked',
    suspended: 'credential.suspended',
    valid: 'credential.reinstated',
  } as const
  const event = {
    id: deps.random.id(),
    type: types[status],
    at,
    community: claim.community,
    claimId: claim.id,
    data: { credentialId: claim.credentialId, ...entry },
  }
  const due: DueItem = { at: addMilliseconds(at, PUBLISHED_WITHIN_MILLISECONDS), kind, claimId: claim.id, attempt: 0 }
  const reason = RULE_REASONS[status === 'valid' ? 'met' : 'notMet']
  const changed = await deps.credentials.changeStatus(claim.credentialId, {
    claim,
    status,
    reason,
    at,
    by: 'rule',
    entry,
    event,
    due,
    onlyFrom,
  })
  if (!changed.ok) throw new Error(`badge ${claim.credentialId} is not ${status}: ${changed.error.code}`)
}
