import { type Member, personOf } from '../community/member.ts'
import type { Claim } from '../endorsement/claim.ts'
import { judgeEndorsements } from '../endorsement/decide-threshold.ts'
import type { Rule } from '../endorsement/decision.ts'
import type { Endorsement, EndorserFacts } from '../endorsement/endorsement.ts'
import type { Id } from '../shared/ids.ts'
import { addDays, type Instant } from '../shared/instant.ts'
import { readsOneOf } from './pools.ts'
import type { Reviewer } from './review-request.ts'
import { PAIR_WINDOW_DAYS } from './terms.ts'

/** Somebody found in a pool. */
export interface Sampled {
  readonly memberId: Id
  /** When they joined the community. */
  readonly since: Instant
}

/** Somebody in the line of those who might be drawn. */
export interface Waiting {
  readonly memberId: Id
  /** How many requests wait for them. */
  readonly load: number
}

/**
 * Those found who may be drawn at all, in the order in which they are: who has least waiting for them, then who was drawn
 * longest ago. Whoever was never drawn counts from when they joined, so that a crowd of new accounts stands at the end of
 * the line and not at its head.
 *
 * @param excluded  Whoever is not to be drawn whatever their load: learner, collaborators, those asked or heard before.
 * @param openLimit  How many requests may wait for one person.
 */
export function lineUp(
  sampled: readonly Sampled[],
  reviewers: ReadonlyMap<Id, Reviewer>,
  excluded: ReadonlySet<Id>,
  openLimit: number,
  now: Instant,
): readonly Waiting[] {
  const line = eachOnce(sampled).flatMap(({ memberId, since }) => {
    if (excluded.has(memberId)) return []
    const reviewer = reviewers.get(memberId)
    const load = reviewer?.open.length ?? 0
    if (load >= openLimit || isPaused(reviewer, now)) return []
    return { memberId, load, lastDrawnAt: reviewer?.drawnAt ?? since }
  })
  return line.sort((a, b) => a.load - b.load || (a.lastDrawnAt < b.lastDrawnAt ? -1 : 1))
}

/** Whoever was found in several pools, since when they are in the oldest. */
function eachOnce(sampled: readonly Sampled[]): readonly Sampled[] {
  const found = new Map<Id, Sampled>()
  for (const one of sampled) {
    const before = found.get(one.memberId)
    if (!before || one.since < before.since) found.set(one.memberId, one)
  }
  return [...found.values()]
}

/** Whether nothing is drawn for somebody now. */
export const isPaused = (reviewer: Pick<Reviewer, 'pausedUntil'> | undefined, now: Instant): boolean =>
  reviewer?.pausedUntil !== undefined && reviewer.pausedUntil > now

/** Somebody whose endorsement could count, with what is known of them. */
export interface Candidate extends Waiting {
  readonly member: Member
  readonly facts: EndorserFacts
  /** The challenge they have worked on: that of the claim, else one next to it. */
  readonly challengeId?: Id | undefined
}

/** What a person is drawn for. */
export interface DrawContext {
  readonly claim: Claim
  readonly rule: Rule
  /** Languages the judge should read one of; none means any. */
  readonly languages: readonly string[]
  readonly now: Instant
}

/**
 * Whether somebody may be drawn: an endorsement of theirs would count under the rule as far as it depends on who they are,
 * they read the language, and the learner has not just endorsed them. How sure the community would be of who they are is
 * seen only when they judge.
 */
export function mayBeDrawn({ member, facts }: Candidate, { claim, rule, languages, now }: DrawContext): boolean {
  if (member.community !== claim.community || !readsOneOf(member, languages)) return false
  const person = personOf(member)
  if (person === (claim.learnerPerson ?? claim.learnerId)) return false
  if (isPair(facts, rule, now)) return false
  const context = { ...rule, claim, now }
  return judgeEndorsements([bestCase(claim, member.id, rule, facts, now)], context).every(
    ({ reasons }) => reasons.length === 0,
  )
}

function isPair({ endorsedByLearnerAt }: EndorserFacts, { policy }: Rule, now: Instant): boolean {
  const days = policy.independence?.reciprocityWindowDays ?? PAIR_WINDOW_DAYS
  return endorsedByLearnerAt !== undefined && addDays(endorsedByLearnerAt, days) > now
}

/** The most favourable endorsement they could give: what then still keeps it from counting lies with who they are. */
const bestCase = (claim: Claim, endorserId: Id, { rubric }: Rule, facts: EndorserFacts, now: Instant): Endorsement => ({
  id: claim.id,
  claimId: claim.id,
  endorserId,
  evidenceVersion: claim.evidenceVersion,
  version: 1,
  state: 'given',
  verdict: 'endorse',
  ratings: Object.fromEntries(
    rubric.flatMap(({ id, levels }) => (levels.length > 0 ? [[id, levels.at(-1)?.id ?? '']] : [])),
  ),
  consentToBeNamed: false,
  assurance: 'own-key',
  givenAt: now,
  changedAt: now,
  facts: { ...facts, drawn: true },
})

/** Of the line, so many times as many as are wanted are looked at: the first part of it, in which what fits best decides. */
export const WINDOW = 3

/** How well somebody fits beyond being eligible. */
export interface Fit {
  readonly learnerSkills: readonly string[]
  readonly languages: readonly string[]
  /** Whether a licensed judge comes first: for a further opinion where others were far apart. */
  readonly licensedFirst: boolean
}

/**
 * Draws from the head of the line: never anyone with more waiting for them than is needed, then whoever fits best, then by
 * chance.
 *
 * @param eligible  In the order of the line, at most {@link WINDOW} times `wanted`.
 * @param order  A number for each of them at random.
 */
export function drawFrom(
  eligible: readonly Candidate[],
  wanted: number,
  fit: Fit,
  order: (index: number) => number,
): readonly Candidate[] {
  const highest = eligible[wanted - 1]?.load ?? Number.POSITIVE_INFINITY
  return eligible
    .slice(0, wanted * WINDOW)
    .filter(({ load }) => load <= highest)
    .map((candidate, index) => ({ candidate, score: scoreOf(candidate, fit), chance: order(index) }))
    .sort((a, b) => b.score - a.score || a.candidate.load - b.candidate.load || a.chance - b.chance)
    .slice(0, wanted)
    .map(({ candidate }) => candidate)
}

function scoreOf({ member, facts }: Candidate, { learnerSkills, languages, licensedFirst }: Fit): number {
  return (
    (licensedFirst && facts.licensed ? 8 : 0) +
    (facts.workedOnChallenge ? 4 : 0) +
    (complementarySkills(member, learnerSkills).length > 0 ? 2 : 0) +
    (languages.length > 0 && member.languages.length > 0 ? 1 : 0)
  )
}

/** What somebody can do that the learner does not say of themself. */
export const complementarySkills = (
  { skills }: Pick<Member, 'skills'>,
  learnerSkills: readonly string[],
): readonly string[] => skills.filter((skill) => !learnerSkills.includes(skill))
