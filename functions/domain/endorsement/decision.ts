import type { RubricCriterion } from '../../../schemas/achievement.ts'
import type { Missing, UncountedReason } from '../../../schemas/decision.ts'
import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Id } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import type { Endorsement } from './endorsement.ts'

/** The rule of one published version: its policy and the rubric the policy's levels refer to. */
export interface Rule {
  readonly policy: ThresholdPolicy
  readonly rubric: readonly RubricCriterion[]
}

/** What a decision reads of a claim. */
export interface DecidedClaim {
  readonly learnerId: Id
  readonly collaborators: readonly Id[]
  readonly evidenceVersion: number
  /** Who the learner is to the community, when they have more than one account. */
  readonly learnerPerson?: Id | undefined
  /** Set while an objection is being settled. */
  readonly objection?: 'raised' | undefined
  /** What this service itself has recorded of the learner, of badges given without endorsement. */
  readonly attained?: ThresholdPolicy['attainment'] | undefined
  /** Of award records, which leave out what is not public: a further opinion was asked for, and given there. */
  readonly furtherOpinionGiven?: true | undefined
}

/** Everything a clause may read beside the endorsement at hand. */
export interface ClauseContext extends Rule {
  readonly claim: DecidedClaim
  readonly now: Instant
}

/** An endorsement with the reasons that keep it from counting; none means it counts. */
export interface JudgedEndorsement {
  readonly endorsement: Endorsement
  readonly reasons: readonly UncountedReason[]
  /** For `below_required_level` and `criterion_not_rated`: the criteria. */
  readonly criteria: readonly string[]
}

/** What one clause finds in a single endorsement. */
export interface CountingFinding {
  readonly reason: UncountedReason
  readonly criterion?: string
}

/** A clause that says of one endorsement whether it may count. */
export type CountingClause = (endorsement: Endorsement, context: ClauseContext) => readonly CountingFinding[]

/** A clause that says, among endorsements already judged one by one, which do not count beside others. */
export type AmongClause = (
  judged: readonly JudgedEndorsement[],
  context: ClauseContext,
) => readonly { readonly endorsementId: Id; readonly reason: UncountedReason }[]

/** What a clause on all endorsements asks for before the rule is met. */
export interface WholeFinding {
  readonly kind: 'contested' | 'revise' | 'pending'
  readonly missing: readonly Missing[]
}

/** A clause that looks at all endorsements at once; `undefined` means it asks for nothing. */
export type WholeClause = (judged: readonly JudgedEndorsement[], context: ClauseContext) => WholeFinding | undefined

/** The pure result of policy × claim × endorsements × now. */
export interface Decision {
  readonly kind: 'contested' | 'revise' | 'met' | 'pending'
  readonly evidenceVersion: number
  /** Endorsements that count, in the order of their ids. */
  readonly counted: readonly Endorsement[]
  /** Every other endorsement of a distinct endorser, with its reasons, in the order of their ids. */
  readonly uncounted: readonly JudgedEndorsement[]
  readonly required: number
  /** How many eligible `not-yet` stand on the current evidence version. */
  readonly notYet: number
  /** What is missing, clause by clause; empty when met. */
  readonly missing: readonly Missing[]
}
