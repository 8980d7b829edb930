import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { ClaimChange } from '../../functions/domain/endorsement/claim-transitions.ts'
import { toClaimEvent } from '../../functions/domain/endorsement/to-claim-event.ts'
import type { AchievementDraft } from '../../schemas/achievement.ts'
import { type Answer, addMember, publishAchievement, type RequestOptions, type TestApp } from './app.ts'
import { storesOf } from './issuance-scenario.ts'

/** A community and its key for everything. */
export interface Tenant {
  readonly slug: string
  readonly key: string
}

/** A claim of a learner of its own, on an achievement of its own. */
export interface ClaimScene {
  readonly achievement: string
  readonly learner: string
  readonly claim: string
}

export async function aScene(
  app: TestApp,
  tenant: Tenant,
  { draft = {}, claim = {} }: { readonly draft?: Partial<AchievementDraft>; readonly claim?: object } = {},
): Promise<ClaimScene> {
  const [achievement, learner] = await Promise.all([
    publishAchievement(app, tenant, draft),
    addMember(app, tenant, { name: 'Asha' }),
  ])
  const opened = await open(app, tenant, { achievement, learner, ...claim })
  if (opened.status !== 201) throw new Error(`the scene was refused: ${JSON.stringify(opened.body)}`)
  return { achievement, learner, claim: String(opened.body.id) }
}

/** Opens a claim with one line of narrative. */
export const open = (
  app: TestApp,
  { slug, key }: Tenant,
  body: object,
  options: RequestOptions = {},
): Promise<Answer> =>
  app.request('POST', `/v1/communities/${slug}/claims`, {
    token: key,
    ...options,
    body: { narrative: 'Here is my cloth.', ...body },
  })

/** Sends a judgement under the key of the community. */
export const judge = (
  app: TestApp,
  { key }: Tenant,
  claim: string,
  body: object,
  options: RequestOptions = {},
): Promise<Answer> =>
  app.request('POST', `/v1/claims/${claim}/endorsements`, {
    token: key,
    ...options,
    body: { verdict: 'endorse', ...body },
  })

/** Everything in a claim's partition, as stored. */
export async function readPartition(
  { table }: Pick<TestApp, 'table'>,
  claimId: string,
): Promise<readonly Record<string, unknown>[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.tableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `CLAIM#${claimId}` },
      ConsistentRead: true,
    }),
  )
  return Items
}

/** The events of a claim, oldest first. */
export const readEvents = async (app: Pick<TestApp, 'table'>, claimId: string) =>
  (await readPartition(app, claimId)).filter(({ entity }) => entity === 'event')

/** Takes a claim a step further, as issuance or the clock would. */
export async function advance(
  app: TestApp,
  claimId: string,
  step: (claim: Claim) => ClaimChange | undefined,
): Promise<void> {
  const { claims } = storesOf(app.table)
  const claim = await claims.load(claimId)
  const change = claim && step(claim)
  if (!change) throw new Error(`claim ${claimId} takes no such step`)
  const applied = await claims.apply(change, toClaimEvent(change, cryptoRandomness({ now: app.now }).id(), app.now()))
  if (!applied.ok) throw new Error(`claim ${claimId} did not move: ${applied.error.code}`)
}
