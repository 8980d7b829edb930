import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { AchievementDraftSchema } from '../../../schemas/achievement.ts'
import { ThresholdPolicySchema } from '../../../schemas/policy.ts'
import type { Achievement, AchievementVersion } from '../../domain/achievement/achievement.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { AchievementStore } from '../../ports/achievement-store.ts'
import { writeOnce } from './idempotency.ts'
import { keys, ranges } from './keys.ts'
import { loadPointedPage, toPointer } from './pointers.ts'
import { loadItem, parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { type TransactItem, writeUnless } from './transact.ts'
import { IF_NEW, type Item, ifVersion, put } from './writes.ts'

const CACHED_VERSIONS = 200

const AchievementSchema = z
  .object({
    achievementId: z.string(),
    community: stored.slug,
    draft: AchievementDraftSchema,
    attainment: ThresholdPolicySchema.shape.attainment,
    publishedVersion: z.int().min(0),
    draftChanged: z.boolean(),
    createdAt: stored.instant,
    changedAt: stored.instant,
    version: stored.version,
  })
  .transform(({ achievementId, ...rest }): Achievement => ({ id: achievementId, ...rest }))

const ContentSchema = AchievementDraftSchema.transform(({ policy, repeatable, ...content }, context) => {
  if (repeatable !== undefined && policy === undefined) return { ...content, repeatable }
  context.addIssue({
    code: 'custom',
    message: 'a published version says how often it repeats and keeps its policy apart',
  })
  return z.NEVER
})

const VersionSchema: z.ZodType<AchievementVersion> = z.object({
  achievementId: z.string(),
  community: stored.slug,
  version: stored.version,
  publishedAt: stored.instant,
  content: ContentSchema,
  policy: ThresholdPolicySchema,
  policyDigest: z.string(),
})

const STALE: Refusal = { code: 'stale', detail: 'The achievement changed meanwhile; read it again.' }

/**
 * Achievements in DynamoDB: the draft as one item, each published version as another. Versions are kept in memory once
 * read, since they never change.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export function dynamoAchievementStore(deps: StoreDeps): AchievementStore {
  const versions = new Map<string, AchievementVersion>()
  return {
    create: (achievement, idempotency) =>
      writeOnce(deps, {
        id: achievement.id,
        idempotency,
        items: { achievement: newAchievement(achievement) },
        refuse: () => {
          throw new Error(`the id of the new achievement ${achievement.id} is already taken`)
        },
      }),
    load: (id) => loadItem(deps, keys.achievement(id), AchievementSchema),
    async change(from, to) {
      const change = new PutCommand({ TableName: deps.tableName, Item: toItem(to), ...ifVersion(from.version) })
      const failed = await writeUnless(deps, () => deps.client.send(change))
      return failed ? err(STALE) : ok(undefined)
    },
    publish: (from, to, version, idempotency) =>
      writeOnce(deps, {
        id: String(version.version),
        idempotency,
        items: {
          achievement: put(toItem(to), ifVersion(from.version)),
          version: putVersion(to.id, version),
        },
        refuse: () => err(STALE),
      }),
    loadVersion: (id, version) => loadVersion(deps, versions, id, version),
    list: (community, page) =>
      loadPointedPage(
        deps,
        {
          name: `achievements/${community}`,
          range: ranges.communityAchievements(community),
          keyOf: keys.achievement,
          parse: (item) => parseItem(AchievementSchema, item),
          idOf: ({ id }) => id,
        },
        page,
      ),
  }
}

/** Puts an achievement that must not exist yet into its community, with its first version when it has one. */
export const newAchievement = (achievement: Achievement, version?: AchievementVersion): readonly TransactItem[] => [
  put(toItem(achievement), IF_NEW),
  put(
    toPointer(
      keys.communityAchievement(achievement.community, achievement.id),
      'community-achievement',
      achievement.id,
    ),
    IF_NEW,
  ),
  ...(version ? [putVersion(achievement.id, version)] : []),
]

const putVersion = (id: Id, version: AchievementVersion): TransactItem =>
  put({ ...keys.achievementVersion(id, version.version), entity: 'achievement-version', ...version }, IF_NEW)

/** Only what is there is remembered; the oldest read makes room. */
async function loadVersion(
  deps: StoreDeps,
  versions: Map<string, AchievementVersion>,
  id: Id,
  version: number,
): Promise<AchievementVersion | undefined> {
  const name = `${id}/${version}`
  const known = versions.get(name)
  if (known) return known
  const found = await loadItem(deps, keys.achievementVersion(id, version), VersionSchema)
  if (!found) return undefined
  const [oldest] = versions.keys()
  if (oldest !== undefined && versions.size >= CACHED_VERSIONS) versions.delete(oldest)
  versions.set(name, found)
  return found
}

const toItem = ({ id, ...rest }: Achievement): Item => ({
  ...keys.achievement(id),
  entity: 'achievement',
  achievementId: id,
  ...rest,
})
