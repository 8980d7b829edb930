import type { AwardRecord } from '../../../schemas/award-record.ts'
import type { UncountedReason } from '../../../schemas/decision.ts'
import { policyDigestOf } from '../achievement/publish-achievement.ts'
import type { Digests } from '../shared/ids.ts'
import { addMilliseconds, type Instant, toInstant } from '../shared/instant.ts'
import { fromAwardFacts, lacksAwardFact } from './award-facts.ts'
import { decideThreshold } from './decide-threshold.ts'
import type { DecidedClaim, Decision, Rule } from './decision.ts'
import type { Endorsement } from './endorsement.ts'

type Entry = AwardRecord['endorsements'][number]

/** In what an award record does not lead to itself. */
export type AwardDifference =
  /** Its policy is not the one its digest names. */
  | 'policy_digest'
  /** An endorsement or an endorser appears twice. */
  | 'repeated'
  /** It leaves out a fact that its policy reads. */
  | 'fact_missing'
  /** A further opinion is said to have been given that nobody asks for. */
  | 'further_opinion'
  /** Endorsed before the claim opened, or after the record was stored. */
  | 'instants'
  /** Kind or numbers of the decision. */
  | 'decision'
  /** Which endorsements count, or why others do not. */
  | 'endorsements'

/** What comes of deciding once more on an award record. */
export interface AwardReplay {
  readonly met: boolean
  readonly counted: number
  readonly required: number
  /** When the first and the last of the endorsements that count were given. */
  readonly firstGivenAt?: Instant | undefined
  readonly lastGivenAt?: Instant | undefined
  /** The rule as far as the record states it, with ids for names, and what comes of it. */
  readonly rule: Rule
  readonly decision: Decision
  /** None when the record states exactly what comes of it. */
  readonly differences: readonly AwardDifference[]
}

/** How far apart the clocks of two functions of this service may be. */
const SKEW_MILLISECONDS = 60_000

/**
 * Decides once more on what an award record holds, with the function that decided first, and compares the outcome with what
 * the record states. An endorsement of the frozen set may be younger than the decision instant, never than the record.
 *
 * @param recordedAt  When the record was stored.
 */
export function replayAward(
  record: AwardRecord,
  recordedAt: Instant,
  digests: Pick<Digests, 'sha256Base64Url'>,
): AwardReplay {
  const rule = toRule(record)
  const decide = (claim: DecidedClaim) =>
    decideThreshold(rule, claim, record.endorsements.map(toEndorsement(record)), decidedAt(record))
  const { furtherOpinionGiven, ...claim } = toClaim(record)
  const asked = decide(claim)
  const decision = furtherOpinionGiven === undefined ? asked : decide({ ...claim, furtherOpinionGiven })
  const given = decision.counted.map(({ changedAt }) => changedAt).sort()
  const differs: Readonly<Record<AwardDifference, boolean>> = {
    policy_digest: policyDigestOf(rule.policy, digests) !== record.policyDigest,
    repeated: repeats(record.endorsements),
    fact_missing: record.endorsements.some(({ facts }) => lacksAwardFact(rule.policy, facts)),
    further_opinion: furtherOpinionGiven === true && !asksFurtherOpinion(asked),
    instants: !inOrder(record, recordedAt),
    decision: !sameDecision(record, decision),
    endorsements: !sameEndorsements(record, decision),
  }
  return {
    met: decision.kind === 'met',
    counted: decision.counted.length,
    required: decision.required,
    firstGivenAt: given.at(0),
    lastGivenAt: given.at(-1),
    rule,
    decision,
    differences: DIFFERENCES.filter((difference) => differs[difference]),
  }
}

const DIFFERENCES = [
  'policy_digest',
  'repeated',
  'fact_missing',
  'further_opinion',
  'instants',
  'decision',
  'endorsements',
] as const

/** Instants of a record as they compare with each other, however they are written. */
const instantOf = (text: string): Instant => toInstant(new Date(text))

const decidedAt = (record: AwardRecord): Instant => instantOf(record.decidedAt)

/** Names are texts for people, which no clause reads. */
const toRule = ({ policy, rubric }: AwardRecord): Rule => ({
  policy,
  rubric: rubric.map(({ id, levels, requiredLevel }) => ({
    id,
    name: id,
    levels: levels.map((level) => ({ id: level, name: level })),
    ...(requiredLevel === undefined ? {} : { requiredLevel }),
  })),
})

/** Records that do not name the learner say only of whom they do not count that it is them, or someone who shares the work. */
const toClaim = (record: AwardRecord): DecidedClaim => {
  const { learner, learnerPerson, collaborators, endorsements, evidenceVersion } = record
  const saidOf = (reason: UncountedReason) =>
    endorsements.filter(({ reasons }) => reasons.includes(reason)).map(({ endorser }) => endorser)
  return {
    learnerId: learner ?? saidOf('own_claim')[0] ?? '',
    collaborators: collaborators ?? (learner === undefined ? saidOf('collaborator') : []),
    evidenceVersion: evidenceVersion.number,
    learnerPerson,
    attained: record.attained,
    furtherOpinionGiven: record.furtherOpinionGiven,
  }
}

/** A record lists nothing but `endorse` that stand; of one given on other evidence it says so. */
const toEndorsement =
  ({ evidenceVersion: { number } }: AwardRecord) =>
  ({ id, endorser, version, givenAt, ratings, facts, reasons }: Entry): Endorsement => {
    const changedAt = instantOf(givenAt)
    return {
      id: id.slice(id.lastIndexOf('/') + 1),
      claimId: '',
      endorserId: endorser,
      evidenceVersion: reasons.includes('other_evidence_version') ? number + 1 : number,
      version,
      state: 'given',
      verdict: 'endorse',
      ratings,
      consentToBeNamed: false,
      assurance: facts.assurance,
      givenAt: changedAt,
      changedAt,
      facts: fromAwardFacts(facts, changedAt),
    }
  }

const asksFurtherOpinion = ({ missing }: Decision): boolean => missing.some(({ clause }) => clause === 'furtherOpinion')

const repeats = (entries: readonly Entry[]): boolean =>
  new Set(entries.map(({ id }) => id)).size < entries.length ||
  new Set(entries.map(({ endorser }) => endorser)).size < entries.length

function inOrder(record: AwardRecord, recordedAt: Instant): boolean {
  const earliest = addMilliseconds(instantOf(record.openedAt), -SKEW_MILLISECONDS)
  const latest = addMilliseconds(recordedAt, SKEW_MILLISECONDS)
  return [record.decidedAt, ...record.endorsements.map(({ givenAt }) => givenAt)]
    .map(instantOf)
    .every((at) => earliest <= at && at <= latest)
}

const sameDecision = ({ decision: { kind, counted, required } }: AwardRecord, decision: Decision): boolean =>
  kind === decision.kind && counted === decision.counted.length && required === decision.required

function sameEndorsements({ endorsements }: AwardRecord, { counted, uncounted }: Decision): boolean {
  const reasonsOf = new Map<string, readonly UncountedReason[]>([
    ...counted.map(({ endorserId }) => [endorserId, []] as const),
    ...uncounted.map(({ endorsement, reasons }) => [endorsement.endorserId, reasons] as const),
  ])
  return endorsements.every(({ endorser, counted: saysCounted, reasons }) => {
    const found = reasonsOf.get(endorser) ?? []
    return saysCounted === (found.length === 0) && [...reasons].sort().join() === [...found].sort().join()
  })
}
