import { EvidenceDocumentSchema } from '../../schemas/claim.ts'
import type { EvidenceDifferenceView } from '../../schemas/evidence-difference.ts'
import { isSealedFrom, isStandingJudgement, judgedBy, type Viewer } from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import { compareEvidence, type EvidenceDifference } from '../domain/endorsement/compare-evidence.ts'
import type { Endorsement } from '../domain/endorsement/endorsement.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import { type ClaimLanguage, EARLIER_VERDICT_WORDS } from './claim-words.ts'
import type { ClaimReader } from './load-claim.ts'

export interface LoadEvidenceDifferenceDeps {
  readonly claims: Pick<ClaimStore, 'loadEvidenceVersion'>
  readonly endorsements: Pick<EndorsementStore, 'load' | 'loadTexts'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
}

/** Which two versions to compare. */
export interface ComparedVersions {
  readonly to: number
  /** @default the one before */
  readonly from?: number | undefined
}

/**
 * What changed between two evidence versions of a claim, with the viewer's own judgement of the earlier one. Refused with
 * `invalid_request` unless the first comes before the second, and `evidence_not_found`, also for what was erased.
 */
export async function loadEvidenceDifference(
  deps: LoadEvidenceDifferenceDeps,
  claim: Claim,
  { viewer, language }: ClaimReader,
  { to, from = to - 1 }: ComparedVersions,
): Promise<Result<EvidenceDifferenceView, Refusal>> {
  if (from >= to) return err({ code: 'invalid_request', detail: '"from" must be an earlier version.' })
  if (from < 1 || to > claim.evidenceVersion) return err({ code: 'evidence_not_found' })
  const [before, after, endorsements, current, achievement] = await Promise.all([
    deps.claims.loadEvidenceVersion(claim, from),
    deps.claims.loadEvidenceVersion(claim, to),
    deps.endorsements.load(claim.id, from),
    deps.endorsements.load(claim.id, claim.evidenceVersion),
    deps.achievements.loadVersion(claim.achievementId, claim.achievementVersion),
  ])
  if (!before || !after) return err({ code: 'evidence_not_found' })
  if (!achievement) throw new Error(`claim ${claim.id} has lost its achievement version`)
  const looking = { claim, policy: achievement.policy, viewer, judged: judgedBy(viewer, endorsements) }
  return ok({
    claim: claim.id,
    from,
    to,
    ...toView(compareEvidence(parseEvidence(before.text), parseEvidence(after.text))),
    ...(await toOwnJudgement(deps, endorsements, viewer)),
    text: wordsFor(looking.judged.size > 0, judgedBy(viewer, current).size > 0, language)(from, claim.evidenceVersion),
    ...(isSealedFrom(looking, from) ? {} : { judgements: countVerdicts(endorsements) }),
  })
}

function wordsFor(hasJudged: boolean, hasJudgedAnew: boolean, language: ClaimLanguage) {
  const { rests, judgedAnew, toOthers } = EARLIER_VERDICT_WORDS[language]
  if (!hasJudged) return toOthers
  return hasJudgedAnew ? judgedAnew : rests
}

const parseEvidence = (text: string) => EvidenceDocumentSchema.parse(JSON.parse(text))

const toView = ({ narrative, added, removed, changed, unchanged }: EvidenceDifference) => ({
  ...(narrative === undefined ? {} : { narrative: [...narrative] }),
  added: [...added],
  removed: [...removed],
  changed: changed.map(({ narrative: ofEntry, fields, ...entry }) => ({
    ...entry,
    fields: [...fields],
    ...(ofEntry === undefined ? {} : { narrative: [...ofEntry] }),
  })),
  unchanged,
})

async function toOwnJudgement(
  { endorsements: store }: LoadEvidenceDifferenceDeps,
  endorsements: readonly Endorsement[],
  viewer: Viewer,
): Promise<Pick<EvidenceDifferenceView, 'yours'>> {
  const own = endorsements.find(
    ({ endorserId, state }) => viewer.kind === 'member' && endorserId === viewer.id && state === 'given',
  )
  if (!own) return {}
  const { comment, fix } = (await store.loadTexts([own])).get(own.id) ?? {}
  const { id: endorsement, verdict, ratings, criterion, changedAt } = own
  return {
    yours: {
      endorsement,
      verdict,
      ratings: { ...ratings },
      ...(criterion === undefined ? {} : { criterion }),
      ...(fix === undefined ? {} : { fix }),
      ...(comment === undefined ? {} : { comment }),
      changedAt,
      counts: false,
    },
  }
}

function countVerdicts(endorsements: readonly Endorsement[]) {
  const standing = endorsements.filter(isStandingJudgement)
  const endorse = standing.filter(({ verdict }) => verdict === 'endorse').length
  return { endorse, notYet: standing.length - endorse }
}
