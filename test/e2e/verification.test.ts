import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gzipBitstringCodec } from '../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { createSingleUseKey } from '../../functions/adapters/keys/single-use-key.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import { toBitstring } from '../../functions/domain/status/bitstring.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { aKey } from '../support/badge-shapes.ts'
import { digests } from '../support/builders.ts'
import { type FakeWeb, outboundTo } from '../support/fake-web.ts'
import { aStoredCommunity, BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'
import { signAsCommunity } from '../support/sign-as-community.ts'

let workshop: BadgeWorkshop
let badge: EndorsedClaim
let app: ReturnType<typeof assembleVerification>
let credential: JsonObject

beforeAll(async () => {
  workshop = await openWorkshop()
  badge = await anIssuedBadge(workshop)
  app = assembleVerification(around())
  credential = JSON.parse((await workshop.stores.credentials.load(badge.claim.credentialId))?.text ?? '')
})

afterAll(() => workshop.close())

const post = (body: unknown, at = app) =>
  at.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

async function verify(document: unknown, at = app): Promise<VerificationReport> {
  const answer = await post({ credential: document }, at)
  expect(answer.status).toBe(200)
  return VerificationReportSchema.parse(await answer.json())
}

async function verifyAt(path: string): Promise<VerificationReport> {
  return VerificationReportSchema.parse(await (await post({ url: `${BASE_URL}${path}` })).json())
}

const around = () => ({
  ...workshop.table,
  keys: workshop.keys,
  publicUrl: BASE_URL,
  adminTokenSha256: digests.sha256Hex('not used here'),
  log: quietLog,
  outbound: outboundTo(web),
})

/** What other hosts hold. */
const web: FakeWeb = new Map()

const at = (now: Instant) => assembleVerification({ ...around(), now: () => now })

const badgeJwt = async () => (await workshop.stores.credentials.load(badge.claim.credentialId))?.jwt?.text ?? ''

/** The codes of the checks that did not pass, in order. */
const troubles = ({ checks }: VerificationReport) =>
  checks.filter(({ status }) => status !== 'pass').map(({ id, status, code }) => `${id} ${status} ${code}`)

/** A copy to change; the tests take apart documents that are wrong on purpose, so it has no type. */
const copy = (document: unknown = credential) => JSON.parse(JSON.stringify(document))

const signedWith = async (change: (document: ReturnType<typeof copy>) => void): Promise<JsonObject> => {
  const document = copy()
  change(document)
  return signAsCommunity(workshop, document)
}

describe('POST /v1/verifications', () => {
  it('verifies a badge of this service and each of its endorsements', async () => {
    const report = await verify(credential)
    expect(troubles(report)).toEqual([])
    expect(report.outcome).toBe('verified')
    expect(report.checks.map(({ id }) => id)).toEqual([
      'parse',
      'conformance',
      'proof',
      'proof', // what it does not cover
      'issuer',
      'refresh',
      'status',
      'dates',
      'endorsements',
      'award',
    ])
    expect(report.endorsements.map(({ outcome }) => outcome)).toEqual(['verified', 'verified', 'verified'])
    expect(report.credential).toMatchObject({ id: credential['id'], name: 'Plain weave', issuerName: 'Weavers’ Guild' })
  })

  it('verifies the badge at an address of this service, with and without .json', async () => {
    for (const suffix of ['', '.json', '?x=1', '#top']) {
      const answer = await post({ url: `${BASE_URL}/credentials/${badge.claim.credentialId}${suffix}` })
      expect(await answer.json()).toMatchObject({ outcome: 'verified' })
    }
  })

  it.each([
    ['.jwt', 'jwt'],
    ['.png', 'embedded'],
    ['.svg', 'embedded'],
  ])('verifies the badge at its address with %s', async (suffix, form) => {
    const report = await verifyAt(`/credentials/${badge.claim.credentialId}${suffix}`)
    expect([report.outcome, ...troubles(report)]).toEqual(['verified'])
    expect(report.checks.some(({ message }) => message.includes('JWT'))).toBe(form === 'jwt')
    expect(report.endorsements).toHaveLength(3)
  })

  it('verifies the badge at its refresh address, and an endorsement of it at its own', async () => {
    const { refreshService, endorsement } = copy()
    for (const url of [refreshService.id, endorsement[0].id, `${endorsement[1].id}.json`]) {
      const report = await verifyAt(url.slice(BASE_URL.length))
      expect([report.outcome, ...troubles(report)]).toEqual(['verified'])
    }
  })

  it('says not-verified for an address of this service without a badge', async () => {
    const [endorsement] = badge.endorsements
    for (const path of [
      '/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ',
      '/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ.jwt',
      `/credentials/${badge.claim.credentialId}.gif`,
      `/credentials/${badge.claim.credentialId}/`,
      `/refresh/${'A'.repeat(43)}`,
      `${copy().refreshService.id.slice(BASE_URL.length)}.json`,
      `/endorsements/${endorsement?.id}.jwt`,
      `/endorsements/${endorsement?.id}.png`,
      '/endorsements/01M81TGFZCX9NJTDPM0MRTQRWQ',
      '/credentials/../x',
      '/nothing',
    ]) {
      const answer = await post({ url: `${BASE_URL}${path}` })
      expect(await answer.json()).toMatchObject({
        outcome: 'not-verified',
        checks: [{ id: 'parse', status: 'fail', code: 'CREDENTIAL_NOT_FOUND', pointer: '/url' }],
      })
    }
  })

  it.each([
    ['https://other.example/badge.json', 'URL_UNREACHABLE'],
    [`${BASE_URL}.evil.example/credentials/1`, 'URL_UNREACHABLE'],
    ['http://169.254.169.254/latest', 'URL_NOT_ALLOWED'],
    ['https://169.254.169.254/latest', 'URL_NOT_ALLOWED'],
    ['file:///etc/passwd', 'URL_NOT_ALLOWED'],
  ])('VER-13: says undetermined of %s, which is not there or not to be looked at', async (url, code) => {
    expect(await (await post({ url })).json()).toMatchObject({
      outcome: 'undetermined',
      checks: [{ id: 'parse', status: 'skip', code, pointer: '/url' }],
    })
  })

  it('is open to any site and needs no credentials: also what it refuses, and the question asked before', async () => {
    for (const body of [{ credential }, {}, '{'])
      expect((await post(body)).headers.get('access-control-allow-origin')).toBe('*')
    const asked = await app.request('/v1/verifications', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://other.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe('*')
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST')
    expect(asked.headers.get('access-control-allow-headers')).toMatch(/content-type/i)
  })

  it.each([null, true, 42, [], [1], 'hello', ''])('reports on %j, which is no credential', async (value) => {
    const report = await verify(value)
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toEqual(['parse fail NOT_A_CREDENTIAL'])
  })

  it('JWT-11: verifies the JWT form of a badge as its JSON form', async () => {
    const report = await verify(await badgeJwt())
    expect(troubles(report)).toEqual([])
    expect(report).toMatchObject({ outcome: 'verified', credential: { id: credential['id'] } })
    expect(report.endorsements.length).toBeGreaterThan(0)
  })

  it('refuses a JWT that was changed, whichever part of it', async () => {
    const [header = '', payload = '', signature = ''] = (await badgeJwt()).split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const forged = Buffer.from(JSON.stringify({ ...claims, name: 'Another' })).toString('base64url')
    const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    for (const jwt of [`${header}.${forged}.${signature}`, `${header}.${payload}.${flipped}`])
      expect(await verify(jwt)).toMatchObject({
        outcome: 'not-verified',
        checks: expect.arrayContaining([expect.objectContaining({ id: 'proof', code: 'PROOF_INVALID' })]),
      })
  })

  it('refuses what only looks like a JWT', async () => {
    const report = await verify('eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln')
    expect(report.outcome).toBe('not-verified')
  })

  it.each([{}, { type: 'Person' }, { type: ['VerifiableCredential'] }, { '@context': null, type: {} }])(
    'reports on %j, which is another thing',
    async (value) => {
      expect(troubles(await verify(value))).toEqual(['conformance fail TYPE'])
    },
  )

  it('refuses requests that name both, neither, something unknown, or are no JSON', async () => {
    for (const [body, status, code] of [
      [{}, 400, 'invalid_request'],
      [{ credential, url: BASE_URL }, 400, 'invalid_request'],
      [{ credential, verbose: true }, 400, 'invalid_request'],
      ['{', 400, 'malformed_json'],
    ] as const) {
      const answer = await post(body)
      expect(answer.status).toBe(status)
      expect(await answer.json()).toMatchObject({ code })
    }
  })

  it('takes a body of more than 256 KB and refuses one of more than 4 MB', async () => {
    const large = { type: ['OpenBadgeCredential'], note: 'x'.repeat(1_000_000) }
    expect((await verify(large)).outcome).toBe('not-verified')
    const answer = await post({ credential: 'x'.repeat(4_300_000) })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'body_too_large' })
  })
})

