import type { ConsentRecord } from '../../schemas/rights.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { OwnClaim, OwnRecord } from '../ports/personal-data-store.ts'

/** What a member agreed to, or no more, with one thing that lies with them; later entries take the place of earlier ones. */
export function toOwnConsents(record: OwnRecord): readonly ConsentRecord[] {
  if (record.kind === 'other') return toOtherConsents(record)
  const { id, claimId, version, state, verdict, consentToBeNamed, changedAt } = record.judgement.endorsement
  const about = { at: changedAt, claim: claimId, endorsement: id, version }
  const isPublished = state === 'given' && verdict === 'endorse'
  return [
    { kind: 'consent', to: 'text-published', given: isPublished, ...about },
    { kind: 'consent', to: 'be-named', given: isPublished && consentToBeNamed, ...about },
  ]
}

function toOtherConsents({ name, fields }: Extract<OwnRecord, { kind: 'other' }>): readonly ConsentRecord[] {
  switch (name) {
    case 'recognition-choice':
      return [{ kind: 'consent', to: 'be-thanked', given: fields['optedIn'] === true, at: String(fields['at']) }]
    case 'calibration-attempt':
      return [
        {
          kind: 'consent',
          to: 'be-licensed',
          given: true,
          at: String(fields['startedAt']),
          challenge: String(fields['challengeId']),
        },
      ]
    default:
      return []
  }
}

/** A claim is opened with consent to a public page, which ends when it is withdrawn or its badge given up. */
export function toClaimConsents({ claim, events }: OwnClaim): readonly ConsentRecord[] {
  const consent = (given: boolean, at: Instant): ConsentRecord => ({
    kind: 'consent',
    to: 'public-page',
    given,
    at,
    claim: claim.id,
  })
  const ended = events.filter(
    ({ type, actorId }) => type === 'claim.withdrawn' || (type === 'credential.revoked' && actorId === claim.learnerId),
  )
  return [consent(true, claim.openedAt), ...ended.map(({ at }) => consent(false, at))]
}
