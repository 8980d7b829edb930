import type { Instant } from '../shared/instant.ts'
import { anchored } from './clauses/anchored.ts'
import { attainment } from './clauses/attainment.ts'
import { closedRing } from './clauses/closed-ring.ts'
import { contested } from './clauses/contested.ts'
import { countingNotYet, disagreement } from './clauses/disagreement.ts'
import { eligibility } from './clauses/eligibility.ts'
import { endorsementDays } from './clauses/endorsement-days.ts'
import { furtherOpinion } from './clauses/further-opinion.ts'
import { minAssurance } from './clauses/min-assurance.ts'
import { minCircles } from './clauses/min-circles.ts'
import { minDrawn } from './clauses/min-drawn.ts'
import { minEffectiveEndorsers } from './clauses/min-effective-endorsers.ts'
import { countingOf, minEndorsers } from './clauses/min-endorsers.ts'
import { mutualPair } from './clauses/mutual-pair.ts'
import { notIndependent } from './clauses/not-independent.ts'
import { requiredLevels } from './clauses/required-levels.ts'
import { samePerson } from './clauses/same-person.ts'
import { shareExceeded } from './clauses/share-exceeded.ts'
import { whoMayJudge } from './clauses/who-may-judge.ts'
import type {
  AmongClause,
  ClauseContext,
  CountingClause,
  DecidedClaim,
  Decision,
  JudgedEndorsement,
  Rule,
  WholeClause,
  WholeFinding,
} from './decision.ts'
import type { Endorsement } from './endorsement.ts'

const COUNTING: readonly CountingClause[] = [
  whoMayJudge,
  eligibility,
  minAssurance,
  endorsementDays,
  requiredLevels,
  mutualPair,
  closedRing,
  shareExceeded,
  notIndependent,
]
const AMONG: readonly AmongClause[] = [samePerson]
const WHOLE: readonly WholeClause[] = [
  contested,
  disagreement,
  attainment,
  minEndorsers,
  minCircles,
  minDrawn,
  minEffectiveEndorsers,
  anchored,
  furtherOpinion,
]

const PRECEDENCE = ['contested', 'revise', 'met', 'pending'] as const

/**
 * Decides whether a claim has gathered enough peer endorsement to be issued.
 *
 * Total, pure and independent of the order of `endorsements`. A peer counts once, by their newest judgement of an
 * evidence version. One more counting `endorse` never turns `met` into `pending` while no other clause fires.
 *
 * @param endorsements  Any order; may hold repeats, withdrawn ones and other evidence versions.
 * @returns the highest of `contested`, `revise`, `met`, `pending` that a clause asks for, with every reason as data.
 * @see https://www.imsglobal.org/spec/ob/v3p0/#endorsement
 */
export function decideThreshold(
  rule: Rule,
  claim: DecidedClaim,
  endorsements: readonly Endorsement[],
  now: Instant,
): Decision {
  const context: ClauseContext = { ...rule, claim, now }
  const judged = judgeEndorsements(newestByEndorser(endorsements, claim.evidenceVersion), context)
  const findings = WHOLE.flatMap((clause) => clause(judged, context) ?? [])
  const asked: readonly (WholeFinding['kind'] | 'met')[] = findings.map(({ kind }) => kind)
  const kind = PRECEDENCE.find((candidate) => asked.includes(candidate)) ?? 'met'
  return {
    kind,
    evidenceVersion: claim.evidenceVersion,
    counted: countingOf(judged),
    uncounted: judged.filter(({ reasons }) => reasons.length > 0),
    required: rule.policy.minEndorsers,
    notYet: countingNotYet(judged).length,
    missing: findings.flatMap(({ missing }) => missing),
  }
}

/** Says of each endorsement why it does not count, or that it does. */
export function judgeEndorsements(
  endorsements: readonly Endorsement[],
  context: ClauseContext,
): readonly JudgedEndorsement[] {
  const alone = endorsements.map((endorsement) => judgeAlone(endorsement, context))
  const found = AMONG.flatMap((clause) => clause(alone, context))
  return alone.map((judged) => {
    const beside = found.filter(({ endorsementId }) => endorsementId === judged.endorsement.id)
    return beside.length === 0
      ? judged
      : { ...judged, reasons: [...judged.reasons, ...beside.map(({ reason }) => reason)] }
  })
}

function judgeAlone(endorsement: Endorsement, context: ClauseContext): JudgedEndorsement {
  const findings = COUNTING.flatMap((clause) => clause(endorsement, context))
  return {
    endorsement,
    reasons: [...new Set(findings.map(({ reason }) => reason))],
    criteria: [...new Set(findings.flatMap(({ criterion }) => criterion ?? []))],
  }
}

/** One endorsement a person, the newest judgement of the current evidence version first in line, in the order of ids. */
function newestByEndorser(endorsements: readonly Endorsement[], evidenceVersion: number): readonly Endorsement[] {
  const newest = new Map<string, Endorsement>()
  for (const endorsement of endorsements) {
    const seen = newest.get(endorsement.endorserId)
    if (!seen || isNewer(endorsement, seen, evidenceVersion)) newest.set(endorsement.endorserId, endorsement)
  }
  return [...newest.values()].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function isNewer(a: Endorsement, b: Endorsement, evidenceVersion: number): boolean {
  const current = Number(a.evidenceVersion === evidenceVersion) - Number(b.evidenceVersion === evidenceVersion)
  if (current !== 0) return current > 0
  if (a.evidenceVersion !== b.evidenceVersion) return a.evidenceVersion > b.evidenceVersion
  if (a.version !== b.version) return a.version > b.version
  if (a.changedAt !== b.changedAt) return a.changedAt > b.changedAt
  return a.id > b.id
}
