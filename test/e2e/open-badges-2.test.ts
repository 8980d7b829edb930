import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { VerificationReport } from '../../schemas/verification-report.ts'
import { startApp, type TestApp } from '../support/app.ts'
import {
  aHostedBadge,
  aSignedBadge,
  hashed,
  type OlderIssuer,
  type SignedOlderBadge,
  signAssertion,
} from '../support/older-badges.ts'

let app: TestApp

beforeAll(async () => {
  app = await startApp()
})
beforeEach(() => {
  app.web.clear()
})

async function verify(credential: unknown): Promise<VerificationReport> {
  const { status, body } = await app.request('POST', '/v1/verifications', { body: { credential } })
  expect(status).toBe(200)
  return body
}

/** The outcome, and what did not pass, but for the word that it is an older badge. */
async function troubles(credential: unknown): Promise<readonly string[]> {
  const { outcome, checks } = await verify(credential)
  const found = checks.filter(({ status, code }) => status !== 'pass' && code !== 'OPEN_BADGES_2')
  return [outcome, ...found.map(({ id, status, code }) => `${id} ${status} ${code}`)]
}

const OUT_OF_SCOPE = ['not-verified', 'issuer fail ASSERTION_OUT_OF_SCOPE']

describe('POST /v1/verifications with a hosted assertion of Open Badges 2.0', () => {
  it('verifies it at its own address, and says that the standard is an older one', async () => {
    const { assertion } = aHostedBadge(app.web)
    const report = await verify(assertion)
    expect(report).toMatchObject({
      outcome: 'verified',
      standard: 'open-badges-2.0',
      credential: {
        id: assertion['id'],
        name: 'Robotics',
        issuer: 'https://badges.example.edu/issuer',
        issuerName: 'Example University',
        awardedDate: '2020-12-31T23:59:59+00:00',
      },
    })
    expect(report.checks.map(({ id, status, code }) => `${id} ${status} ${code}`)).toEqual([
      'parse pass OK',
      'conformance warn OPEN_BADGES_2',
      'conformance pass OK',
      'proof pass OK',
      'issuer pass OK',
      'status pass OK',
      'dates pass OK',
      'endorsements pass OK',
    ])
    for (const { spec } of report.checks) expect(spec).toContain('/OBv2p0Final/')
  })

  it('verifies what carries copies of badge class and issuer, and older names of verification', async () => {
    const { assertion, badgeClass, profile, publish } = aHostedBadge(app.web)
    const { verification: _verification, ...rest } = assertion
    const older = { ...rest, verify: { type: 'hosted' }, badge: { ...badgeClass, issuer: profile } }
    publish({ ...older, badge: badgeClass['id'] })
    expect(await troubles(older)).toEqual(['verified'])
  })

  it.each<[string, (issuer: OlderIssuer) => object]>([
    ['to someone else', () => ({ recipient: hashed('mallory@example.org', 'deadsea') })],
    ['with another salt', ({ assertion }) => ({ recipient: { ...Object(assertion['recipient']), salt: 'x' } })],
    ['for another badge', () => ({ badge: 'https://badges.example.edu/classes/2' })],
    ['on another day', () => ({ issuedOn: '2021-12-31T23:59:59+00:00' })],
    ['without its end', () => ({ expires: undefined })],
    ['with a copy of another badge class', ({ badgeClass }) => ({ badge: { ...badgeClass, name: 'Surgery' } })],
    [
      'with a copy of another issuer',
      ({ badgeClass }) => ({ badge: { ...badgeClass, issuer: 'https://mit.example/' } }),
    ],
  ])('refuses a copy that was changed to be given %s', async (_what, change) => {
    const issuer = aHostedBadge(app.web)
    const published = { ...issuer.assertion, expires: '2200-01-01T00:00:00Z' }
    issuer.publish(published)
    const { credential } = await verify({ ...published, ...change(issuer) })
    expect(credential).toMatchObject({
      name: 'Robotics',
      issuerName: 'Example University',
      validUntil: published.expires,
    })
    expect(await troubles({ ...published, ...change(issuer) })).toEqual([
      'not-verified',
      'proof fail ASSERTION_DIFFERS',
    ])
  })

  it('warns of other details, and reports what is published', async () => {
    const { assertion } = aHostedBadge(app.web)
    expect(await troubles({ ...assertion, narrative: 'The best of all.' })).toEqual([
      'verified',
      'proof warn ASSERTION_DETAILS_DIFFER',
    ])
  })

  it('takes the same instant in another spelling for the same', async () => {
    const { assertion } = aHostedBadge(app.web)
    const spelled = { ...assertion, issuedOn: '2021-01-01T00:59:59+01:00' }
    expect(await troubles(spelled)).toEqual(['verified', 'proof warn ASSERTION_DETAILS_DIFFER'])
  })

  it.each<[string, { readonly status?: number; readonly body: string }, readonly string[]]>([
    ['is not there', { status: 404, body: '' }, ['not-verified', 'proof fail ASSERTION_NOT_FOUND']],
    ['was taken away', { status: 410, body: '' }, ['not-verified', 'status fail REVOKED']],
    [
      'is revoked',
      { body: '{"id":"https://badges.example.edu/assertions/1","revoked":true}' },
      ['not-verified', 'status fail REVOKED'],
    ],
    [
      'is another',
      { body: '{"id":"https://badges.example.edu/assertions/2"}' },
      ['not-verified', 'proof fail ASSERTION_NOT_FOUND'],
    ],
    ['is no JSON', { body: '<html>' }, ['not-verified', 'proof fail ASSERTION_NOT_FOUND']],
    ['cannot be had', { status: 503, body: '' }, ['undetermined', 'proof skip ASSERTION_UNREACHABLE']],
  ])('says so when what is at its address %s', async (_what, page, expected) => {
    const { assertion } = aHostedBadge(app.web)
    app.web.set(String(assertion['id']), page)
    expect(await troubles(assertion)).toEqual(expected)
  })

  it.each([
    'http://badges.example.edu/assertions/1',
    'https://inside.example/1',
    'urn:uuid:a953081a-4bbc-4927-8653-7219bca00e3b',
    'file:///etc/passwd',
  ])('never passes one that names %s as its address', async (id) => {
    const { assertion, publish } = aHostedBadge(app.web)
    publish({ ...assertion, id })
    expect((await verify({ ...assertion, id })).outcome).toBe('undetermined')
  })

  it('refuses one that names an address of this service', async () => {
    const { assertion } = aHostedBadge(app.web)
    const id = 'https://badges.example.org/credentials/1'
    expect(await troubles({ ...assertion, id })).toEqual(['not-verified', 'proof fail ASSERTION_NOT_FOUND'])
  })

  it('refuses one that is published elsewhere in the name of an issuer', async () => {
    const { badgeClass } = aHostedBadge(app.web)
    const forger = aHostedBadge(app.web, 'https://forger.example')
    const forged = { ...forger.assertion, badge: badgeClass['id'] }
    forger.publish(forged)
    expect(await troubles(forged)).toEqual(OUT_OF_SCOPE)
    // A badge class of the forger's own that names that issuer makes it no better.
    forger.publish(forger.assertion, { ...forger.badgeClass, issuer: 'https://badges.example.edu/issuer' })
    expect(await troubles(forger.assertion)).toEqual(OUT_OF_SCOPE)
  })

  it('takes the profile of an issuer from its own address only', async () => {
    const { profile, badgeClass } = aHostedBadge(app.web)
    const forger = aHostedBadge(app.web, 'https://forger.example')
    const issuer = { ...profile, verification: { type: 'VerificationObject', allowedOrigins: 'forger.example' } }
    const forged = { ...forger.assertion, badge: { ...badgeClass, id: 'https://forger.example/classes/1', issuer } }
    forger.publish(forged, { ...forger.badgeClass, issuer })
    expect(await troubles(forged)).toEqual(OUT_OF_SCOPE)
  })

  it.each<[string, object, boolean]>([
    ['an origin', { allowedOrigins: 'https://forger.example' }, true],
    ['a host among others', { allowedOrigins: ['other.example', 'forger.example'] }, true],
    ['another host', { allowedOrigins: ['other.example'] }, false],
    ['the end of its host', { allowedOrigins: ['example'] }, false],
    ['the start of its address', { startsWith: 'https://forger.example/assertions/' }, true],
    ['the start of its host', { startsWith: ['https://forger.exam'] }, false],
    ['another path', { startsWith: 'https://forger.example/classes/' }, false],
    [
      'its origin, and another path',
      { allowedOrigins: 'forger.example', startsWith: 'https://forger.example/x' },
      false,
    ],
  ])('holds it to what the profile lists: %s', async (_what, scope, holds) => {
    const { profile, publish } = aHostedBadge(app.web)
    const partner = aHostedBadge(app.web, 'https://forger.example')
    publish(
      { ...profile, verification: { type: 'VerificationObject', ...scope } },
      { ...partner.badgeClass, issuer: profile['id'] },
    )
    expect(await troubles(partner.assertion)).toEqual(holds ? ['verified'] : OUT_OF_SCOPE)
  })

  it.each<[string, (issuer: OlderIssuer) => object, string]>([
    ['no recipient', ({ assertion }) => ({ ...assertion, recipient: undefined }), '/recipient'],
    [
      'a recipient that does not say whether it is hashed',
      ({ assertion }) => ({ ...assertion, recipient: { type: 'email', identity: 'x' } }),
      '/recipient/hashed',
    ],
    ['a date without a zone', ({ assertion }) => ({ ...assertion, issuedOn: '2020-12-31T23:59:59' }), '/issuedOn'],
    ['a date as a number', ({ assertion }) => ({ ...assertion, issuedOn: 1609459199 }), '/issuedOn'],
    ['a badge class without criteria', ({ badgeClass }) => ({ ...badgeClass, criteria: undefined }), '/badge/criteria'],
    ['a badge class of another type', ({ badgeClass }) => ({ ...badgeClass, type: 'Assertion' }), '/badge/type'],
    [
      'an issuer without an address to write to',
      ({ profile }) => ({ ...profile, email: undefined }),
      '/badge/issuer/email',
    ],
  ])('refuses what is not built as the standard says: %s', async (_what, change, pointer) => {
    const issuer = aHostedBadge(app.web)
    const changed = Object(change(issuer))
    issuer.publish(changed)
    const presented = changed.id === issuer.assertion['id'] ? changed : issuer.assertion
    const report = await verify(presented)
    expect(report.outcome).toBe('not-verified')
    expect(report.checks).toContainEqual(
      expect.objectContaining({ id: 'conformance', status: 'fail', code: 'SCHEMA', pointer }),
    )
  })

  it.each([
    ['/classes/1', 404, ['not-verified', 'conformance fail BADGE_CLASS_NOT_FOUND']],
    ['/classes/1', 500, ['undetermined', 'conformance skip BADGE_CLASS_UNREACHABLE']],
    ['/issuer', 404, ['not-verified', 'conformance fail ISSUER_NOT_FOUND']],
    ['/issuer', 500, ['undetermined', 'conformance skip ISSUER_UNREACHABLE']],
  ])('says so when %s answers %s', async (path, status, expected) => {
    const { assertion } = aHostedBadge(app.web)
    app.web.set(`https://badges.example.edu${path}`, { status, body: '' })
    expect(await troubles(assertion)).toEqual(expected)
  })

  it.each<[string, object, string, string]>([
    ['its recipient', {}, 'asha@example.org', 'matched'],
    ['someone else', {}, 'mallory@example.org', 'not-matched'],
    [
      'a recipient in plain text',
      { type: 'schema:email', hashed: false, identity: 'asha@example.org' },
      'asha@example.org',
      'matched',
    ],
    ['one hashed in an unknown way', { identity: 'sha3$aa' }, 'asha@example.org', 'undetermined'],
  ])('RCP-03: holds %s against whom the employer knows', async (_what, change, value, outcome) => {
    const { assertion, publish } = aHostedBadge(app.web)
    const given = { ...assertion, recipient: { ...Object(assertion['recipient']), ...change } }
    publish(given)
    const body = { credential: given, recipient: { type: 'emailAddress', value } }
    const { body: report } = await app.request('POST', '/v1/verifications', { body })
    expect(report).toMatchObject({ outcome: 'verified', recipient: { outcome } })
  })

  it('holds it to its dates', async () => {
    const { assertion, publish } = aHostedBadge(app.web)
    const expired = { ...assertion, expires: '2021-12-31T23:59:59Z' }
    publish(expired)
    expect(await troubles(expired)).toEqual(['not-verified', 'dates fail EXPIRED'])
    const early = { ...assertion, issuedOn: '2200-12-31T23:59:59Z' }
    publish(early)
    expect(await troubles(early)).toEqual(['not-verified', 'dates fail NOT_YET_VALID'])
  })

  it('says that endorsements were not looked at', async () => {
    const { assertion, badgeClass, publish } = aHostedBadge(app.web)
    publish({ ...badgeClass, endorsement: ['https://peer.example/1'] })
    expect(await troubles(assertion)).toEqual(['verified', 'endorsements warn ENDORSEMENTS_NOT_CHECKED'])
  })

  it('cannot tell of ways to verify that it does not know, and refuses none at all', async () => {
    const { assertion } = aHostedBadge(app.web)
    expect(await troubles({ ...assertion, verification: { type: 'MerkleProofVerification2017' } })).toEqual([
      'undetermined',
      'proof skip PROOF_TYPE_UNKNOWN',
    ])
    expect(await troubles({ ...assertion, verification: undefined })).toEqual([
      'not-verified',
      'conformance fail SCHEMA',
    ])
  })

  it('takes nothing for one that claims to be a credential of a newer standard too', async () => {
    const { assertion } = aHostedBadge(app.web)
    const both = { ...assertion, type: ['Assertion', 'VerifiableCredential', 'OpenBadgeCredential'] }
    expect(await verify(both)).toMatchObject({ outcome: 'not-verified', standard: 'open-badges-3.0' })
  })
})

