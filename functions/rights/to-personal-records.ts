import type { ConsentRecord, PersonalRecord } from '../../schemas/rights.ts'
import type { Endorsement, EndorsementTexts } from '../domain/endorsement/endorsement.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { OwnClaim, OwnRecord } from '../ports/personal-data-store.ts'
import { toldEvents } from './told-events.ts'

/** What one stored thing says about its member. */
export function toPersonalRecords(record: OwnRecord): readonly PersonalRecord[] {
  if (record.kind === 'other') return [{ kind: record.name, ...record.fields }]
  const { endorsement, texts } = record.judgement
  const { id, claimId, endorserId: _self, ...rest } = endorsement
  return [{ kind: 'endorsement', id, claim: claimId, ...rest, ...texts }]
}

/** A judgement that a learner received: its words are about them. */
interface Received {
  readonly endorsement: Endorsement
  readonly texts: EndorsementTexts
}

/** Whose words on a claim its learner may read by now, and whether they may know from whom. */
export type Reading = { readonly received: readonly Received[]; readonly named: boolean } | 'not yet'

/** A claim of a learner with its history and what was said of it. */
export function toClaimRecord({ claim, events }: OwnClaim, reading: Reading): PersonalRecord {
  const { learnerId: _self, salt: _salt, version: _version, ...rest } = claim
  return {
    kind: 'claim',
    ...rest,
    events: toldEvents(events, reading !== 'not yet').map(({ id, type, at, actorId, data }) => ({
      id,
      type,
      at,
      ...(actorId === claim.learnerId ? { byThemself: true } : {}),
      data,
    })),
    ...(reading === 'not yet'
      ? { receivedWithheld: true }
      : { received: reading.received.map((received) => toReceived(received, reading.named)) }),
  }
}

function toReceived({ endorsement, texts }: Received, named: boolean) {
  const { id, endorserId, evidenceVersion, version, state, verdict, ratings, criterion, relationship } = endorsement
  return {
    id,
    ...(named ? { endorser: endorserId } : {}),
    evidenceVersion,
    version,
    state,
    verdict,
    ratings,
    ...(criterion === undefined ? {} : { criterion }),
    // It may tell who they are.
    ...(relationship === undefined || !named ? {} : { relationship }),
    ...texts,
    changedAt: endorsement.changedAt,
  }
}

/** What a member agreed to with one version of a judgement; later versions take the place of earlier ones. */
export function toJudgementConsents(record: OwnRecord): readonly ConsentRecord[] {
  if (record.kind === 'other') return []
  const { id, claimId, version, state, verdict, consentToBeNamed, changedAt } = record.judgement.endorsement
  const about = { at: changedAt, claim: claimId, endorsement: id, version }
  const isPublished = state === 'given' && verdict === 'endorse'
  return [
    { kind: 'consent', to: 'text-published', given: isPublished, ...about },
    { kind: 'consent', to: 'be-named', given: isPublished && consentToBeNamed, ...about },
  ]
}

/** A claim is opened with consent to a public page, which ends when it is withdrawn. */
export function toClaimConsents({ claim, events }: OwnClaim): readonly ConsentRecord[] {
  const consent = (given: boolean, at: Instant): ConsentRecord => ({
    kind: 'consent',
    to: 'public-page',
    given,
    at,
    claim: claim.id,
  })
  const ended = events.filter(({ type }) => type === 'claim.withdrawn').map(({ at }) => consent(false, at))
  return [consent(true, claim.openedAt), ...ended]
}
