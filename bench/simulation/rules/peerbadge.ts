import { withDefaults } from '../../../functions/domain/achievement/publish-achievement.ts'
import { isEligible } from '../../../functions/domain/endorsement/clauses/eligibility.ts'
import { decideThreshold } from '../../../functions/domain/endorsement/decide-threshold.ts'
import type { DecidedClaim, Decision, Rule } from '../../../functions/domain/endorsement/decision.ts'
import type { Endorsement } from '../../../functions/domain/endorsement/endorsement.ts'
import type { PolicyInput } from '../../../schemas/policy.ts'
import { isEndorsement, type Judgement, LEVELS, type OpenClaim, REQUIRED_LEVEL, type World } from '../world.ts'
import { communityFacts } from './community-facts.ts'
import { instantAt } from './instant-at.ts'
import { reviewQueue } from './review-queue.ts'
import type { RuleAtWork, Rulebook } from './rulebook.ts'

/** One required criterion with the levels that everybody's rule is played with. */
const RUBRIC: Rule['rubric'] = [
  {
    id: 'craft',
    name: 'Craft',
    levels: LEVELS.map((id) => ({ id, name: id })),
    requiredLevel: LEVELS[REQUIRED_LEVEL] ?? '',
  },
]

/**
 * A policy of this service: published with its defaults, decided by `decideThreshold` on facts that the service's own
 * functions take from the same summaries, with reviewers drawn by the service's own queue.
 */
export const peerbadge = (name: string, input: PolicyInput): Rulebook => ({
  name,
  open: (world) => playPolicy(world, { policy: withDefaults(input), rubric: RUBRIC }),
})

function playPolicy(world: World, rule: Rule): RuleAtWork {
  const { policy } = rule
  const facts = communityFacts(world)
  const queue = reviewQueue(world, rule, facts)
  const given = new Map<number, Endorsement[]>()
  const decided = new Map<number, { version: number; endorsements: number; decision: Decision }>()
  let number = 0

  const endorsementsOn = ({ plan }: OpenClaim): readonly Endorsement[] => given.get(plan.index) ?? []
  const toEndorsement = (claim: OpenClaim, judgement: Judgement): Endorsement => {
    const at = instantAt(judgement.at)
    number += 1
    const endorser = facts.personAt(judgement.reviewer)
    return {
      id: String(number).padStart(9, '0'),
      claimId: facts.claimIdOf(claim),
      endorserId: endorser.id,
      evidenceVersion: claim.version,
      version: 1,
      state: 'given',
      verdict: isEndorsement(judgement) ? 'endorse' : 'not-yet',
      ratings: { craft: LEVELS[judgement.level] ?? '' },
      consentToBeNamed: true,
      assurance: 'signed-in',
      givenAt: at,
      changedAt: at,
      facts: facts.of(endorser, claim, at, queue.hasDrawn(claim, judgement.reviewer)),
    }
  }
  const decideOn = (claim: OpenClaim, endorsements: readonly Endorsement[], now: number): Decision =>
    decideThreshold(rule, toDecided(claim, facts.personIdOf(claim.learner)), endorsements, instantAt(now))
  /** As it stands; decided once for as long as nothing is said: no endorsement gets too old within the year. */
  const standing = (claim: OpenClaim, now: number): Decision => {
    const endorsements = endorsementsOn(claim)
    const known = decided.get(claim.plan.index)
    if (known?.version === claim.version && known.endorsements === endorsements.length) return known.decision
    const decision = decideOn(claim, endorsements, now)
    decided.set(claim.plan.index, { version: claim.version, endorsements: endorsements.length, decision })
    return decision
  }

  return {
    // Where all who count are drawn, nobody else is asked to look.
    openToAll: (policy.independence?.minDrawn ?? 0) < policy.minEndorsers,
    mustGive: 0,
    versions: 1 + (policy.revisions ?? 99),
    opened: () => {},
    mayJudge: (person, claim) => isEligible(policy.eligibility, facts.memberFacts(person), instantAt(claim.plan.opens)),
    judged(claim, judgement) {
      const endorsement = toEndorsement(claim, judgement)
      const known = given.get(claim.plan.index)
      if (known) known.push(endorsement)
      else given.set(claim.plan.index, [endorsement])
      facts.record(claim, endorsement)
    },
    decide(claim, now) {
      const decision = standing(claim, now)
      if (decision.kind === 'met') facts.award(claim, decision.counted)
      return decision.kind === 'contested' ? 'pending' : decision.kind
    },
    wanted: (claim, now) => toWanted(standing(claim, now), policy.independence?.minDrawn),
    draw: (claim, count, now) => queue.draw(claim, count, now),
    recalled: (claim) => queue.recalled(claim),
    suggested: (claim, now) => (missingOf(standing(claim, now)).anchored > 0 ? facts.panel : []),
    lapsed: queue.lapsed,
    answered: queue.answered,
    known: {
      ringSize: policy.independence?.ringSize ?? (policy.independence?.reciprocityWindowDays === undefined ? 1 : 2),
      worth(accomplice, claim, now) {
        const before = standing(claim, now)
        const judgement = { reviewer: accomplice.index, at: now, level: REQUIRED_LEVEL, way: 'own-accord' } as const
        const after = decideOn(claim, [...endorsementsOn(claim), toEndorsement(claim, judgement)], now)
        return after.counted.length > before.counted.length ? 1 + stepsLeft(before) - stepsLeft(after) : 0
      },
      needed(claim, now) {
        const { endorsers, drawn, anchored, circles, opinions } = missingOf(standing(claim, now))
        return Math.max(endorsers - drawn, anchored, circles, opinions)
      },
    },
    closed: queue.closed,
  }
}

const toDecided = ({ learner, version }: OpenClaim, learnerPerson: string | undefined): DecidedClaim => ({
  learnerId: learner.id,
  collaborators: [],
  evidenceVersion: version,
  ...(learnerPerson === undefined ? {} : { learnerPerson }),
})

/** What a decision lacks, by what can be done about it. */
function missingOf({ missing }: Decision) {
  const lacks = { endorsers: 0, drawn: 0, anchored: 0, circles: 0, opinions: 0 }
  for (const one of missing) {
    if (one.clause === 'minEndorsers') lacks.endorsers = one.endorsers
    if (one.clause === 'minDrawn') lacks.drawn = one.endorsers
    if (one.clause === 'anchored') lacks.anchored = one.endorsers
    if (one.clause === 'minCircles') lacks.circles = one.circles
    if (one.clause === 'furtherOpinion' || one.clause === 'minEffectiveEndorsers') lacks.opinions = 1
  }
  return lacks
}

const stepsLeft = (decision: Decision): number => {
  const { endorsers, drawn, anchored, circles, opinions } = missingOf(decision)
  return (endorsers + drawn + anchored + circles + opinions) / 10
}

/** Where the rule wants people to be drawn, the queue brings further opinions too. */
function toWanted(decision: Decision, minDrawn: number | undefined) {
  const { endorsers, drawn, anchored, circles, opinions } = missingOf(decision)
  const all = Math.max(endorsers, drawn, anchored, circles, opinions)
  const further = endorsers === 0 && drawn === 0 && minDrawn !== undefined ? opinions : 0
  return { drawn: drawn + further, chosen: Math.max(0, all - drawn - further) }
}
