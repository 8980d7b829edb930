import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { PolicyInput } from '../../schemas/policy.ts'
import { type Answer, addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'
import { aCriterion, digests } from '../support/builders.ts'
import { aScene, judge, readEvents, readPartition, type Tenant } from '../support/claim-scene.ts'
import { verifyWithDigitalBazaar } from '../support/independent-verifiers.ts'
import { missingObSchemas, obSchemaErrors } from '../support/ob-schema.ts'
import { tenAtOnce } from '../support/store-examples.ts'
import {
  aJwkWallet,
  aKeyWallet,
  anEndorsementBy,
  aWebWallet,
  proveWallet,
  sendEndorsement,
  signEndorsement,
  signEndorsementJwt,
  signPayload,
  type Wallet,
} from '../support/wallet.ts'

let app: TestApp
let weavers: Tenant
beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
})

const BASE = 'https://badges.example.org'
const code = ({ status, body }: Answer) => [status, body.code]
const peer = () => addMember(app, weavers, { name: 'Ben' })
const read = async (claim: string) => (await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })).body

/** A claim with what endorsements of it name. */
async function aClaim(policy: PolicyInput = { minEndorsers: 2 }, more: object = {}) {
  const scene = await aScene(app, weavers, { draft: { policy, ...more } })
  const { credentialUrl, awardUrl, evidence } = await read(scene.claim)
  return { ...scene, credentialUrl: String(credentialUrl), awardUrl: String(awardUrl), evidence: evidence[0] }
}
type OpenClaim = Awaited<ReturnType<typeof aClaim>>

/** A member who has proven the DID of a wallet. */
async function anEndorser(wallet?: Wallet) {
  const [member, own] = await Promise.all([peer(), wallet ?? aKeyWallet()])
  await proveWallet(app, weavers, member, own)
  return { member, wallet: own }
}

const send = (claim: string, body: object | string, headers = {}) => sendEndorsement(app, weavers, claim, body, headers)
const get = async (url: string, accept: string) => {
  const answer = await app.fetch(new Request(url, { headers: { accept } }))
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}
const open = async (url: string) => JSON.parse((await get(url, 'application/json')).text)

/** Runs what must be refused, and checks that nothing is stored of it. */
async function expectRefused(claim: string, answer: () => Promise<Answer>, expected: readonly [number, string]) {
  const before = await readPartition(app, claim)
  const refused = await answer()
  expect(code(refused)).toEqual(expected)
  expect(await readPartition(app, claim)).toEqual(before)
  return refused.body
}

