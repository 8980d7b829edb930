import { randomUUID } from 'node:crypto'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { systemNow } from '../../functions/adapters/clock/system-clock.ts'
import { sha256Digests } from '../../functions/adapters/digests/sha256.ts'
import { dynamoAchievementStore } from '../../functions/adapters/dynamodb/achievement-store.ts'
import { dynamoClaimStore } from '../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../../functions/adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoDueStore } from '../../functions/adapters/dynamodb/due-store.ts'
import { dynamoEndorsementStore } from '../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoMemberStore } from '../../functions/adapters/dynamodb/member-store.ts'
import { dynamoObjectionStore } from '../../functions/adapters/dynamodb/objection-store.ts'
import { dynamoParkedStore } from '../../functions/adapters/dynamodb/parked-store.ts'
import { dynamoRefreshStore } from '../../functions/adapters/dynamodb/refresh-store.ts'
import { dynamoSignedEndorsementStore } from '../../functions/adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../../functions/adapters/dynamodb/status-list-store.ts'
import type { fileSealedKeys } from '../../functions/adapters/keys/file-sealed-keys.ts'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import { createIssuerKey } from '../../functions/communities/create-issuer-key.ts'
import type { AchievementVersion } from '../../functions/domain/achievement/achievement.ts'
import { publishAchievement } from '../../functions/domain/achievement/publish-achievement.ts'
import type { Community } from '../../functions/domain/community/community.ts'
import type { KeyUse } from '../../functions/domain/community/key-lifetime.ts'
import type { Member } from '../../functions/domain/community/member.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { ClaimEventType } from '../../functions/domain/endorsement/claim-event.ts'
import type { Endorsement } from '../../functions/domain/endorsement/endorsement.ts'
import { giveEndorsement } from '../../functions/domain/endorsement/give-endorsement.ts'
import type { KnownFacts } from '../../functions/domain/endorsement/known-facts.ts'
import { openClaim, toEvidenceDocument } from '../../functions/domain/endorsement/open-claim.ts'
import type { Id } from '../../functions/domain/shared/ids.ts'
import { communityDid } from '../../functions/domain/shared/public-urls.ts'
import { listShards, openShard, readPage } from '../../functions/local/stream-api.ts'
import { type DynamoDbStreamRecord, toStreamRecord } from '../../functions/local/stream-records.ts'
import type { Log } from '../../functions/ports/log.ts'
import type { AchievementDraft } from '../../schemas/achievement.ts'
import type { GiveEndorsement } from '../../schemas/endorsement.ts'
import { digests } from './builders.ts'
import type { TestTable } from './dynamodb.ts'

/** A log that keeps quiet; what went wrong shows in what is stored. */
export const quietLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The stores a scenario is set up and looked at through. */
export function storesOf({ client, tableName }: Pick<TestTable, 'client' | 'tableName'>) {
  const table = { client, tableName, now: systemNow }
  return {
    communities: dynamoCommunityStore(table),
    members: dynamoMemberStore(table),
    achievements: dynamoAchievementStore(table),
    claims: dynamoClaimStore(table),
    endorsements: dynamoEndorsementStore(table),
    signedEndorsements: dynamoSignedEndorsementStore(table),
    credentials: dynamoCredentialStore(table),
    objections: dynamoObjectionStore(table),
    refreshes: dynamoRefreshStore(table),
    statusLists: dynamoStatusListStore(table),
    parked: dynamoParkedStore(table),
    due: dynamoDueStore(table),
  }
}

export type Stores = ReturnType<typeof storesOf>
export type SealedKeys = Awaited<ReturnType<typeof fileSealedKeys>>

const random = cryptoRandomness({ now: systemNow })
export const BASE_URL = 'https://badges.example.org'

const unwrap = <Value>(result: { ok: true; value: Value } | { ok: false; error: { code: string } }): Value => {
  if (!result.ok) throw new Error(`the scenario was refused: ${result.error.code}`)
  return result.value
}

/** A community whose members are written straight into the stores: what HTTP would have stored. */
export async function aStoredCommunity(stores: Stores, keys: SealedKeys): Promise<Community> {
  const slug = `guild-${randomUUID().slice(0, 8)}`
  const issuer = communityDid(BASE_URL, slug)
  const createdAt = systemNow()
  const community: Community = {
    id: random.id(),
    slug,
    name: 'Weavers’ Guild',
    oidc: [],
    foundingPanel: [],
    baseUrl: BASE_URL,
    issuer,
    createdAt,
    version: 1,
  }
  const make = (use: KeyUse) => createIssuerKey({ keyMaker: keys, digests: sha256Digests }, issuer, use, createdAt)
  unwrap(await stores.communities.create(community, await Promise.all([make('data-integrity'), make('jwt')])))
  return community
}

export async function aStoredMember(stores: Stores, community: Community, changes: Partial<Member> = {}) {
  const id = random.id()
  const member: Member = {
    id,
    community: community.slug,
    name: `Member ${id.slice(-4)}`,
    role: 'member',
    circles: [],
    identifiers: [],
    languages: [],
    skills: [],
    joinedAt: systemNow(),
    version: 1,
    ...changes,
  }
  unwrap(await stores.members.add(member))
  return member
}

