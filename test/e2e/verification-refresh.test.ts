import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import {
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
import { aKeyWallet, type Wallet } from '../support/wallet.ts'

let strangers: Strangers
let guild: Wallet
let other: Wallet
beforeAll(async () => {
  ;[strangers, guild, other] = await Promise.all([openStrangers(), aKeyWallet(), aKeyWallet()])
})

let services = 0
const freshUrl = () => `https://guild.example/refresh/${++services}`

const GIVEN = '2026-01-10T10:00:00Z'
const NEWER = '2026-02-10T10:00:00Z'

interface Exchange {
  /** What a holder has. */
  readonly given?: object
  /** What the issuer gives out, made once its address is known; nothing stands there without it. */
  readonly newest?: (url: string) => Promise<string | JsonObject>
  readonly status?: number
}

/** Verifies a badge whose refresh service answers as told. */
async function refreshing({ given = {}, newest, status }: Exchange, url = freshUrl()) {
  const service = { id: url, type: '1EdTechCredentialRefresh' }
  const badge = await signBy(guild, aStrangersBadge(guild, { refreshService: service, ...given }))
  const answer = await newest?.(url)
  if (answer !== undefined)
    strangers.web.set(url, {
      body: typeof answer === 'string' ? answer : JSON.stringify(answer),
      ...(status === undefined ? {} : { status }),
    })
  return strangers.verify(badge)
}

const signed =
  (changes: object = {}, by: () => Wallet = () => guild) =>
  (): Promise<JsonObject> =>
    signBy(by(), aStrangersBadge(guild, { validFrom: NEWER, ...changes }))

/** What makes a newer version unusable. */
const UNUSABLE: readonly (readonly [what: string, newest: () => Promise<string | JsonObject>])[] = [
  ['a page', async () => '<html></html>'],
  ['nothing at all', async () => ''],
  ['a list', async () => '[]'],
  ['what nests without end', async () => '{"a":'.repeat(50_000)],
  ['a member that says two things', async () => JSON.stringify(await signed()()).replace('{', '{"name":"Other",')],
  ['an image without a badge', async () => '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a JWT that is none', async () => 'a.b.c'],
  ['a version whose signature does not hold', async () => ({ ...(await signed()()), name: 'Changed' })],
  ['a version without a signature', async () => aStrangersBadge({ did: guild.did }, { validFrom: NEWER })],
  ['a version signed by another', signed({}, () => other)],
  ['a version that is not built as it should be', signed({ credentialSubject: { id: 'urn:uuid:1' } })],
  ['a version that is not valid yet', signed({ validFrom: '2026-03-02T00:00:00Z' })],
]

/** The original stands, with one remark. */
const carriedOn = (code: string) => ({
  outcome: 'verified',
  credential: expect.objectContaining({ validFrom: GIVEN }),
  checks: expect.arrayContaining([expect.objectContaining({ id: 'refresh', status: 'warn', code })]),
})

describe('the refresh service of a badge (VER-08)', () => {
  it('REF-02, REF-03: gives a newer version, which is what the report is about', async () => {
    const report = await refreshing({ newest: signed({ name: 'Plain weave, second edition' }) })
    expect([report.outcome, ...troublesOf(report)]).toEqual(['verified'])
    expect(report.refreshed).toEqual({ from: GIVEN, to: NEWER })
    expect(report.credential).toMatchObject({ name: 'Plain weave, second edition', validFrom: NEWER })
    expect([...new Set(report.checks.map(({ id }) => id))]).toEqual([
      'parse',
      'conformance',
      'proof',
      'issuer',
      'refresh',
      'status',
      'dates',
      'endorsements',
    ])
  })

  it('REF-02: may give it as JWT', async () => {
    const newest = () => signJwtBy(guild, aStrangersBadge(guild, { validFrom: NEWER }))
    expect(await refreshing({ newest })).toMatchObject({ outcome: 'verified', refreshed: { from: GIVEN, to: NEWER } })
  })

  it('REF-02: may give it baked into an image', async () => {
    const badge = JSON.stringify(await signed()())
    const newest = async () =>
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><openbadges:credential><![CDATA[${badge}]]></openbadges:credential></svg>`
    expect(await refreshing({ newest })).toMatchObject({ outcome: 'verified', refreshed: { from: GIVEN, to: NEWER } })
  })

  it('REF-06: brings the endorsements that came since', async () => {
    const peer = await aKeyWallet()
    const endorsement = [await signBy(peer, aStrangersEndorsement(peer))]
    const report = await refreshing({ newest: signed({ endorsement }) })
    expect(report).toMatchObject({ outcome: 'verified', endorsements: [{ outcome: 'verified', issuer: peer.did }] })
  })

  it('lets a badge whose end has passed live on in its newer version', async () => {
    const given = { validUntil: '2026-02-01T00:00:00Z' }
    expect((await refreshing({ given, newest: signed() })).outcome).toBe('verified')
    expect(troublesOf(await refreshing({ given }))).toEqual(['refresh warn REFRESH_UNREACHABLE', 'dates fail EXPIRED'])
  })

  it('is followed also to a newer version that is revoked: not verified', async () => {
    const list = 'https://guild.example/status/refreshed'
    strangers.web.set(list, {
      body: JSON.stringify(await signBy(guild, aStrangersList(guild, { id: list, set: [7] }))),
    })
    const credentialStatus = aListEntry({ id: `${list}#7`, statusListCredential: list })
    const report = await refreshing({ newest: signed({ credentialStatus }) })
    expect([report.outcome, ...troublesOf(report)]).toEqual(['not-verified', 'status fail REVOKED'])
    expect(report.refreshed).toEqual({ from: GIVEN, to: NEWER })
  })

  it('is asked exactly once, though its answer names itself or another', async () => {
    for (const next of ['https://guild.example/refresh/next', undefined]) {
      const url = freshUrl()
      const before = strangers.opened.length
      const newest = () => signed({ refreshService: { id: next ?? url, type: '1EdTechCredentialRefresh' } })()
      expect((await refreshing({ newest }, url)).refreshed).toEqual({ from: GIVEN, to: NEWER })
      expect(strangers.opened.slice(before)).toEqual([url])
    }
  })

  it('CMP-03: is ignored when it gives the same version or an older one', async () => {
    for (const validFrom of [GIVEN, '2026-01-10T11:00:00+01:00', '2026-01-09T10:00:00Z']) {
      const report = await refreshing({ newest: signed({ validFrom, name: 'Another name' }) })
      expect([report.outcome, ...troublesOf(report)]).toEqual(['verified'])
      expect(report.refreshed).toBeUndefined()
      expect(report.credential.name).toBe('Plain weave')
    }
  })

  it('REF-05: is passed over, with a remark, when nothing is there or its host fails', async () => {
    expect(await refreshing({})).toMatchObject(carriedOn('REFRESH_UNREACHABLE'))
    expect(await refreshing({ newest: signed(), status: 500 })).toMatchObject(carriedOn('REFRESH_UNREACHABLE'))
    for (const url of [
      'https://nowhere.example/1',
      'http://guild.example/1',
      'file:///etc/passwd',
      'https://inside.example',
    ])
      expect(await refreshing({}, url)).toMatchObject(carriedOn('REFRESH_UNREACHABLE'))
  })

  it.each(UNUSABLE)('REF-05: is passed over, with a remark, when it gives %s', async (_what, newest) => {
    const report = await refreshing({ newest })
    expect(report).toMatchObject(carriedOn('REFRESH_UNUSABLE'))
    expect(report.refreshed).toBeUndefined()
    expect(troublesOf(report)).toEqual(['refresh warn REFRESH_UNUSABLE'])
  })

  it('says in one remark what was wrong with the newer version', async () => {
    const report = await refreshing({ newest: async () => ({ ...(await signed()()), name: 'Changed' }) })
    expect(report.checks.find(({ id }) => id === 'refresh')?.message).toContain('PROOF_INVALID')
  })

  it.each([
    ['of another issuer', () => signBy(other, aStrangersBadge(other, { validFrom: NEWER }))],
    ['with another id', signed({ id: 'https://guild.example/badges/2' })],
    ['of another kind', () => signBy(guild, aStrangersEndorsement(guild, { id: BADGE_ID, validFrom: NEWER }))],
  ])('is passed over, with a remark, when it gives a credential %s', async (_what, newest) => {
    expect(await refreshing({ newest })).toMatchObject(carriedOn('REFRESH_OTHER'))
  })

  it('CMP-01: knows a version by its id also when that is written in another way', async () => {
    const newest = signed({ id: 'https://guild.example/badges/%31' })
    expect((await refreshing({ newest })).refreshed).toEqual({ from: GIVEN, to: NEWER })
  })

  it('is not asked before the signature of the badge has held, and not of a kind unknown here', async () => {
    const url = freshUrl()
    const service = { id: url, type: '1EdTechCredentialRefresh' }
    const badge = await signBy(guild, aStrangersBadge(guild, { refreshService: service }))
    const before = strangers.opened.length
    expect((await strangers.verify({ ...badge, name: 'Changed' })).outcome).toBe('not-verified')
    const otherKind = { refreshService: { id: url, type: 'https://guild.example/terms#Refresh' } }
    expect((await strangers.verify(await signBy(guild, aStrangersBadge(guild, otherKind)))).outcome).toBe('verified')
    expect(strangers.opened.slice(before)).toEqual([])
  })

  it('is asked of an endorsement as well, once', async () => {
    const [peer, url] = [await aKeyWallet(), freshUrl()]
    const refreshService = { id: url, type: '1EdTechCredentialRefresh' }
    const withdrawn = aStrangersEndorsement(peer, {
      validFrom: NEWER,
      validUntil: '2026-02-11T00:00:00Z',
      refreshService,
    })
    strangers.web.set(url, { body: JSON.stringify(await signBy(peer, withdrawn)) })
    const endorsement = [await signBy(peer, aStrangersEndorsement(peer, { refreshService }))]
    const before = strangers.opened.length
    const report = await strangers.verify(await signBy(guild, aStrangersBadge(guild, { endorsement })))
    expect([report.outcome, ...troublesOf(report)]).toEqual(['not-verified', 'endorsements fail EXPIRED'])
    expect(strangers.opened.slice(before)).toEqual([url])
  })
})
