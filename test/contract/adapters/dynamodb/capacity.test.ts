import { readFileSync } from 'node:fs'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoAchievementStore } from '../../../../functions/adapters/dynamodb/achievement-store.ts'
import { dynamoApiKeyStore } from '../../../../functions/adapters/dynamodb/api-key-store.ts'
import { dynamoCalibrationStore } from '../../../../functions/adapters/dynamodb/calibration-store.ts'
import { dynamoChallengeStore } from '../../../../functions/adapters/dynamodb/challenge-store.ts'
import { dynamoClaimStore } from '../../../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../../../../functions/adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../../../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoDidStore } from '../../../../functions/adapters/dynamodb/did-store.ts'
import { dynamoDueStore } from '../../../../functions/adapters/dynamodb/due-store.ts'
import { dynamoEndorsementStore } from '../../../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoErasureStore } from '../../../../functions/adapters/dynamodb/erasure-store.ts'
import { dynamoImageStore } from '../../../../functions/adapters/dynamodb/image-store.ts'
import { dynamoIssuedBadges } from '../../../../functions/adapters/dynamodb/issued-badges.ts'
import { keys } from '../../../../functions/adapters/dynamodb/keys.ts'
import { dynamoLicenceStore } from '../../../../functions/adapters/dynamodb/licence-store.ts'
import { dynamoMemberKeyStore } from '../../../../functions/adapters/dynamodb/member-key-store.ts'
import { dynamoMemberStore } from '../../../../functions/adapters/dynamodb/member-store.ts'
import { dynamoObjectionStore } from '../../../../functions/adapters/dynamodb/objection-store.ts'
import { dynamoParkedStore } from '../../../../functions/adapters/dynamodb/parked-store.ts'
import { dynamoPersonErasureStore } from '../../../../functions/adapters/dynamodb/person-erasure-store.ts'
import { dynamoPersonalDataStore } from '../../../../functions/adapters/dynamodb/personal-data-store.ts'
import { dynamoPlatformKeyStore } from '../../../../functions/adapters/dynamodb/platform-key-store.ts'
import { dynamoRateLimiter } from '../../../../functions/adapters/dynamodb/rate-limiter.ts'
import { dynamoIssuerSightings, dynamoReceiptStore } from '../../../../functions/adapters/dynamodb/receipt-store.ts'
import { dynamoRecognitionStore } from '../../../../functions/adapters/dynamodb/recognition-store.ts'
import { dynamoRefreshStore } from '../../../../functions/adapters/dynamodb/refresh-store.ts'
import { dynamoReviewStore } from '../../../../functions/adapters/dynamodb/review-store.ts'
import { dynamoReviewerFacts } from '../../../../functions/adapters/dynamodb/reviewer-facts.ts'
import { dynamoReviewerPool } from '../../../../functions/adapters/dynamodb/reviewer-pool.ts'
import { dynamoSignedEndorsementStore } from '../../../../functions/adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../../../../functions/adapters/dynamodb/status-list-store.ts'

import type { TableDeps } from '../../../../functions/adapters/dynamodb/store-deps.ts'
import {
  claimTag,
  fromGrants,
  fromReceived,
  fromTies,
} from '../../../../functions/adapters/dynamodb/summaries/summary-items.ts'
import { dynamoSummaryStore } from '../../../../functions/adapters/dynamodb/summary-store.ts'
import { dynamoUndoStore } from '../../../../functions/adapters/dynamodb/undo-store.ts'
import { dynamoVcIssuerStore } from '../../../../functions/adapters/dynamodb/vc-issuer-store.ts'
import { dynamoVcStatusStore } from '../../../../functions/adapters/dynamodb/vc-status-store.ts'
import { dynamoWebCacheStore } from '../../../../functions/adapters/dynamodb/web-cache-store.ts'
import { cryptoRandomness } from '../../../../functions/adapters/randomness/crypto-randomness.ts'
import { startAttempt } from '../../../../functions/domain/challenge/calibration-attempt.ts'
import { castVote } from '../../../../functions/domain/dispute/cast-vote.ts'
import { seatPanel } from '../../../../functions/domain/dispute/decide-panel.ts'
import { disputePseudonym } from '../../../../functions/domain/dispute/draw-panel.ts'
import { settleObjection } from '../../../../functions/domain/dispute/objection.ts'
import { joinObjection, newObjection } from '../../../../functions/domain/dispute/raise-objection.ts'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import { contestClaim, refuseClaim } from '../../../../functions/domain/endorsement/claim-dispute.ts'
import { issueClaim, meetRule } from '../../../../functions/domain/endorsement/claim-transitions.ts'
import { eraseEndorsement } from '../../../../functions/domain/endorsement/erase-endorsement.ts'
import { quarterOf } from '../../../../functions/domain/recognition/quarter.ts'
import { thanksDue } from '../../../../functions/domain/recognition/recognition.ts'
import type { ReviewAssignment, ReviewRequest } from '../../../../functions/domain/reviewing/review-request.ts'
import { addDays, type Instant, toEpochDays, toEpochSeconds } from '../../../../functions/domain/shared/instant.ts'
import { encodeMultikey } from '../../../../functions/domain/shared/multikey.ts'
import type { CredentialStatus } from '../../../../functions/domain/status/credential-status.ts'
import { toEndorsementEvent, toUndoneEvent } from '../../../../functions/endorsements/to-endorsement-event.ts'
import type { Issue } from '../../../../functions/ports/credential-store.ts'
import type { StatusList } from '../../../../functions/ports/status-list-store.ts'
import {
  aChallenge,
  aCommunity,
  aMember,
  anAchievement,
  anAchievementVersion,
  anId,
  digests,
  NOW,
  someFacts,
} from '../../../support/builders.ts'
import { aCalibration, aGoldSample, aLicence } from '../../../support/calibrations.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import { type Cost, meterOf } from '../../../support/measured-client.ts'
import { aReport } from '../../../support/receipts.ts'
import {
  aClaimOf,
  anEndorsementOf,
  anEvent,
  anIdempotencyKey,
  anOpening,
  openClaimOf,
  unwrap,
} from '../../../support/store-examples.ts'
import { aListedCredential, aVcIssuer } from '../../../support/vc-examples.ts'

