import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Did } from '../../functions/domain/shared/ids.ts'
import { type Answer, addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'
import { aScene, type Tenant } from '../support/claim-scene.ts'
import { tenAtOnce } from '../support/store-examples.ts'
import {
  aJwkWallet,
  aKeyWallet,
  askChallenge,
  aWebWallet,
  present,
  proveWallet,
  sendProof,
  signControl,
  type Wallet,
} from '../support/wallet.ts'

let app: TestApp
let weavers: Tenant
let potters: Tenant
beforeAll(async () => {
  app = await startApp()
  ;[weavers, potters] = await Promise.all([createCommunity(app, 'weavers'), createCommunity(app, 'potters')])
})

const code = ({ status, body }: Answer) => [status, body.code]
const peer = (tenant = weavers) => addMember(app, tenant, { name: 'Ben' })
const didsOf = (member: string) => `/v1/communities/weavers/members/${member}/dids`
const listed = async (member: string) =>
  (await app.request('GET', didsOf(member), { token: weavers.key, actingFor: member })).body.items
let hosts = 0
const freshHost = () => `ben${++hosts}.example`
const ask = (member: string, did: string) => askChallenge(app, weavers, member, did)
const send = (member: string, did: string, proof: unknown) => sendProof(app, weavers, member, did, proof)

describe('POST /v1/communities/{slug}/members/{member}/did-challenges', () => {
  const refused = async (did: string, member?: string) => {
    const self = member ?? (await peer())
    const path = `/v1/communities/weavers/members/${self}/did-challenges`
    return app.request('POST', path, { token: weavers.key, actingFor: self, body: { did } })
  }

  it('gives a random challenge for this service that ends after ten minutes', async () => {
    const [ben, { did }] = await Promise.all([peer(), aKeyWallet()])
    const [one, other] = await Promise.all([ask(ben, did), ask(ben, did)])
    expect(one).toEqual({
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      domain: 'badges.example.org',
      expiresAt: expect.any(String),
    })
    expect(other.challenge).not.toBe(one.challenge)
  })

  it.each(['did:ion:EiDahaOGH', 'did:ethr:0xb9c5714089478a327f09197987f16f9e5d936e8a'])(
    'refuses a method whose keys it cannot find: %s',
    async (did) => expect(code(await refused(did))).toEqual([400, 'did_method_unsupported']),
  )

  it('END-08: refuses the DID of a community of this service', async () => {
    const did = 'did:web:badges.example.org:communities:weavers'
    expect(code(await refused(did))).toEqual([400, 'did_method_unsupported'])
  })

  it.each(['', 'ben', 'did:key:', 'did:key:z6Mk#key', 'did:web:example.org/ben', `did:key:${'z'.repeat(3000)}`])(
    'refuses what is no DID: %s',
    async (did) => expect(code(await refused(did))).toEqual([400, 'invalid_request']),
  )
})

describe('POST /v1/communities/{slug}/members/{member}/dids', () => {
  const wallets: readonly (readonly [string, () => Promise<Wallet>])[] = [
    ['did:key of Ed25519', () => aKeyWallet()],
    ['did:key of P-256', () => aKeyWallet('P-256')],
    ['did:key of P-384', () => aKeyWallet('P-384')],
    ['did:jwk of Ed25519', () => aJwkWallet('Ed25519')],
    ['did:jwk of P-256', () => aJwkWallet('P-256')],
    ['did:web', () => aWebWallet(app, `did:web:${freshHost()}%3A8443:people:ben`)],
  ]

  it.each(wallets)('takes a JWS signed by a %s', async (_, make) => {
    const [ben, wallet] = await Promise.all([peer(), make()])
    const answer = await send(ben, wallet.did, await signControl(wallet, await ask(ben, wallet.did)))
    expect([answer.status, answer.body]).toEqual([201, { did: wallet.did, provenAt: expect.any(String) }])
    expect(await listed(ben)).toEqual([answer.body])
  })

  it.each(wallets)('takes a presentation signed by a %s', async (_, make) => {
    const [ben, wallet] = await Promise.all([peer(), make()])
    const answer = await send(ben, wallet.did, await present(wallet, await ask(ben, wallet.did)))
    expect([answer.status, answer.body.did]).toEqual([201, wallet.did])
  })

  it('takes a JWS by RSA, and one whose header names no key', async () => {
    const [ben, rsa, plain] = await Promise.all([peer(), aJwkWallet('RSA-2048'), aKeyWallet()])
    const byRsa = await send(ben, rsa.did, await signControl(rsa, await ask(ben, rsa.did)))
    const unnamed = await signControl(plain, await ask(ben, plain.did), {}, { kid: undefined })
    expect([byRsa.status, (await send(ben, plain.did, unnamed)).status]).toEqual([201, 201])
  })

  it('uses a challenge once, also when it is answered ten times at once', async () => {
    const [ben, wallet] = await Promise.all([peer(), aKeyWallet()])
    const proof = await signControl(wallet, await ask(ben, wallet.did))
    const answers = await tenAtOnce(() => send(ben, wallet.did, proof))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(400)])
    expect(code(await send(ben, wallet.did, proof))).toEqual([400, 'challenge_unknown'])
  })

  it('answers a repeat under one Idempotency-Key as the first', async () => {
    const [ben, wallet] = await Promise.all([peer(), aKeyWallet()])
    const body = { did: wallet.did, proof: await signControl(wallet, await ask(ben, wallet.did)) }
    const headers = { 'idempotency-key': `prove-${ben}` }
    const sent = () => app.request('POST', didsOf(ben), { token: weavers.key, actingFor: ben, body, headers })
    const first = await sent()
    const second = await sent()
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
  })

  it('refuses a challenge that is over', async () => {
    const late = await startApp(app.table)
    const [ben, wallet] = await Promise.all([peer(), aKeyWallet()])
    const proof = await signControl(wallet, await ask(ben, wallet.did))
    late.advanceSeconds(601)
    expect(code(await sendProof(late, weavers, ben, wallet.did, proof))).toEqual([400, 'challenge_unknown'])
  })

  it('refuses a challenge given to another member, for another DID, or to nobody', async () => {
    const [ben, cho, wallet, other] = await Promise.all([peer(), peer(), aKeyWallet(), aKeyWallet()])
    const chos = await signControl(wallet, await ask(cho, wallet.did))
    expect(code(await send(ben, wallet.did, chos))).toEqual([400, 'challenge_unknown'])
    const others = await signControl(wallet, await ask(ben, other.did))
    expect(code(await send(ben, wallet.did, others))).toEqual([400, 'challenge_unknown'])
    const made = await signControl(wallet, { challenge: 'x'.repeat(43), domain: 'badges.example.org' })
    expect(code(await send(ben, wallet.did, made))).toEqual([400, 'challenge_unknown'])
  })

  it('refuses a signature by another key, and leaves the challenge to be answered', async () => {
    const [ben, wallet, thief] = await Promise.all([peer(), aKeyWallet(), aKeyWallet()])
    const challenge = await ask(ben, wallet.did)
    const forged = { ...thief, did: wallet.did, method: wallet.method }
    for (const proof of [await signControl(forged, challenge), await present({ ...thief, did: wallet.did }, challenge)])
      expect(code(await send(ben, wallet.did, proof))).toEqual([400, 'did_proof_invalid'])
    expect((await send(ben, wallet.did, await signControl(wallet, challenge))).status).toBe(201)
  })

  it.each<[string, object, object]>([
    ['another service', { aud: 'other.example' }, {}],
    ['several services', { aud: ['badges.example.org', 'other.example'] }, {}],
    ['another DID', { iss: 'did:key:z6MkqDzqBS8Vse1rxqCw86xjF4w2oiLyarP6hkKTxsWHWkhv' }, {}],
    ['another subject', { sub: 'did:key:z6MkqDzqBS8Vse1rxqCw86xjF4w2oiLyarP6hkKTxsWHWkhv' }, {}],
    ['a time to come', { iat: Math.floor(Date.now() / 1000) + 3600 }, {}],
    ['a time that is over', { exp: Math.floor(Date.now() / 1000) - 3600 }, {}],
    ['a key of no name', {}, { kid: 'did:key:z6Mk#other' }],
  ])('refuses a JWS for %s', async (_, claims, header) => {
    const [ben, wallet] = await Promise.all([peer(), aKeyWallet()])
    const proof = await signControl(wallet, await ask(ben, wallet.did), claims, header)
    expect(code(await send(ben, wallet.did, proof))).toEqual([400, 'did_proof_invalid'])
  })

  it('refuses a JWS signed with a secret that everyone knows', async () => {
    const [ben, wallet] = await Promise.all([peer(), aKeyWallet()])
    const { challenge, domain } = await ask(ben, wallet.did)
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = part({ iss: wallet.did, aud: domain, nonce: challenge })
    for (const alg of ['none', 'HS256'])
      expect(code(await send(ben, wallet.did, `${part({ alg })}.${claims}.AAAA`))).toEqual([400, 'did_proof_invalid'])
  })

  it('refuses a presentation for another service, by another holder, or made to assert', async () => {
    const [ben, wallet] = await Promise.all([peer(), aKeyWallet()])
    const challenge = await ask(ben, wallet.did)
    const elsewhere = await present(wallet, { ...challenge, domain: 'other.example' })
    const held = await present(wallet, challenge, { holder: (await aKeyWallet()).did })
    const unheld = await present(wallet, challenge, { holder: undefined })
    const fine = await present(wallet, challenge)
    const asserting = { ...fine, proof: [{ ...fine.proof[0], proofPurpose: 'assertionMethod' }] }
    const other = { ...fine, type: ['VerifiableCredential'] }
    for (const proof of [elsewhere, held, unheld, asserting, other])
      expect(code(await send(ben, wallet.did, proof))).toEqual([400, 'did_proof_invalid'])
  })

  it('refuses every presentation in which one member was replaced or added, whatever by', async () => {
    const [ben, wallet] = await Promise.all([peer(), aKeyWallet()])
    const good = await present(wallet, await ask(ben, wallet.did))
    const names = fc.constantFrom(...Object.keys(good), 'id', 'verifiableCredential', 'unknown')
    // To JSON-LD, null and lists of nothing are as good as absent.
    const values = fc
      .jsonValue({ maxDepth: 3 })
      .filter((value) => /[\w"{]/.test(JSON.stringify(value).replaceAll('null', '')))
    await fc.assert(
      fc.asyncProperty(names, values, async (name, value) => {
        expect((await send(ben, wallet.did, { ...good, [name]: value })).status).toBe(400)
      }),
      { numRuns: 60 },
    )
    expect(await listed(ben)).toEqual([])
  })

  it('lets one member of a community hold a DID, of ten who prove it at once, and others elsewhere', async () => {
    const wallet = await aKeyWallet()
    const peers = await Promise.all(Array.from({ length: 10 }, () => peer()))
    const proofs = await Promise.all(peers.map(async (ben) => signControl(wallet, await ask(ben, wallet.did))))
    const answers = await tenAtOnce((n) => send(peers[n] ?? '', wallet.did, proofs[n]))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'did_taken')).toHaveLength(9)
    const potter = await peer(potters)
    await proveWallet(app, potters, potter, wallet)
  })

  describe('with a did:web', () => {
    const WEB: Did<'web'> = 'did:web:cho.example'
    const URL_OF = 'https://cho.example/.well-known/did.json'
    const refused = async (did: Did<'web'>, page?: Parameters<TestApp['web']['set']>[1]) => {
      const [ben, wallet] = await Promise.all([peer(), aWebWallet(app, did)])
      if (page) app.web.set(URL_OF, page)
      return code(await send(ben, did, await signControl(wallet, await ask(ben, did))))
    }

    it.each<[string, Parameters<TestApp['web']['set']>[1]]>([
      ['is not there', { status: 404, body: '' }],
      ['is moved', { status: 302, location: 'https://other.example/did.json', body: '' }],
      ['is no JSON', { body: '<html>' }],
      ['is that of another DID', { body: JSON.stringify({ id: 'did:web:other.example' }) }],
      ['is too large', { body: JSON.stringify({ id: WEB, padding: 'x'.repeat(70_000) }) }],
    ])('refuses one whose document %s', async (_, page) => {
      expect(await refused(WEB, page)).toEqual([400, 'did_unresolvable'])
    })

    it('refuses one on a host that is not public', async () => {
      expect(await refused('did:web:inside.example')).toEqual([400, 'did_unresolvable'])
    })

    it('refuses one whose document lists the key for assertions only', async () => {
      const [ben, wallet] = await Promise.all([peer(), aWebWallet(app, 'did:web:dee.example')])
      const page = 'https://dee.example/.well-known/did.json'
      const { authentication: _authentication, ...rest } = JSON.parse(app.web.get(page)?.body ?? '')
      app.web.set(page, { body: JSON.stringify(rest) })
      const challenge = await ask(ben, wallet.did)
      for (const proof of [await signControl(wallet, challenge), await present(wallet, challenge)])
        expect(code(await send(ben, wallet.did, proof))).toEqual([400, 'did_proof_invalid'])
    })
  })
})

