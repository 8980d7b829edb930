import type { AchievementDraft, RubricCriterion } from '../../../schemas/achievement.ts'
import type { Eligibility, ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'
import type { FieldError } from '../shared/refusal.ts'
import { findNeverHeld, type WaysToEndorse } from './can-be-held.ts'
import { DEFAULT_POLICY } from './presets.ts'

/** What a rule needs to know of where it is published. */
export interface PolicySurroundings {
  readonly achievementId: Id
  /** Whether an earlier version was published, so that somebody may hold the badge. */
  readonly publishedBefore: boolean
  readonly draft: AchievementDraft
  /** How many members the founding panel has. */
  readonly foundingPanel: number
  /** Whether a licence for the challenge can be earned; absent when that is not known. */
  readonly calibrated?: boolean | undefined
  /** Who may endorse the achievements whose holders the draft asks for, and so on. @default not known: anybody */
  readonly otherWays?: WaysToEndorse | undefined
}

/**
 * The clauses by which a rule can never be met, or that contradict each other, each by its place in the draft. A rule that
 * is only hard to meet has none.
 *
 * @param policy  With its defaults written out.
 */
export const findImpossibleClauses = (
  policy: ThresholdPolicy,
  surroundings: PolicySurroundings,
): readonly FieldError[] => [
  ...findMoreThanMinimum(policy),
  ...findUnreachable(policy, surroundings),
  ...findClosedWays(policy.eligibility, surroundings),
  ...findContradictions(policy),
  ...findIdleSpread(surroundings),
]

const at = (clause: string, detail: string): FieldError => ({ pointer: `/policy/${clause}`, detail })

/** The minimum says how many count; what is asked of those cannot be asked of more. */
const findMoreThanMinimum = ({ minEndorsers, independence, anchored }: ThresholdPolicy): readonly FieldError[] =>
  (
    [
      ['anchored', anchored],
      ['independence/minCircles', independence?.minCircles],
      ['independence/minDrawn', independence?.minDrawn],
      ['independence/minEffectiveEndorsers', independence?.minEffectiveEndorsers],
    ] as const
  ).flatMap(([clause, asked]) =>
    (asked ?? 0) > minEndorsers
      ? [at(clause, `asks for ${asked} where minEndorsers is ${minEndorsers}: raise that, or ask for fewer here`)]
      : [],
  )

const findUnreachable = (
  { anchored }: ThresholdPolicy,
  { foundingPanel }: PolicySurroundings,
): readonly FieldError[] =>
  (anchored ?? 0) > 0 && foundingPanel === 0
    ? [at('anchored', 'the community has named no founding panel, so nobody is reached from it: name one first')]
    : []

function findClosedWays(ways: readonly Eligibility[], surroundings: PolicySurroundings): readonly FieldError[] {
  const closed = ways.map((way, index) => findClosedWay(way, `eligibility/${index}`, surroundings))
  const left = ways.map((way, index) => (closed[index]?.length === 0 ? way : undefined))
  return [...closed.flat(), ...findNoFirstHolder(left, surroundings)]
}

function findClosedWay(
  way: Eligibility,
  place: string,
  { draft: { challenge }, calibrated }: PolicySurroundings,
): readonly FieldError[] {
  switch (way.kind) {
    case 'same-challenge':
    case 'challenge-badge':
      return challenge === undefined ? [at(place, 'the achievement belongs to no challenge')] : []
    case 'licence':
      if (challenge === undefined) return [at(place, 'the achievement belongs to no challenge')]
      return calibrated === false ? [at(place, 'the challenge has no calibration by which to earn a licence')] : []
    case 'holds':
    case 'any-member':
    case 'role':
    case 'member-for':
      return []
  }
}

/**
 * Nobody can endorse where only holders may, and each of those achievements waits for a holder of the others.
 *
 * @param ways  Each at its place; those left out are closed for another reason.
 */
function findNoFirstHolder(
  ways: readonly (Eligibility | undefined)[],
  { achievementId, publishedBefore, otherWays = new Map() }: PolicySurroundings,
): readonly FieldError[] {
  const left = ways.filter((way) => way !== undefined)
  if (publishedBefore || !findNeverHeld(new Map([...otherWays, [achievementId, left]])).has(achievementId)) return []
  return ways.flatMap((way, index) =>
    way?.kind === 'holds'
      ? [
          at(
            `eligibility/${index}/achievement`,
            way.achievement === achievementId
              ? 'only holders of this achievement may endorse it, and there is none'
              : 'only its holders may endorse, and nobody can come to hold it: that again takes a holder of what has none',
          ),
        ]
      : [],
  )
}

function findContradictions(policy: ThresholdPolicy): readonly FieldError[] {
  const { objectionHours = 0, claimDays, endorsementDays, blindness, minAssurance, independence } = policy
  const outlives = (days: number | undefined) => days !== undefined && objectionHours > days * 24
  return [
    ...(outlives(claimDays) ? [at('objectionHours', 'lasts longer than a claim, which claimDays ends')] : []),
    ...(outlives(endorsementDays)
      ? [at('objectionHours', 'lasts longer than an endorsement counts, which endorsementDays says')]
      : []),
    ...(blindness === 'anonymous' && minAssurance === 'own-key'
      ? [at('blindness', 'whoever signs with a key of their own, as minAssurance asks, is not anonymous')]
      : []),
    ...(independence?.shareFromEndorsements !== undefined && independence.maxSharePerEndorser === undefined
      ? [
          at(
            'independence/shareFromEndorsements',
            'says from when a share matters that maxSharePerEndorser does not set',
          ),
        ]
      : []),
  ]
}

/** What a draft itself says of a spread that no rating can have; the default may wait for a longer rubric. */
function findIdleSpread({ draft: { policy, rubric = [] } }: PolicySurroundings): readonly FieldError[] {
  const maxSpread = policy?.disagreement?.maxSpread
  if (maxSpread === undefined || maxSpread === DEFAULT_POLICY.disagreement.maxSpread) return []
  const widest = Math.max(0, ...rubric.map(widestSpread))
  return maxSpread >= widest
    ? [at('disagreement/maxSpread', `ratings of a required criterion are never further apart than ${widest}`)]
    : []
}

const widestSpread = ({ levels, requiredLevel }: RubricCriterion): number =>
  requiredLevel === undefined ? 0 : levels.length - 1