describe('what makes a badge fail', () => {
  it.each([
    ['the name', (d: ReturnType<typeof copy>) => (d.name = 'Master weaver')],
    ['the recipient', (d: ReturnType<typeof copy>) => (d.credentialSubject.id = 'urn:uuid:0')],
    ['the evidence', (d: ReturnType<typeof copy>) => (d.evidence[1].id = 'https://evil.example')],
    ['the status entry', (d: ReturnType<typeof copy>) => (d.credentialStatus.statusListIndex = '1')],
    ['one endorsement left out', (d: ReturnType<typeof copy>) => d.endorsement.pop()],
  ])('is a change of %s (DI-06)', async (_what, change) => {
    const changed = copy()
    change(changed)
    const report = await verify(changed)
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toContain('proof fail PROOF_INVALID')
  })

  it('is a missing signature', async () => {
    const { proof: _proof, ...unsigned } = credential
    expect(troubles(await verify(unsigned))).toEqual(['proof fail PROOF_MISSING', 'issuer skip PROOF_FIRST'])
  })

  it('is a member that no context defines (VER-07, CTX-05)', async () => {
    const report = await verify({ ...credential, grade: 'A' })
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toContain('conformance fail JSONLD_UNDEFINED_TERM')
  })

  it('is a key of somebody else (VER-05, KEY-06)', async () => {
    const { publicKeyMultibase, sign } = createSingleUseKey()
    const { proof: _proof, ...unsigned } = credential
    const forged = await rdfcProofWriter().sign(unsigned, {
      verificationMethod: `did:key:${publicKeyMultibase}#${publicKeyMultibase}`,
      publicKeyMultibase,
      sign,
      created: new Date(),
    })
    expect(troubles(await verify(forged))).toContain('issuer fail ISSUER_KEY_UNBOUND')
  })

  it('is a key written into a DID URL of ours that our document does not list (KEY-05)', async () => {
    const { publicKeyMultibase, sign } = createSingleUseKey()
    const { proof: _proof, ...unsigned } = credential
    const forged = await rdfcProofWriter().sign(unsigned, {
      verificationMethod: `${workshop.community.issuer}#${publicKeyMultibase}`,
      publicKeyMultibase,
      sign,
      created: new Date(),
    })
    const report = await verify(forged)
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toContain('issuer fail KEY_UNRESOLVABLE')
  })

  it('is another purpose, another suite or a damaged signature (VER-06)', async () => {
    const purpose = copy()
    purpose.proof[0].proofPurpose = 'authentication'
    expect(troubles(await verify(purpose))).toContain('proof fail PROOF_INVALID')
    const damaged = copy()
    damaged.proof[0].proofValue = damaged.proof[0].proofValue.slice(0, -3)
    expect(troubles(await verify(damaged))).toContain('proof fail PROOF_INVALID')
    const unknown = copy()
    unknown.proof[0].cryptosuite = 'made-up-2030'
    const report = await verify(unknown)
    expect(report.outcome).toBe('undetermined')
    expect(troubles(report)).toContain('proof skip PROOF_TYPE_UNKNOWN')
  })

  it('is a shape that the standard does not allow, with code and place', async () => {
    for (const [change, code, pointer] of [
      [(d) => d['@context'].splice(1), 'CONTEXT_MISSING', '/@context'],
      [(d) => (d.credentialSubject.type = ['Person']), 'SUBJECT_TYPE', '/credentialSubject/type'],
      [(d) => (d.evidence[0].type = ['Thing']), 'EVIDENCE_TYPE', '/evidence/0/type'],
      [(d) => (d.issuer = d.issuer.id), 'ISSUER_TYPE', '/issuer'],
      [(d) => delete d.issuer, 'ISSUER_MISSING', '/issuer'],
      [(d) => (d.issuer.type = ['Person']), 'ISSUER_TYPE', '/issuer/type'],
      [(d) => (d.credentialSubject.result[0].type = ['X']), 'RESULT_TYPE', '/credentialSubject/result/0/type'],
      [(d) => delete d.validFrom, 'SCHEMA', '/validFrom'],
      [(d) => (d.credentialSubject.achievement.criteria = {}), 'SCHEMA', '/credentialSubject/achievement/criteria'],
      [
        (d) => {
          delete d.credentialSubject.id
          delete d.credentialSubject.identifier
        },
        'SCHEMA',
        '/credentialSubject',
      ],
    ] as readonly (readonly [(d: ReturnType<typeof copy>) => unknown, string, string])[]) {
      const changed = copy()
      change(changed)
      const report = await verify(changed)
      expect(report.outcome).toBe('not-verified')
      expect(report.checks).toContainEqual(
        expect.objectContaining({ id: 'conformance', status: 'fail', code, pointer }),
      )
    }
  })

  it('is a date that has passed or is to come; the boundary instants still hold (VER-10)', async () => {
    const dated = await signedWith((d) => {
      d.validFrom = '2090-11-10T12:00:00+02:00'
      d.validUntil = '2090-11-20T10:00:00Z'
      delete d.endorsement
      delete d.refreshService
    })
    // It lacks the endorsements that counted.
    const failures = async (now: Instant) =>
      troubles(await verify(dated, at(now))).filter((trouble) => !/^award/.test(trouble))
    expect(await failures('2090-11-10T10:00:00.000Z')).toEqual([])
    expect(await failures('2090-11-20T10:00:00.000Z')).toEqual([])
    expect(await failures('2090-11-10T09:59:59.999Z')).toEqual(['dates fail NOT_YET_VALID'])
    expect(await failures('2090-11-20T10:00:00.001Z')).toEqual(['dates fail EXPIRED'])
  })
})