describe('the DIDs of a member', () => {
  it('are listed, and taken away, so that another may prove them', async () => {
    const [ben, cho, wallet] = await Promise.all([peer(), peer(), aKeyWallet()])
    await proveWallet(app, weavers, ben, wallet)
    const remove = (member: string) =>
      app.request('DELETE', `${didsOf(member)}/${encodeURIComponent(wallet.did)}`, {
        token: weavers.key,
        actingFor: member,
      })
    expect(code(await remove(cho))).toEqual([404, 'did_not_found'])
    expect([(await remove(ben)).status, await listed(ben)]).toEqual([200, []])
    expect(code(await remove(ben))).toEqual([404, 'did_not_found'])
    await proveWallet(app, weavers, cho, wallet)
  })

  it('are the subject of claims opened afterwards, the newest of them', async () => {
    const learner = await addMember(app, weavers, { name: 'Asha' })
    const opened = async () => {
      const { claim } = await aScene(app, weavers, { claim: { learner } })
      return (await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })).body.subjectDid
    }
    expect(await opened()).toBeUndefined()
    for (const wallet of [await aKeyWallet(), await aKeyWallet('P-256')]) {
      await proveWallet(app, weavers, learner, wallet)
      expect(await opened()).toBe(wallet.did)
    }
  })

  it('are at most twenty', async () => {
    const ben = await peer()
    for (let n = 0; n < 20; n++) await proveWallet(app, weavers, ben, await aKeyWallet())
    const wallet = await aKeyWallet()
    const answer = await send(ben, wallet.did, await signControl(wallet, await ask(ben, wallet.did)))
    expect(code(answer)).toEqual([409, 'did_limit_reached'])
  })
})
