import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Id } from '../../domain/shared/ids.ts'
import { err, ok } from '../../domain/shared/result.ts'
import type { ErasureStore, JudgedEvidence } from '../../ports/erasure-store.ts'
import { putEvent } from './claim-items.ts'
import { toEndorsementItems } from './endorsement-items.ts'
import { guardItem, newest, removeSurplusParts } from './endorsement-store.ts'
import { keys, ranges } from './keys.ts'
import { rangeQuery } from './reads.ts'
import { countRequest } from './refresh-store.ts'
import { removeRange } from './remove-range.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'
import { transact } from './transact.ts'
import { ifVersion, put } from './writes.ts'

const TEXTS_A_LOOK = 50

/** `TEXT#<claim>#<evidence version>#<version>` */
const TextKeySchema = z
  .object({ sk: z.templateLiteral(['TEXT#', z.string(), '#', z.string(), '#', z.string()]) })
  .transform(({ sk }): JudgedEvidence => {
    const [, claimId = '', evidenceVersion] = sk.split('#')
    return { claimId, evidenceVersion: Number(evidenceVersion) }
  })

/**
 * Erasure in DynamoDB. The texts of a member are the list of what is left to do, so they go last: whoever was stopped
 * half-way finds the rest by them.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoErasureStore = (deps: TableDeps): ErasureStore => ({
  loadJudged: (memberId) => loadJudged(deps, memberId),
  async erase({ from, to, credentialId, event, guard, reissues }) {
    const { id, claimId, endorserId, evidenceVersion, verdict, changedAt: erasedAt } = to
    const [head, ...parts] = toEndorsementItems(newest(to), to)
    const failed = await transact(deps, {
      endorsement: put(head, ifVersion(from.version)),
      surplus: removeSurplusParts(from, parts.length),
      tombstone:
        verdict === 'endorse'
          ? put({
              ...keys.endorsementPointer(id),
              entity: 'endorsement-pointer',
              claimId,
              credentialId,
              evidenceVersion,
              endorserId,
              erasedAt,
            })
          : undefined,
      event: putEvent(event),
      claim: guardItem(guard),
      reopened: guard.kind === 'reopened' ? putEvent(guard.event) : undefined,
      refresh: reissues ? countRequest(claimId, 'erasure') : undefined,
    })
    if (failed === undefined) return ok(undefined)
    return err({ code: 'stale', detail: 'The endorsement or its claim changed meanwhile; read them again.' })
  },
  async removeWords(memberId, { claimId, evidenceVersion }) {
    await removeRange(deps, ranges.signedOf(claimId, evidenceVersion, memberId))
    await removeRange(deps, ranges.earlierOf(claimId, evidenceVersion, memberId))
    await removeRange(deps, ranges.textsOf(memberId, claimId, evidenceVersion))
  },
  async removeKey(memberId) {
    const gone = new DeleteCommand({ TableName: deps.tableName, Key: { ...keys.memberKey(memberId) } })
    await retryConflicts(() => deps.client.send(gone), deps.retry)
  },
})

async function loadJudged({ client, tableName, retry }: TableDeps, memberId: Id): Promise<readonly JudgedEvidence[]> {
  const query = new QueryCommand({
    TableName: tableName,
    ...rangeQuery(ranges.texts(memberId)),
    ProjectionExpression: 'sk',
    Limit: TEXTS_A_LOOK,
  })
  const { Items = [] } = await retryConflicts(() => client.send(query), retry)
  const judged = Items.map((item) => TextKeySchema.parse(item))
  return [...new Map(judged.map((one) => [`${one.claimId}#${one.evidenceVersion}`, one])).values()]
}