describe('what a signature does not show', () => {
  const STATUS = 'https://www.w3.org/2018/credentials#credentialStatus'
  const ENDORSEMENT = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsement'
  const NARRATIVE = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#narrative'
  /** Gives a member another name that means the same in JSON-LD. */
  const rename = (object: ReturnType<typeof copy>, from: string, to: string) => {
    object[to] = object[from]
    delete object[from]
  }

  it.each([
    [
      'the status under its full IRI',
      '/https:~1~1www.w3.org~12018~1credentials#credentialStatus',
      (d) => rename(d, 'credentialStatus', STATUS),
    ],
    [
      'the endorsements under their full IRI',
      `/${ENDORSEMENT.replaceAll('/', '~1')}`,
      (d) => rename(d, 'endorsement', ENDORSEMENT),
    ],
    [
      'the status aside, by @included',
      '/@included',
      (d) => {
        d['@included'] = [{ id: d.id, type: ['VerifiableCredential'], credentialStatus: d.credentialStatus }]
        delete d.credentialStatus
      },
    ],
    [
      'a member under an alias',
      '/credentialSubject/@context',
      (d) => {
        d.credentialSubject['@context'] = { story: NARRATIVE }
        rename(d.credentialSubject, 'narrative', 'story')
      },
    ],
    ['the subject’s id under its keyword', '/credentialSubject/@id', (d) => rename(d.credentialSubject, 'id', '@id')],
  ] as readonly (readonly [string, string, (d: ReturnType<typeof copy>) => void])[])(
    'is %s, which the signature covers all the same: not compacted, not verified',
    async (_what, pointer, hide) => {
      const hidden = copy()
      hide(hidden)
      const report = await verify(hidden)
      expect(report.outcome).toBe('not-verified')
      expect(report.checks).toContainEqual(
        expect.objectContaining({ id: 'conformance', status: 'fail', code: 'JSONLD_NOT_COMPACTED', pointer }),
      )
    },
  )

  it.each([
    ['/refreshService', (d) => (d.refreshService = null)],
    ['/termsOfUse', (d) => (d.termsOfUse = [])],
    ['/endorsementJwt', (d) => (d.endorsementJwt = [])],
    ['/credentialSubject/creditsEarned', (d) => (d.credentialSubject.creditsEarned = null)],
    ['/endorsement/0/validUntil', (d) => (d.endorsement[0].validUntil = null)],
  ] as readonly (readonly [string, (d: ReturnType<typeof copy>) => void])[])(
    'is an empty member at %s, which no credential may have (GEN-15)',
    async (pointer, add) => {
      const padded = copy()
      add(padded)
      const report = await verify(padded)
      expect(report.outcome).toBe('not-verified')
      expect(report.checks).toContainEqual(expect.objectContaining({ code: 'SCHEMA', pointer }))
    },
  )

  it('is a status moved to where only JSON-LD finds it: a badge of ours without one is not verified', async () => {
    const report = await verify(await signedWith((d) => delete d.credentialStatus))
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toEqual(['status fail STATUS_MISSING'])
  })

  it('is whose address it bears: a badge that a stranger signed as themselves under the id of ours', async () => {
    const stranger = aKey()
    const posing = (change: (d: ReturnType<typeof copy>) => void = () => undefined) => {
      const { proof: _proof, credentialStatus: _status, endorsement: _endorsement, ...rest } = copy()
      delete rest.refreshService
      rest.issuer = { ...rest.issuer, id: stranger.did }
      change(rest)
      return rdfcProofWriter().sign(rest, stranger.options())
    }
    for (const forged of [
      await posing(),
      await posing((d) => (d.id = `${BASE_URL}/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ`)),
      await posing((d) => (d.id = `${BASE_URL}/badges/1`)),
      await posing((d) => (d.id = `${d.id}#copy`)),
    ])
      expect(troubles(await verify(forged))).toEqual(['issuer fail NOT_ISSUED_HERE'])
    // Under an address of their own it is a badge of theirs, whatever name they gave themselves.
    expect((await verify(await posing((d) => (d.id = 'https://other.example/1')))).outcome).toBe('verified')
  })

  it('is an endorsement made up under an address of ours, though its maker signed it', async () => {
    const stranger = aKey()
    const { proof: _proof, ...endorsement } = copy().endorsement[0]
    const forge = (more: object) =>
      rdfcProofWriter().sign(
        { ...endorsement, issuer: { ...endorsement.issuer, id: stranger.did }, ...more },
        stranger.options(),
      )
    for (const more of [{}, { id: `${BASE_URL}/endorsements/01M81TGFZCX9NJTDPM0MRTQRWQ` }])
      expect(troubles(await verify(await forge(more)))).toEqual(['issuer fail NOT_ISSUED_HERE'])
  })

  it('is that the badge of one community was signed by another', async () => {
    const other = await aStoredCommunity(workshop.stores, workshop.keys)
    const { proof: _proof, refreshService: _refreshService, ...unsigned } = copy()
    const asOther = { ...workshop, community: other }
    expect(troubles(await verify(await signAsCommunity(asOther, unsigned)))).toContain('issuer fail ISSUER_KEY_UNBOUND')
    const renamed = { ...unsigned, issuer: { ...unsigned.issuer, id: other.issuer } }
    expect(troubles(await verify(await signAsCommunity(asOther, renamed)))).toEqual([
      'status fail STATUS_VERIFICATION_ERROR',
      'issuer fail NOT_ISSUED_HERE',
    ])
  })

  it('is an id: a badge that carries the signature of ours but was never given out', async () => {
    const id = `${BASE_URL}/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ`
    const report = await verify(
      await signedWith((d) => {
        d.id = id
        delete d.endorsement
        delete d.refreshService
      }),
    )
    expect(troubles(report)).toEqual(['issuer fail NOT_ISSUED_HERE'])
  })
})

