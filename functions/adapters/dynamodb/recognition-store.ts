import { z } from 'zod'
import type { ReviewTally } from '../../domain/recognition/careful-reviewing.ts'
import { isQuarter, type Quarter } from '../../domain/recognition/quarter.ts'
import type { Recognition } from '../../domain/recognition/recognition.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { RecognitionStore } from '../../ports/recognition-store.ts'
import { newAchievement } from './achievement-store.ts'
import { attainedClaimItems } from './attained-claim-items.ts'
import { toDueItem } from './due-items.ts'
import { keys } from './keys.ts'
import { PointedIdSchema, toPointer } from './pointers.ts'
import { loadBatch, loadItem, parseItem } from './reads.ts'
import type { StoreDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'
import { transact } from './transact.ts'
import { IF_NEW, ifVersion, put, remove } from './writes.ts'

const QuarterSchema = z.custom<Quarter>((value) => typeof value === 'string' && isQuarter(value))

const RecognitionSchema = z
  .object({
    memberId: z.string(),
    community: stored.slug,
    optedIn: z.boolean(),
    since: stored.instant,
    achievementId: z.string().optional(),
    settled: QuarterSchema.optional(),
    version: stored.version,
  })
  .transform((item): Recognition => item)

const TallySchema = z.object({
  compared: stored.count.default(0),
  agreed: stored.count.default(0),
  timely: stored.count.default(0),
}) satisfies z.ZodType<ReviewTally>

const NOTHING: ReviewTally = { compared: 0, agreed: 0, timely: 0 }

/**
 * Who wants to be thanked, and what is counted of them, in DynamoDB: one item for each member and quarter. Of whoever did not
 * opt in nothing is counted.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoRecognitionStore = (deps: StoreDeps): RecognitionStore => ({
  load: (memberId) => loadItem(deps, keys.recognition(memberId), RecognitionSchema),
  async loadOptedIn(memberIds) {
    const items = await loadBatch(deps, [...new Set(memberIds)].map(keys.recognition))
    return items.map((item) => parseItem(RecognitionSchema, item)).filter(({ optedIn }) => optedIn)
  },
  loadThanks: (community) => loadItem(deps, keys.thanks(community), PointedIdSchema),
  async write(to, { chosen, thanks, due, attained, forgets } = {}) {
    const failed = await transact(deps, {
      recognition: put(
        { ...keys.recognition(to.memberId), entity: 'recognition', ...to },
        to.version === 1 ? IF_NEW : ifVersion(to.version - 1),
      ),
      // Each choice stays, so that it can be told when there was consent and when not.
      choice:
        chosen &&
        put({ ...keys.recognitionChoice(to.memberId, to.since), entity: 'recognition-choice', ...choiceOf(to) }),
      thanks: thanks && put(toPointer(keys.thanks(to.community), 'thanks-achievement', thanks.achievement.id), IF_NEW),
      achievement: thanks && newAchievement(thanks.achievement, thanks.version),
      due: due && put(toDueItem(due, deps.now())),
      attained: attained && attainedClaimItems(attained),
      tally: forgets && remove(keys.reviewTally(to.memberId, forgets)),
    })
    if (failed === undefined) return ok(undefined)
    if (failed.recognition === undefined && failed.thanks === undefined)
      throw new Error(`an id that was made for ${to.memberId} is already taken`)
    return err({ code: 'stale', detail: 'It changed meanwhile; read it again.' })
  },
  async count({ memberId, claimId, ref, quarter, agreed, timely }) {
    // The condition fails when it is counted already.
    await transact(deps, {
      mark: put({ ...keys.weighedReview(claimId, ref), entity: 'weighed-review' }, IF_NEW),
      tally: {
        Update: {
          TableName: '',
          Key: keys.reviewTally(memberId, quarter),
          UpdateExpression:
            'SET entity = :entity, quarter = :quarter ADD compared :one, agreed :agreed, timely :timely',
          ExpressionAttributeValues: {
            ':entity': 'review-tally',
            ':quarter': quarter,
            ':one': 1,
            ':agreed': Number(agreed),
            ':timely': Number(timely),
          },
        },
      },
    })
  },
  loadTally: async (memberId, quarter) =>
    (await loadItem(deps, keys.reviewTally(memberId, quarter), TallySchema)) ?? NOTHING,
})

const choiceOf = ({ optedIn, since }: Recognition) => ({ optedIn, at: since })