describe('POST /v1/claims/{claim}/endorsement-credentials', () => {
  const wallets: readonly (readonly [string, () => Promise<Wallet>])[] = [
    ['did:key of Ed25519', () => aKeyWallet()],
    ['did:key of P-256', () => aKeyWallet('P-256')],
    ['did:key of P-384', () => aKeyWallet('P-384')],
    ['did:jwk of P-256', () => aJwkWallet('P-256')],
    ['did:web', () => aWebWallet(app, 'did:web:ben.example')],
  ]

  it.each(wallets)('PE-02: counts an endorsement signed by its endorser with a %s, as own-key', async (_, make) => {
    const { claim, credentialUrl } = await aClaim()
    const { member, wallet } = await anEndorser(await make())
    const credential = await signEndorsement(wallet, credentialUrl)
    const { status, body, headers } = await send(claim, { endorser: member, credential })
    expect([status, headers.get('etag'), body.decision]).toMatchObject([201, '"v1"', { kind: 'pending', counted: 1 }])
    expect((await read(claim)).endorsements).toMatchObject([
      {
        id: body.id,
        endorser: member,
        verdict: 'endorse',
        comment: 'I watched the cloth grow. ✓',
        consentToBeNamed: true,
        assurance: 'own-key',
        counts: true,
      },
    ])
  })

  it.each(wallets)('counts a VC-JWT signed with a %s', async (_, make) => {
    const { claim, credentialUrl } = await aClaim()
    const { member, wallet } = await anEndorser(await make().then((made) => rename(made)))
    const { status } = await send(claim, {
      endorser: member,
      credential: await signEndorsementJwt(wallet, credentialUrl),
    })
    expect([status, (await read(claim)).endorsements[0].assurance]).toEqual([201, 'own-key'])
  })

  it('takes ratings beside the credential, and refuses those the rubric does not have', async () => {
    const { claim, credentialUrl } = await aClaim({}, { rubric: [aCriterion('craft')] })
    const { member, wallet } = await anEndorser()
    const credential = await signEndorsement(wallet, credentialUrl)
    const wrong = () => send(claim, { endorser: member, ratings: { craft: 'best' }, credential })
    await expectRefused(claim, wrong, [400, 'invalid_request'])
    expect((await send(claim, { endorser: member, ratings: { craft: 'sound' }, credential })).status).toBe(201)
    expect((await read(claim)).endorsements[0].ratings).toEqual({ craft: 'sound' })
  })

  it('accepts a credential that names evidence of its own and the evidence version with its digest', async () => {
    const { claim, credentialUrl, awardUrl, evidence } = await aClaim()
    const { member, wallet } = await anEndorser()
    const url = `${awardUrl}/evidence/1`
    const sri = `sha256-${Buffer.from(evidence.digest, 'base64url').toString('base64')}`
    const credential = await signEndorsement(wallet, credentialUrl, {
      description: 'Seen at the loom.',
      awardedDate: `${new Date().toISOString().slice(0, 19)}Z`,
      evidence: [
        { id: url, type: ['Evidence'], name: 'The cloth', narrative: 'Craft: Sound.' },
        { id: 'https://ben.example/photo', type: ['Evidence'] },
        { type: ['Evidence'], narrative: 'We wove together.' },
      ],
      relatedResource: [{ id: url, digestSRI: sri }],
    })
    expect((await send(claim, { endorser: member, credential })).status).toBe(201)
  })

  it('refuses members that the credential rules let through, by the rule for all endorsements', async () => {
    const { claim, learner, credentialUrl } = await aClaim({ eligibility: [{ kind: 'role', roles: ['facilitator'] }] })
    const wallet = await aKeyWallet()
    await proveWallet(app, weavers, learner, wallet)
    const credential = await signEndorsement(wallet, credentialUrl)
    await expectRefused(claim, () => send(claim, { endorser: learner, credential }), [403, 'self_endorsement'])
    const { member, wallet: own } = await anEndorser()
    const signed = await signEndorsement(own, credentialUrl)
    await expectRefused(claim, () => send(claim, { endorser: member, credential: signed }), [403, 'not_eligible'])
    const unnamed = () => send(claim, { credential: signed })
    await expectRefused(claim, unnamed, [400, 'acting_member_missing'])
  })

  it('END-08: refuses an endorsement by the DID that the badge is given to', async () => {
    const wallet = await aKeyWallet()
    const learner = await addMember(app, weavers, { name: 'Asha' })
    await proveWallet(app, weavers, learner, wallet)
    const { claim } = await aScene(app, weavers, { claim: { learner } })
    const { credentialUrl, subjectDid } = await read(claim)
    expect(subjectDid).toBe(wallet.did)
    const path = `/v1/communities/weavers/members/${learner}/dids/${encodeURIComponent(wallet.did)}`
    await app.request('DELETE', path, { token: weavers.key, actingFor: learner })
    const { member } = await anEndorser(wallet)
    const credential = await signEndorsement(wallet, String(credentialUrl))
    await expectRefused(claim, () => send(claim, { endorser: member, credential }), [403, 'self_endorsement'])
  })

  it('END-08: refuses a DID that the endorser has not proven, or another member has', async () => {
    const { claim, credentialUrl } = await aClaim()
    const [ben, { wallet: chos }, unproven] = await Promise.all([peer(), anEndorser(), aKeyWallet()])
    for (const wallet of [unproven, chos]) {
      const credential = await signEndorsement(wallet, credentialUrl)
      const body = await expectRefused(claim, () => send(claim, { endorser: ben, credential }), [
        403,
        'issuer_did_not_proven',
      ])
      expect(body.errors).toEqual([{ pointer: '/credential/issuer/id', detail: expect.stringContaining('END-08') }])
    }
  })

  describe('with a credential that is not one to be taken', () => {
    let open_: OpenClaim
    let endorser: Awaited<ReturnType<typeof anEndorser>>
    beforeAll(async () => {
      ;[open_, endorser] = await Promise.all([aClaim(), anEndorser()])
    })
    const refused = async (changes: object, expected: readonly [number, string]) => {
      const { claim, credentialUrl } = open_
      const credential = await signEndorsement(endorser.wallet, credentialUrl, changes)
      return expectRefused(claim, () => send(claim, { endorser: endorser.member, credential }), expected)
    }
    /** Left unsigned, since no library signs it: it is refused before its signature is looked at. */
    const refusedUnsigned = async (changes: object, expected: readonly [number, string]) => {
      const { claim, credentialUrl } = open_
      const credential = { ...anEndorsementBy(endorser.wallet, credentialUrl), proof: A_PROOF, ...changes }
      return expectRefused(claim, () => send(claim, { endorser: endorser.member, credential }), expected)
    }
    const A_PROOF = {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      proofPurpose: 'assertionMethod',
      verificationMethod: 'did:key:z6Mk#z6Mk',
      proofValue: 'z58',
    }

    it.each<[string, string, object]>([
      ['END-01', '/credential/name', { name: undefined }],
      ['END-01', '/credential/id', { id: undefined }],
      ['END-01', '/credential/id', { id: 'did:key:z6MkqDzqBS8Vse1rxqCw86xjF4w2oiLyarP6hkKTxsWHWkhv' }],
      ['END-01', '/credential/type', { type: ['VerifiableCredential'] }],
      [
        'END-01',
        '/credential/type',
        { type: ['VerifiableCredential', 'EndorsementCredential', 'OpenBadgeCredential'] },
      ],
      ['END-01', '/credential/validFrom', { validFrom: '2026-01-01' }],
      ['END-01', '/credential/validFrom', { validFrom: '2026-01-01T10:00:00' }],
      ['END-01', '/credential/issuer', { issuer: 'did:key:z6MkqDzqBS8Vse1rxqCw86xjF4w2oiLyarP6hkKTxsWHWkhv' }],
      ['END-01', '/credential/issuer/id', { issuer: { id: 'https://ben.example', type: ['Profile'] } }],
      [
        'END-01',
        '/credential/issuer/endorsement',
        { issuer: { id: 'did:web:a.b', type: ['Profile'], endorsement: [] } },
      ],
      ['END-02', '/credential/credentialSubject', { credentialSubject: [] }],
      ['END-02', '/credential/credentialSubject/achievement', { credentialSubject: { achievement: {} } }],
      ['END-04', '/credential/endorsement', { endorsement: [] }],
      [
        'END-04',
        '/credential/credentialSchema/0/type',
        { credentialSchema: [{ id: 'https://a.b/c', type: 'JsonSchema' }] },
      ],
      ['END-05', '/credential/proof', { proof: undefined }],
      ['END-05', '/credential/proof', { proof: { type: 'Ed25519Signature2020' } }],
      ['CTX-01', '/credential/@context', { '@context': ['https://www.w3.org/ns/credentials/v2'] }],
      [
        'CTX-01',
        '/credential/@context',
        {
          '@context': [
            'https://www.w3.org/ns/credentials/v2',
            'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
            { name: 'https://example.org/evil' },
          ],
        },
      ],
    ])('%s: refuses what is wrong at %s, and says where', async (id, pointer, changes) => {
      const body = await refusedUnsigned(changes, [400, 'endorsement_credential_invalid'])
      const { detail } = body.errors.find((error: { pointer: string }) => error.pointer.startsWith(pointer)) ?? {}
      expect(detail).toContain(id)
    })

    it('END-03: refuses a comment longer than a comment may be', async () => {
      const credentialSubject = {
        id: open_.credentialUrl,
        type: ['EndorsementSubject'],
        endorsementComment: 'x'.repeat(4001),
      }
      const body = await refused({ credentialSubject }, [400, 'endorsement_credential_invalid'])
      expect(body.errors[0].pointer).toBe('/credential/credentialSubject/endorsementComment')
    })

    it('END-05: refuses members that stand there twice', async () => {
      const credential = JSON.stringify(await signEndorsement(endorser.wallet, open_.credentialUrl))
      const twice = credential.replace('{', '{"name":"Another name",')
      const text = `{"endorser":"${endorser.member}","credential":${twice}}`
      const body = await expectRefused(open_.claim, () => send(open_.claim, text), [
        400,
        'endorsement_credential_invalid',
      ])
      expect(body.errors).toEqual([{ pointer: '/credential/name', detail: expect.any(String) }])
    })

    it('END-05: refuses a JWT whose payload names a member twice, nests without end or is no text', async () => {
      const { member, wallet } = endorser
      const signed = await signEndorsementJwt(wallet, open_.credentialUrl)
      const said = Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString()
      const payloads = [
        [said.replace('{', '{"name":"Another name",'), '/name'],
        [said.replace('{', `{"x":${'['.repeat(50_000)}${']'.repeat(50_000)},`), 'sound'],
        [said.replace('{', '{"__proto__":{},'), 'sound'],
        ['[]', 'object'],
      ] as const
      for (const [payload, detail] of payloads) {
        const credential = await signPayload(wallet, payload)
        const body = await expectRefused(open_.claim, () => send(open_.claim, { endorser: member, credential }), [
          400,
          'endorsement_credential_invalid',
        ])
        expect(body.errors).toEqual([{ pointer: '/credential', detail: expect.stringContaining(detail) }])
        expect(body.errors[0].detail).toContain('END-05')
      }
    })

    it('END-04: refuses members that all objects have a value for, in its own words', async () => {
      for (const member of ['constructor', 'toString']) {
        const body = await refusedUnsigned({ [member]: 'x' }, [400, 'endorsement_credential_invalid'])
        expect(body.errors).toContainEqual({ pointer: `/credential/${member}`, detail: 'END-04: is not known here' })
      }
    })

    it('END-05: says which member of a proof is wrong', async () => {
      for (const [proof, pointer] of [
        [{ ...A_PROOF, proofPurpose: 'authentication' }, '/credential/proof/proofPurpose'],
        [[{ ...A_PROOF, type: 'Ed25519Signature2020' }], '/credential/proof/0/type'],
      ] as const) {
        const body = await refusedUnsigned({ proof }, [400, 'endorsement_credential_invalid'])
        expect(body.errors).toEqual([{ pointer, detail: expect.stringContaining('END-05') }])
      }
    })

    it.each([
      ['validUntil', '2099-01-01T00:00:00Z'],
      ['credentialStatus', { id: 'https://ben.example/status#1', type: 'BitstringStatusListEntry' }],
      ['refreshService', { id: 'https://ben.example/refresh', type: '1EdTechCredentialRefresh' }],
    ])('END-04: refuses %s, by which it could end or change', async (member, value) => {
      const body = await refusedUnsigned({ [member]: value }, [400, 'endorsement_not_permanent'])
      expect(body.errors[0]).toMatchObject({
        pointer: `/credential/${member}`,
        detail: expect.stringContaining('END-04'),
      })
    })

    it('END-05: refuses a signature that ends', async () => {
      const proof = [{ ...A_PROOF, expires: '2099-01-01T00:00:00Z' }]
      const body = await refusedUnsigned({ proof }, [400, 'endorsement_not_permanent'])
      expect(body.errors[0].pointer).toBe('/credential/proof/0/expires')
    })

    it('END-07: refuses a credential that endorses something else', async () => {
      const other = (await aClaim()).credentialUrl
      const credentialSubject = { id: other, type: ['EndorsementSubject'] }
      const body = await refused({ credentialSubject }, [400, 'endorsement_target_mismatch'])
      expect(body.errors[0]).toMatchObject({
        pointer: '/credential/credentialSubject/id',
        detail: `END-07: must be ${open_.credentialUrl}`,
      })
    })

    it('PE-07: refuses dates before the evidence and in the future', async () => {
      const past = '2026-01-01T00:00:00Z'
      const future = `${new Date(Date.now() + 300_000).toISOString().slice(0, 19)}Z`
      for (const dates of [{ validFrom: past }, { validFrom: future }, { awardedDate: future }])
        await refused(dates, [400, 'endorsement_date_invalid'])
    })

    it('refuses another digest of the evidence', async () => {
      const id = `${open_.awardUrl}/evidence/1`
      const relatedResource = [{ id, digestSRI: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }]
      await refused({ relatedResource }, [400, 'related_resource_mismatch'])
    })

    it('END-08: refuses ids that would blend into the badge', async () => {
      const { credentialUrl, awardUrl } = open_
      const named = (id: string) => ({ evidence: [{ id, type: ['Evidence'], name: 'Something else' }] })
      const ids = [credentialUrl, awardUrl, `${awardUrl}/evidence/2`, `${BASE}/communities/weavers`]
      for (const changes of [
        ...ids.map(named),
        { id: `${awardUrl}/evidence/1` },
        { id: credentialUrl },
        { id: BASE },
        { id: `${BASE}?a` },
        { id: `${BASE}#a` },
      ]) {
        const body = await refused(changes, [400, 'endorsement_credential_invalid'])
        expect(body.errors[0].detail).toContain('END-08')
      }
    })

    it('END-05: refuses a changed comment, another signer, and a signature of another kind beside the good one', async () => {
      const { claim, credentialUrl } = open_
      const { member, wallet } = endorser
      const good = await signEndorsement(wallet, credentialUrl)
      const thief = { ...(await aKeyWallet()), did: wallet.did }
      const changed = { ...good, credentialSubject: { ...good.credentialSubject, endorsementComment: 'Poor.' } }
      const stolen = await signEndorsement(thief, credentialUrl)
      const odd = { ...good, proof: [...good.proof, { ...A_PROOF, cryptosuite: 'unheard-of-2030' }] }
      for (const credential of [changed, stolen, odd]) {
        const body = await expectRefused(claim, () => send(claim, { endorser: member, credential }), [
          400,
          'endorsement_proof_invalid',
        ])
        expect(body.errors[0].detail).toContain('END-05')
      }
    })

    it('END-05: refuses a JWT that was changed, was signed by another, ends, or says two things', async () => {
      const { claim, credentialUrl } = open_
      const { member, wallet } = endorser
      const good = await signEndorsementJwt(wallet, credentialUrl)
      const [header = '', payload = '', signature = ''] = good.split('.')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
      const withClaims = (more: object) =>
        [header, Buffer.from(JSON.stringify({ ...claims, ...more })).toString('base64url'), signature].join('.')
      const stolen = await signEndorsementJwt({ ...(await aKeyWallet()), did: wallet.did }, credentialUrl)
      const cases: readonly (readonly [string, string])[] = [
        [withClaims({ name: 'Another' }), 'endorsement_proof_invalid'],
        [withClaims({ nbf: 1 }), 'endorsement_proof_invalid'],
        [withClaims({ exp: 4_000_000_000 }), 'endorsement_not_permanent'],
        [withClaims({ vc: {} }), 'endorsement_credential_invalid'],
        [stolen, 'endorsement_proof_invalid'],
        ['e30.e30.AAAA', 'endorsement_credential_invalid'],
      ]
      for (const [credential, expected] of cases)
        await expectRefused(claim, () => send(claim, { endorser: member, credential }), [400, expected])
    })

    it.each([[null], [[]], [7], ['no JWS'], [undefined]])('refuses %j in its place', async (credential) => {
      const answer = () => send(open_.claim, { endorser: endorser.member, credential })
      await expectRefused(open_.claim, answer, [400, 'invalid_request'])
    })

    it('END-05: refuses every credential in which one member was replaced or added, whatever by', async () => {
      const { claim, credentialUrl } = open_
      const good = await signEndorsement(endorser.wallet, credentialUrl)
      const names = fc.constantFrom(...Object.keys(good), 'evidence', 'relatedResource', 'description', '@id', 'proof2')
      const before = await readPartition(app, claim)
      await fc.assert(
        fc.asyncProperty(names, fc.jsonValue({ maxDepth: 3 }), async (name, value) => {
          const { status } = await send(claim, { endorser: endorser.member, credential: { ...good, [name]: value } })
          expect(status).toBe(400)
        }),
        { numRuns: 60 },
      )
      expect(await readPartition(app, claim)).toEqual(before)
    })

    it('refuses a did:web that cannot be found any more', async () => {
      const own = await anEndorser(await aWebWallet(app, 'did:web:gone.example'))
      app.web.delete('https://gone.example/.well-known/did.json')
      const credential = await signEndorsement(own.wallet, open_.credentialUrl)
      const answer = () => send(open_.claim, { endorser: own.member, credential })
      await expectRefused(open_.claim, answer, [400, 'did_unresolvable'])
    })
  })

  describe('sent again', () => {
    it('counts once of ten at once, and is taken by no other claim and after no withdrawal', async () => {
      const { claim, credentialUrl } = await aClaim()
      const { member, wallet } = await anEndorser()
      const body = { endorser: member, credential: await signEndorsement(wallet, credentialUrl) }
      const answers = await tenAtOnce(() => send(claim, body))
      const given = answers.filter(({ status }) => status === 201)
      expect(given).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(9)
      expect((await read(claim)).endorsements).toHaveLength(1)
      const path = `/v1/claims/${claim}/endorsements/${given[0]?.body.id}`
      expect((await app.request('DELETE', path, { token: weavers.key, actingFor: member })).status).toBe(200)
      await expectRefused(claim, () => send(claim, body), [409, 'already_endorsed'])
      const again = () =>
        app.request('PUT', `/v1/claims/${claim}/endorsement-credentials/${given[0]?.body.id}`, {
          token: weavers.key,
          actingFor: member,
          body: { credential: body.credential },
        })
      await expectRefused(claim, again, [409, 'endorsement_credential_used'])
    })

    it('END-08: lets no two endorsements of a badge share an id', async () => {
      const { claim, credentialUrl } = await aClaim()
      const [ben, cho] = await Promise.all([anEndorser(), anEndorser()])
      const id = 'urn:uuid:6f1c1d6e-0000-4000-8000-000000000001'
      const [first, second] = await Promise.all(
        [ben, cho].map(async ({ member, wallet }) => ({
          endorser: member,
          credential: await signEndorsement(wallet, credentialUrl, { id }),
        })),
      )
      expect((await send(claim, first ?? {})).status).toBe(201)
      await expectRefused(claim, () => send(claim, second ?? {}), [409, 'endorsement_credential_used'])
    })

    it('under one Idempotency-Key is answered as the first, and with another body refused', async () => {
      const { claim, credentialUrl } = await aClaim()
      const { member, wallet } = await anEndorser()
      const body = { endorser: member, credential: await signEndorsement(wallet, credentialUrl) }
      const headers = { 'idempotency-key': `wallet-${claim}` }
      const [first, second] = await Promise.all([send(claim, body, headers), send(claim, body, headers)])
      expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id])
      expect(code(await send(claim, { ...body, ratings: {} }, headers))).toEqual([422, 'idempotency_key_reused'])
    })
  })
})