describe('what the status of a badge makes of it (VER-09)', () => {
  const entry = () => badge.claim.statusEntry ?? { list: '', index: -1 }
  const listText = async () => JSON.parse((await workshop.stores.statusLists.loadSigned(entry().list))?.text ?? '')

  it('is undetermined while the list is elsewhere or of an unknown kind', async () => {
    for (const change of [
      (d: ReturnType<typeof copy>) => (d.credentialStatus.statusListCredential = 'https://other.example/status/1'),
      (d: ReturnType<typeof copy>) => (d.credentialStatus.statusListCredential = `${BASE_URL}/status/nonsense`),
    ]) {
      const report = await verify(await signedWith(change))
      expect(report.outcome).toBe('undetermined')
      expect(troubles(report)).toEqual(['status skip STATUS_UNREACHABLE'])
    }
  })

  it('fails for another purpose and for an entry the list does not have', async () => {
    const purpose = await signedWith((d) => (d.credentialStatus.statusPurpose = 'suspension'))
    expect(troubles(await verify(purpose))).toEqual(['status fail STATUS_VERIFICATION_ERROR'])
    for (const index of ['131072', '-1', '1.5', 'x'])
      expect(troubles(await verify(await signedWith((d) => (d.credentialStatus.statusListIndex = index))))).toEqual([
        'status fail RANGE_ERROR',
      ])
  })

  it('fails for a list that is unsigned, altered, short, or revokes the badge', async () => {
    const { list, index } = entry()
    const original = await listText()
    const publish = async (document: JsonObject) => {
      const newest = await workshop.stores.statusLists.loadSigned(list)
      await workshop.stores.statusLists.publish({
        listId: list,
        version: (newest?.version ?? 0) + 1,
        text: JSON.stringify(document),
        setCount: 0,
        signedAt: '2026-11-22T12:00:00.000Z',
      })
    }
    const encoded = (bits: Uint8Array) => ({
      ...original,
      credentialSubject: { ...original.credentialSubject, encodedList: gzipBitstringCodec.encode(bits) },
    })
    const { proof: _proof, ...unsigned } = original
    for (const [document, code] of [
      [unsigned, 'STATUS_VERIFICATION_ERROR'],
      [encoded(toBitstring([7])), 'STATUS_VERIFICATION_ERROR'],
      [{ ...original, issuer: 'did:web:other.example' }, 'STATUS_VERIFICATION_ERROR'],
      [await signAsCommunity(workshop, { ...original, id: `${BASE_URL}/status/other` }), 'STATUS_VERIFICATION_ERROR'],
      [await signAsCommunity(workshop, encoded(new Uint8Array(16))), 'STATUS_LIST_LENGTH_ERROR'],
      [{ ...original, credentialSubject: {} }, 'MALFORMED_VALUE_ERROR'],
      [await signAsCommunity(workshop, encoded(toBitstring([index]))), 'REVOKED'],
    ] as const) {
      await publish(document)
      expect(troubles(await verify(credential))).toEqual([`status fail ${code}`])
    }
    await publish(await signAsCommunity(workshop, encoded(toBitstring([index - 1, index + 1].filter((i) => i >= 0)))))
    expect((await verify(credential)).outcome).toBe('verified')
  })
})

