import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import type { Endorsement } from '../../domain/endorsement/endorsement.ts'
import type { Id } from '../../domain/shared/ids.ts'
import type { Refusal } from '../../domain/shared/refusal.ts'
import { err, ok, type Result } from '../../domain/shared/result.ts'
import type { OwnItem, OwnRecord, PersonalDataStore } from '../../ports/personal-data-store.ts'
import type { Page, PageRequest } from '../../ports/written.ts'
import { ClaimItemSchema } from './claim-items.ts'
import { loadClaimPage } from './claim-pages.ts'
import { EventItemSchema } from './event-items.ts'
import { loadJudgementVersions } from './judgement-versions.ts'
import { keys, ranges } from './keys.ts'
import { OWN_ITEMS, toEvidenceFields, toldFields } from './own-record-items.ts'
import { loadItem, loadRange, parseItem, type RawItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'

const TextsSchema = z.object({
  sk: z.templateLiteral(['TEXT#', z.string(), '#', z.string(), '#', z.string()]),
  comment: z.string().optional(),
  fix: z.string().optional(),
  reason: z.string().optional(),
  changeReason: z.string().optional(),
})

/**
 * What is kept about one member, read in pages: the partition of the member, item by item, with the judgements that its
 * texts belong to; and their claims with their events.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoPersonalDataStore = (deps: TableDeps): PersonalDataStore => ({
  listOwn: (memberId, page) => listOwn(deps, memberId, page),
  async listClaims(memberId, page) {
    const listed = await loadClaimPage(deps, 'learnerClaims', memberId, page)
    if (!listed.ok) return listed
    const { items, next } = listed.value
    const claims = await Promise.all(items.map(({ id }) => loadOwnClaim(deps, id)))
    return ok({ items: claims.flatMap((claim) => claim ?? []), ...(next === undefined ? {} : { next }) })
  },
})

async function loadOwnClaim(deps: TableDeps, claimId: Id) {
  const [claim, events] = await Promise.all([
    loadItem(deps, keys.claim(claimId), ClaimItemSchema),
    loadRange(deps, ranges.claimEvents(claimId), EventItemSchema),
  ])
  return claim && { claim, events }
}

async function listOwn(
  deps: TableDeps,
  memberId: Id,
  { limit, cursor }: PageRequest,
): Promise<Result<Page<OwnItem>, Refusal>> {
  const { pk } = ranges.own(memberId)
  const after = cursor === undefined ? undefined : parseCursor(cursor, memberId)
  if (cursor !== undefined && after === undefined) return err(FOREIGN_CURSOR)
  const query = new QueryCommand({
    TableName: deps.tableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
    Limit: limit,
    ...(after === undefined ? {} : { ExclusiveStartKey: { pk, sk: after } }),
  })
  const { Items = [], LastEvaluatedKey } = await retryConflicts(() => deps.client.send(query), deps.retry)
  const versionsOf = eachOnce((claimId, version) => loadJudgementVersions(deps, claimId, version, memberId))
  const items = await Promise.all(
    Items.map(async (item) => ({
      cursor: toCursor(memberId, SortKeySchema.parse(item).sk),
      records: await toOwnRecords(item, versionsOf),
    })),
  )
  const last = LastEvaluatedKey && SortKeySchema.parse(LastEvaluatedKey).sk
  return ok({ items, ...(last === undefined ? {} : { next: toCursor(memberId, last) }) })
}

const SortKeySchema = z.object({ sk: z.string() })

const FOREIGN_CURSOR: Refusal = {
  code: 'invalid_cursor',
  detail: 'The cursor was not given out for this list; start without one.',
}

const toCursor = (memberId: Id, sk: string): string =>
  Buffer.from(JSON.stringify([memberId, sk]), 'utf8').toString('base64url')

function parseCursor(cursor: string, memberId: Id): string | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const parsed = z
    .string()
    .transform((value, context) => {
      try {
        return JSON.parse(value)
      } catch {
        context.addIssue({ code: 'custom', message: 'no cursor' })
        return z.NEVER
      }
    })
    .pipe(z.tuple([z.literal(memberId), z.string().min(1).max(1000)]))
    .safeParse(text)
  return parsed.data?.[1]
}

type LoadVersions = (claimId: Id, evidenceVersion: number) => Promise<readonly Endorsement[]>

/** Several versions of one judgement on a page are read together. */
function eachOnce(load: LoadVersions): LoadVersions {
  const asked = new Map<string, ReturnType<LoadVersions>>()
  return (claimId, evidenceVersion) => {
    const key = `${claimId}#${evidenceVersion}`
    const found = asked.get(key) ?? load(claimId, evidenceVersion)
    asked.set(key, found)
    return found
  }
}

async function toOwnRecords(item: RawItem, versionsOf: LoadVersions): Promise<readonly OwnRecord[]> {
  const telling = OWN_ITEMS[String(item['entity'])]
  if (telling === undefined || telling === 'untold') return []
  if (telling === 'evidence') return [{ kind: 'other', name: 'evidence', fields: toEvidenceFields(item) }]
  if (telling !== 'judgement') return [{ kind: 'other', name: telling.name, fields: toldFields(item, telling) }]
  const { sk, ...texts } = parseItem(TextsSchema, item)
  const [, claimId = '', evidenceVersion, version] = sk.split('#')
  const versions = await versionsOf(claimId, Number(evidenceVersion))
  const at = versions.findIndex((one) => one.version === Number(version))
  const endorsement = versions[at]
  if (endorsement === undefined) return []
  return [
    { kind: 'judgement', judgement: { endorsement, texts } },
    ...withdrawalsOf(versions.slice(at + 1)).map(toWordless),
  ]
}

/** Who takes a judgement back writes nothing, so no words lead to that version. */
function withdrawalsOf(later: readonly Endorsement[]): readonly Endorsement[] {
  const next = later.findIndex(({ state }) => state !== 'withdrawn')
  return next === -1 ? later : later.slice(0, next)
}

const toWordless = (endorsement: Endorsement): OwnRecord => ({
  kind: 'judgement',
  judgement: { endorsement, texts: {} },
})