export async function aPublishedAchievement(
  stores: Stores,
  community: Community,
  draft: Partial<AchievementDraft> = {},
): Promise<AchievementVersion> {
  const now = systemNow()
  const achievement = {
    id: random.id(),
    community: community.slug,
    draft: {
      name: 'Plain weave',
      description: 'Weaves an even plain cloth.',
      criteria: { narrative: 'Show a cloth.' },
      ...draft,
    },
    publishedVersion: 0,
    draftChanged: true,
    createdAt: now,
    changedAt: now,
    version: 1,
  }
  unwrap(await stores.achievements.create(achievement))
  const version = unwrap(publishAchievement(achievement, { foundingPanel: 3 }, now, digests))
  const published = { ...achievement, publishedVersion: 1, draftChanged: false, version: 2 }
  unwrap(await stores.achievements.publish(achievement, published, version))
  return version
}

const anEvent = (type: ClaimEventType, claim: Claim) => ({
  id: random.id(),
  type,
  at: systemNow(),
  community: claim.community,
  claimId: claim.id,
  data: {},
})

export async function aStoredClaim(
  stores: Stores,
  achievement: AchievementVersion,
  learner: Member,
  identify: readonly 'emailAddress'[] = [],
): Promise<Claim> {
  const now = systemNow()
  const evidence = toEvidenceDocument(
    1,
    { narrative: 'I wove it.', evidence: [{ id: 'https://example.org/cloth', name: 'The cloth' }] },
    now,
    digests,
  )
  const seeds = { claimId: random.id(), credentialId: random.id(), subjectId: random.subjectId(), salt: random.salt() }
  const request = { achievement: achievement.achievementId, identify: [...identify] }
  const claim = openClaim(seeds, achievement, learner.id, request, evidence, now)
  unwrap(await stores.claims.open({ claim, evidence, event: anEvent('claim.opened', claim), unique: false }))
  return claim
}

/** Stores one peer's judgement as the API does, without HTTP. */
export async function give(
  stores: Stores,
  achievement: AchievementVersion,
  claim: Claim,
  endorser: Member,
  judgement: Partial<GiveEndorsement> = {},
  facts: KnownFacts = {},
): Promise<Endorsement> {
  const context = {
    claim,
    rule: { policy: achievement.policy, rubric: achievement.content.rubric ?? [] },
    endorser,
    holds: [],
    facts,
    assurance: 'asserted' as const,
    now: systemNow(),
  }
  const body = {
    verdict: 'endorse' as const,
    comment: `Seen by ${endorser.name}.`,
    consentToBeNamed: true,
    ...judgement,
  }
  const endorsement = unwrap(giveEndorsement(random.id(), context, body))
  const texts = body.comment === undefined ? {} : { comment: body.comment }
  unwrap(await stores.endorsements.give(endorsement, texts, anEvent('endorsement.given', claim)))
  return endorsement
}

interface StreamSoFar {
  readonly records: DynamoDbStreamRecord[]
  readonly lastByShard: Map<string, string>
}

const streams = new Map<string, StreamSoFar>()

/** Every record of the table's stream so far, in order; only what is new is read. */
export async function readStream(table: TestTable): Promise<readonly DynamoDbStreamRecord[]> {
  const key = `${table.credentials.accessKeyId} ${table.streamArn}`
  const soFar = streams.get(key) ?? { records: [], lastByShard: new Map<string, string>() }
  streams.set(key, soFar)
  for (const { shardId } of await listShards(table, table.streamArn)) {
    const after = soFar.lastByShard.get(shardId)
    let iterator: string | undefined = await openShard(table, { streamArn: table.streamArn, shardId, after })
    for (let empty = 0; iterator !== undefined && empty < 2; ) {
      const page: Awaited<ReturnType<typeof readPage>> = await readPage(table, iterator, 1000)
      soFar.records.push(...page.records.map((record) => toStreamRecord(record, table.streamArn)))
      const last = page.records.at(-1)
      if (last) soFar.lastByShard.set(shardId, last.dynamodb.SequenceNumber)
      else empty += 1
      iterator = page.next
    }
  }
  return [...soFar.records]
}

/** Records of one claim's partition. */
export const recordsOf = (records: readonly DynamoDbStreamRecord[], claimId: Id) =>
  records.filter(({ dynamodb }) => dynamodb.Keys['pk']?.S === `CLAIM#${claimId}`)

/** The process died: nothing it tries afterwards goes through. */
export class Killed extends Error {
  constructor() {
    super('the process was killed')
  }
}

/** When a process dies: before its n-th call is sent, or after it was done but before the answer arrived. */
export interface Death {
  readonly call: number
  readonly when: 'before' | 'after'
}

/**
 * A process that dies at one of its calls to the store or the signer. `calls` counts them; without a death it only counts.
 */
export function mortal(death: Death | undefined) {
  let calls = 0
  let dead = false
  const run = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (dead) throw new Killed()
    const number = ++calls
    if (death?.call === number && death.when === 'before') {
      dead = true
      throw new Killed()
    }
    const answer = await call()
    if (death?.call === number) {
      dead = true
      throw new Killed()
    }
    return answer
  }
  return {
    calls: () => calls,
    died: () => dead,
    client: (client: DynamoDBDocumentClient): DynamoDBDocumentClient => {
      const send = client.send.bind(client)
      const counted = Object.create(client) as DynamoDBDocumentClient // the same client but for `send`
      // Every overload goes the same way; none of our adapters uses callbacks.
      counted.send = ((command: Parameters<typeof send>[0]) => run(() => send(command))) as typeof client.send
      return counted
    },
    keys: (keys: SealedKeys): SealedKeys => ({
      createKey: (owner, algorithm) => keys.createKey(owner, algorithm),
      sign: (key, owner, bytes) => run(() => keys.sign(key, owner, bytes)),
    }),
  }
}
