import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoCommunityStore } from '../../../../functions/adapters/dynamodb/community-store.ts'
import { dynamoMemberKeyStore } from '../../../../functions/adapters/dynamodb/member-key-store.ts'
import { encodeMultikey } from '../../../../functions/domain/shared/multikey.ts'
import type { CommunityStore, IssuerKey, MemberKeyStore } from '../../../../functions/ports/community-store.ts'
import type { KeptMultikey } from '../../../../functions/ports/signer.ts'
import { aCommunity, anId, NOW } from '../../../support/builders.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import { anIdempotencyKey, outcomeOf, tally, tenAtOnce, unwrap } from '../../../support/store-examples.ts'

let store: CommunityStore
let memberKeys: MemberKeyStore
beforeAll(async () => {
  const table = await freshTable()
  store = dynamoCommunityStore({ ...table, now: () => NOW })
  memberKeys = dynamoMemberKeyStore(table)
})

const aKey = (n = 1): KeptMultikey => ({
  algorithm: 'Ed25519',
  publicKeyMultibase: encodeMultikey({ algorithm: 'Ed25519', bytes: new Uint8Array(32).fill(n) }),
  sealed: `sealed ${n}`,
  sealing: 'file',
})
const issuerKey: IssuerKey = {
  id: 'thumbprint-of-the-key',
  use: 'data-integrity',
  verificationMethod: 'did:web:badges.example.org:communities:weavers#z6Mk',
  key: aKey(),
  createdAt: NOW,
}
const jwtKey: IssuerKey = {
  id: 'thumbprint-of-the-rsa-key',
  use: 'jwt',
  verificationMethod: 'did:web:badges.example.org:communities:weavers#thumbprint-of-the-rsa-key',
  key: { algorithm: 'RSA-2048', publicKeyJwk: { kty: 'RSA', n: 'n', e: 'AQAB' }, sealed: 'sealed', sealing: 'kms' },
  createdAt: NOW,
}
const issuerKeys = [issuerKey, jwtKey]
const communityOf = (slug: string) => aCommunity({ slug, id: anId(`community ${slug}`) })

describe('create', () => {
  it('stores every member of a community with its keys', async () => {
    const community = aCommunity({
      slug: 'whole',
      description: 'We weave.',
      url: 'https://weavers.example.org',
      email: 'hello@weavers.example.org',
      image: { id: 'https://weavers.example.org/logo.png', caption: 'A loom' },
      oidc: [{ issuer: 'https://login.example.org', audience: 'weavers' }],
      foundingPanel: [anId('a'), anId('b'), anId('c')],
    })
    expect(outcomeOf(await store.create(community, issuerKeys))).toBe('written')
    expect(await store.load('whole')).toEqual(community)
    expect(await store.loadIssuerKeys('whole')).toEqual(issuerKeys)
  })

  it('lets exactly one of ten communities at once have a slug', async () => {
    const results = await tenAtOnce((n) =>
      store.create(aCommunity({ slug: 'wanted', id: anId(`wanted ${n}`), name: `Nº ${n}` }), issuerKeys),
    )
    expect(tally(results)).toEqual({ written: 1, slug_taken: 9 })
    const winner = results.findIndex(({ ok }) => ok)
    expect((await store.load('wanted'))?.name).toBe(`Nº ${winner}`)
  })

  it('replays ten creations under one key at once, and refuses the key for another request', async () => {
    const attempt = (n: number, digest?: string) =>
      store.create(
        aCommunity({ slug: 'repeated', id: anId(`repeated ${n}`) }),
        issuerKeys,
        anIdempotencyKey('c', digest),
      )
    expect(tally(await tenAtOnce((n) => attempt(n)))).toEqual({ written: 1, replayed: 9 })
    const id = (await store.load('repeated'))?.id
    expect(await attempt(10)).toEqual({ ok: true, value: { kind: 'replayed', id } })
    expect(outcomeOf(await attempt(11, 'other'))).toBe('idempotency_key_reused')
  })
})

describe('change', () => {
  it('stores a change and refuses a second one of the same version as stale', async () => {
    const community = communityOf('changing')
    unwrap(await store.create(community, issuerKeys))
    const results = await tenAtOnce((n) => store.change(community, { ...community, name: `Name ${n}`, version: 2 }))
    expect(tally(results)).toEqual({ done: 1, stale: 9 })
    expect((await store.load('changing'))?.name).toBe(`Name ${results.findIndex(({ ok }) => ok)}`)
  })

  it('refuses to change a community that was never created', async () => {
    const community = communityOf('imagined')
    expect(outcomeOf(await store.change(community, { ...community, version: 2 }))).toBe('stale')
    expect(await store.load('imagined')).toBeUndefined()
    expect(await store.loadIssuerKeys('imagined')).toEqual([])
  })
})

describe('keep (a member’s key)', () => {
  it('keeps the first of ten keys at once, and gives it to everyone', async () => {
    const memberId = anId('keyed')
    const kept = await tenAtOnce((n) => memberKeys.keep(memberId, aKey(n)))
    expect(new Set(kept.map(({ sealed }) => sealed)).size).toBe(1)
    expect(await memberKeys.load(memberId)).toEqual(kept[0])
  })

  it('finds none for a member who never endorsed', async () => {
    expect(await memberKeys.load(anId('keyless'))).toBeUndefined()
  })
})
