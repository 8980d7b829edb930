import type { Missing, UncountedReason } from '../../../../schemas/decision.ts'
import type { JudgedEndorsement, WholeClause } from '../decision.ts'
import type { Endorsement } from '../endorsement.ts'
import { INDEPENDENCE_REASONS } from '../independence-reasons.ts'

/** The endorsements that count, in the order of their ids. */
export const countingOf = (judged: readonly JudgedEndorsement[]): readonly Endorsement[] =>
  judged.filter(({ reasons }) => reasons.length === 0).map(({ endorsement }) => endorsement)

/** Clause `minEndorsers`: how many distinct endorsers must count, and which other clause keeps those given from it. */
export const minEndorsers: WholeClause = (judged, { policy }) => {
  const counting = countingOf(judged).length
  if (counting >= policy.minEndorsers) return undefined
  return {
    kind: 'pending',
    missing: [{ clause: 'minEndorsers', endorsers: policy.minEndorsers - counting }, ...heldBack(judged)],
  }
}

const VOID: readonly UncountedReason[] = [
  'own_claim',
  'collaborator',
  'withdrawn',
  'other_evidence_version',
  'verdict_not_endorse',
]

function heldBack(judged: readonly JudgedEndorsement[]): readonly Missing[] {
  const endorsing = endorsingOf(judged)
  const kept = (reason: UncountedReason) => endorsing.filter(({ reasons }) => reasons.includes(reason)).length
  const byClause = (
    [
      ['eligibility', 'not_eligible'],
      ['minAssurance', 'assurance_too_low'],
      ['endorsementDays', 'too_old'],
    ] as const
  ).flatMap(([clause, reason]) => {
    const endorsers = kept(reason)
    return endorsers > 0 ? [{ clause, endorsers }] : []
  })
  const criteria = [...new Set(endorsing.flatMap((one) => one.criteria))].sort()
  const byCriterion = criteria.map((criterion) => ({
    clause: 'requiredLevel' as const,
    criterion,
    endorsers: endorsing.filter((one) => one.criteria.includes(criterion)).length,
  }))
  return [...byClause, ...byCriterion, ...heldBackByIndependence(endorsing)]
}

/** How many endorsements each reason of the clause `independence` keeps from counting. */
export const heldBackByIndependence = (judged: readonly JudgedEndorsement[]): readonly Missing[] =>
  INDEPENDENCE_REASONS.flatMap((reason) => {
    const endorsers = endorsingOf(judged).filter(({ reasons }) => reasons.includes(reason)).length
    return endorsers > 0 ? [{ clause: 'independence' as const, reason, endorsers }] : []
  })

const endorsingOf = (judged: readonly JudgedEndorsement[]): readonly JudgedEndorsement[] =>
  judged.filter(({ reasons }) => !reasons.some((reason) => VOID.includes(reason)))