describe('what endorsements make of a badge (VER-11)', () => {
  it('fails when two comments are exchanged although the badge itself was signed so (END-09)', async () => {
    const exchanged = await signedWith((d) => {
      const [one, two] = d.endorsement
      const comment = one.credentialSubject.endorsementComment
      one.credentialSubject.endorsementComment = two.credentialSubject.endorsementComment
      two.credentialSubject.endorsementComment = comment
    })
    const report = await verify(exchanged)
    expect(troubles(report)).toEqual(['endorsements fail ENDORSEMENT_PROOF_INVALID'])
    expect(report.endorsements.map(({ outcome }) => outcome)).toEqual(['not-verified', 'not-verified', 'verified'])
  })

  it('fails for one that was given to another badge (END-07)', async () => {
    const other = await anIssuedBadge(workshop, { judgements: [{}] })
    const text = (await workshop.stores.credentials.load(other.claim.credentialId))?.text ?? ''
    const stolen = await signedWith((d) => d.endorsement.push(JSON.parse(text).endorsement[0]))
    const report = await verify(stolen)
    expect(troubles(report)).toEqual(['endorsements fail ENDORSEMENT_TARGET_MISMATCH'])
    expect(report.endorsements[3]?.checks).toContainEqual(
      expect.objectContaining({ code: 'ENDORSEMENT_TARGET_MISMATCH', pointer: '/endorsement/3/credentialSubject/id' }),
    )
  })

  it('fails for one without a signature of its own (END-05)', async () => {
    const report = await verify(await signedWith((d) => delete d.endorsement[0].proof))
    expect(troubles(report)).toEqual(['endorsements fail ENDORSEMENT_PROOF_INVALID'])
  })

  it('finds one inside the achievement, where it must endorse the achievement', async () => {
    const moved = await signedWith((d) => {
      d.credentialSubject.achievement.endorsement = [d.endorsement.pop()]
    })
    expect(troubles(await verify(moved))).toEqual([
      'endorsements fail ENDORSEMENT_TARGET_MISMATCH',
      'award fail AWARD_NOT_REPRODUCED',
    ])
  })

  it('fails for an injected endorsement as JWT, which the signature does not cover (CTX-07)', async () => {
    const report = await verify({ ...credential, endorsementJwt: ['a.b.c'] })
    expect(report.outcome).toBe('not-verified')
    expect(troubles(report)).toContain('proof fail PROOF_INVALID')
  })

  it('verifies an endorsement on its own', async () => {
    const [endorsement] = copy().endorsement
    const report = await verify(endorsement)
    expect(report.outcome).toBe('verified')
    expect(report.endorsements).toEqual([])
  })
})

