import type { Votes } from '../domain/dispute/decide-panel.ts'
import type { Objection } from '../domain/dispute/objection.ts'
import {
  isSealedFrom,
  type Looking,
  mayKnowEndorser,
  mayReadEarlier,
  maySee,
  type Viewer,
} from '../domain/endorsement/blindness.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { ReviewAssignment, ReviewRequest } from '../domain/reviewing/review-request.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { StatusChange } from '../domain/status/credential-status.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { CredentialStore } from '../ports/credential-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { ObjectionStore } from '../ports/objection-store.ts'
import type { OwnClaim } from '../ports/personal-data-store.ts'
import type { ReviewStore } from '../ports/review-store.ts'
import { lookAsMember } from './read-as-owner.ts'

export interface LoadToldClaimDeps {
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly endorsements: Pick<EndorsementStore, 'load' | 'loadEarlier' | 'loadTexts'>
  readonly objections: Pick<ObjectionStore, 'loadAll' | 'loadVotes' | 'loadWords'>
  readonly reviews: Pick<ReviewStore, 'loadRequests' | 'loadAssignments'>
  readonly credentials: Pick<CredentialStore, 'loadStatus'>
}

/** A version of a judgement that a learner received: its words are about them. */
export interface Received {
  readonly endorsement: Endorsement
  readonly texts: EndorsementTexts
  /** Whether the learner may know who judged. */
  readonly isNamed: boolean
}

/** An objection to a claim, with what was said and voted. */
export interface ToldObjection {
  readonly objection: Objection
  readonly votes: Votes
  readonly words: Awaited<ReturnType<ObjectionStore['loadWords']>>
}

/** A request for peers to judge a claim, with those whom it was offered to. */
interface ToldRequest {
  readonly request: ReviewRequest
  readonly assignments: readonly ReviewAssignment[]
}

/** A claim of a learner with everything that they may know of it. */
export interface ToldClaim extends OwnClaim {
  readonly received: readonly Received[]
  readonly reviewRequests: readonly ToldRequest[]
  readonly objections: readonly ToldObjection[]
  /** Of its badge. */
  readonly statusChanges: readonly StatusChange[]
  /** Whether judgements of an evidence version are kept from the learner for now. */
  readonly isSealed: (evidenceVersion: number) => boolean
  /** Whether the learner may know who judged. */
  readonly isNamed: boolean
}

const NONE: ReadonlySet<number> = new Set()

/**
 * Reads what was said of a claim, as far as its learner may read it at the claim itself, and whoever else reads it here.
 *
 * @param reader  The learner, an owner, or the community's software.
 */
export async function loadToldClaim(deps: LoadToldClaimDeps, own: OwnClaim, reader: Viewer): Promise<ToldClaim> {
  const { claim } = own
  const [achievement, objections, status] = await Promise.all([
    deps.achievements.loadVersion(claim.achievementId, claim.achievementVersion),
    deps.objections.loadAll(claim.id),
    claim.issuedAt === undefined ? undefined : deps.credentials.loadStatus(claim.credentialId),
  ])
  if (!achievement) throw new Error(`claim ${claim.id} has lost its achievement version`)
  const viewer = { kind: 'member', id: claim.learnerId, role: 'member' } as const
  const looking: Looking = { claim, policy: achievement.policy, viewer, judged: NONE }
  const isAnother = reader.kind === 'member' && reader.id !== claim.learnerId
  const another = isAnother ? await lookAsMember(deps, claim, reader) : undefined
  const received = await loadReceived(deps, looking, claim.id)
  return {
    ...own,
    received: received.filter(({ endorsement }) => another === undefined || maySee(another, endorsement)),
    // How far those who were asked are tells how many have judged.
    reviewRequests:
      another && isSealedFrom(another, claim.evidenceVersion) ? [] : await loadReviewRequests(deps, claim.id),
    objections: await Promise.all(
      objections.map(async (objection) => ({
        objection,
        votes: await deps.objections.loadVotes(objection),
        words: await deps.objections.loadWords(objection),
      })),
    ),
    statusChanges: status?.history ?? [],
    isSealed: (evidenceVersion) =>
      isSealedFrom(looking, evidenceVersion) || (another !== undefined && isSealedFrom(another, evidenceVersion)),
    isNamed: achievement.policy.blindness !== 'anonymous',
  }
}

async function loadReviewRequests({ reviews }: Pick<LoadToldClaimDeps, 'reviews'>, claimId: Id) {
  const requests = await reviews.loadRequests(claimId)
  const asked = requests.flatMap((request) => request.asked)
  const assignments = asked.length === 0 ? [] : await reviews.loadAssignments(claimId, asked)
  return requests.map((request) => ({
    request,
    assignments: assignments.filter(({ requestId }) => requestId === request.id),
  }))
}

/** Every version of every judgement that the learner may read, in the order of time. */
async function loadReceived(
  { endorsements }: Pick<LoadToldClaimDeps, 'endorsements'>,
  looking: Looking,
  claimId: Id,
): Promise<readonly Received[]> {
  const evidenceVersions = Array.from({ length: looking.claim.evidenceVersion }, (_, index) => index + 1)
  const loaded = await Promise.all(
    evidenceVersions.flatMap((version) => [
      endorsements.load(claimId, version),
      endorsements
        .loadEarlier(claimId, version)
        .then((earlier) => earlier.filter((one) => mayReadEarlier(looking, one))),
    ]),
  )
  const shown = loaded.flat().filter((endorsement) => maySee(looking, endorsement))
  const received: Received[] = []
  // Words are found by the id of an endorsement, which all its versions share.
  for (const version of new Set(shown.map((endorsement) => endorsement.version))) {
    const ofVersion = shown.filter((endorsement) => endorsement.version === version)
    const texts = await endorsements.loadTexts(ofVersion)
    for (const endorsement of ofVersion) {
      const { changeReason, ...words } = texts.get(endorsement.id) ?? {}
      const changed = changeReason === undefined || !mayReadEarlier(looking, endorsement) ? {} : { changeReason }
      received.push({
        endorsement,
        texts: { ...words, ...changed },
        isNamed: mayKnowEndorser(looking, endorsement.endorserId),
      })
    }
  }
  return received.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
}

const placeOf = ({ endorsement: { changedAt, id, version } }: Received): string =>
  [changedAt, id, String(version).padStart(6, '0')].join(' ')