describe('a badge with endorsements by own keys', () => {
  /** JSON as a wallet might write it: spaces, escapes and an order of its own. */
  const written = (credential: object) => JSON.stringify(credential, null, 3).replace('✓', '\\u2713')

  async function issued() {
    const scene = await aClaim({ minEndorsers: 3, minAssurance: 'own-key' })
    const { claim, credentialUrl } = scene
    const [ben, cho, dee, eve] = await Promise.all([
      anEndorser(),
      anEndorser(await aKeyWallet('P-256')),
      anEndorser(),
      peer(),
    ])
    const { proof, ...unsigned } = await signEndorsement(ben.wallet, credentialUrl)
    const text = written({ ...unsigned, proof: proof[0] })
    const given = await send(claim, `{ "endorser": "${ben.member}",  "credential": ${text} }`)
    const byP256 = await signEndorsement(cho.wallet, credentialUrl)
    await send(claim, { endorser: cho.member, credential: byP256 })
    await judge(app, weavers, claim, { endorser: eve, consentToBeNamed: true, comment: 'Asserted only.' })
    await app.issue(claim)
    const before = (await read(claim)).status
    const jwt = await signEndorsementJwt(dee.wallet, credentialUrl)
    const last = await send(claim, { endorser: dee.member, credential: jwt })
    await app.issue(claim)
    return {
      ...scene,
      before,
      text,
      byP256,
      jwt,
      ids: [given, last].map(({ body }) => String(body.id)),
      unsigned,
      proof,
    }
  }
  let badge: Awaited<ReturnType<typeof issued>>
  beforeAll(async () => {
    badge = await issued()
  })

  it('is given once as many as the policy asks for are signed by their endorsers, others not counting', async () => {
    expect([badge.before, (await read(badge.claim)).status]).toEqual(['open', 'issued'])
    const { endorsements } = await open(badge.awardUrl)
    expect(endorsements.map(({ counted, facts, form }: Record<string, unknown>) => [counted, facts, form])).toEqual(
      expect.arrayContaining([
        [true, expect.objectContaining({ assurance: 'own-key' }), 'embedded'],
        [true, expect.objectContaining({ assurance: 'own-key' }), 'jwt'],
        [false, expect.objectContaining({ assurance: 'asserted' }), undefined],
      ]),
    )
  })

  it('gives out what was signed byte for byte, once the badge exists', async () => {
    const [json, jwt] = badge.ids
    const asJson = await get(`${BASE}/endorsements/${json}`, 'application/vc+ld+json')
    expect(asJson).toEqual({ status: 200, type: 'application/vc+ld+json', text: badge.text })
    expect(await get(`${BASE}/endorsements/${jwt}`, '*/*')).toEqual({
      status: 200,
      type: 'text/plain',
      text: badge.jwt,
    })
    expect(await get(`${BASE}/endorsements/${jwt}.jwt`, 'application/vc+jwt')).toMatchObject({
      type: 'application/vc+jwt',
      text: badge.jwt,
    })
  })

  it('never gives a JWT out as JSON-LD, or the other way', async () => {
    const [json, jwt] = badge.ids
    expect((await get(`${BASE}/endorsements/${jwt}`, 'application/ld+json')).status).toBe(406)
    expect((await get(`${BASE}/endorsements/${jwt}.json`, '*/*')).status).toBe(404)
    expect((await get(`${BASE}/endorsements/${json}.jwt`, '*/*')).status).toBe(404)
    expect((await get(`${BASE}/endorsements/${json}`, 'application/vc+jwt')).status).toBe(406)
  })

  it('PE-03: holds them as they were signed, and no JWT', async () => {
    const { endorsement, ...rest } = await open(badge.credentialUrl)
    expect(endorsement).toEqual(expect.arrayContaining([{ ...badge.unsigned, proof: [badge.proof[0]] }, badge.byP256]))
    expect(endorsement).toHaveLength(3)
    expect(rest).not.toHaveProperty('endorsementJwt')
  })

  it('links the JWT from its award record, with the digest of what was signed', async () => {
    const { endorsements } = await open(badge.awardUrl)
    const entry = endorsements.find(({ form }: { form?: string }) => form === 'jwt')
    expect(entry).toMatchObject({
      id: `${BASE}/endorsements/${badge.ids[1]}`,
      digest: digests.sha256Base64Url(badge.jwt),
      counted: true,
    })
  })

  it('END-05, END-06: verifies as linked from there, by its address and by itself', async () => {
    const [json, jwt] = badge.ids
    for (const body of [
      { url: `${BASE}/endorsements/${jwt}` },
      { url: `${BASE}/endorsements/${jwt}.jwt` },
      { url: `${BASE}/endorsements/${json}` },
      { credential: badge.jwt },
    ]) {
      const answer = await app.request('POST', '/v1/verifications', { body })
      expect(answer.body).toMatchObject({ outcome: 'verified' })
    }
    const asJson = await app.request('POST', '/v1/verifications', { body: { url: `${BASE}/endorsements/${jwt}.json` } })
    expect(asJson.body).toMatchObject({ outcome: 'not-verified', checks: [{ code: 'CREDENTIAL_NOT_FOUND' }] })
  })

  it('END-09: verifies as a whole, each endorsement by its own signature', async () => {
    const credential = await open(badge.credentialUrl)
    const verify = async (sent: object) =>
      (await app.request('POST', '/v1/verifications', { body: { credential: sent } })).body
    const { outcome, endorsements } = await verify(credential)
    expect([outcome, endorsements.map((one: { outcome: string }) => one.outcome)]).toEqual([
      'verified',
      ['verified', 'verified', 'verified'],
    ])
    const [one, two, three] = credential.endorsement
    const swap = (a: typeof one, b: typeof one) => ({ ...a, credentialSubject: b.credentialSubject })
    const words = [one, two, three].map(({ credentialSubject }) => credentialSubject.endorsementComment)
    const other = words.findIndex((text) => text !== words[0])
    const swapped = { ...credential, endorsement: [...credential.endorsement] }
    swapped.endorsement[0] = swap(credential.endorsement[0], credential.endorsement[other])
    swapped.endorsement[other] = swap(credential.endorsement[other], credential.endorsement[0])
    expect(await verify(swapped)).toMatchObject({ outcome: 'not-verified' })
  })

  it('END-09: holds for software not written here, in whole and in each endorsement', async () => {
    const credential = await open(badge.credentialUrl)
    const { statusListCredential } = credential.credentialStatus
    const pages = [`${BASE}/communities/weavers/did.json`, String(statusListCredential)]
    const documents = Object.fromEntries(await Promise.all(pages.map(async (page) => [page, await open(page)])))
    for (const one of [credential, ...credential.endorsement])
      expect(await verifyWithDigitalBazaar(one, { documents })).toEqual({ verified: true, errors: [] })
    const { endorsement, ...stripped } = credential
    expect(endorsement.map(({ issuer }: { issuer: { id: string } }) => issuer.id)).toContain(badge.byP256.issuer.id)
    expect(await verifyWithDigitalBazaar(stripped, { documents })).toMatchObject({ verified: false })
  })

  it.skipIf(missingObSchemas())('passes the 1EdTech schema, also with a proof that was no list', async () => {
    expect(obSchemaErrors('achievementcredential', await open(badge.credentialUrl))).toEqual([])
  })

  it('says on its pages that they are signed with own keys', async () => {
    const pages = [badge.credentialUrl, ...badge.ids.map((id) => `${BASE}/endorsements/${id}`)]
    for (const page of pages) expect((await get(page, 'text/html')).text).toContain('with their own key')
    expect((await get(badge.awardUrl, 'text/html')).text).toContain('a key of their own')
    expect((await get(`${BASE}/endorsements/${badge.ids[1]}`, 'text/html')).text).toContain('I watched the cloth grow.')
  })

  it('says on its page how many endorsed and counted, with the JWT that stands beside the badge', async () => {
    const page = (await get(badge.credentialUrl, 'text/html')).text
    expect(page).toContain('Endorsed by 4 peers')
    expect(page).toContain('3 of these 4 counted under the rule')
    expect(page).toContain('One of them is signed as a JWT')
  })

  it('is not said to be endorsed by nobody when all of it is signed as JWTs', async () => {
    const { claim, credentialUrl } = await aClaim({ minEndorsers: 2 })
    for (const { member, wallet } of await Promise.all([anEndorser(), anEndorser()]))
      await send(claim, { endorser: member, credential: await signEndorsementJwt(wallet, credentialUrl) })
    await app.issue(claim)
    const page = (await get(credentialUrl, 'text/html')).text
    expect(page).toContain('Endorsed by 2 peers')
    expect(page).toContain('2 of them are signed as JWTs')
    expect(page).not.toContain('<ol class="people"')
  })

  it('leaves no name and no word in the events', async () => {
    const events = await readEvents(app, badge.claim)
    expect(events.filter(({ type }) => type === 'endorsement.given')).toHaveLength(4)
    expect(JSON.stringify(events)).not.toMatch(/cloth grow|did:/)
  })
})