describe('badges of others', () => {
  it('are undetermined, never a pass, and nothing is fetched', async () => {
    const other = copy()
    other.id = 'https://other.example/badges/1'
    other.issuer.id = 'did:web:other.example:issuer'
    other.proof[0].verificationMethod = 'did:web:other.example:issuer#z6Mkx'
    other.credentialStatus.statusListCredential = 'https://other.example/status/1'
    delete other.endorsement
    const report = await verify(other)
    expect(report.outcome).toBe('undetermined')
    expect(troubles(report)).toEqual(['issuer skip KEY_UNRESOLVABLE', 'status skip STATUS_UNREACHABLE'])
  })

  it('may use another kind of status, compact types and the older data model without being called wrong', async () => {
    const other = copy()
    other.id = 'https://other.example/badges/1'
    other.issuer = { id: 'did:web:other.example', type: 'Profile', name: 'Other' }
    other.credentialSubject.type = 'AchievementSubject'
    other.credentialStatus = { id: 'https://other.example/list', type: '1EdTechRevocationList' }
    other.proof[0].verificationMethod = 'did:web:other.example#key'
    delete other.endorsement
    expect(troubles(await verify(other))).toEqual([
      'conformance warn SCHEMA_PLAIN_ONLY',
      'issuer skip KEY_UNRESOLVABLE',
      'status skip STATUS_UNREACHABLE',
    ])
    other['@context'][0] = 'https://www.w3.org/2018/credentials/v1'
    other.issuanceDate = other.validFrom
    delete other.validFrom
    expect(troubles(await verify(other))).toContain('conformance warn LEGACY_VCDM11')
  })

  it.each([
    ['an address elsewhere', { kid: 'https://evil.example/key' }],
    ['an address here without a key', { kid: `${BASE_URL}/communities/weavers/keys/${'A'.repeat(43)}` }],
    ['a word', { kid: 'key-1' }],
  ])('KEY-05, JWT-13: cannot borrow a DID of ours: a JWT under %s is not verified', async (_name, { kid }) => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
    const { proof: _proof, ...content } = copy()
    for (const issuer of [content.issuer.id, `${content.issuer.id}-not`, `${content.issuer.id}:vc-issuers:x`])
      for (const jwk of [undefined, await exportJWK(publicKey)]) {
        const { id: jti, credentialSubject, validFrom } = content
        const claims = { iss: issuer, sub: credentialSubject.id, jti, nbf: Date.parse(validFrom) / 1000 }
        const forged = await new SignJWT({ ...content, issuer: { ...content.issuer, id: issuer }, ...claims })
          .setProtectedHeader({ alg: 'ES256', kid, ...(jwk && { jwk }) })
          .sign(privateKey)
        const report = await verify(forged)
        expect(report.outcome).toBe('not-verified')
        expect(troubles(report)).toContain('issuer fail KEY_UNRESOLVABLE')
        expect(report.credential.issuer).toBe(issuer)
      }
  })

  it('with a DID under ours that no VC-API issuer has are refused', async () => {
    const other = copy()
    other.id = 'urn:uuid:7a4c6f4e-1d3b-4c5a-8f00-2b1de2c0a002'
    other.issuer.id = `${workshop.community.issuer}:vc-issuers:01M81TGFZCX9NJTDPM0MRTQRWQ`
    other.proof[0].verificationMethod = `${other.issuer.id}#z6Mkx`
    expect(troubles(await verify(other))).toContain('issuer fail KEY_UNRESOLVABLE')
  })

  it('with a DID of ours that no community has are refused', async () => {
    const other = copy()
    other.issuer.id = `${workshop.community.issuer}-not`
    other.proof[0].verificationMethod = `${other.issuer.id}#z6Mkx`
    expect(troubles(await verify(other))).toContain('issuer fail KEY_UNRESOLVABLE')
  })
})
