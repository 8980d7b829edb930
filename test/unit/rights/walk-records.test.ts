import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { err, ok } from '../../../functions/domain/shared/result.ts'
import type { OwnClaim, OwnRecord, PersonalDataStore } from '../../../functions/ports/personal-data-store.ts'
import type { PageRequest } from '../../../functions/ports/written.ts'
import { walkRecords } from '../../../functions/rights/walk-records.ts'
import { aClaim, aMember, anId } from '../../support/builders.ts'

interface Text {
  readonly name: string
  readonly filler: string
}

const MEGABYTE = 1_000_000

/** A store that holds texts of these sizes: of each own item and of each claim several. */
function holding(own: readonly (readonly Text[])[], claims: readonly (readonly Text[])[]) {
  const member = aMember('asha')
  /** A page of a list whose cursors are the numbers of what comes next. */
  function pageOf<Item>(all: readonly Item[], { limit, cursor = '0' }: PageRequest) {
    if (!/^\d+$/.test(cursor)) return err({ code: 'invalid_cursor' } as const)
    const from = Number(cursor)
    const next = from + limit
    return ok({ items: all.slice(from, next), ...(next < all.length ? { next: String(next) } : {}) })
  }
  const records = (texts: readonly Text[]): readonly OwnRecord[] =>
    texts.map((fields) => ({ kind: 'other', name: 'text', fields: { ...fields } }))
  const personalData: PersonalDataStore = {
    listOwn: async (_memberId, page) =>
      pageOf(
        own.map((texts, index) => ({ cursor: String(index + 1), records: records(texts) })),
        page,
      ),
    listClaims: async (_memberId, page) =>
      pageOf(
        claims.map((_, index): OwnClaim => ({ claim: aClaim({ id: anId(`claim ${index}`) }), events: [] })),
        page,
      ),
  }
  const toText = ({ name, filler }: Readonly<Record<string, unknown>>): Text => ({
    name: String(name),
    filler: String(filler),
  })
  return {
    member,
    page: (page: PageRequest, list = 'export', memberId = member.id) =>
      walkRecords<Text>(
        { members: { load: async (id) => (id === 'nobody' ? undefined : { ...member, id }) }, personalData },
        { community: 'weavers', memberId, page },
        {
          list,
          own: async (record) => (record.kind === 'other' ? [toText(record.fields)] : []),
          claim: async ({ claim }) => claims.find((_, index) => anId(`claim ${index}`) === claim.id) ?? [],
        },
      ),
  }
}

const texts = (prefix: string) =>
  fc
    .array(fc.array(fc.constantFrom(10, 400_000, 900_000), { maxLength: 4 }), { maxLength: 6 })
    .map((items) =>
      items.map((sizes, index) =>
        sizes.map((size, n) => ({ name: `${prefix} ${index} ${n}`, filler: 'x'.repeat(size) })),
      ),
    )

describe('the walk over everything kept about a member', () => {
  it('tells everything once, in pages within the limit and what a function may answer with', async () => {
    await fc.assert(
      fc.asyncProperty(texts('own'), texts('claim'), fc.integer({ min: 1, max: 100 }), async (own, claims, limit) => {
        const store = holding(own, claims)
        const told: string[] = []
        let cursor: string | undefined
        for (let pages = 0; pages < 200; pages++) {
          const page = await store.page({ limit, ...(cursor === undefined ? {} : { cursor }) })
          if (!page.ok) throw new Error(page.error.code)
          expect(page.value.items.length).toBeLessThanOrEqual(limit)
          expect(JSON.stringify(page.value).length).toBeLessThan(3 * MEGABYTE)
          told.push(...page.value.items.map(({ name }) => name))
          cursor = page.value.next
          if (cursor === undefined) break
        }
        expect(cursor).toBeUndefined()
        expect(told).toEqual([...own.flat(), ...claims.flat()].map(({ name }) => name))
      }),
      { numRuns: 15 },
    )
  })

  it('refuses cursors of another list, of another member, and made up ones', async () => {
    const store = holding([[{ name: 'a', filler: '' }], [{ name: 'b', filler: '' }]], [])
    const first = await store.page({ limit: 1 })
    const cursor = first.ok ? (first.value.next ?? '') : ''
    expect(await store.page({ limit: 1, cursor })).toMatchObject({ ok: true, value: { items: [{ name: 'b' }] } })
    const refused = [
      store.page({ limit: 1, cursor }, 'consents'),
      store.page({ limit: 1, cursor }, 'export', anId('bela')),
      ...['own.0.', `export.${store.member.id}.own.-1.`, `export.${store.member.id}.own.0.x`, 'x'].map((made) =>
        store.page({ limit: 1, cursor: made }),
      ),
    ]
    for (const answer of await Promise.all(refused))
      expect(answer).toMatchObject({ ok: false, error: { code: 'invalid_cursor' } })
  })

  it('knows nobody who is not there', async () => {
    expect(await holding([], []).page({ limit: 1 }, 'export', 'nobody')).toMatchObject({
      ok: false,
      error: { code: 'member_not_found' },
    })
  })
})
