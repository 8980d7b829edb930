import type { AwardRecord } from '../../../schemas/award-record.ts'
import type { UncountedReason } from '../../../schemas/decision.ts'
import { policyDigestOf } from '../achievement/publish-achievement.ts'
import type { Digests } from '../shared/ids.ts'
import { addMilliseconds, type Instant, toInstant } from '../shared/instant.ts'
import { publicUrls } from '../shared/public-urls.ts'
import { lacksAwardFact } from './award-facts.ts'
import type { Decision } from './decision.ts'

/** In what an award record does not lead to itself. */
export type AwardDifference =
  /** Its addresses are not those of one badge of one service. */
  | 'addresses'
  /** Its policy is not the one its digest names. */
  | 'policy_digest'
  /** Its rubric requires a level that it does not have. */
  | 'rubric'
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

/** A difference and the place in the record, as a JSON Pointer. */
export interface AwardPlace {
  readonly difference: AwardDifference
  readonly pointer: string
}

/** What the record is held against. */
export interface ReplayedAward {
  readonly decision: Decision
  /** Without the further opinion that the record says was given. */
  readonly asked: Decision
  /** When the record was stored. */
  readonly recordedAt: Instant
}

/** How far apart the clocks of two functions of this service may be. */
const SKEW_MILLISECONDS = 60_000

/** Instants of a record as they compare with each other, however they are written. */
export const instantOf = (text: string): Instant => toInstant(new Date(text))

/** Every place at which a record does not state what comes of it; none when it states exactly that. */
export const findAwardDifferences = (
  record: AwardRecord,
  { decision, asked, recordedAt }: ReplayedAward,
  digests: Pick<Digests, 'sha256Base64Url'>,
): readonly AwardPlace[] => [
  ...findForeignAddresses(record).map(at('addresses')),
  ...onlyIf(policyDigestOf(record.policy, digests) !== record.policyDigest, '/policyDigest').map(at('policy_digest')),
  ...record.rubric
    .flatMap(({ levels, requiredLevel }, index) =>
      onlyIf(requiredLevel !== undefined && !levels.includes(requiredLevel), `/rubric/${index}/requiredLevel`),
    )
    .map(at('rubric')),
  ...findRepeated(record).map(at('repeated')),
  ...entriesOf(record)
    .filter(({ facts }) => lacksAwardFact(record.policy, facts))
    .map(({ place }) => `${place}/facts`)
    .map(at('fact_missing')),
  ...onlyIf(record.furtherOpinionGiven === true && !asksFurtherOpinion(asked), '/furtherOpinionGiven').map(
    at('further_opinion'),
  ),
  ...findOutOfOrder(record, recordedAt).map(at('instants')),
  ...findOtherDecision(record, decision).map(at('decision')),
  ...findOtherEndorsements(record, decision).map(at('endorsements')),
]

const at =
  (difference: AwardDifference) =>
  (pointer: string): AwardPlace => ({ difference, pointer })

const onlyIf = (differs: boolean, pointer: string): readonly string[] => (differs ? [pointer] : [])

const entriesOf = ({ endorsements }: AwardRecord) =>
  endorsements.map((entry, index) => ({ ...entry, place: `/endorsements/${index}` }))

/** All that a record names lies under one base URL, and badge, evidence and record share their id. */
function findForeignAddresses(record: AwardRecord): readonly string[] {
  const { id, credential, achievement, evidenceVersion } = record
  const [, base, name] = /^(.+)\/awards\/([^/]+)$/.exec(id) ?? []
  if (base === undefined || name === undefined) return ['/id']
  const urls = publicUrls(base)
  return [
    ...onlyIf(credential !== urls.credential(name), '/credential'),
    ...onlyIf(!achievement.startsWith(`${base}/achievements/`), '/achievement'),
    ...onlyIf(evidenceVersion.url !== urls.evidenceVersion(name, evidenceVersion.number), '/evidenceVersion/url'),
    ...entriesOf(record).flatMap((entry) => onlyIf(!entry.id.startsWith(urls.endorsement('')), `${entry.place}/id`)),
  ]
}

const asksFurtherOpinion = ({ missing }: Decision): boolean => missing.some(({ clause }) => clause === 'furtherOpinion')

function findRepeated(record: AwardRecord): readonly string[] {
  const entries = entriesOf(record)
  const [ids, endorsers] = [new Set<string>(), new Set<string>()]
  const seen = (all: Set<string>, one: string) => all.size === all.add(one).size
  return entries.flatMap(({ id, endorser, place }) => [
    ...onlyIf(seen(ids, id), `${place}/id`),
    ...onlyIf(seen(endorsers, endorser), `${place}/endorser`),
  ])
}

function findOutOfOrder(record: AwardRecord, recordedAt: Instant): readonly string[] {
  const earliest = addMilliseconds(instantOf(record.openedAt), -SKEW_MILLISECONDS)
  const latest = addMilliseconds(recordedAt, SKEW_MILLISECONDS)
  const isOutside = (text: string) => instantOf(text) < earliest || latest < instantOf(text)
  return [
    ...onlyIf(isOutside(record.decidedAt), '/decidedAt'),
    ...entriesOf(record).flatMap(({ givenAt, place }) => onlyIf(isOutside(givenAt), `${place}/givenAt`)),
  ]
}

const findOtherDecision = ({ decision: said }: AwardRecord, found: Decision): readonly string[] => [
  ...onlyIf(said.kind !== found.kind, '/decision/kind'),
  ...onlyIf(said.counted !== found.counted.length, '/decision/counted'),
  ...onlyIf(said.required !== found.required, '/decision/required'),
]

function findOtherEndorsements(record: AwardRecord, { counted, uncounted }: Decision): readonly string[] {
  const reasonsOf = new Map<string, readonly UncountedReason[]>([
    ...counted.map(({ endorserId }) => [endorserId, []] as const),
    ...uncounted.map(({ endorsement, reasons }) => [endorsement.endorserId, reasons] as const),
  ])
  return entriesOf(record).flatMap(({ endorser, counted: saysCounted, reasons, place }) => {
    const found = reasonsOf.get(endorser) ?? []
    return [
      ...onlyIf(saysCounted !== (found.length === 0), `${place}/counted`),
      ...onlyIf([...reasons].sort().join() !== [...found].sort().join(), `${place}/reasons`),
    ]
  })
}