const README = new URL('../../../../functions/adapters/dynamodb/README.md', import.meta.url)

/** The costs that the README beside the adapters promises, by access pattern. */
const promised = new Map(
  readFileSync(README, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, pattern, , requests, , units] = line.split('|').map((cell) => cell.trim())
      return pattern?.startsWith('`') && requests && units
        ? [[pattern.replaceAll('`', ''), `${requests}: ${units}`]]
        : []
    }),
)
const written = ({ requests, units }: Cost) => {
  const counts = new Map<string, number>()
  for (const request of requests) counts.set(request, (counts.get(request) ?? 0) + 1)
  const names = [...counts].map(([name, count]) => (count === 1 ? name : `${count} ${name}`))
  return `${names.join(', ')}: ${units}`
}

const PLATFORM_MULTIKEY = encodeMultikey({ algorithm: 'Ed25519', bytes: new Uint8Array(32).fill(7) })

/** Summaries of people who know as many others as are told apart, none of them near the other's. */
async function fillSummaries({ client, tableName }: TableDeps, endorserId: string, learnerId: string): Promise<void> {
  const seconds = toEpochSeconds(NOW)
  const others = Array.from({ length: 90 }, (_, n) => n)
  const between = (memberId: string) => ({ memberId, steps: 1, oldest: seconds, newest: seconds })
  const ties = (name: string) => others.map((n) => between(anId(`${name} ${n}`)))
  const received = others.map((n) => ({ endorserId: anId(n), claimId: claimTag(anId(n)), day: toEpochDays(NOW) }))
  const grant = { from: anId('giver'), claimId: anId('granted'), units: 40, root: anId('panel') }
  const common = { summaryVersion: 1, at: NOW }
  const items = [
    ...ties('before').map(({ memberId }) => ({
      ...keys.ties(memberId, 'out'),
      ...common,
      entity: 'ties-out',
      ties: fromTies([between(endorserId)]),
    })),
    ...ties('after').map(({ memberId }) => ({
      ...keys.ties(memberId, 'in'),
      ...common,
      entity: 'ties-in',
      ties: fromTies([between(learnerId)]),
    })),
    { ...keys.ties(endorserId, 'in'), ...common, entity: 'ties-in', ties: fromTies(ties('before')) },
    { ...keys.ties(learnerId, 'out'), ...common, entity: 'ties-out', ties: fromTies(ties('after')) },
    { ...keys.received(learnerId), ...common, entity: 'received', received: fromReceived(received) },
    { ...keys.standing(endorserId), ...common, entity: 'standing', given: { '2026-02': 9 }, ...fromGrants([grant]) },
  ]
  await Promise.all(items.map((Item) => client.send(new PutCommand({ TableName: tableName, Item }))))
}

