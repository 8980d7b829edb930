import type { DecidedClaim, Rule } from '../../../../functions/domain/endorsement/decision.ts'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import type { Missing, UncountedReason } from '../../../../schemas/decision.ts'
import type { Eligibility } from '../../../../schemas/policy.ts'

interface Short {
  readonly id: string
  readonly reason: UncountedReason
}

/**
 * The decision as the first version of this service made it, written once more and apart: what was published under it must be
 * decided so for ever. It knows nothing of independence, anchoring, spread, objections and attainment.
 */
export function decideAtFirst(
  { policy, rubric }: Rule,
  claim: DecidedClaim,
  given: readonly Endorsement[],
  now: string,
) {
  const day = 86_400_000
  const time = (instant: string) => Date.parse(instant)
  const strength = ['asserted', 'signed-in', 'own-key']

  const newest = new Map<string, Endorsement>()
  for (const one of [...given].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const seen = newest.get(one.endorserId)
    const order = (e: Endorsement) => [
      Number(e.evidenceVersion === claim.evidenceVersion),
      e.evidenceVersion,
      e.version,
      time(e.changedAt),
    ]
    const isNewer =
      seen === undefined ||
      order(one).reduce((verdict, value, index) => verdict || value - (order(seen)[index] ?? 0), 0) >= 0
    if (isNewer) newest.set(one.endorserId, one)
  }

  const fits = (way: Eligibility, { facts, changedAt }: Endorsement): boolean => {
    if (way.kind === 'any-member') return true
    if (way.kind === 'role') return way.roles.includes(facts.role)
    if (way.kind === 'holds') return facts.holds.includes(way.achievement)
    if (way.kind === 'member-for') return time(changedAt) - time(facts.memberSince) >= way.days * day
    if (way.kind === 'same-challenge') return facts.workedOnChallenge ?? false
    return (way.kind === 'challenge-badge' ? facts.holdsChallengeBadge : facts.licensed) ?? false
  }

  const judged = [...newest.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((endorsement) => {
      const { endorserId, state, verdict, ratings, assurance, changedAt } = endorsement
      const short = rubric.flatMap(({ id, levels, requiredLevel }): readonly Short[] => {
        if (requiredLevel === undefined || verdict !== 'endorse') return []
        const names = levels.map((level) => level.id)
        const rating = Object.hasOwn(ratings, id) ? ratings[id] : undefined
        if (rating === undefined) return [{ id, reason: 'criterion_not_rated' }]
        const below = names.indexOf(rating) < names.indexOf(requiredLevel)
        return below ? [{ id, reason: 'below_required_level' }] : []
      })
      const old = policy.endorsementDays !== undefined && time(changedAt) + policy.endorsementDays * day < time(now)
      const weak = strength.indexOf(assurance) < strength.indexOf(policy.minAssurance ?? 'asserted')
      const reasons: readonly (UncountedReason | false)[] = [
        endorserId === claim.learnerId && 'own_claim',
        claim.collaborators.includes(endorserId) && 'collaborator',
        state !== 'given' && 'withdrawn',
        endorsement.evidenceVersion !== claim.evidenceVersion && 'other_evidence_version',
        !policy.eligibility.some((way) => fits(way, endorsement)) && 'not_eligible',
        weak && 'assurance_too_low',
        old && 'too_old',
        verdict !== 'endorse' && 'verdict_not_endorse',
        ...short.map(({ reason }) => reason),
      ]
      return {
        endorsement,
        reasons: [...new Set(reasons.filter((reason) => reason !== false))],
        criteria: short.map(({ id }) => id),
      }
    })

  const counted = judged.filter(({ reasons }) => reasons.length === 0)
  const notYet = judged.filter(
    ({ endorsement, reasons }) => endorsement.verdict === 'not-yet' && reasons.join() === 'verdict_not_endorse',
  )
  const lacking = Math.max(0, policy.minEndorsers - counted.length)
  const revise = policy.disagreement !== undefined && notYet.length >= policy.disagreement.notYetForRevision
  const unfit = ['own_claim', 'collaborator', 'withdrawn', 'other_evidence_version', 'verdict_not_endorse']
  const held = judged.filter(({ reasons }) => !reasons.some((reason) => unfit.includes(reason)))
  const because = (reason: UncountedReason) => held.filter(({ reasons }) => reasons.includes(reason)).length
  const blamed = [
    { clause: 'eligibility' as const, endorsers: because('not_eligible') },
    { clause: 'minAssurance' as const, endorsers: because('assurance_too_low') },
    { clause: 'endorsementDays' as const, endorsers: because('too_old') },
    ...[...new Set(held.flatMap(({ criteria }) => criteria))].sort().map((criterion) => ({
      clause: 'requiredLevel' as const,
      criterion,
      endorsers: held.filter(({ criteria }) => criteria.includes(criterion)).length,
    })),
  ].filter(({ endorsers }) => endorsers > 0)
  const missing: readonly Missing[] = [
    ...(revise
      ? [
          {
            clause: 'disagreement' as const,
            notYet: notYet.length,
            criteria: [...new Set(notYet.flatMap(({ endorsement }) => endorsement.criterion ?? []))].sort(),
          },
        ]
      : []),
    ...(lacking > 0 ? [{ clause: 'minEndorsers' as const, endorsers: lacking }, ...blamed] : []),
  ]
  return {
    kind: revise ? 'revise' : lacking > 0 ? 'pending' : 'met',
    evidenceVersion: claim.evidenceVersion,
    counted: counted.map(({ endorsement }) => endorsement),
    uncounted: judged.filter(({ reasons }) => reasons.length > 0),
    required: policy.minEndorsers,
    notYet: notYet.length,
    missing,
  }
}
