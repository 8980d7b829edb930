import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoRandomness } from '../../functions/adapters/randomness/crypto-randomness.ts'
import { addEvidence } from '../../functions/claims/add-evidence.ts'
import { withdrawClaim } from '../../functions/claims/withdraw-claim.ts'
import { askRevision, meetRule } from '../../functions/domain/endorsement/claim-transitions.ts'
import { err } from '../../functions/domain/shared/result.ts'
import { giveEndorsement } from '../../functions/endorsements/give-endorsement.ts'
import { reviseEndorsement } from '../../functions/endorsements/revise-endorsement.ts'
import { withdrawEndorsement } from '../../functions/endorsements/withdraw-endorsement.ts'
import { addMember, createCommunity, PUBLIC_URL, startApp, type TestApp } from '../support/app.ts'
import { digests } from '../support/builders.ts'
import { advance, aScene, judge, readEvents, readPartition, type Tenant } from '../support/claim-scene.ts'
import { type Stores, storesOf } from '../support/issuance-scenario.ts'

let app: TestApp
let weavers: Tenant
let stores: Stores

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
  stores = storesOf(app.table)
})

const deps = () => ({ ...stores, random: cryptoRandomness({ now: app.now }), now: app.now, digests })
type Deps = ReturnType<typeof deps>

/** The real stores, with something happening right before each write to a claim or an endorsement. */
function withBefore(happens: () => Promise<unknown>): Deps {
  const real = deps()
  return {
    ...real,
    claims: {
      ...real.claims,
      apply: async (...args) => {
        await happens()
        return real.claims.apply(...args)
      },
    },
    endorsements: {
      ...real.endorsements,
      give: async (...args) => {
        await happens()
        return real.endorsements.give(...args)
      },
      change: async (...args) => {
        await happens()
        return real.endorsements.change(...args)
      },
    },
  }
}

/** Does it the first time only. */
function once(happens: () => Promise<unknown>): () => Promise<unknown> {
  let done = false
  return async () => {
    if (done) return
    done = true
    await happens()
  }
}

/** A claim that one peer endorsed. */
async function anEndorsed() {
  const scene = await aScene(app, weavers, { draft: { policy: { minEndorsers: 1 } } })
  const endorser = await addMember(app, weavers)
  const given = await judge(app, weavers, scene.claim, { endorser })
  const own = { community: 'weavers', claimId: scene.claim, ifMatch: undefined }
  return {
    ...scene,
    endorser,
    ofClaim: { ...own, actorId: scene.learner },
    ofEndorsement: { ...own, language: 'en' as const, actorId: endorser, endorsementId: String(given.body.id) },
  }
}

const meet = (claim: string) => advance(app, claim, (one) => meetRule(one, app.now(), 1))
const stateOf = async (claim: string) => (await stores.claims.load(claim))?.status

describe('an endorsement that is taken back while the claim moves', () => {
  it('opens the claim again when the rule was found met in between', async () => {
    const { claim, ofEndorsement } = await anEndorsed()
    const withdrawn = await withdrawEndorsement(withBefore(once(() => meet(claim))), ofEndorsement)
    expect(withdrawn).toMatchObject({ ok: true, value: { version: 2, decision: { kind: 'pending', counted: 0 } } })
    expect(await stateOf(claim)).toBe('open')
    expect((await readEvents(app, claim)).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['claim.met', 'claim.reopened', 'endorsement.withdrawn']),
    )
  })

  it('is refused when the learner was asked for a revision in between, and nothing of it is written', async () => {
    const { claim, ofEndorsement } = await anEndorsed()
    const ask = once(() => advance(app, claim, (one) => askRevision(one, 2)))
    const revised = await reviseEndorsement(withBefore(ask), ofEndorsement, { verdict: 'decline' }, 'asserted')
    expect(revised).toMatchObject({ ok: false, error: { code: 'claim_closed' } })
    expect((await stores.endorsements.load(claim, 1))[0]).toMatchObject({ version: 1, verdict: 'endorse' })
    expect((await readEvents(app, claim)).map(({ type }) => type)).not.toContain('endorsement.revised')
  })

  it('is refused with stale when If-Match named the version that was revised in between', async () => {
    const { ofEndorsement } = await anEndorsed()
    const revise = once(() => reviseEndorsement(deps(), ofEndorsement, { verdict: 'decline' }, 'asserted'))
    const withdrawn = await withdrawEndorsement(withBefore(revise), { ...ofEndorsement, ifMatch: [1] })
    expect(withdrawn).toMatchObject({ ok: false, error: { code: 'stale' } })
  })

  it('asks to come again, and writes nothing, when the claim never rests', async () => {
    const { claim, ofEndorsement } = await anEndorsed()
    const before = await readPartition(app, claim)
    const restless = deps()
    restless.endorsements = { ...restless.endorsements, change: async () => err({ code: 'stale' }) }
    expect(await withdrawEndorsement(restless, ofEndorsement)).toMatchObject({
      ok: false,
      error: { code: 'overloaded' },
    })
    expect(await readPartition(app, claim)).toEqual(before)
  })
})

describe('a claim that the learner changes while it moves', () => {
  it('is withdrawn from the state it has by then', async () => {
    const { claim, ofClaim } = await anEndorsed()
    const withdrawn = await withdrawClaim(withBefore(once(() => meet(claim))), ofClaim)
    expect(withdrawn).toMatchObject({ ok: true, value: { status: 'withdrawn', version: 3 } })
  })

  it('takes no evidence once the rule was found met in between, and nothing of it is written', async () => {
    const { claim, ofClaim } = await anEndorsed()
    const request = { evidence: [{ narrative: 'Better.' }] }
    const added = await addEvidence({ ...withBefore(once(() => meet(claim))), publicUrl: PUBLIC_URL }, ofClaim, request)
    expect(added).toMatchObject({ ok: false, error: { code: 'evidence_closed' } })
    const stored = await stores.claims.load(claim)
    expect([stored?.status, stored?.evidenceVersion]).toEqual(['met', 1])
    expect(stored && (await stores.claims.loadEvidence(stored))).toHaveLength(1)
  })

  it('asks to come again, and writes nothing, when it never rests', async () => {
    const { claim, ofClaim } = await anEndorsed()
    const before = await readPartition(app, claim)
    const restless = deps()
    restless.claims = { ...restless.claims, apply: async () => err({ code: 'stale' }) }
    expect(await withdrawClaim(restless, ofClaim)).toMatchObject({ ok: false, error: { code: 'overloaded' } })
    expect(await readPartition(app, claim)).toEqual(before)
  })
})

describe('an endorsement that is given while its request is repeated', () => {
  it('is answered as given once when the first request is stored in between', async () => {
    const { claim } = await anEndorsed()
    const endorserId = await addMember(app, weavers)
    const idempotency = { caller: 'key-1', key: 'repeated', digest: 'the same' }
    const input = {
      community: 'weavers',
      claimId: claim,
      endorserId,
      assurance: 'asserted' as const,
      judgement: { verdict: 'endorse' as const },
      language: 'en' as const,
      idempotency,
    }
    const first: Awaited<ReturnType<typeof giveEndorsement>>[] = []
    const second = await giveEndorsement(
      withBefore(async () => first.push(await giveEndorsement(deps(), input))),
      input,
    )
    expect(second).toMatchObject({ ok: true })
    expect(second).toEqual(first[0])
    expect(await stores.endorsements.load(claim, 1)).toHaveLength(2)
  })
})