let measured: ReadonlyMap<string, string>
let crowd: { readonly issueFew: Cost; readonly issueMany: Cost; readonly growth: readonly string[] }
beforeAll(async () => {
  const table = await freshTable()
  const { client, measure } = await meterOf(table)
  const deps = { client, tableName: table.tableName, now: (): Instant => NOW }
  const costs = new Map<string, string>()
  const cost = async (pattern: string, work: () => Promise<unknown>) => {
    costs.set(pattern, written(await measure(work)))
  }
  const key = {
    algorithm: 'Ed25519',
    publicKeyMultibase: encodeMultikey({ algorithm: 'Ed25519', bytes: new Uint8Array(32) }),
    sealed: 's'.repeat(120),
    sealing: 'file',
  } as const
  const only = { limit: 20 }

  const communities = dynamoCommunityStore(deps)
  const community = aCommunity({ foundingPanel: [anId('panel')] })
  const proofKey = {
    id: 't'.repeat(43),
    use: 'data-integrity' as const,
    verificationMethod: `${community.issuer}#${key.publicKeyMultibase}`,
    key,
    createdAt: NOW,
  }
  const jwtKey = {
    id: 'j'.repeat(43),
    use: 'jwt' as const,
    verificationMethod: `${community.issuer}#${'j'.repeat(43)}`,
    key: {
      algorithm: 'RSA-2048' as const,
      publicKeyJwk: { kty: 'RSA' as const, n: 'n'.repeat(342), e: 'AQAB' },
      sealed: 's'.repeat(1700),
      sealing: 'file' as const,
    },
    createdAt: NOW,
  }
  await cost('communities.create', () => communities.create(community, [proofKey, jwtKey], anIdempotencyKey('1')))
  await cost('communities.load', () => communities.load(community.slug))
  await cost('communities.loadIssuerKeys', () => communities.loadIssuerKeys(community.slug))
  const keyEvent = (name: string, type: 'key.added' | 'key.compromised') => ({
    id: anId(name),
    type,
    at: NOW,
    community: community.slug,
    data: { keyId: 'k'.repeat(43) },
  })
  const nextKey = { ...jwtKey, id: 'n'.repeat(43), createdAt: addDays(NOW, 1) }
  await cost('communities.addIssuerKey', () =>
    communities.addIssuerKey(
      community,
      { key: nextKey, retires: jwtKey, event: keyEvent('added', 'key.added') },
      anIdempotencyKey('add'),
    ),
  )
  await cost('communities.compromiseIssuerKey', () =>
    communities.compromiseIssuerKey(
      community,
      {
        key: nextKey,
        compromisedAt: NOW,
        reason: 'It was stolen.',
        at: addDays(NOW, 2),
        replacement: { ...jwtKey, id: 'r'.repeat(43), createdAt: addDays(NOW, 2) },
        event: keyEvent('compromised', 'key.compromised'),
      },
      anIdempotencyKey('compromise'),
    ),
  )
  await cost('communities.findRepeat', () => communities.findRepeat(anIdempotencyKey('add')))
  await cost('communities.loadPublishedJwks', () => communities.loadPublishedJwks())
  await cost('communities.change', () => communities.change(community, { ...community, version: 2 }))

  const memberKeys = dynamoMemberKeyStore(deps)
  await cost('memberKeys.keep', () => memberKeys.keep(anId('endorser'), key))
  await cost('memberKeys.load', () => memberKeys.load(anId('endorser')))

  const members = dynamoMemberStore(deps)
  const oidc = { issuer: 'https://login.example.org', subject: 'asha' }
  const endorser = aMember('endorser', { externalId: 'u-17', oidc, circles: ['monday'] })
  await cost('members.add', () => members.add(endorser, anIdempotencyKey('2')))
  await cost('members.load', () => members.load(endorser.id))
  await cost('members.loadMany', () => members.loadMany([endorser.id]))
  await cost('members.loadByExternalId', () => members.loadByExternalId('weavers', 'u-17'))
  await cost('members.loadByOidc', () => members.loadByOidc('weavers', oidc))
  await cost('members.change', () => members.change(endorser, { ...endorser, version: 2 }))
  await cost('members.list', () => members.list('weavers', only))
  const identified = aMember('identified', { identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }] })
  await cost('members.add identified', () => members.add(identified, anIdempotencyKey('identified')))

  const dids = dynamoDidStore(deps)
  const did = `did:key:${key.publicKeyMultibase}` as const
  const challenge = {
    challenge: 'c'.repeat(43),
    community: 'weavers',
    memberId: endorser.id,
    did,
    expiresAt: '2026-03-01T12:10:00.000Z',
  } as const
  const proven = { community: 'weavers', memberId: endorser.id, did, provenAt: NOW }
  await cost('dids.putChallenge', () => dids.putChallenge(challenge))
  await cost('dids.readForProving', () =>
    dids.readForProving(endorser.id, challenge.challenge, anIdempotencyKey('did')),
  )
  await cost('dids.prove', () => dids.prove(challenge, proven, anIdempotencyKey('did')))
  await cost('dids.load', () => dids.load(endorser.id, did))
  await cost('dids.list', () => dids.list(endorser.id))

  const apiKeys = dynamoApiKeyStore(deps)
  const vcIssuers = dynamoVcIssuerStore(deps)
  const vcStatuses = dynamoVcStatusStore(deps)
  const apiKey = {
    id: anId('api key'),
    community: 'weavers',
    name: 'our web app',
    scopes: ['*' as const],
    secretHash: digests.sha256Base64Url('secret'),
    createdAt: NOW,
  }
  await cost('apiKeys.create', () => apiKeys.create(apiKey, anIdempotencyKey('3')))
  await cost('apiKeys.load', () => apiKeys.load(apiKey.id))
  await cost('apiKeys.touch', () => apiKeys.touch(apiKey.id, NOW))
  await cost('apiKeys.revoke', () => apiKeys.revoke('weavers', apiKey.id, NOW))
  await cost('apiKeys.list', () => apiKeys.list('weavers', only))

  const achievements = dynamoAchievementStore(deps)
  const achievement = anAchievement()
  const published = { ...achievement, publishedVersion: 1, draftChanged: false, version: 3 }
  const version = anAchievementVersion()
  await cost('achievements.create', () => achievements.create(achievement, anIdempotencyKey('4')))
  await cost('achievements.load', () => achievements.load(achievement.id))
  await cost('achievements.change', () => achievements.change(achievement, { ...achievement, version: 2 }))
  await cost('achievements.publish', () =>
    achievements.publish({ ...achievement, version: 2 }, published, version, anIdempotencyKey('5')),
  )
  await cost('achievements.loadVersion', () => achievements.loadVersion(achievement.id, 1))
  await cost('achievements.list', () => achievements.list('weavers', only))

  const challenges = dynamoChallengeStore(deps)
  const twill = aChallenge()
  const challengeEvent = (name: string) => ({
    ...keyEvent(name, 'key.added'),
    type: 'challenge.changed' as const,
    data: { challengeId: twill.id },
  })
  await cost('challenges.create', () => challenges.create(twill, challengeEvent('made'), anIdempotencyKey('challenge')))
  await cost('challenges.load', () => challenges.load(twill.id))
  await cost('challenges.loadMany', () => challenges.loadMany([twill.id]))
  await cost('challenges.change', () => challenges.change(twill, { ...twill, version: 2 }, challengeEvent('changed')))
  await cost('challenges.list', () => challenges.list('weavers', only))
  const participation = { memberId: anId('participant'), challengeId: twill.id, recordedAt: NOW }
  await cost('challenges.recordParticipation', () =>
    challenges.recordParticipation(participation, challengeEvent('joined')),
  )
  await cost('challenges.loadStanding', () => challenges.loadStanding(participation.memberId, twill.id))
  await cost('challenges.listParticipants', () => challenges.listParticipants(twill.id, only))

  const calibrations = dynamoCalibrationStore(deps)
  const calibration = aCalibration({ challengeId: twill.id })
  const sample = { ...aGoldSample('one'), challengeId: twill.id }
  await cost('calibrations.write', () =>
    calibrations.write(calibration, challengeEvent('calibrated'), { sample }, anIdempotencyKey('sample')),
  )
  await cost('calibrations.load', () => calibrations.load(twill.id))
  await cost('calibrations.loadSamples', () => calibrations.loadSamples(twill.id, [sample.id]))
  await cost('calibrations.listSamples', () => calibrations.listSamples(twill.id, only))
  const assessor = anId('assessor')
  const seeds = { id: anId('attempt'), draw: () => 0 }
  const { attempt, record } = unwrap(startAttempt(calibration, assessor, undefined, undefined, seeds, NOW))
  await cost('calibrations.start', () => calibrations.start(attempt, record))
  await cost('calibrations.loadStanding', () => calibrations.loadStanding(assessor, twill.id))
  await cost('calibrations.loadAttempt', () => calibrations.loadAttempt(assessor, twill.id, attempt.id))
  const licence = aLicence({ memberId: assessor, challengeId: twill.id })
  const licenceClaim = aClaimOf('licence', { id: licence.claimId, credentialId: licence.credentialId })
  const licenceEvent = (name: string) => anEvent(`licence ${name}`, { claimId: licence.claimId })
  await cost('calibrations.answer', () =>
    calibrations.answer(
      { ...attempt, answeredAt: NOW, version: 2 },
      { ...record, version: 2 },
      {
        licence,
        attained: { ...anOpening({ ...licenceClaim, attained: 'calibration' }) },
        event: licenceEvent('given'),
      },
    ),
  )
  const licences = dynamoLicenceStore(deps)
  await cost('licences.load', () => licences.load(assessor, twill.id))
  await cost('licences.change', () => licences.change(licence, { ...licence, version: 2 }, licenceEvent('shortened')))

  const recognitions = dynamoRecognitionStore(deps)
  const wish = { memberId: assessor, community: 'weavers', optedIn: true, since: NOW, version: 1 }
  await cost('recognitions.write', () => recognitions.write(wish, { chosen: true, due: thanksDue(assessor, NOW) }))
  await cost('recognitions.load', () => recognitions.load(assessor))
  await cost('recognitions.loadOptedIn', () => recognitions.loadOptedIn([assessor]))
  await cost('recognitions.loadThanks', () => recognitions.loadThanks('weavers'))
  const weighed = { memberId: assessor, claimId: licence.claimId, ref: `1#${assessor}`, quarter: quarterOf(NOW) }
  await cost('recognitions.count', () => recognitions.count({ ...weighed, agreed: true, timely: true }))
  await cost('recognitions.loadTally', () => recognitions.loadTally(assessor, quarterOf(NOW)))

  const limiter = dynamoRateLimiter({ ...deps, unitsPerMinute: 120, secret: 'measured' })
  await cost('rates.take', () => limiter.take('192.0.2.1', 1))

  const images = dynamoImageStore(deps)
  const image = { mediaType: 'image/png' as const, bytes: new Uint8Array(20 * 1024) }
  await cost('images.keep', () => images.keep('weavers', 'n'.repeat(43), image))
  await cost('images.load', () => images.load('weavers', 'n'.repeat(43)))

  const claims = dynamoClaimStore(deps)
  const opened = aClaimOf('measured')
  const due = { at: '2026-06-01T00:00:00.000Z', kind: 'claim-expiry', claimId: opened.id, attempt: 0 } as const
  await cost('claims.open', () => claims.open(anOpening(opened, { due, idempotency: anIdempotencyKey('6') })))
  const inChallenge = aClaimOf('measured in a challenge', {
    challengeId: twill.id,
    learnerId: opened.learnerId,
    achievementId: anId('in a challenge'),
  })
  await cost('claims.open in a challenge', () =>
    claims.open(
      anOpening(inChallenge, {
        due: { ...due, claimId: inChallenge.id },
        idempotency: anIdempotencyKey('in challenge'),
      }),
    ),
  )
  const shared = aClaimOf('shared', { collaborators: [anId('together'), anId('with them')] })
  await cost('claims.open shared', () =>
    claims.open(anOpening(shared, { due: { ...due, claimId: shared.id }, idempotency: anIdempotencyKey('shared') })),
  )
  await cost('claims.load', () => claims.load(opened.id))
  await cost('claims.loadByCredential', () => claims.loadByCredential(opened.credentialId))
  await cost('claims.loadEvidence', () => claims.loadEvidence(opened))
  await cost('claims.loadEvidenceVersion', () => claims.loadEvidenceVersion(opened, 1))
  await cost('claims.listByCommunity', () => claims.listByCommunity('weavers', only))
  await cost('claims.listNewest', () => claims.listNewest('weavers', 1))
  await cost('claims.listByLearner', () => claims.listByLearner(opened.learnerId, only))
  await cost('claims.nudge', () => claims.nudge(opened.id, NOW))

  const endorsements = dynamoEndorsementStore(deps)
  const comment = 'The selvedges are straight and the beat is even from end to end. '.repeat(8)
  await dynamoMemberStore({ ...table, now: () => NOW }).add(aMember('learner of measured', { id: opened.learnerId }))
  await fillSummaries(deps, endorser.id, opened.learnerId)
  await cost('endorsements.readForGiving first', () => endorsements.readForGiving(opened.id, endorser.id))
  await cost('endorsements.readForGiving', () =>
    endorsements.readForGiving(opened.id, endorser.id, anIdempotencyKey('7')),
  )
  await challenges.recordParticipation(
    { memberId: endorser.id, challengeId: twill.id, recordedAt: NOW },
    challengeEvent('endorser joined'),
  )
  await endorsements.readForGiving(inChallenge.id, endorser.id)
  await cost('endorsements.readForGiving in a challenge', () =>
    endorsements.readForGiving(inChallenge.id, endorser.id, anIdempotencyKey('7')),
  )
  await cost('endorsements.readForChange', () => endorsements.readForChange(opened.id, opened.learnerId))
  unwrap(await members.add(aMember('second account', { person: anId('first account') })))
  await cost('endorsements.readForGiving of a second account', () =>
    endorsements.readForGiving(opened.id, anId('second account'), anIdempotencyKey('7')),
  )
  const { seen, facts } = await endorsements.readForGiving(opened.id, endorser.id)
  const endorsement = anEndorsementOf(opened, 'endorser', {
    endorserId: endorser.id,
    ratings: { craft: 'sound', care: 'fine', finish: 'sound' },
    relationship: 'peer',
    facts: someFacts({ circles: ['monday'], ...facts, reach: 0 }),
    changedAt: NOW,
  })
  const giving = toEndorsementEvent('endorsement.given', opened, endorsement, anId('give'))
  await cost('endorsements.give', () =>
    endorsements.give(endorsement, { comment }, giving, anIdempotencyKey('7'), undefined, seen),
  )
  const vouching = anEndorsementOf(opened, 'vouching', {
    endorserId: endorser.id,
    evidenceVersion: 3,
    facts: someFacts({ reach: 10 }),
  })
  await cost('endorsements.give vouching', () =>
    endorsements.give(vouching, { comment }, anEvent('vouch'), anIdempotencyKey('vouch'), undefined, seen),
  )
  const summaries = dynamoSummaryStore({ ...deps, random: cryptoRandomness(deps) })
  await cost('summaries.keep endorsed', () => summaries.keep([giving]))
  const vouchers = { vouchers: endorser.id }
  await cost('summaries.keep issued', () =>
    summaries.keep([anEvent('issued', { type: 'claim.issued', claimId: opened.id, data: vouchers })]),
  )
  await cost('summaries.keep revoked', () =>
    summaries.keep([anEvent('revoked', { type: 'credential.revoked', claimId: opened.id })]),
  )
  await cost('endorsements.load', () => endorsements.load(opened.id, 1))
  await cost('endorsements.loadTexts', () => endorsements.loadTexts([endorsement]))
  const revised = { ...endorsement, version: 2 }
  const guard = { kind: 'unchanged', claim: opened } as const
  await cost('endorsements.change', () =>
    endorsements.change(endorsement, revised, { comment }, anEvent('change'), guard, anIdempotencyKey('8')),
  )
  await cost('endorsements.loadEarlier', () => endorsements.loadEarlier(opened.id, 1))
  const undoings = dynamoUndoStore(deps)
  const mistaken = anEndorsementOf(opened, 'mistaken')
  const first = await endorsements.readForGiving(opened.id, mistaken.endorserId)
  const mistake = anEvent('mistaken', { claimId: opened.id })
  await endorsements.give(mistaken, { comment }, mistake, undefined, undefined, first.seen)
  await summaries.keep([toEndorsementEvent('endorsement.given', opened, mistaken, anId('mistaken given'))])
  const restored = { before: mistaken, next: { ...mistaken, version: 3, previous: 0 } }
  const changed = { ...mistaken, version: 2 }
  await endorsements.change(mistaken, changed, { comment }, anEvent('changed', { claimId: opened.id }), guard)
  await cost('undoings.undo restored', () =>
    undoings.undo(
      {
        from: changed,
        restored,
        keepsSigned: false,
        event: anEvent('restore', { claimId: opened.id }),
        guard,
        seen: new Map(),
      },
      anIdempotencyKey('restore'),
    ),
  )
  await cost('undoings.undo', () =>
    undoings.undo(
      {
        from: restored.next,
        keepsSigned: false,
        event: anEvent('undo', { claimId: opened.id }),
        guard,
        seen: new Map(),
      },
      anIdempotencyKey('undo'),
    ),
  )
  await cost('summaries.keep undone', () =>
    summaries.keep([toUndoneEvent(opened, { from: restored.next, at: NOW }, anId('mistaken undone'))]),
  )

  const signedStore = dynamoSignedEndorsementStore(deps)
  const signed = {
    endorsementId: revised.id,
    endorserId: revised.endorserId,
    evidenceVersion: 1,
    version: 2,
    form: 'embedded' as const,
    signer: `did:key:${key.publicKeyMultibase}` as const,
    text: `{"endorsementComment":"${comment}","proofValue":"${anId('a')}${anId('b')}${anId('c')}"}`,
    signedAt: NOW,
  }
  await cost('signedEndorsements.keep', () => signedStore.keep(revised, signed, opened.credentialId))
  await cost('signedEndorsements.load', () => signedStore.load(opened.id, 1))
  await cost('signedEndorsements.loadOne', () => signedStore.loadOne(opened.id, 1, revised.endorserId, 2))
  await cost('signedEndorsements.locate', () => signedStore.locate(revised.id))

  const own = anEndorsementOf(opened, 'own key', { endorserId: endorser.id, evidenceVersion: 2, assurance: 'own-key' })
  const finished = {
    signed: { ...signed, endorsementId: own.id, endorserId: endorser.id, evidenceVersion: 2, version: 1 },
    ownId: 'urn:uuid:6f1c1d6e-0000-4000-8000-000000000001',
    credentialId: opened.credentialId,
  }
  const ownEvent = anEvent('give own', { claimId: opened.id })
  await cost('endorsements.give finished', () =>
    endorsements.give(own, { comment }, ownEvent, anIdempotencyKey('own'), finished),
  )
  await cost('dids.remove', () => dids.remove(proven))

  const met = meetRule(opened, NOW, 3)
  await cost('claims.apply', () => claims.apply(met, anEvent('met', { claimId: opened.id })))

  const lists = dynamoStatusListStore(deps)
  const common = { community: 'weavers', size: 131_072, createdAt: NOW }
  const suspension = { ...common, id: anId('suspension list'), purpose: 'suspension' } as const
  const list = { ...common, id: anId('list'), purpose: 'revocation', suspensionListId: suspension.id } as const
  const signedList = { listId: list.id, version: 1, text: '{"encodedList":"u"}', setCount: 0, signedAt: NOW }
  const entry = { list: list.id, index: 5 }
  await cost('vcIssuers.create', () => vcIssuers.create(aVcIssuer, anIdempotencyKey('vc')))
  await cost('vcIssuers.load', () => vcIssuers.load('weavers', aVcIssuer.name))
  await cost('vcIssuers.loadByDid', () => vcIssuers.loadByDid(aVcIssuer.did))
  await cost('vcIssuers.list', () => vcIssuers.list('weavers', only))
  await cost('vcStatuses.allot', () => vcStatuses.allot(aListedCredential))
  await cost('vcStatuses.load', () => vcStatuses.load('weavers', aListedCredential.credentialId))
  await cost('vcStatuses.set', () => vcStatuses.set(aListedCredential.entry))
  await cost('vcStatuses.isSet', () => vcStatuses.isSet(aListedCredential.entry))
  const platformKeys = dynamoPlatformKeyStore(deps)
  const platformKey = {
    use: 'data-integrity' as const,
    number: 1,
    id: 'k'.repeat(43),
    createdAt: NOW,
    version: 1,
    key: {
      algorithm: 'Ed25519' as const,
      publicKeyMultibase: PLATFORM_MULTIKEY,
      sealed: 's'.repeat(300),
      sealing: 'kms' as const,
    },
  }
  await platformKeys.change(platformKey.id, { added: platformKey })
  const rotation = {
    added: { ...platformKey, number: 2 },
    changed: { from: platformKey, to: { ...platformKey, retiredAt: NOW, version: 2 } },
  }
  await cost('platformKeys.change', () => platformKeys.change(platformKey.id, rotation, anIdempotencyKey('platform')))
  await cost('platformKeys.load', () => platformKeys.load())
  const receipts = dynamoReceiptStore(deps)
  const receipt = {
    id: 'R'.repeat(22),
    text: JSON.stringify(aReport()),
    digest: 'd'.repeat(43),
    validUntil: addDays(NOW, 366),
  }
  await cost('receipts.keep', () => receipts.keep(receipt))
  await cost('receipts.load', () => receipts.load(receipt.id))
  const sightings = dynamoIssuerSightings(deps)
  await cost('issuerSightings.note', () => sightings.note('did:web:issuer.example', NOW))
  await cost('issuerSightings.firstSeen', () => sightings.firstSeen('did:web:issuer.example'))
  await cost('statusLists.start', () =>
    lists.start(
      { list, signed: signedList },
      { list: suspension, signed: { ...signedList, listId: suspension.id } },
      undefined,
    ),
  )
  const alone = { ...common, id: anId('list of before'), purpose: 'revocation' } as const
  const further = [anId('spare'), anId('further')].map((id) => ({ ...suspension, id }))
  const [spare = suspension, added = suspension] = further
  const signedOf = ({ id }: StatusList) => ({ ...signedList, listId: id })
  await lists.start({ list: alone, signed: signedOf(alone) }, { list: spare, signed: signedOf(spare) }, list.id)
  await cost('statusLists.addSuspensionList', () => lists.addSuspensionList(alone.id, added))
  await cost('statusLists.current', () => lists.current('weavers'))
  await cost('statusLists.listIds', () => lists.listIds('weavers'))
  await cost('statusLists.load', () => lists.load(list.id))
  await cost('statusLists.allot', () => lists.allot(met.to, entry))
  await cost('statusLists.loadSigned', () => lists.loadSigned(list.id))
  await cost('statusLists.publish', () => lists.publish({ ...signedList, version: 2 }))

  const credentials = dynamoCredentialStore(deps)
  const allotted: Claim = { ...met.to, statusEntry: entry, version: met.to.version + 1 }
  const encode = (part: string) => Buffer.from(part).toString('base64url')
  const issueOf = (claim: Claim, embeds: number): Issue => {
    const text = JSON.stringify({ endorsement: Array.from({ length: embeds }, (_, n) => ({ comment, id: anId(n) })) })
    const header = encode(`{"alg":"RS256","kid":"https://badges.example.org/communities/weavers/keys/${jwtKey.id}"}`)
    const claimed = `${text.slice(0, -1)},"iss":"${community.issuer}","jti":"${anId('jti')}","nbf":1772366400}`
    const jws = `${header}.${encode(claimed)}.${'s'.repeat(342)}`
    return {
      change: issueClaim(claim, NOW, { repeatable: 'once' }),
      event: anEvent(`issue ${claim.id}`, { claimId: claim.id }),
      credential: {
        id: claim.credentialId,
        claimId: claim.id,
        community: 'weavers',
        text,
        digest: digests.sha256Base64Url(text),
        jwt: { text: jws, digest: digests.sha256Base64Url(jws) },
        storedAt: NOW,
        embedded: new Map(Array.from({ length: embeds }, (_, n) => [anId(n), 1])),
      },
      capability: digests.sha256Base64Url(claim.id),
      awardText: JSON.stringify(Array.from({ length: embeds }, (_, n) => anId(`pseudonym ${n}`))),
    }
  }
  await cost('credentials.issue', () => credentials.issue(issueOf(allotted, 3)))
  const issuedBadges = dynamoIssuedBadges(deps)
  await cost('issuedBadges.count', () => issuedBadges.count(community.slug, opened.id))
  await cost('issuedBadges.issuedBy', () => issuedBadges.issuedBy(community.slug))
  await cost('credentials.load', () => credentials.load(opened.credentialId))
  await cost('credentials.loadHeld', () => credentials.loadHeld(opened.credentialId))
  await cost('credentials.loadEmbedded', () => credentials.loadEmbedded(opened.credentialId))
  await cost('credentials.locateRefresh', () => credentials.locateRefresh(digests.sha256Base64Url(opened.id)))
  const refreshes = dynamoRefreshStore(deps)
  await cost('refreshes.ask', () => refreshes.ask(opened.id))
  await cost('refreshes.load', () => refreshes.load(opened.id))
  await cost('refreshes.settle', () => refreshes.settle(opened, 1))
  await cost('credentials.loadAward', () => credentials.loadAward(opened.credentialId))
  const issued = issueOf(allotted, 3).change.to
  const change = (status: CredentialStatus) =>
    credentials.changeStatus(opened.credentialId, {
      claim: issued,
      status,
      at: NOW,
      reason: 'Given in error.',
      entry: status === 'revoked' ? entry : { ...entry, list: suspension.id },
      event: anEvent(status, { claimId: opened.id }),
      due: { ...due, kind: status === 'revoked' ? 'revocation' : 'suspension' },
    })
  await cost('credentials.changeStatus', () => change('suspended'))
  unwrap(await change('valid'))
  await cost('credentials.loadStatus', () => credentials.loadStatus(opened.credentialId))
  await cost('statusLists.isSet', () => lists.isSet({ ...entry, list: suspension.id }))
  unwrap(await change('revoked'))
  await cost('credentials.refresh', () =>
    credentials.refresh({
      from: { id: opened.credentialId, version: 1 },
      next: issueOf(allotted, 4).credential,
      event: anEvent('refresh', { claimId: opened.id }),
      capability: digests.sha256Base64Url(opened.id),
    }),
  )
  await cost('credentials.loadEarlier', () => credentials.loadEarlier(opened.credentialId, 1))
  await cost('credentials.eraseEarlier', () => credentials.eraseEarlier(opened.credentialId, new Set([anId(1)])))
  await cost('statusLists.loadSetIndexes', () => lists.loadSetIndexes(list.id))

  const erasures = dynamoErasureStore(deps)
  await cost('erasures.loadJudged', () => erasures.loadJudged(revised.endorserId))
  const personalData = dynamoPersonalDataStore(deps)
  await cost('personalData.listOwn', () => personalData.listOwn(revised.endorserId, { limit: 50 }))
  await cost('personalData.listClaims', () => personalData.listClaims(issued.learnerId, { limit: 1 }))
  const erased = eraseEndorsement(revised, NOW)
  const erasure = {
    from: revised,
    to: erased,
    credentialId: opened.credentialId,
    event: anEvent('erase', { claimId: opened.id }),
    guard: { kind: 'unchanged', claim: issued } as const,
    reissues: true,
  }
  await cost('erasures.erase', () => erasures.erase(erasure))
  await cost('erasures.removeWords', () =>
    erasures.removeWords(revised.endorserId, { claimId: opened.id, evidenceVersion: 1 }),
  )
  await cost('erasures.removeKey', () => erasures.removeKey(revised.endorserId))

  await cost('credentials.erase', () => credentials.erase(opened.credentialId, 'capability'))
  await cost('credentials.loadErasedAt', () => credentials.loadErasedAt(opened.credentialId))
  const persons = dynamoPersonErasureStore(deps)
  const leaver = aMember('leaver', {
    externalId: 'u-leaver',
    oidc: { issuer: 'https://id.example', subject: 'leaver' },
  })
  unwrap(await dynamoMemberStore(deps).add(leaver))
  const erasureDue = { at: NOW, kind: 'erasure', claimId: leaver.id, attempt: 0 } as const
  await cost('persons.begin', async () => unwrap(await persons.begin(leaver, NOW, erasureDue)))
  await cost('persons.load', () => persons.load(leaver.id))
  await cost('persons.removeRest', () => persons.removeRest(leaver.id))
  await cost('persons.finish', () => persons.finish(leaver.id, NOW))

  const webCache = dynamoWebCacheStore(deps)
  const webKey = { url: 'https://issuer.example/.well-known/did.json', accept: 'application/did+json' }
  const keptAnswer = {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'max-age=300', etag: `"${'e'.repeat(43)}"` },
    // A DID document with six keys, which are what gzip cannot shorten.
    bytes: new TextEncoder().encode(
      Array.from({ length: 6 }, (_, n) => digests.sha256Base64Url(`${n}`)).join(' "x": '),
    ),
    confirmedAt: NOW,
  }
  await cost('webCache.keep', () => webCache.keep(webKey, keptAnswer, addDays(NOW, 1)))
  await cost('webCache.load', () => webCache.load(webKey))

  const dueStore = dynamoDueStore(deps)
  await dueStore.loadDue(NOW, 50)
  const soon = { ...due, at: '2026-03-01T12:00:00.000Z' } as const
  await cost('due.put', () => dueStore.put(soon))
  await dueStore.loadDue('2026-03-01T12:10:00.000Z', 50)
  await cost('due.loadDue', () => dueStore.loadDue('2026-03-01T12:10:00.000Z', 50))
  await cost('due.remove', () => dueStore.remove(soon))
  const parkedStore = dynamoParkedStore(deps)
  const parked = { claimId: opened.id, eventId: '100', reason: 'the signer did not answer', attempt: 0, parkedAt: NOW }
  await cost('parked.park', () => parkedStore.park(parked, '2026-03-01T12:01:00.000Z'))
  await cost('parked.load', () => parkedStore.load(opened.id))
  const parkedRecords = await parkedStore.load(opened.id)
  await cost('parked.clear', () => parkedStore.clear(opened.id, parkedRecords))

  const reviews = dynamoReviewStore(deps)
  const reviewerPool = dynamoReviewerPool(deps)
  const reviewEvent = (name: string) => anEvent(`review ${name}`, { type: 'review.asked', claimId: opened.id })
  const reviewDue = { at: addDays(NOW, 1), kind: 'review-request', claimId: opened.id, ref: '1', attempt: 0 } as const
  const request: ReviewRequest = {
    id: anId('review'),
    claimId: opened.id,
    community: 'weavers',
    number: 1,
    source: 'learner',
    wanted: 3,
    named: [],
    languages: ['en'],
    asked: [],
    state: 'open',
    widened: [],
    askedAt: NOW,
    paid: 3,
    version: 1,
  }
  const asking = {
    request,
    payment: { kind: 'budget', asks: 3 },
    event: { ...reviewEvent('asked'), actorId: opened.learnerId },
  } as const
  await cost('reviews.ask', () => reviews.ask({ ...asking, due: reviewDue, idempotency: anIdempotencyKey('ask') }))
  const offered = { ...request, asked: [anId('r1'), anId('r2'), anId('r3')], version: 2 }
  const assignmentOf = (reviewerId: string): ReviewAssignment => ({
    claimId: opened.id,
    community: 'weavers',
    reviewerId,
    requestId: request.id,
    requestNumber: 1,
    drawn: true,
    reasons: [{ kind: 'load', open: 0 }],
    state: 'offered',
    offeredAt: NOW,
    version: 1,
  })
  await cost('reviews.offer', () =>
    reviews.offer(
      { from: request, to: offered },
      offered.asked.map((id) => ({
        assignment: assignmentOf(id),
        event: reviewEvent(id),
        due: { ...reviewDue, kind: 'review-offer', ref: id },
        openLimit: 5,
      })),
    ),
  )
  await cost('reviews.loadRequests', () => reviews.loadRequests(opened.id))
  await cost('reviews.loadAssignments', () => reviews.loadAssignments(opened.id, [anId('r1')]))
  await cost('reviews.loadReviewers', () => reviews.loadReviewers([anId('r1')]))
  await cost('reviews.loadWaiting', () => reviews.loadWaiting({ memberId: anId('r1'), open: [opened.id] }))
  const taken = { ...assignmentOf(anId('r1')), state: 'taken', takenAt: NOW, version: 2 } as const
  await cost('reviews.move', () =>
    reviews.move({ from: assignmentOf(anId('r1')), to: taken }, reviewEvent('taken'), {
      ...reviewDue,
      kind: 'review-lease',
    }),
  )
  const answered = { ...taken, state: 'declined', endedAt: NOW, version: 3 } as const
  await cost('reviews.move to an end', () =>
    reviews.move({ from: taken, to: answered }, reviewEvent('declined'), { ...reviewDue, at: addDays(NOW, 2) }),
  )
  const seenAnswer = { ...offered, firstAnsweredAt: NOW, version: 3 }
  await cost('reviews.change', () => reviews.change({ from: offered, to: seenAnswer }, undefined, 2))
  await cost('reviews.close', () =>
    reviews.close(
      { from: seenAnswer, to: { ...seenAnswer, state: 'closed', closedAs: 'expired', version: 4 } },
      [{ from: assignmentOf(anId('r2')), to: { ...assignmentOf(anId('r2')), state: 'expired', version: 2 } }],
      [reviewEvent('closed'), reviewEvent('ended')],
      { memberId: opened.learnerId, asks: 2 },
    ),
  )
  const pausing = { ...keyEvent('pausing', 'key.added'), type: 'reviewing.paused', data: {} } as const
  await cost('reviews.pause', () => reviews.pause(anId('r1'), addDays(NOW, 7), pausing))
  await cost('reviews.loadWaits', () => reviews.loadWaits('weavers', NOW))
  await cost('reviewerPool.sample', () => reviewerPool.sample('weavers', 'all', 'seed', 48))
  await cost('reviewerPool.join', () => reviewerPool.join(endorser, ['all', 'language:*']))
  await cost('reviewerPool.isFilled', () => reviewerPool.isFilled('weavers'))
  await cost('reviewerPool.markFilled', () => reviewerPool.markFilled('weavers'))
  const rule = { policy: version.policy, rubric: [] }
  await cost('reviewerFacts.read', () => dynamoReviewerFacts(deps).read(opened, rule, [endorser.id]))

  const objections = dynamoObjectionStore(deps)
  const disputed = await openClaimOf(claims, 'disputed', {
    status: 'met',
    decidedAt: NOW,
    objectableUntil: addDays(NOW, 2),
  })
  const raised = newObjection(
    disputed,
    { id: anId('objection'), kind: 'objection', memberId: anId('objector'), randomness: 'r', now: NOW },
    digests,
  )
  const contested = contestClaim(disputed, raised.id)
  const dispute = (name: string) => anEvent(`dispute ${name}`, { claimId: disputed.id })
  const objectionDue = { at: NOW, kind: 'objection' as const, claimId: disputed.id, ref: raised.id, attempt: 0 }
  await cost('objections.raise', () =>
    objections.raise(
      { change: contested, event: dispute('raised'), objection: raised, reason: comment, due: objectionDue },
      anIdempotencyKey('raise'),
    ),
  )
  const joined = joinObjection(raised, anId('another'), 'conduct', NOW)
  await cost('objections.join', () =>
    objections.join(
      { from: raised, to: joined, event: dispute('joined') },
      contested.to,
      anId('another'),
      comment,
      anIdempotencyKey('join'),
    ),
  )
  const panel = [1, 2, 3].map((n) => anId(`panel ${n}`))
  const lots = panel.map((id) => ({ pseudonym: disputePseudonym(disputed, id, digests), code: 'drawn' as const }))
  const seated = seatPanel(joined, panel, { members: 40, candidates: lots }, NOW)
  await cost('objections.seat', () => objections.seat({ from: joined, to: seated, event: dispute('seated') }))
  const voted = unwrap(castVote(seated, panel[0] ?? '', NOW))
  await cost('objections.vote', () =>
    objections.vote(
      { from: seated, to: voted, event: dispute('voted') },
      { memberId: panel[0] ?? '', vote: 'upheld', reason: comment },
      anIdempotencyKey('vote'),
    ),
  )
  await cost('objections.load', () => objections.load(disputed.id, raised.id))
  await cost('objections.locate', () => objections.locate(raised.id))
  await cost('objections.loadAll', () => objections.loadAll(disputed.id))
  await cost('objections.list', () => objections.list(disputed.id, only))
  await cost('objections.loadVotes', () => objections.loadVotes(voted))
  await cost('objections.loadWords', () => objections.loadWords(voted))
  await cost('objections.listSeats', () => objections.listSeats(panel[0] ?? '', only))
  await cost('objections.loadMemberIds', () => objections.loadMemberIds('weavers'))
  await cost('objections.loadCandidates', () => objections.loadCandidates(disputed, [endorser.id], [anId('objector')]))
  await cost('objections.loadJudges', () => objections.loadJudges(opened.id))
  const outcome = { status: 'upheld', basis: 'votes', upheld: 1, dismissed: 0, at: NOW } as const
  await cost('objections.settle', () =>
    objections.settle({
      from: voted,
      to: settleObjection(voted, outcome),
      event: dispute('settled'),
      claim: { change: refuseClaim(contested.to, NOW), event: dispute('refused') },
      outcomeText: JSON.stringify({ lots, proof: 'p'.repeat(900) }),
    }),
  )
  await cost('objections.loadOutcome', () => objections.loadOutcome(raised.id))

  const [few, many] = await Promise.all(
    ['few', 'many'].map((name, n) =>
      openClaimOf(claims, name, { status: 'met', decidedAt: NOW, statusEntry: { list: list.id, index: n } }),
    ),
  )
  const giveTo = (claim: Claim, n: string) =>
    measure(async () => {
      const given = anEndorsementOf(claim, n)
      const { seen } = await endorsements.readForGiving(claim.id, given.endorserId, anIdempotencyKey(n))
      const event = anEvent(`growth ${n}`, { claimId: claim.id })
      unwrap(await endorsements.give(given, { comment }, event, anIdempotencyKey(n), undefined, seen))
    })
  const growth = [written(await giveTo(few ?? opened, 'before'))]
  for (let n = 0; n < 100; n++) await openClaimOf(claims, `growing ${n}`)
  growth.push(written(await giveTo(many ?? opened, 'after')))
  crowd = {
    issueFew: await measure(() => credentials.issue(issueOf(few ?? opened, 3))),
    issueMany: await measure(() => credentials.issue(issueOf(many ?? opened, 200))),
    growth,
  }
  measured = costs
}, 180_000)

describe('consumed capacity', () => {
  it('is what the README beside the adapters says, for every access pattern', () => {
    expect(Object.fromEntries(measured)).toEqual(Object.fromEntries(promised))
  })

  it('of an endorsement is one batch read, one transaction and one query, once a process knows the claim', () => {
    const requests = ['readForGiving', 'give', 'load'].map(
      (name) => measured.get(`endorsements.${name}`)?.split(':')[0],
    )
    expect(requests).toEqual(['BatchGetItem', 'TransactWriteItems', 'Query'])
  })

  it('of issuing takes one request for 3 and for 200 endorsements', () => {
    expect(crowd.issueFew.requests).toEqual(['TransactWriteItems'])
    expect(crowd.issueMany.requests).toEqual(['TransactWriteItems'])
  })

  it('does not grow with the table', () => {
    expect(crowd.growth[1]).toBe(crowd.growth[0])
  })
})
