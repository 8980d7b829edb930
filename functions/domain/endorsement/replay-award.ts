import type { AwardRecord } from '../../../schemas/award-record.ts'
import type { UncountedReason } from '../../../schemas/decision.ts'
import type { Digests } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'
import { type AwardDifference, type AwardPlace, findAwardDifferences, instantOf } from './award-differences.ts'
import { fromAwardFacts } from './award-facts.ts'
import { decideThreshold } from './decide-threshold.ts'
import type { DecidedClaim, Decision, Rule } from './decision.ts'
import type { Endorsement } from './endorsement.ts'

type Entry = AwardRecord['endorsements'][number]

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
  /** Each once; none when the record states exactly what comes of it. */
  readonly differences: readonly AwardDifference[]
  /** Where they are found. */
  readonly places: readonly AwardPlace[]
}

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
  const places = findAwardDifferences(record, { decision, asked, recordedAt }, digests)
  return {
    met: decision.kind === 'met',
    counted: decision.counted.length,
    required: decision.required,
    firstGivenAt: given.at(0),
    lastGivenAt: given.at(-1),
    rule,
    decision,
    differences: [...new Set(places.map(({ difference }) => difference))],
    places,
  }
}

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
