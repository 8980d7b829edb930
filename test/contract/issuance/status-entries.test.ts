import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gzipBitstringCodec } from '../../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../../../functions/adapters/clock/system-clock.ts'
import { rdfcProofReader, rdfcProofWriter } from '../../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { cryptoRandomness } from '../../../functions/adapters/randomness/crypto-randomness.ts'
import { signingKey } from '../../../functions/domain/community/key-lifetime.ts'
import { communityDidDocument } from '../../../functions/domain/credential/community-did-document.ts'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import type { Id } from '../../../functions/domain/shared/ids.ts'
import { STATUS_LIST_SIZE } from '../../../functions/domain/status/bitstring.ts'
import { type AllotStatusEntryDeps, allotStatusEntry } from '../../../functions/issuance/allot-status-entry.ts'
import { BitstringStatusListCredentialSchema } from '../../../schemas/open-badges/status-list.ts'
import { aStoredCommunity } from '../../support/issuance-scenario.ts'
import { type BadgeWorkshop, openWorkshop } from '../../support/issued-badge.ts'
import { openClaimOf } from '../../support/store-examples.ts'

let workshop: BadgeWorkshop
beforeAll(async () => {
  workshop = await openWorkshop()
})
afterAll(() => workshop.close())

/** A start of a list: what it was to replace, and whether it did. */
interface Start {
  readonly replaces: Id | undefined
  readonly isStarted: boolean
}

/** A community of its own that gives out entries of lists of a size, and every start of a list. */
async function openRegister(statusListSize?: number) {
  const { stores, keys } = workshop
  const community = await aStoredCommunity(stores, keys)
  const issuerKeys = await stores.communities.loadIssuerKeys(community.slug)
  const issuerKey = signingKey(issuerKeys, 'data-integrity')
  if (!issuerKey) throw new Error('the community has no key')
  const issuer = { community, issuerKey, didDocument: communityDidDocument(community, issuerKeys) }
  const starts: Start[] = []
  const deps: AllotStatusEntryDeps = {
    statusLists: {
      ...stores.statusLists,
      start: async (revocation, suspension, replaces) => {
        const isStarted = await stores.statusLists.start(revocation, suspension, replaces)
        starts.push({ replaces, isStarted })
        return isStarted
      },
    },
    statusListSize,
    bitstrings: gzipBitstringCodec,
    keys,
    proofs: { ...rdfcProofWriter(), ...rdfcProofReader() },
    random: cryptoRandomness({ now: systemNow }),
    now: systemNow,
  }
  const openClaims = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        openClaimOf(stores.claims, randomUUID(), { community: community.slug, status: 'met', decidedAt: systemNow() }),
      ),
    )
  const allot = (claim: Claim) => allotStatusEntry(deps, issuer, claim)
  return { community, openClaims, allot, starts }
}

/** The entry that the store has for a claim. */
async function entryOf({ id }: Claim) {
  const entry = (await workshop.stores.claims.load(id))?.statusEntry
  if (!entry) throw new Error('the claim has no entry')
  return entry
}

describe('the entries of a status list', () => {
  it('BSL-08: are drawn at random, never in the order of issue, and never given out twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 8 }).map((bytes) => bytes * 8),
        fc.integer({ min: 25, max: 50 }),
        async (size, count) => {
          const { openClaims, allot } = await openRegister(size)
          const claims = await openClaims(count)
          for (const claim of claims) expect((await allot(claim))?.statusEntry).toEqual(await entryOf(claim))
          const entries = await Promise.all(claims.map(entryOf))
          expect(new Set(entries.map(({ list, index }) => `${list} ${index}`)).size).toBe(count)
          expect(entries.every(({ index }) => index >= 0 && index < size)).toBe(true)
          const first = entries.filter(({ list }) => list === entries[0]?.list).map(({ index }) => index)
          const sorted = [...first].sort((a, b) => a - b)
          expect([sorted, [...sorted].reverse()]).not.toContainEqual(first)
        },
      ),
      { numRuns: 2 },
    )
  })

  it('BSL-04: belong to lists of 131,072 entries, both lists signed before the first is given out', async () => {
    const { openClaims, allot } = await openRegister()
    const [claim] = await openClaims(1)
    if (!claim) throw new Error('there is one')
    const entry = (await allot(claim))?.statusEntry
    const { statusLists } = workshop.stores
    const list = await statusLists.load(entry?.list ?? '')
    expect(list?.size).toBe(STATUS_LIST_SIZE)
    for (const [id, purpose] of [
      [list?.id, 'revocation'],
      [list?.suspensionListId, 'suspension'],
    ] as const) {
      const signed = await statusLists.loadSigned(id ?? '')
      const { credentialSubject, proof } = BitstringStatusListCredentialSchema.parse(JSON.parse(signed?.text ?? '{}'))
      expect(proof).toBeDefined()
      expect(credentialSubject.statusPurpose).toBe(purpose)
      const bits = gzipBitstringCodec.decode(credentialSubject.encodedList, STATUS_LIST_SIZE)
      expect(bits).toEqual(new Uint8Array(STATUS_LIST_SIZE / 8))
    }
  })
})

describe('a list that is full', () => {
  it('is followed by one new pair, however many find it full at once; nobody goes without an entry', async () => {
    const { community, openClaims, allot, starts } = await openRegister(8)
    const claims = await openClaims(24)
    await Promise.all(claims.map(allot))
    const entries = await Promise.all(claims.map(entryOf))
    expect(new Set(entries.map(({ list, index }) => `${list} ${index}`)).size).toBe(24)
    const lists = new Set(entries.map(({ list }) => list))
    const succeeded = starts.filter(({ isStarted }) => isStarted)
    // One start replaces each list but the last; the first replaces none.
    expect(new Set(succeeded.map(({ replaces }) => replaces)).size).toBe(succeeded.length)
    expect(starts.length).toBeGreaterThan(succeeded.length)
    expect(succeeded.length).toBeGreaterThanOrEqual(3)
    for (const list of lists) {
      const { suspensionListId = '' } = (await workshop.stores.statusLists.load(list)) ?? {}
      expect(await workshop.stores.statusLists.load(suspensionListId)).toMatchObject({ purpose: 'suspension', size: 8 })
    }
    expect(succeeded.map(({ replaces }) => replaces)).not.toContain(
      (await workshop.stores.statusLists.current(community.slug))?.id,
    )
  })

  it('never gives a claim two entries, also when five want one for it at once', async () => {
    const { openClaims, allot } = await openRegister(8)
    const claims = await openClaims(10)
    const answers = await Promise.all(claims.flatMap((claim) => Array.from({ length: 5 }, () => allot(claim))))
    const given = answers.filter((answer) => answer !== undefined)
    expect(given).toHaveLength(10)
    const stored = await Promise.all(claims.map(entryOf))
    const places = new Set(stored.map(({ list, index }) => `${list} ${index}`))
    expect(new Set(given.map(({ statusEntry: { list, index } }) => `${list} ${index}`))).toEqual(places)
    expect(places.size).toBe(10)
  })

  it('keeps its entries: a claim that has one keeps it', async () => {
    const { openClaims, allot } = await openRegister(8)
    const [claim] = await openClaims(1)
    const first = claim && (await allot(claim))
    if (!first) throw new Error('it got one')
    expect(await allot(first)).toEqual(first)
  })
})
