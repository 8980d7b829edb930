import { z } from 'zod'
import type { Identifier } from '../../../schemas/member.ts'
import type { Member } from '../../domain/community/member.ts'
import type { Id } from '../../domain/shared/ids.ts'
import { type Key, keys } from './keys.ts'
import { loadBatch, parseItem } from './reads.ts'
import type { TableDeps } from './store-deps.ts'
import type { TransactItem } from './transact.ts'
import { type Condition, check, IF_NEW, put, remove } from './writes.ts'

const IdentifierItemSchema = z.object({
  pk: z.string(),
  personId: z.string(),
  holderId: z.string(),
  /** Further accounts that have it: when its holder leaves, it goes on to one of them, and whoever comes is still found by it. */
  sharers: z.set(z.string()).default(new Set()),
})
type IdentifierItem = z.infer<typeof IdentifierItemSchema>

/** Who a member is to the community, and what must be written with them so that it holds. */
export interface FoundPerson {
  /** Whoever first had an identifier of theirs; absent when that is they themselves. */
  readonly person: Id | undefined
  readonly items: readonly TransactItem[]
}

/**
 * Finds who a member is by their identifiers. Each is an item of the community, under a digest, that says whose it was first: of
 * two accounts added at once with one identifier, the transaction of the later fails, looks again and finds the earlier. Only
 * accounts that share an identifier themselves are told to be one; not two that each share one with a third.
 *
 * @param to  With the identifiers they are to have.
 * @param from  As they were; identifiers that they do not have any more are given up, if nobody had them before.
 */
export async function findPerson(deps: TableDeps, to: Member, from?: Member): Promise<FoundPerson> {
  const kept = keysOf(to)
  const dropped = from ? keysOf(from).filter(({ pk }) => !kept.some((key) => key.pk === pk)) : []
  const known = await loadKnown(deps, [...kept, ...dropped])
  const others = kept.flatMap((key) => known.get(key.pk)?.personId ?? []).filter((id) => id !== to.id)
  const [person = to.id] = others.sort()
  const items = [
    ...kept.map((key) => {
      const item = known.get(key.pk)
      if (item) return item.holderId === to.id ? check(key, isAsKnown(item)) : share(key, to.id, item)
      return put({ ...key, entity: 'identifier', personId: person, holderId: to.id }, IF_NEW)
    }),
    ...removals(to.id, dropped, known),
  ]
  return { person: person === to.id ? undefined : person, items }
}

/** Gives up every identifier that a member was the first to have. */
export async function giveUpIdentifiers(deps: TableDeps, member: Member): Promise<readonly TransactItem[]> {
  const held = keysOf(member)
  return removals(member.id, held, await loadKnown(deps, held))
}

/** Whether a change touches what {@link findPerson} finds by. */
export const changesIdentifiers = (from: Member, to: Member): boolean =>
  keysOf(from)
    .map(({ pk }) => pk)
    .sort()
    .join() !==
  keysOf(to)
    .map(({ pk }) => pk)
    .sort()
    .join()

/** An address is the same however its letters are written; so is a DID as far as it names a host, and its percent codes. */
const normalised = ({ type, value }: Identifier): string =>
  JSON.stringify([type, type === 'emailAddress' ? value.trim().toLowerCase() : normalisedDid(value)])

const normalisedDid = (did: string): string =>
  did
    .replace(/%[0-9A-Fa-f]{2}/g, (code) => code.toUpperCase())
    .replace(/^did:web:[^:]+/, (host) => host.toLowerCase().replace(/%[0-9a-f]{2}/g, (code) => code.toUpperCase()))

const keysOf = ({ community, identifiers }: Member): readonly Key[] =>
  [...new Set(identifiers.map(normalised))].map((identifier) => keys.identifier(community, identifier))

async function loadKnown(deps: TableDeps, wanted: readonly Key[]): Promise<ReadonlyMap<string, IdentifierItem>> {
  if (wanted.length === 0) return new Map()
  const items = (await loadBatch(deps, wanted)).map((item) => parseItem(IdentifierItemSchema, item))
  return new Map(items.map((item) => [item.pk, item]))
}

const isAsKnown = ({ personId, holderId }: IdentifierItem): Condition => ({
  ConditionExpression: 'personId = :person AND holderId = :holder',
  ExpressionAttributeValues: { ':person': personId, ':holder': holderId },
})

const removals = (id: Id, dropped: readonly Key[], known: ReadonlyMap<string, IdentifierItem>) =>
  dropped.flatMap((key) => {
    const item = known.get(key.pk)
    if (item?.holderId === id) return [handOn(key, item)]
    return item?.sharers.has(id) ? [update(key, item, 'DELETE sharers :ids', { ':ids': new Set([id]) })] : []
  })

const share = (key: Key, id: Id, item: IdentifierItem) =>
  update(key, item, 'ADD sharers :ids', { ':ids': new Set([id]) })

/** To the first of those who have it as well; from then on it is theirs, and stands for the same person. */
function handOn(key: Key, item: IdentifierItem): TransactItem {
  const [next] = [...item.sharers].sort()
  const { ConditionExpression, ...known } = isAsKnown(item)
  if (next === undefined)
    return remove(key, { ...known, ConditionExpression: `${ConditionExpression} AND attribute_not_exists(sharers)` })
  const values = { ':next': next, ':ids': new Set([next]) }
  return update(key, item, 'SET holderId = :next DELETE sharers :ids', values, ' AND contains(sharers, :next)')
}

function update(
  { pk, sk }: Key,
  item: IdentifierItem,
  UpdateExpression: string,
  values: Readonly<Record<string, unknown>>,
  further = '',
): TransactItem {
  const { ConditionExpression, ExpressionAttributeValues } = isAsKnown(item)
  return {
    Update: {
      TableName: '',
      Key: { pk, sk },
      UpdateExpression,
      ConditionExpression: `${ConditionExpression}${further}`,
      ExpressionAttributeValues: { ...ExpressionAttributeValues, ...values },
    },
  }
}
