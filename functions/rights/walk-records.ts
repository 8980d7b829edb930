import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { OwnClaim, OwnRecord, PersonalDataStore } from '../ports/personal-data-store.ts'
import type { Page, PageRequest } from '../ports/written.ts'

export interface WalkDeps {
  readonly members: Pick<MemberStore, 'load'>
  readonly personalData: PersonalDataStore
}

export interface WalkInput {
  readonly community: Slug
  readonly memberId: Id
  readonly page: PageRequest
}

/** What is told of everything kept about a member. */
export interface Walk<Item> {
  /** A cursor of one list is none of another. */
  readonly list: string
  readonly own: (record: OwnRecord) => Promise<readonly Item[]>
  readonly claim: (claim: OwnClaim) => Promise<readonly Item[]>
}

/** Claims are read with their events and what was said of them, so fewer are looked at for a page. */
const CLAIMS_A_PAGE = 10

/** A page stays well below what a function may answer with. A single record is smaller than that. */
const PAGE_BYTES = 2_000_000

/**
 * One page of everything kept about a member: first what lies with them, then their claims. A page may hold less than was
 * asked for, or nothing, while more follows.
 *
 * Refused with `member_not_found` or `invalid_cursor`.
 */
export async function walkRecords<Item>(
  { members, personalData }: WalkDeps,
  { community, memberId, page: { limit, cursor } }: WalkInput,
  { list, own, claim }: Walk<Item>,
): Promise<Result<Page<Item>, Refusal>> {
  const member = await members.load(memberId)
  if (member?.community !== community) return err({ code: 'member_not_found' })
  const toCursor = ({ part, skip, after = '' }: Place) => [list, memberId, part, skip, after].join('.')
  const start = cursor === undefined ? FIRST : parsePlace(cursor, `${list}.${memberId}.`)
  if (!start) return err(FOREIGN_CURSOR)
  const page = newPage<Item>(limit)
  const filled =
    start.part === 'own'
      ? await fillWithOwn(personalData, memberId, start, page, own)
      : await fillWithClaims(personalData, memberId, start, page, claim)
  if (!filled.ok) return filled
  return ok({ items: page.items, ...(filled.value ? { next: toCursor(filled.value) } : {}) })
}

/** Where a list goes on: after a place in the store's own list, past so many records of what comes next there. */
interface Place {
  readonly part: 'own' | 'claims'
  readonly skip: number
  readonly after?: string | undefined
}

const FIRST: Place = { part: 'own', skip: 0 }

const FOREIGN_CURSOR: Refusal = {
  code: 'invalid_cursor',
  detail: 'The cursor was not given out for this list; start without one.',
}

function parsePlace(cursor: string, prefix: string): Place | undefined {
  if (!cursor.startsWith(prefix)) return undefined
  const [, part, skip, after] = /^(own|claims)\.(\d{1,6})\.(.*)$/.exec(cursor.slice(prefix.length)) ?? []
  if (part !== 'own' && part !== 'claims') return undefined
  return { part, skip: Number(skip), ...(after ? { after } : {}) }
}

interface PageSoFar<Item> {
  readonly limit: number
  readonly items: readonly Item[]
  /** Adds records from one of them on. @returns the first for which there is no room; a page has room for one at least. */
  readonly add: (records: readonly Item[], from: number) => number | undefined
}

function newPage<Item>(limit: number): PageSoFar<Item> {
  const items: Item[] = []
  let bytes = 0
  return {
    limit,
    items,
    add(records, from) {
      for (const [index, record] of records.entries()) {
        if (index < from) continue
        const size = new TextEncoder().encode(JSON.stringify(record)).length
        if (items.length >= limit || (items.length > 0 && bytes + size > PAGE_BYTES)) return index
        items.push(record)
        bytes += size
      }
      return undefined
    },
  }
}

/** Where a list goes on once its page is full; nowhere when it has come to its end. */
type Filled = Promise<Result<Place | undefined, Refusal>>

async function fillWithOwn<Item>(
  store: PersonalDataStore,
  memberId: Id,
  start: Place,
  page: PageSoFar<Item>,
  own: Walk<Item>['own'],
): Filled {
  const read = await store.listOwn(memberId, { limit: page.limit, ...(start.after ? { cursor: start.after } : {}) })
  if (!read.ok) return read
  let { skip, after } = start
  const told = await Promise.all(read.value.items.map(({ records }) => Promise.all(records.map(own))))
  for (const [index, { cursor }] of read.value.items.entries()) {
    const left = page.add(told[index]?.flat() ?? [], skip)
    if (left !== undefined) return ok({ part: 'own', skip: left, after })
    skip = 0
    after = cursor
  }
  return ok(read.value.next === undefined ? { part: 'claims', skip: 0 } : { part: 'own', skip: 0, after })
}

async function fillWithClaims<Item>(
  store: PersonalDataStore,
  memberId: Id,
  start: Place,
  page: PageSoFar<Item>,
  tell: Walk<Item>['claim'],
): Filled {
  let { skip, after } = start
  for (let looked = 0; looked < CLAIMS_A_PAGE; looked++) {
    const read = await store.listClaims(memberId, { limit: 1, ...(after ? { cursor: after } : {}) })
    if (!read.ok) return read
    for (const claim of read.value.items) {
      const left = page.add(await tell(claim), skip)
      if (left !== undefined) return ok({ part: 'claims', skip: left, after })
    }
    if (read.value.next === undefined) return ok(undefined)
    skip = 0
    after = read.value.next
  }
  return ok({ part: 'claims', skip: 0, after })
}
