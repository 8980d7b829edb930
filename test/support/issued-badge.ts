import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileSealedKeys } from '../../functions/adapters/keys/file-sealed-keys.ts'
import type { AchievementVersion } from '../../functions/domain/achievement/achievement.ts'
import type { Community } from '../../functions/domain/community/community.ts'
import type { Member } from '../../functions/domain/community/member.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import type { Endorsement } from '../../functions/domain/endorsement/endorsement.ts'
import { composeIssuance } from '../../functions/lambdas/compose-issuance.ts'
import type { Log } from '../../functions/ports/log.ts'
import type { AchievementDraft } from '../../schemas/achievement.ts'
import type { GiveEndorsement } from '../../schemas/endorsement.ts'
import { freshTable, type TestTable } from './dynamodb.ts'
import {
  aPublishedAchievement,
  aStoredClaim,
  aStoredCommunity,
  aStoredMember,
  BASE_URL,
  give,
  quietLog,
  readStream,
  recordsOf,
  type SealedKeys,
  type Stores,
  storesOf,
} from './issuance-scenario.ts'

/** A table with real keys and real issuing, for tests of what comes after a badge is given. */
export interface BadgeWorkshop {
  readonly table: TestTable
  readonly stores: Stores
  readonly keys: SealedKeys
  readonly community: Community
  readonly close: () => Promise<void>
}

export async function openWorkshop(): Promise<BadgeWorkshop> {
  const table = await freshTable()
  const stores = storesOf(table)
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-badge-'))
  const keys = await fileSealedKeys({ path: join(folder, 'keys.json') })
  const community = await aStoredCommunity(stores, keys)
  return { table, stores, keys, community, close: () => rm(folder, { recursive: true, force: true }) }
}

/** What goes into a badge beside the defaults. */
export interface BadgeRecipe {
  readonly draft?: Partial<AchievementDraft>
  /** One judgement for each peer; the rule asks for as many as there are, unless the draft says otherwise. */
  readonly judgements?: readonly Partial<GiveEndorsement>[]
  /** The names of the peers, in the order of their judgements. */
  readonly names?: readonly string[]
}

export interface EndorsedClaim {
  readonly achievement: AchievementVersion
  readonly learner: Member
  readonly claim: Claim
  readonly endorsements: readonly Endorsement[]
}

/** A claim that peers endorsed; nothing is issued yet. */
export async function anEndorsedClaim(
  { stores, community }: BadgeWorkshop,
  { draft = {}, judgements = [{}, {}, {}], names = [] }: BadgeRecipe = {},
): Promise<EndorsedClaim> {
  const policy = { minEndorsers: judgements.length, ...draft.policy }
  const achievement = await aPublishedAchievement(stores, community, { ...draft, policy })
  const learner = await aStoredMember(stores, community, {
    identifiers: [{ type: 'emailAddress', value: 'Asha@Example.org' }],
  })
  const claim = await aStoredClaim(stores, achievement, learner, ['emailAddress'])
  const endorsements: Endorsement[] = []
  for (const [index, judgement] of judgements.entries()) {
    const peer = await aStoredMember(stores, community, { name: names[index] ?? `Peer ${index + 1}` })
    endorsements.push(await give(stores, achievement, claim, peer, judgement))
  }
  return { achievement, learner, claim, endorsements }
}

/** A log that says on standard error what went wrong. */
const loudLog: Log = { ...quietLog, error: (code, fields, cause) => console.error(code, fields, cause) }

/** Runs issuance over everything the stream holds of a claim, and reads the claim again. */
export async function issue(
  { table, stores, keys }: BadgeWorkshop,
  { claim }: Pick<EndorsedClaim, 'claim'>,
): Promise<Claim> {
  const handler = composeIssuance({
    client: table.client,
    tableName: table.tableName,
    keys,
    publicUrl: BASE_URL,
    log: loudLog,
  })
  await handler({ Records: recordsOf(await readStream(table), claim.id) })
  const issued = await stores.claims.load(claim.id)
  if (issued?.status !== 'issued') throw new Error(`the claim is ${issued?.status}, not issued`)
  return issued
}

/** A claim with its badge, signed and stored. */
export async function anIssuedBadge(workshop: BadgeWorkshop, recipe: BadgeRecipe = {}): Promise<EndorsedClaim> {
  const endorsed = await anEndorsedClaim(workshop, recipe)
  return { ...endorsed, claim: await issue(workshop, endorsed) }
}
