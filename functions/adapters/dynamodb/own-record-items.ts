import { EvidenceDocumentSchema } from '../../../schemas/claim.ts'
import { decompress } from './chunks.ts'
import type { RawItem } from './reads.ts'

/** What a kind of item tells its member: these fields, as they are stored. */
interface Told {
  readonly name: string
  readonly fields: readonly string[]
}

/** `judgement` is told with the endorsement it belongs to; `untold` says nothing of its own about the member. */
type Telling = Told | 'evidence' | 'judgement' | 'untold'

const told = (name: string, ...fields: readonly string[]): Told => ({ name, fields })

/**
 * Every kind of item under a member's key, and what an export tells of it: nothing secret and nothing that names somebody
 * else. A kind that is missing here fails a test.
 */
export const OWN_ITEMS: Readonly<Record<string, Telling>> = {
  member: told(
    'member',
    ...['memberId', 'community', 'externalId', 'name', 'role', 'circles', 'identifiers', 'languages', 'skills'],
    ...['oidc', 'joinedAt', 'person'],
  ),
  holdings: told('badges', 'holdings'),
  'member-key': told('signing-key', 'publicKeyMultibase'),
  'member-did': told('did', 'did', 'provenAt'),
  evidence: 'evidence',
  'endorsement-texts': 'judgement',
  reviewer: told('reviewing', 'openClaims', 'drawnAt', 'pausedUntil', 'asksLeft', 'freeAskAt'),
  'review-assignment': told(
    'review-request',
    ...['claimId', 'requestId', 'drawn', 'reasons', 'state', 'offeredAt', 'remindedAt', 'takenAt', 'endedAt'],
    'declineReason',
  ),
  // Claims that name them: told by those they opened, and by others for whoever did.
  'shared-claims': 'untold',
  'challenge-standing': told('challenge', 'challengeId', 'claims', 'badges', 'recordedAt'),
  'calibration-record': told('calibration', 'challengeId', 'attempts'),
  'calibration-attempt': told(
    'calibration-attempt',
    ...['attemptId', 'challengeId', 'startedAt', 'answerBy', 'answeredAt', 'result'],
  ),
  'assessor-licence': told('assessor-licence', ...['challengeId', 'claimId', 'grantedAt', 'expiresAt', 'endedAt']),
  standing: told('endorsing', 'given', 'passedOn'),
  // Who endorsed them, and from whom to whom endorsements lead: ids of others, told by the claims themselves.
  received: 'untold',
  'ties-out': 'untold',
  'ties-in': 'untold',
  'objection-reason': told('objection', 'objectionId', 'claimId', 'reason'),
  'vote-reason': told('panel-vote', 'objectionId', 'claimId', 'vote', 'reason'),
  'panel-seat': told('panel-seat', 'objectionId', 'claimId', 'kind', 'drawnAt'),
  recognition: told('recognition', 'optedIn', 'since', 'settled'),
  'recognition-choice': told('recognition-choice', 'optedIn', 'at'),
  'review-tally': told('review-tally', 'quarter', 'compared', 'agreed', 'timely'),
  // A word to be signed, for ten minutes.
  'did-challenge': 'untold',
  // There is nobody to tell any more.
  'erased-member': 'untold',
  // That a claim stands in the way of another: told by the claim.
  uniqueness: 'untold',
}

/** The fields of an item that its member is told; sets as lists. */
export function toldFields(item: RawItem, { fields }: Told): Readonly<Record<string, unknown>> {
  const key = item['key']
  const source = typeof key === 'object' && key !== null ? { ...item, ...key } : item
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value: unknown = Reflect.get(source, field)
      if (value === undefined) return []
      return [[field, value instanceof Set ? [...value].sort() : value]]
    }),
  )
}

/** An evidence version as its learner offered it. */
export function toEvidenceFields(item: RawItem): Readonly<Record<string, unknown>> {
  const { claimId, bytes, digest, selfRatings } = item
  if (!(bytes instanceof Uint8Array)) throw new Error('an evidence version has lost its bytes')
  const own = selfRatings === undefined ? {} : { selfRatings }
  return { claim: claimId, digest, ...EvidenceDocumentSchema.parse(JSON.parse(decompress(bytes))), ...own }
}
