import { beforeAll, describe, expect, it } from 'vitest'
import {
  ACHIEVEMENT_ID,
  aListEntry,
  aStrangersBadge,
  aStrangersEndorsement,
  aStrangersList,
  BADGE_ID,
  openStrangers,
  type Strangers,
  signBy,
  signJwtBy,
  troublesOf,
} from '../support/strangers.ts'
import { aKeyWallet, signPayload, type Wallet } from '../support/wallet.ts'

let strangers: Strangers
let guild: Wallet
let other: Wallet
beforeAll(async () => {
  ;[strangers, guild, other] = await Promise.all([openStrangers(), aKeyWallet(), aKeyWallet()])
})

let pages = 0
const freshUrl = () => `https://guild.example/gaps/${++pages}`

/** Publishes a list and tells its entry 7. */
async function listed(list: (url: string) => Promise<string | object>, entry: object = {}) {
  const url = freshUrl()
  const published = await list(url)
  strangers.web.set(url, { body: typeof published === 'string' ? published : JSON.stringify(published) })
  return aListEntry({ id: `${url}#7`, statusListCredential: url, ...entry })
}

const verify = async (members: object) => {
  const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, members)))
  return [report.outcome, ...troublesOf(report)]
}

describe('badges of which the official validator thinks otherwise', () => {
  it('GAP-07: it accepts an endorsement of something else than what carries it', async () => {
    const endorsement = [
      await signBy(other, aStrangersEndorsement(other, { target: 'https://guild.example/badges/2' })),
    ]
    const mismatch = ['not-verified', 'endorsements fail ENDORSEMENT_TARGET_MISMATCH']
    expect(await verify({ endorsement })).toEqual(mismatch)
    const { credentialSubject } = aStrangersBadge(guild)
    const ofBadge = await signBy(other, aStrangersEndorsement(other))
    const achievement = { ...credentialSubject.achievement, endorsement: [ofBadge] }
    expect(ofBadge['credentialSubject']).not.toMatchObject({ id: ACHIEVEMENT_ID })
    expect(await verify({ credentialSubject: { ...credentialSubject, achievement } })).toEqual(mismatch)
  })

  it('GAP-08: it accepts a suspended badge', async () => {
    const list = (url: string) =>
      signBy(guild, aStrangersList(guild, { id: url, set: [7], subject: { statusPurpose: 'suspension' } }))
    expect(await verify({ credentialStatus: await listed(list, { statusPurpose: 'suspension' }) })).toEqual([
      'not-verified',
      'status fail SUSPENDED',
    ])
  })

  it('GAP-09: it accepts a status list that another issuer signed', async () => {
    const list = (url: string) => signBy(other, aStrangersList(other, { id: url }))
    expect(await verify({ credentialStatus: await listed(list) })).toEqual([
      'not-verified',
      'status fail STATUS_VERIFICATION_ERROR',
    ])
  })

  it('GAP-10: it accepts a badge revoked on the second of its lists, where the first says nothing against it', async () => {
    const list = (set: readonly number[]) => (url: string) => signBy(guild, aStrangersList(guild, { id: url, set }))
    const fine = await listed(list([]))
    const revoked = await listed(list([7]))
    expect(await verify({ credentialStatus: [fine, fine] })).toEqual(['verified'])
    for (const credentialStatus of [
      [fine, revoked],
      [revoked, fine],
    ])
      expect(await verify({ credentialStatus })).toEqual(['not-verified', 'status fail REVOKED'])
    const report = await strangers.verify(
      await signBy(guild, aStrangersBadge(guild, { credentialStatus: [fine, revoked] })),
    )
    expect(report.checks).toContainEqual(expect.objectContaining({ code: 'REVOKED', pointer: '/credentialStatus/1' }))
  })

  it('GAP-11: it accepts a badge whose revocation list cannot be had', async () => {
    for (const id of [freshUrl(), 'https://nowhere.example/list'])
      expect(await verify({ credentialStatus: { id, type: '1EdTechRevocationList' } })).toEqual([
        'undetermined',
        'status skip STATUS_UNREACHABLE',
      ])
  })

  it('GAP-14: it refuses a good badge whose refresh address answers with something else than a badge', async () => {
    const url = freshUrl()
    strangers.web.set(url, { body: '<!doctype html><title>Moved</title>' })
    expect(await verify({ refreshService: { id: url, type: '1EdTechCredentialRefresh' } })).toEqual([
      'verified',
      'refresh warn REFRESH_UNUSABLE',
    ])
  })

  describe('GAP-15: it accepts a badge revoked on a list of the older data model', () => {
    const TERMS = {
      BitstringStatusListCredential: 'https://www.w3.org/ns/credentials#BitstringStatusListCredential',
      BitstringStatusList: 'https://www.w3.org/ns/credentials/status#BitstringStatusList',
      encodedList: 'https://www.w3.org/ns/credentials/status#encodedList',
      statusPurpose: 'https://www.w3.org/ns/credentials/status#statusPurpose',
    }
    const legacy = (url: string, set: readonly number[]) => ({
      ...aStrangersList(guild, { id: url, set }),
      '@context': ['https://www.w3.org/2018/credentials/v1', TERMS, 'https://w3id.org/security/data-integrity/v2'],
      validFrom: undefined,
      issuanceDate: '2026-01-01T00:00:00Z',
    })
    const asJwt = (url: string, set: readonly number[], terms: object = TERMS) => {
      const { credentialSubject, ...list } = legacy(url, set)
      const [model] = list['@context']
      const claims = { iss: guild.did, sub: credentialSubject.id, jti: url, nbf: Date.parse(list.issuanceDate) / 1000 }
      const vc = { ...list, '@context': [model, terms], credentialSubject }
      return signPayload(guild, JSON.stringify({ ...claims, vc }))
    }

    it('in a JWT, which is read to the bit, with a remark', async () => {
      const on = async (set: readonly number[], terms: object = TERMS) =>
        verify({ credentialStatus: await listed((url) => asJwt(url, set, terms)) })
      for (const terms of [TERMS, {}]) expect(await on([7], terms)).toEqual(['not-verified', 'status fail REVOKED'])
      expect(await on([])).toEqual(['verified', 'status warn LEGACY_VCDM11'])
      expect(await on([], {})).toEqual(['not-verified', 'status fail STATUS_VERIFICATION_ERROR'])
    })

    it('with a proof of its own, which is not passed over for the terms it explains', async () => {
      const on = async (set: readonly number[]) =>
        verify({ credentialStatus: await listed((url) => signBy(guild, legacy(url, set))) })
      expect(await on([7])).toEqual(['not-verified', 'status fail REVOKED'])
      expect((await on([]))[0]).not.toBe('verified')
    })

    it('that ends by its own dates', async () => {
      const ended = async (url: string) => signBy(guild, { ...legacy(url, []), expirationDate: '2026-02-01T00:00:00Z' })
      expect((await verify({ credentialStatus: await listed(ended) }))[0]).not.toBe('verified')
    })
  })

  it('GAP-16: it reads a revocation list under its other spelling as empty', async () => {
    const id = freshUrl()
    strangers.web.set(id, {
      body: JSON.stringify({ id, issuer: guild.did, revokedCredentials: [{ id: BADGE_ID, revoked: true }] }),
    })
    expect(await verify({ credentialStatus: { id, type: '1EdTechRevocationList' } })).toEqual([
      'not-verified',
      'status fail REVOKED',
    ])
  })

  it('GAP-17: it accepts status lists and endorsements with members that none of their own contexts defines', async () => {
    // Without safe mode these members are dropped before the signature is checked, so that it holds with and without.
    const list = async (url: string) => ({
      ...(await signBy(guild, aStrangersList(guild, { id: url }))),
      keeper: 'Rita',
    })
    expect(await verify({ credentialStatus: await listed(list) })).toEqual([
      'not-verified',
      'status fail STATUS_VERIFICATION_ERROR',
    ])
    const [model, badges] = aStrangersBadge(guild)['@context']
    const service = { id: 'https://peers.example/refresh/1' }
    const signed = await signBy(
      other,
      aStrangersEndorsement(other, { '@context': [model, badges], refreshService: service }),
    )
    const endorsement = [{ ...signed, refreshService: { ...service, type: '1EdTechCredentialRefresh' } }]
    const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { endorsement })))
    expect(report.checks).toContainEqual(expect.objectContaining({ id: 'proof', status: 'pass' }))
    expect(report.outcome).toBe('not-verified')
    expect(report.endorsements.flatMap(troublesOf)).toContain('conformance fail JSONLD_UNDEFINED_TERM')
    // A JWT is signed over its text, so that its signature holds whatever its members mean.
    const endorsementJwt = [await signJwtBy(other, aStrangersEndorsement(other, { keeper: 'Rita' }))]
    const asJwt = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { endorsementJwt })))
    expect(asJwt.outcome).toBe('not-verified')
    expect(asJwt.endorsements.flatMap(troublesOf)).toEqual(['conformance fail JSONLD_UNDEFINED_TERM'])
  })

  it('GAP-18: it breaks down over endorsements as JWT, and over those without a proof', async () => {
    const jwt = await signJwtBy(other, aStrangersEndorsement(other))
    expect(await verify({ endorsementJwt: [jwt] })).toEqual(['verified'])
    for (const endorsementJwt of [['a.b.c'], [`${jwt}x`]])
      expect((await verify({ endorsementJwt }))[0]).toBe('not-verified')
    for (const value of [7, null, [[]], [{}], [jwt, 7], { jwt }])
      expect((await strangers.verify({ ...aStrangersBadge(guild), endorsementJwt: value })).outcome).toBe(
        'not-verified',
      )
    expect(await verify({ endorsement: [aStrangersEndorsement(other)] })).toEqual([
      'not-verified',
      'endorsements fail ENDORSEMENT_PROOF_INVALID',
    ])
  })
})