describe('POST /v1/verifications with a signed assertion of Open Badges 2.0', () => {
  const signed = (badge: SignedOlderBadge, change: object = {}) =>
    signAssertion({ ...badge.assertion, ...change }, badge.privateKey)

  it('verifies it by the key that its issuer publishes, with and without naming it', async () => {
    const badge = aSignedBadge(app.web)
    const report = await verify(await signed(badge))
    expect(report).toMatchObject({ outcome: 'verified', standard: 'open-badges-2.0', credential: { name: 'Robotics' } })
    expect(report.checks.map(({ id }) => id)).toEqual([
      'parse',
      'conformance',
      'conformance',
      'proof',
      'issuer',
      'status',
      'dates',
      'endorsements',
    ])
    expect(await troubles(await signed(badge, { verification: { type: 'signed' } }))).toEqual(['verified'])
  })

  it('verifies it by a key that stands in the profile itself, and by elliptic curves', async () => {
    const badge = aSignedBadge(app.web)
    badge.publish({ ...badge.profile, publicKey: [{ ...badge.key, owner: undefined }] })
    expect(await troubles(await signed(badge))).toEqual(['verified'])
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    badge.publish(badge.profile, { ...badge.key, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) })
    expect(await troubles(await signAssertion(badge.assertion, privateKey, { alg: 'ES256' }))).toEqual(['verified'])
  })

  it.each<[string, (badge: SignedOlderBadge) => Promise<string>, readonly string[]]>([
    [
      'another key',
      ({ assertion }) => signAssertion(assertion, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
      ['proof fail PROOF_INVALID'],
    ],
    [
      'a secret made of the public key',
      ({ assertion, key }) =>
        signAssertion(assertion, new TextEncoder().encode(String(key['publicKeyPem'])), { alg: 'HS256' }),
      ['proof fail ALG_UNSUPPORTED'],
    ],
    [
      'nothing at all',
      async ({ assertion }) =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(assertion)).toString('base64url')}.AAAA`,
      ['proof fail ALG_UNSUPPORTED'],
    ],
    [
      'a key of the forger, which the forger publishes in the name of the issuer',
      async (badge) => {
        const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
        const id = 'https://forger.example/key'
        badge.publish({ ...badge.key, id, publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }) })
        return signAssertion({ ...badge.assertion, verification: { type: 'SignedBadge', creator: id } }, privateKey)
      },
      ['issuer fail ISSUER_KEY_UNBOUND'],
    ],
    [
      'a key that says it is another’s',
      async (badge) => {
        badge.publish({ ...badge.key, owner: 'https://forger.example/issuer' })
        return signAssertion(badge.assertion, badge.privateKey)
      },
      ['issuer fail ISSUER_KEY_UNBOUND'],
    ],
    [
      'a key that is none',
      async (badge) => {
        badge.publish({ ...badge.key, publicKeyPem: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' })
        return signAssertion(badge.assertion, badge.privateKey)
      },
      ['proof fail KEY_UNFIT'],
    ],
    [
      'a key of an issuer that publishes none',
      async (badge) => {
        badge.publish({ ...badge.profile, publicKey: undefined })
        return signAssertion({ ...badge.assertion, verification: { type: 'SignedBadge' } }, badge.privateKey)
      },
      ['issuer fail KEY_MISSING'],
    ],
  ])('refuses one that was signed with %s', async (_what, forge, expected) => {
    expect(await troubles(await forge(aSignedBadge(app.web)))).toEqual(['not-verified', ...expected])
  })

  it('refuses one whose content was changed, and one that came without its signature', async () => {
    const badge = aSignedBadge(app.web)
    const [header, , signature] = (await signed(badge)).split('.')
    const changed = Buffer.from(JSON.stringify({ ...badge.assertion, recipient: hashed('m@example.org', 'x') }))
    expect(await troubles(`${header}.${changed.toString('base64url')}.${signature}`)).toEqual([
      'not-verified',
      'proof fail PROOF_INVALID',
    ])
    expect(await troubles(badge.assertion)).toEqual(['not-verified', 'proof fail PROOF_MISSING'])
  })

  it('cannot tell while key, profile or list of revoked ones cannot be had', async () => {
    const badge = aSignedBadge(app.web)
    const jws = await signed(badge)
    for (const [object, expected] of [
      [badge.key, ['issuer skip KEY_UNRESOLVABLE']],
      [badge.list, ['status skip STATUS_UNREACHABLE']],
      [badge.profile, ['conformance skip ISSUER_UNREACHABLE', 'proof skip KEY_UNRESOLVABLE']],
    ] as const) {
      app.web.set(String(object['id']), { status: 500, body: '' })
      expect(await troubles(jws)).toEqual(['undetermined', ...expected])
      badge.publish(object)
    }
  })

  it.each<[string, object, readonly string[]]>([
    [
      'by its id',
      { revokedAssertions: ['urn:uuid:a953081a-4bbc-4927-8653-7219bca00e3b'] },
      ['not-verified', 'status fail REVOKED'],
    ],
    [
      'with a reason',
      { revokedAssertions: ['x', { id: 'urn:uuid:a953081a-4bbc-4927-8653-7219bca00e3b', revocationReason: 'Error' }] },
      ['not-verified', 'status fail REVOKED'],
    ],
    ['by its older uid', { revokedAssertions: [{ uid: 'abc' }] }, ['not-verified', 'status fail REVOKED']],
    ['not at all', { revokedAssertions: ['urn:uuid:other', { uid: 'other' }, {}] }, ['verified']],
    [
      'on a list of another issuer',
      { issuer: 'https://forger.example/issuer' },
      ['not-verified', 'status fail STATUS_VERIFICATION_ERROR'],
    ],
    ['on what is no list', { type: 'Assertion' }, ['not-verified', 'status fail STATUS_RETRIEVAL_ERROR']],
  ])('looks whether it is listed as revoked: %s', async (_what, change, expected) => {
    const badge = aSignedBadge(app.web)
    badge.publish({ ...badge.list, ...change })
    expect(await troubles(await signed(badge, { uid: 'abc' }))).toEqual(expected)
  })

  it('refuses one that says itself that it was revoked', async () => {
    expect(await troubles(await signed(aSignedBadge(app.web), { revoked: true }))).toEqual([
      'not-verified',
      'status fail REVOKED',
    ])
  })
})
