import {
  isSealedFrom,
  isSettled,
  judgedBy,
  type Looking,
  mayKnowEndorser,
  maySee,
  maySeeSelfRatings,
  type Viewer,
} from '../domain/endorsement/blindness.ts'
import type { Claim } from '../domain/endorsement/claim.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { OwnRecord } from '../ports/personal-data-store.ts'

export interface ReadAsOwnerDeps {
  readonly claims: Pick<ClaimStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly endorsements: Pick<EndorsementStore, 'load'>
}

type Member = Extract<Viewer, { readonly kind: 'member' }>
type Other = Extract<OwnRecord, { readonly kind: 'other' }>

/** Who looks at a claim of somebody else's, and what they have judged of it. */
export async function lookAsMember(
  { achievements, endorsements }: Omit<ReadAsOwnerDeps, 'claims'>,
  claim: Claim,
  viewer: Member,
): Promise<Looking> {
  const version = await achievements.loadVersion(claim.achievementId, claim.achievementVersion)
  if (!version) throw new Error(`claim ${claim.id} has lost its achievement version`)
  const { policy } = version
  // Only there, and for as long, does it matter.
  const asks = policy.blindness === 'sealed' && !isSettled(claim)
  const versions = Array.from({ length: asks ? claim.evidenceVersion : 0 }, (_, index) => index + 1)
  const given = await Promise.all(versions.map((evidenceVersion) => endorsements.load(claim.id, evidenceVersion)))
  return { claim, policy, viewer, judged: judgedBy(viewer, given.flat()) }
}

/**
 * What an owner may read of the records of another member. An owner may judge, and learn, like anybody: of claims whose
 * judgements are closed to them they are not told who judged or was asked, and of their own claims not who objected or
 * sits on a panel. Each claim is looked at once.
 */
export function readAsOwner(deps: ReadAsOwnerDeps, viewer: Member, memberId: Id) {
  const looked = new Map<Id, Promise<Looking | undefined>>()
  const lookAt = (claimId: Id): Promise<Looking | undefined> => {
    const known = looked.get(claimId)
    if (known) return known
    const look = deps.claims.load(claimId).then((claim) => claim && lookAsMember(deps, claim, viewer))
    looked.set(claimId, look)
    return look
  }
  const mayKnowAsked = (looking: Looking | undefined): boolean =>
    looking === undefined ||
    (mayKnowEndorser(looking, memberId) && !isSealedFrom(looking, looking.claim.evidenceVersion))

  async function readOther(record: Other): Promise<readonly OwnRecord[]> {
    const { name, fields } = record
    const lookAtIts = (field: string) => lookAt(String(fields[field]))
    switch (name) {
      case 'review-request':
        return mayKnowAsked(await lookAtIts('claimId')) ? [record] : []
      case 'objection':
      case 'panel-seat':
      case 'panel-vote':
        return hasPart(await lookAtIts('claimId')) ? [] : [record]
      case 'reviewing': {
        const open = Array.isArray(fields['openClaims']) ? fields['openClaims'].map(String) : []
        const looks = await Promise.all(open.map(lookAt))
        const openClaims = open.filter((_id, index) => mayKnowAsked(looks[index]))
        return [openClaims.length === open.length ? record : { ...record, fields: { ...fields, openClaims } }]
      }
      case 'evidence': {
        const looking = 'selfRatings' in fields ? await lookAtIts('claim') : undefined
        if (!looking || maySeeSelfRatings(looking, Number(fields['version']))) return [record]
        const { selfRatings: _closed, ...rest } = fields
        return [{ ...record, fields: { ...rest, withheld: ['selfRatings'] } }]
      }
      default:
        return [record]
    }
  }

  return async (record: OwnRecord): Promise<readonly OwnRecord[]> => {
    if (record.kind === 'other') return readOther(record)
    const { endorsement } = record.judgement
    const looking = await lookAt(endorsement.claimId)
    const isOpen = !looking || (maySee(looking, endorsement) && mayKnowEndorser(looking, memberId))
    return isOpen ? [record] : []
  }
}

const hasPart = (looking: Looking | undefined): boolean =>
  looking?.viewer.kind === 'member' &&
  [looking.claim.learnerId, ...looking.claim.collaborators].includes(looking.viewer.id)