describe('PUT /v1/claims/{claim}/endorsement-credentials/{endorsement}', () => {
  const put = (claim: string, endorsement: string, actingFor: string, body: object) =>
    app.request('PUT', `/v1/claims/${claim}/endorsement-credentials/${endorsement}`, {
      token: weavers.key,
      actingFor,
      body,
    })

  it('raises an ordinary endorsement to own-key, and an ordinary revision lowers it and is signed here again', async () => {
    const { claim, credentialUrl } = await aClaim({ minEndorsers: 1, minAssurance: 'signed-in' })
    const { member, wallet } = await anEndorser()
    const given = await judge(app, weavers, claim, { endorser: member, comment: 'First.' })
    const id = String(given.body.id)
    const credential = await signEndorsement(wallet, credentialUrl)
    const raised = await put(claim, id, member, { credential })
    expect([raised.status, raised.body]).toMatchObject([200, { id, version: 2, decision: { kind: 'met' } }])
    const revised = await app.request('PUT', `/v1/claims/${claim}/endorsements/${id}`, {
      token: weavers.key,
      actingFor: member,
      body: { verdict: 'endorse', consentToBeNamed: true },
    })
    expect([revised.status, revised.body.decision.kind]).toEqual([200, 'pending'])
    await app.issue(claim)
    const signers = (await readPartition(app, claim))
      .filter(({ entity }) => entity === 'signed-endorsement')
      .map(({ version, signer }) => [version, signer === wallet.did])
    expect(signers).toEqual([
      [2, true],
      [3, false],
    ])
  })

  it('END-04: embeds the newest credential of an endorser, with every member that is taken', async () => {
    const { claim, credentialUrl } = await aClaim({ minEndorsers: 1, minAssurance: 'own-key' })
    const { member, wallet } = await anEndorser(await aJwkWallet('P-256'))
    const first = await send(claim, { endorser: member, credential: await signEndorsement(wallet, credentialUrl) })
    const published = 'https://purl.imsglobal.org/spec/ob/v3p0'
    const schema = `${published}/schema/json/ob_v3p0_endorsementcredential_schema.json`
    const credential = await signEndorsement(wallet, credentialUrl, {
      '@context': [
        'https://www.w3.org/ns/credentials/v2',
        `${published}/context-3.0.3.json`,
        `${published}/extensions.json`,
      ],
      name: 'Second thoughts',
      validFrom: new Date().toISOString(),
      issuer: {
        id: wallet.did,
        type: ['Profile'],
        givenName: 'Ben',
        familyName: 'Loom',
        url: 'https://ben.example',
        email: 'ben@ben.example',
        image: { id: 'https://ben.example/me.png', type: 'Image', caption: 'Me' },
      },
      evidence: [{ type: ['Evidence'], name: 'Seen', narrative: 'At the loom.', genre: 'Visit', audience: 'All' }],
      credentialSchema: [{ id: schema, type: '1EdTechJsonSchemaValidator2019' }],
    })
    expect((await put(claim, String(first.body.id), member, { credential })).status).toBe(200)
    await app.issue(claim)
    expect((await open(credentialUrl)).endorsement).toEqual([credential])
    const report = await app.request('POST', '/v1/verifications', { body: { url: credentialUrl } })
    expect(report.body.outcome).toBe('verified')
  })

  it('is refused for the endorsement of another, and for none', async () => {
    const { claim, credentialUrl } = await aClaim()
    const [{ member, wallet }, other] = await Promise.all([anEndorser(), peer()])
    const given = await judge(app, weavers, claim, { endorser: other })
    const credential = await signEndorsement(wallet, credentialUrl)
    const id = String(given.body.id)
    await expectRefused(claim, () => put(claim, id, member, { credential }), [403, 'forbidden'])
    const none = () => put(claim, claim, member, { credential })
    await expectRefused(claim, none, [404, 'endorsement_not_found'])
  })
})

/** The did:web of another test belongs to its member. */
async function rename(wallet: Wallet): Promise<Wallet> {
  return wallet.did.startsWith('did:web:') ? aWebWallet(app, 'did:web:jwt.example') : wallet
}
