import type { UncountedReason } from '../../schemas/decision.ts'
import { type EarlierJudgementView, type EndorsementView, RelationshipSchema } from '../../schemas/endorsement.ts'
import { type Looking, mayKnowEndorser, mayKnowWhy, mayReadEarlier } from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { JudgedEndorsement } from '../domain/endorsement/decision.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import { withoutOthers } from '../domain/endorsement/independence-reasons.ts'
import type { EvidenceDocument } from '../domain/endorsement/open-claim.ts'
import { pseudonymOf } from '../domain/endorsement/pseudonym.ts'
import { REASON_WORDS } from '../domain/endorsement/reason-words.ts'
import { findUndoRefusal, undoableUntil } from '../domain/endorsement/undo-endorsement.ts'
import type { Digests, Id } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { ClaimLanguage } from './claim-words.ts'

/** What an endorsement was before its revision, with the words of then. */
export interface EarlierJudgement {
  readonly endorsement: Endorsement
  readonly texts: EndorsementTexts
}

/** What the views of a claim's endorsements are made of. */
export interface EndorsementViewParts {
  readonly claim: Claim
  readonly looking: Looking
  readonly texts: ReadonlyMap<Id, EndorsementTexts>
  /** By endorsement id, of those that were revised. */
  readonly earlier: ReadonlyMap<Id, EarlierJudgement>
  /** Once the badge exists: endorsement id → version embedded. */
  readonly embedded: ReadonlyMap<Id, number> | undefined
  readonly language: ClaimLanguage
  readonly digests: Digests
  readonly now: Instant
  /** All judgements of the claim, whoever may see them. */
  readonly judged: readonly JudgedEndorsement[]
  readonly evidence: readonly EvidenceDocument[]
}

/** An endorsement as a viewer who may see it is shown it. */
export function toEndorsementView(
  { endorsement, reasons }: JudgedEndorsement,
  parts: EndorsementViewParts,
): EndorsementView {
  const { claim, looking, digests } = parts
  const { endorserId } = endorsement
  const { comment, fix, reason, changeReason } = parts.texts.get(endorsement.id) ?? {}
  const knows = mayKnowEndorser(looking, endorserId)
  const earlier = mayReadEarlier(looking, endorsement) ? parts.earlier.get(endorsement.id) : undefined
  const undoable = isOwn(looking, endorserId) && isUndoable(endorsement, parts)
  const inCredential = parts.embedded && placeOf(endorsement, claim.evidenceVersion, parts.embedded)
  return {
    id: endorsement.id,
    endorser: knows ? endorserId : pseudonymOf(claim, endorserId, digests),
    evidenceVersion: endorsement.evidenceVersion,
    version: endorsement.version,
    state: endorsement.state,
    verdict: endorsement.verdict,
    ratings: { ...endorsement.ratings },
    ...(comment === undefined ? {} : { comment }),
    ...(endorsement.relationship === undefined || !knows
      ? {}
      : { relationship: RelationshipSchema.parse(endorsement.relationship) }),
    ...(endorsement.criterion === undefined ? {} : { criterion: endorsement.criterion }),
    ...(fix === undefined ? {} : { fix }),
    ...(reason === undefined || !maySeeReason(endorsement, looking) ? {} : { reason }),
    consentToBeNamed: endorsement.consentToBeNamed,
    assurance: endorsement.assurance,
    givenAt: endorsement.givenAt,
    changedAt: endorsement.changedAt,
    ...(changeReason === undefined || !mayReadEarlier(looking, endorsement) ? {} : { changeReason }),
    ...(earlier === undefined ? {} : { earlier: toEarlierView(earlier) }),
    ...(undoable ? { undoableUntil: undoableUntil(endorsement) } : {}),
    counts: reasons.length === 0,
    ...sayReasons(reasons, endorserId, parts),
    ...(inCredential === undefined ? {} : { inCredential }),
  }
}

const isOwn = ({ viewer }: Looking, endorserId: Id): boolean => viewer.kind === 'member' && viewer.id === endorserId

function isUndoable(current: Endorsement, { claim, looking, judged, evidence, now }: EndorsementViewParts): boolean {
  const { evidenceVersion } = current
  const endorsements = judged
    .map(({ endorsement }) => endorsement)
    .filter((one) => one.evidenceVersion === evidenceVersion)
  const selfRated = evidence.some(
    ({ version, selfRatings }) => version === evidenceVersion && selfRatings !== undefined,
  )
  return findUndoRefusal(current, { claim, policy: looking.policy, endorsements, selfRated, now }) === undefined
}

/** Why someone declined is between them and the learner. */
const maySeeReason = ({ endorserId }: Endorsement, { claim, viewer }: Looking): boolean =>
  viewer.kind === 'member' && (viewer.id === claim.learnerId || viewer.id === endorserId)

const toEarlierView = ({ endorsement, texts: { comment, fix } }: EarlierJudgement): EarlierJudgementView => ({
  version: endorsement.version,
  verdict: endorsement.verdict,
  ratings: { ...endorsement.ratings },
  ...(comment === undefined ? {} : { comment }),
  ...(endorsement.criterion === undefined ? {} : { criterion: endorsement.criterion }),
  ...(fix === undefined ? {} : { fix }),
  changedAt: endorsement.changedAt,
})

function sayReasons(
  reasons: readonly UncountedReason[],
  endorserId: Id,
  { looking, language }: EndorsementViewParts,
): Pick<EndorsementView, 'uncountedReasons' | 'uncountedText'> {
  const uncountedReasons = [...(mayKnowWhy(looking, endorserId) ? reasons : withoutOthers(reasons))]
  if (uncountedReasons.length === 0) return { uncountedReasons }
  const own = isOwn(looking, endorserId)
  const say = (reason: UncountedReason) => {
    const { sentence, toEndorser } = REASON_WORDS[language][reason]
    return own ? (toEndorser ?? sentence) : sentence
  }
  return { uncountedReasons, uncountedText: uncountedReasons.map(say).join(' ') }
}

/**
 * `later` also for an endorsement of which the badge holds an earlier version; neither for one of earlier evidence, which
 * no badge of this claim will hold.
 */
function placeOf(
  { id, state, verdict, version: current, evidenceVersion }: Endorsement,
  claimed: number,
  embedded: ReadonlyMap<Id, number>,
): 'embedded' | 'later' | undefined {
  const isStanding = state === 'given' && verdict === 'endorse' && evidenceVersion === claimed
  const version = embedded.get(id)
  if (version === current || (version !== undefined && !isStanding)) return 'embedded'
  return isStanding ? 'later' : undefined
}
