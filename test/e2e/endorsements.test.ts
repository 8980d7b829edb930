import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemNow } from '../../functions/adapters/clock/system-clock.ts'
import {
  askRevision,
  expireClaim,
  meetRule,
  withdrawClaim,
} from '../../functions/domain/endorsement/claim-transitions.ts'
import {
  type Answer,
  addMember,
  apiKey,
  createCommunity,
  publishAchievement,
  startApp,
  type TestApp,
} from '../support/app.ts'
import { aCriterion, anId } from '../support/builders.ts'
import { advance, aScene, judge, readEvents, readPartition, type Tenant } from '../support/claim-scene.ts'
import { aStoredMember, storesOf } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'

let app: TestApp
let weavers: Tenant
let potters: Tenant

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
  potters = await createCommunity(app, 'potters')
})

const code = ({ status, body }: Answer) => [status, body.code]
const peer = (more: Parameters<typeof addMember>[2] = {}) => addMember(app, weavers, { name: 'Ben', ...more })
const readClaim = async (claim: string) =>
  (await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })).body

/** Runs what must be refused, and checks that the claim's partition is as it was. */
async function expectRefused(claim: string, answer: () => Promise<Answer>, expected: readonly [number, string]) {
  const before = await readPartition(app, claim)
  const refused = await answer()
  expect(code(refused)).toEqual(expected)
  expect(await readPartition(app, claim)).toEqual(before)
  return refused
}

const rubric = [aCriterion('craft')]
const rated = { rubric, policy: { minEndorsers: 2 } }

describe('POST /v1/claims/{claim}/endorsements', () => {
  it('records a judgement and answers with the decision so far', async () => {
    const { claim } = await aScene(app, weavers, { draft: rated })
    const ben = await peer()
    const { status, body, headers } = await judge(app, weavers, claim, {
      endorser: ben,
      ratings: { craft: 'sound' },
      comment: 'Even cloth.',
      relationship: 'peer',
      consentToBeNamed: true,
    })
    expect([status, headers.get('etag')]).toEqual([201, '"v1"'])
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      version: 1,
      decision: {
        kind: 'pending',
        evidenceVersion: 1,
        counted: 1,
        required: 2,
        notYet: 0,
        missing: [{ clause: 'minEndorsers', endorsers: 1 }],
        text: '1 endorsement counts, 2 needed. 1 more peer must endorse the current evidence.',
      },
    })
    expect((await readClaim(claim)).endorsements).toEqual([
      {
        id: body.id,
        endorser: ben,
        evidenceVersion: 1,
        version: 1,
        state: 'given',
        verdict: 'endorse',
        ratings: { craft: 'sound' },
        comment: 'Even cloth.',
        relationship: 'peer',
        consentToBeNamed: true,
        assurance: 'asserted',
        givenAt: expect.any(String),
        changedAt: expect.any(String),
        counts: true,
        uncountedReasons: [],
      },
    ])
  })

  it('tells one of those who endorse at once that the rule is met', async () => {
    const { claim } = await aScene(app, weavers, { draft: { policy: { minEndorsers: 5 } } })
    const peers = await Promise.all(Array.from({ length: 5 }, () => peer()))
    const answers = await Promise.all(peers.map((endorser) => judge(app, weavers, claim, { endorser })))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(answers.map(({ body }) => body.decision.kind)).toContain('met')
    expect((await readClaim(claim)).decision).toMatchObject({ kind: 'met', counted: 5 })
  })

  it('records one event of ids, codes and numbers, and keeps the words out of the claim’s partition', async () => {
    const { claim } = await aScene(app, weavers)
    const ben = await peer()
    const { body } = await judge(app, weavers, claim, { endorser: ben, comment: 'A private word.' })
    const given = (await readEvents(app, claim)).filter(({ type }) => type === 'endorsement.given')
    expect(given).toMatchObject([
      { actorId: ben, data: { endorsementId: body.id, version: 1, evidenceVersion: 1, verdict: 'endorse' } },
    ])
    expect(JSON.stringify(await readPartition(app, claim))).not.toContain('A private word.')
  })

  it('takes one batch read, one transaction and one query once caller and version are known', async () => {
    const { claim } = await aScene(app, weavers)
    const [ben, cho] = await Promise.all([peer(), peer()])
    await judge(app, weavers, claim, { endorser: ben })
    const commands: string[] = []
    app.table.client.middlewareStack.add(
      (next, context) => (args) => {
        commands.push(String(context.commandName))
        return next(args)
      },
      { step: 'initialize', name: 'countCommands' },
    )
    const { status } = await judge(app, weavers, claim, { endorser: cho })
    app.table.client.middlewareStack.remove('countCommands')
    expect(status).toBe(201)
    expect(commands).toEqual(['BatchGetItemCommand', 'TransactWriteItemsCommand', 'QueryCommand'])
  })

  it('takes the endorser from Peerbadge-Member as well', async () => {
    const { claim } = await aScene(app, weavers)
    const ben = await peer()
    expect((await judge(app, weavers, claim, {}, { actingFor: ben })).status).toBe(201)
    expect((await readClaim(claim)).endorsements).toMatchObject([{ endorser: ben }])
  })

  it('shows one not-yet and asks for a revision after two', async () => {
    const { claim } = await aScene(app, weavers, { draft: rated })
    const notYet = async () =>
      judge(app, weavers, claim, {
        endorser: await peer(),
        verdict: 'not-yet',
        criterion: 'craft',
        fix: 'Beat harder.',
      })
    expect((await notYet()).body.decision).toMatchObject({ kind: 'pending', notYet: 1 })
    expect((await notYet()).body.decision).toMatchObject({
      kind: 'revise',
      missing: [{ clause: 'disagreement', notYet: 2, criteria: ['craft'] }, { clause: 'minEndorsers' }],
    })
    expect((await readClaim(claim)).endorsements).toMatchObject([{ fix: 'Beat harder.' }, { criterion: 'craft' }])
  })

  it('counts nothing for a decline', async () => {
    const { claim } = await aScene(app, weavers, { draft: { policy: { minEndorsers: 1 } } })
    const { status, body } = await judge(app, weavers, claim, {
      endorser: await peer(),
      verdict: 'decline',
      reason: 'We are related.',
    })
    expect([status, body.decision.kind, body.decision.counted]).toEqual([201, 'pending', 0])
  })

  it('says what a rating below the required level is missing', async () => {
    const { claim } = await aScene(app, weavers, { draft: rated })
    const { body } = await judge(app, weavers, claim, { endorser: await peer(), ratings: { craft: 'rough' } })
    expect(body.decision.missing).toContainEqual({ clause: 'requiredLevel', criterion: 'craft', endorsers: 1 })
  })

  it('lets a peer judge each evidence version once', async () => {
    const { claim, learner } = await aScene(app, weavers)
    const ben = await peer()
    expect((await judge(app, weavers, claim, { endorser: ben })).status).toBe(201)
    await app.request('POST', `/v1/claims/${claim}/evidence`, {
      token: weavers.key,
      actingFor: learner,
      body: { evidence: [{ narrative: 'Again.' }] },
    })
    const { status, body } = await judge(app, weavers, claim, { endorser: ben, evidenceVersion: 2 })
    expect([status, body.decision.evidenceVersion, body.decision.counted]).toEqual([201, 2, 1])
  })

  describe('refuses, and writes nothing, for', () => {
    it('the learner', async () => {
      const { claim, learner } = await aScene(app, weavers)
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: learner }), [403, 'self_endorsement'])
    })

    it('a collaborator', async () => {
      const ben = await peer()
      const { claim } = await aScene(app, weavers, { claim: { collaborators: [ben] } })
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben }), [403, 'collaborator_endorsement'])
    })

    it('a second judgement of the same evidence', async () => {
      const { claim } = await aScene(app, weavers)
      const ben = await peer()
      await judge(app, weavers, claim, { endorser: ben })
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben }), [409, 'already_endorsed'])
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben, verdict: 'decline' }), [
        409,
        'already_endorsed',
      ])
    })

    it('all but one of ten judgements by one peer at once', async () => {
      const { claim } = await aScene(app, weavers)
      const ben = await peer()
      const answers = await Promise.all(Array.from({ length: 10 }, () => judge(app, weavers, claim, { endorser: ben })))
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(answers.filter(({ body }) => body.code === 'already_endorsed')).toHaveLength(9)
      expect((await readClaim(claim)).endorsements).toHaveLength(1)
    })

    it.each([
      ['in revision', 'revision', (claim: string) => advance(app, claim, (one) => askRevision(one, 2))],
      [
        'withdrawn',
        'withdrawn',
        (claim: string) =>
          advance(app, claim, (one) => {
            const change = withdrawClaim(one, one.learnerId)
            return change.ok ? change.value : undefined
          }),
      ],
      [
        'expired',
        'expired',
        (claim: string) => advance(app, claim, (one) => expireClaim(one, '2999-01-01T00:00:00.000Z')),
      ],
    ])('a claim that is %s', async (_name, status, close) => {
      const { claim } = await aScene(app, weavers)
      const ben = await peer()
      await close(claim)
      expect((await readClaim(claim)).status).toBe(status)
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben }), [409, 'claim_closed'])
    })

    it('evidence that is not the current', async () => {
      const { claim } = await aScene(app, weavers)
      const endorser = await peer()
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser, evidenceVersion: 2 }), [
        409,
        'evidence_version_stale',
      ])
    })

    it('a peer without the role the rule asks for', async () => {
      const draft = { policy: { eligibility: [{ kind: 'role' as const, roles: ['facilitator' as const] }] } }
      const { claim } = await aScene(app, weavers, { draft })
      const [ben, guide] = await Promise.all([peer(), peer({ role: 'facilitator' })])
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben }), [403, 'not_eligible'])
      expect((await judge(app, weavers, claim, { endorser: guide })).status).toBe(201)
    })

    it('a peer who does not hold the achievement the rule asks for', async () => {
      const licence = await publishAchievement(app, weavers)
      const draft = { policy: { eligibility: [{ kind: 'holds' as const, achievement: licence }] } }
      const { claim } = await aScene(app, weavers, { draft })
      const ben = await peer()
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben }), [403, 'not_eligible'])
    })

    it('a peer who joined too late', async () => {
      const draft = { policy: { eligibility: [{ kind: 'member-for' as const, days: 30 }] } }
      const { claim } = await aScene(app, weavers, { draft })
      const ben = await peer()
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben }), [403, 'not_eligible'])
    })

    it.each<[string, object, string]>([
      ['a criterion the rubric does not have', { ratings: { flair: 'fine' } }, '/ratings/flair'],
      ['a level the criterion does not have', { ratings: { craft: 'perfect' } }, '/ratings/craft'],
      ['a not-yet that names no criterion', { verdict: 'not-yet', fix: 'Beat harder.' }, '/criterion'],
      ['a not-yet without a fix', { verdict: 'not-yet', criterion: 'craft' }, '/fix'],
      ['a not-yet on an unknown criterion', { verdict: 'not-yet', criterion: 'flair', fix: 'x' }, '/criterion'],
      ['a fix with an endorse', { fix: 'x' }, '/fix'],
      ['a reason with an endorse', { reason: 'x' }, '/reason'],
      ['an unknown verdict', { verdict: 'maybe' }, '/verdict'],
      ['a comment that is too long', { comment: 'x'.repeat(4001) }, '/comment'],
      ['a comment with NUL', { comment: 'a\u0000b' }, '/comment'],
      ['an unknown member', { points: 3 }, '/points'],
      ['an endorser that is no id', { endorser: 'ben' }, '/endorser'],
      ['evidence version 0', { evidenceVersion: 0 }, '/evidenceVersion'],
    ])('%s, and points at it', async (_what, body, pointer) => {
      const { claim } = await aScene(app, weavers, { draft: rated })
      const endorser = await peer()
      const refused = await expectRefused(claim, () => judge(app, weavers, claim, { endorser, ...body }), [
        400,
        'invalid_request',
      ])
      expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer)
    })

    it.each([
      ['malformed JSON', '{"verdict":'],
      ['deep nesting', `{"ratings":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`],
      ['a lone surrogate', '{"verdict":"endorse","comment":"\\udead"}'],
    ])('%s', async (_what, body) => {
      const { claim } = await aScene(app, weavers)
      const before = await readPartition(app, claim)
      const answer = await app.request('POST', `/v1/claims/${claim}/endorsements`, { token: weavers.key, body })
      expect(answer.status).toBe(400)
      expect(['malformed_json', 'invalid_request']).toContain(answer.body.code)
      expect(await readPartition(app, claim)).toEqual(before)
    })

    it('a body over 256 KB', async () => {
      const { claim } = await aScene(app, weavers)
      const body = { comment: 'x'.repeat(300_000) }
      await expectRefused(claim, () => judge(app, weavers, claim, body), [413, 'body_too_large'])
    })

    it('a request that names nobody, or two people', async () => {
      const { claim } = await aScene(app, weavers)
      const [ben, cho] = await Promise.all([peer(), peer()])
      await expectRefused(claim, () => judge(app, weavers, claim, {}), [400, 'acting_member_missing'])
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser: ben }, { actingFor: cho }), [
        403,
        'acting_member_mismatch',
      ])
    })

    it('an endorser nobody knows, and one of another community, alike', async () => {
      const { claim } = await aScene(app, weavers)
      const stranger = await addMember(app, potters)
      for (const endorser of [anId('nobody'), stranger])
        await expectRefused(claim, () => judge(app, weavers, claim, { endorser }), [404, 'member_not_found'])
    })

    it('the key of another community, whomever it names', async () => {
      const { claim, learner } = await aScene(app, weavers)
      const stranger = await addMember(app, potters)
      for (const endorser of [stranger, learner, anId('nobody')])
        await expectRefused(claim, () => judge(app, weavers, claim, { endorser }, { token: potters.key }), [
          404,
          'claim_not_found',
        ])
      expect(code(await judge(app, weavers, anId('nothing'), { endorser: learner }))).toEqual([404, 'claim_not_found'])
    })

    it('a key without the scope', async () => {
      const { claim } = await aScene(app, weavers)
      const { key } = await apiKey(app, 'weavers', ['claims:write', 'claims:read'])
      const endorser = await peer()
      await expectRefused(claim, () => judge(app, weavers, claim, { endorser }, { token: key }), [
        403,
        'insufficient_scope',
      ])
    })
  })

  describe('under an Idempotency-Key', () => {
    const once = (claim: string, endorser: string, body: object = {}, key = `give-${claim}`) =>
      judge(app, weavers, claim, { endorser, ...body }, { headers: { 'idempotency-key': key } })

    it('answers a repeat with the same status and id, also when many arrive at once', async () => {
      const { claim } = await aScene(app, weavers)
      const ben = await peer()
      const answers = await Promise.all(Array.from({ length: 5 }, () => once(claim, ben)))
      answers.push(await once(claim, ben))
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201])
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
      expect((await readClaim(claim)).endorsements).toHaveLength(1)
    })

    it('answers a repeat with the decision as it is by then', async () => {
      const { claim } = await aScene(app, weavers, { draft: { policy: { minEndorsers: 2 } } })
      const ben = await peer()
      expect((await once(claim, ben)).body.decision.kind).toBe('pending')
      await judge(app, weavers, claim, { endorser: await peer() })
      expect((await once(claim, ben)).body.decision.kind).toBe('met')
    })

    it('answers a repeat also when the claim takes no endorsements any more', async () => {
      const { claim } = await aScene(app, weavers)
      const ben = await peer()
      const { body } = await once(claim, ben)
      await advance(app, claim, (one) => askRevision(one, 2))
      const repeat = await once(claim, ben)
      expect([repeat.status, repeat.body.id]).toEqual([201, body.id])
    })

    it('refuses the key with another body, another claim or another endorser', async () => {
      const { claim } = await aScene(app, weavers)
      const other = await aScene(app, weavers)
      const [ben, cho] = await Promise.all([peer(), peer()])
      await once(claim, ben)
      const reused = [422, 'idempotency_key_reused'] as const
      await expectRefused(claim, () => once(claim, ben, { comment: 'x' }), reused)
      await expectRefused(claim, () => once(claim, cho), reused)
      await expectRefused(other.claim, () => once(other.claim, ben, {}, `give-${claim}`), reused)
    })

    it('does not mix up callers who chose the same key', async () => {
      const [mine, theirs] = await Promise.all([aScene(app, weavers), aScene(app, potters)])
      const [ben, pia] = await Promise.all([peer(), addMember(app, potters)])
      const headers = { 'idempotency-key': 'the-same-key' }
      expect((await judge(app, weavers, mine.claim, { endorser: ben }, { headers })).status).toBe(201)
      expect((await judge(app, potters, theirs.claim, { endorser: pia }, { headers })).status).toBe(201)
    })

    it('does not keep a refusal: a repeat is judged anew', async () => {
      const { claim, learner } = await aScene(app, weavers)
      const key = `refused-${claim}`
      expect(code(await once(claim, learner, {}, key))).toEqual([403, 'self_endorsement'])
      expect((await once(claim, await peer(), {}, key)).status).toBe(201)
    })
  })
})

/** A claim with one endorsement by a peer. */
async function anEndorsed(body: object = { ratings: { craft: 'sound' }, comment: 'Even cloth.' }) {
  const scene = await aScene(app, weavers, { draft: rated })
  const ben = await peer()
  const given = await judge(app, weavers, scene.claim, { endorser: ben, ...body })
  return { ...scene, ben, endorsement: String(given.body.id) }
}

type Endorsed = Awaited<ReturnType<typeof anEndorsed>>
const path = ({ claim, endorsement }: Pick<Endorsed, 'claim' | 'endorsement'>) =>
  `/v1/claims/${claim}/endorsements/${endorsement}`

const revise = (one: Endorsed, body: object, options: object = {}) =>
  app.request('PUT', path(one), { token: weavers.key, actingFor: one.ben, body, ...options })
const withdraw = (one: Endorsed, options: object = {}) =>
  app.request('DELETE', path(one), { token: weavers.key, actingFor: one.ben, ...options })

const notYet = { verdict: 'not-yet', criterion: 'craft', fix: 'Beat harder.' }

describe('PUT /v1/claims/{claim}/endorsements/{endorsement}', () => {
  it('replaces the judgement as a whole and keeps who gave it and when', async () => {
    const one = await anEndorsed()
    const [before] = (await readClaim(one.claim)).endorsements
    const { status, body, headers } = await revise(one, notYet)
    expect([status, headers.get('etag')]).toEqual([200, '"v2"'])
    expect(body).toMatchObject({ id: one.endorsement, version: 2, decision: { counted: 0, notYet: 1 } })
    const [after] = (await readClaim(one.claim)).endorsements
    expect(after).toMatchObject({ ...notYet, version: 2, ratings: {}, endorser: one.ben, givenAt: before.givenAt })
    expect(after).not.toHaveProperty('comment')
    expect((await readEvents(app, one.claim)).map(({ type }) => type)).toContain('endorsement.revised')
  })

  it('keeps the earlier version in the claim’s history', async () => {
    const one = await anEndorsed()
    await revise(one, notYet)
    const history = (await readPartition(app, one.claim)).filter(({ entity }) => entity === 'earlier-endorsement')
    expect(history).toMatchObject([{ version: 1, verdict: 'endorse' }])
  })

  it('gives a withdrawn endorsement again', async () => {
    const one = await anEndorsed()
    await withdraw(one)
    const { status, body } = await revise(one, { verdict: 'endorse', ratings: { craft: 'fine' } })
    expect([status, body.version, body.decision.counted]).toEqual([200, 3, 1])
  })

  it('opens a claim again whose rule was met, together with the revision', async () => {
    const one = await anEndorsed()
    await advance(app, one.claim, (claim) => meetRule(claim, app.now(), 1))
    expect((await revise(one, notYet)).status).toBe(200)
    const claim = await readClaim(one.claim)
    expect(claim.status).toBe('open')
    expect(claim).not.toHaveProperty('decidedAt')
    expect((await readEvents(app, one.claim)).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['claim.reopened', 'endorsement.revised']),
    )
  })

  it('numbers revisions sent at once one after the other', async () => {
    const one = await anEndorsed()
    const answers = await Promise.all([revise(one, notYet), revise(one, { verdict: 'decline' })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect((await readClaim(one.claim)).endorsements).toMatchObject([{ version: 3 }])
  })

  it('refuses everyone but the endorser, and writes nothing', async () => {
    const one = await anEndorsed()
    const forbidden = [403, 'forbidden'] as const
    const owner = await peer({ role: 'owner' })
    for (const actingFor of [one.learner, owner])
      await expectRefused(one.claim, () => revise(one, notYet, { actingFor }), forbidden)
    await expectRefused(one.claim, () => revise(one, notYet, { actingFor: undefined }), [400, 'acting_member_missing'])
    await expectRefused(
      one.claim,
      async () => revise(one, notYet, { token: potters.key, actingFor: await addMember(app, potters) }),
      [404, 'claim_not_found'],
    )
  })

  it('refuses an endorsement nobody knows, one of another claim, and a claim nobody knows', async () => {
    const [one, other] = await Promise.all([anEndorsed(), anEndorsed()])
    const missing = [404, 'endorsement_not_found'] as const
    await expectRefused(one.claim, () => revise({ ...one, endorsement: anId('nothing') }, notYet), missing)
    await expectRefused(one.claim, () => revise({ ...one, endorsement: other.endorsement }, notYet), missing)
    expect(code(await revise({ ...one, claim: anId('nothing') }, notYet))).toEqual([404, 'claim_not_found'])
  })

  it('refuses to revise a judgement of older evidence', async () => {
    const one = await anEndorsed()
    await app.request('POST', `/v1/claims/${one.claim}/evidence`, {
      token: weavers.key,
      actingFor: one.learner,
      body: { evidence: [{ narrative: 'Again.' }] },
    })
    await expectRefused(one.claim, () => revise(one, notYet), [409, 'evidence_version_stale'])
    await expectRefused(one.claim, () => withdraw(one), [409, 'evidence_version_stale'])
  })

  it('refuses while the claim waits for a revision', async () => {
    const one = await anEndorsed()
    await advance(app, one.claim, (claim) => askRevision(claim, 2))
    await expectRefused(one.claim, () => revise(one, notYet), [409, 'claim_closed'])
    await expectRefused(one.claim, () => withdraw(one), [409, 'claim_closed'])
  })

  it('points at what the rubric does not have, and at an endorser in the body', async () => {
    const one = await anEndorsed()
    for (const [body, pointer] of [
      [{ verdict: 'endorse', ratings: { craft: 'perfect' } }, '/ratings/craft'],
      [{ verdict: 'endorse', endorser: one.ben }, '/endorser'],
    ] as const) {
      const refused = await expectRefused(one.claim, () => revise(one, body), [400, 'invalid_request'])
      expect(refused.body.errors[0].pointer).toBe(pointer)
    }
  })

  it('takes If-Match, and refuses a version that was read before a change', async () => {
    const one = await anEndorsed()
    expect((await revise(one, notYet, { headers: { 'if-match': '"v1"' } })).status).toBe(200)
    await expectRefused(one.claim, () => revise(one, { verdict: 'decline' }, { headers: { 'if-match': '"v1"' } }), [
      412,
      'stale',
    ])
  })

  it('revises once for one idempotency key, however often it comes', async () => {
    const one = await anEndorsed()
    const send = (body: object) => revise(one, body, { headers: { 'idempotency-key': `revise-${one.claim}` } })
    const answers = [...(await Promise.all([send(notYet), send(notYet)])), await send(notYet)]
    expect(answers.map(({ status, body }) => [status, body.id, body.version])).toEqual(
      Array(3).fill([200, one.endorsement, 2]),
    )
    await expectRefused(one.claim, () => send({ verdict: 'decline' }), [422, 'idempotency_key_reused'])
  })
})

describe('DELETE /v1/claims/{claim}/endorsements/{endorsement}', () => {
  it('takes a judgement back; it stays visible and stops counting', async () => {
    const one = await anEndorsed()
    const { status, body } = await withdraw(one)
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: one.endorsement, version: 2, decision: { kind: 'pending', counted: 0 } })
    expect((await readClaim(one.claim)).endorsements).toMatchObject([
      { state: 'withdrawn', counts: false, uncountedReasons: ['withdrawn'] },
    ])
    expect((await readEvents(app, one.claim)).map(({ type }) => type)).toContain('endorsement.withdrawn')
  })

  it('opens a claim again whose rule was met', async () => {
    const one = await anEndorsed()
    await advance(app, one.claim, (claim) => meetRule(claim, app.now(), 1))
    expect((await withdraw(one)).status).toBe(200)
    expect((await readClaim(one.claim)).status).toBe('open')
  })

  it('refuses a second withdrawal, and writes nothing', async () => {
    const one = await anEndorsed()
    await withdraw(one)
    await expectRefused(one.claim, () => withdraw(one), [404, 'endorsement_not_found'])
  })

  it('refuses everyone but the endorser, and writes nothing', async () => {
    const one = await anEndorsed()
    await expectRefused(one.claim, () => withdraw(one, { actingFor: one.learner }), [403, 'forbidden'])
    await expectRefused(one.claim, () => withdraw(one, { actingFor: undefined }), [400, 'acting_member_missing'])
  })

  it('refuses a stale If-Match', async () => {
    const one = await anEndorsed()
    await revise(one, notYet)
    await expectRefused(one.claim, () => withdraw(one, { headers: { 'if-match': '"v1"' } }), [412, 'stale'])
  })

  it('withdraws once for one idempotency key and answers the repeat alike', async () => {
    const one = await anEndorsed()
    const send = () => withdraw(one, { headers: { 'idempotency-key': `withdraw-${one.claim}` } })
    const answers = [...(await Promise.all([send(), send()])), await send()]
    expect(answers.map(({ status, body }) => [status, body.id, body.version])).toEqual(
      Array(3).fill([200, one.endorsement, 2]),
    )
  })
})

describe('a claim whose badge is issued', () => {
  let workshop: BadgeWorkshop
  let issuedApp: TestApp
  let key: string
  let badge: EndorsedClaim

  beforeAll(async () => {
    workshop = await openWorkshop()
    badge = await anIssuedBadge(workshop)
    issuedApp = await startApp(workshop.table)
    key = (await apiKey(issuedApp, workshop.community.slug, ['*'])).key
  })
  afterAll(() => workshop.close())

  const read = async (claim = badge.claim.id) =>
    (await issuedApp.request('GET', `/v1/claims/${claim}`, { token: key })).body
  const tenant = () => ({ slug: workshop.community.slug, key })

  it('shows the decision it was issued on, and which endorsements the badge holds', async () => {
    const { status, decision, endorsements, decidedAt, issuedAt } = await read()
    expect(status).toBe('issued')
    expect(decision).toMatchObject({ kind: 'met', counted: 3, required: 3, missing: [] })
    expect(endorsements.map(({ inCredential }: { inCredential: string }) => inCredential)).toEqual(
      Array(3).fill('embedded'),
    )
    expect(Date.parse(issuedAt)).toBeGreaterThanOrEqual(Date.parse(decidedAt))
  })

  it('still takes endorsements, marked as later, and answers with the decision it was issued on', async () => {
    const issued = await anIssuedBadge(workshop, { judgements: [{}, {}] })
    const late = await aStoredMember(workshop.stores, workshop.community)
    const { status, body } = await judge(issuedApp, tenant(), issued.claim.id, { endorser: late.id })
    expect(status).toBe(201)
    expect(body.decision).toMatchObject({ kind: 'met', counted: 2, required: 2 })
    const { endorsements } = await read(issued.claim.id)
    expect(endorsements.find(({ id }: { id: string }) => id === body.id)).toMatchObject({ inCredential: 'later' })
  })

  it('keeps its decision when an endorsement the badge holds is withdrawn or revised', async () => {
    const issued = await anIssuedBadge(workshop, { judgements: [{}, {}] })
    const [first, second] = issued.endorsements
    const at = (id = '') => `/v1/claims/${issued.claim.id}/endorsements/${id}`
    const withdrawn = await issuedApp.request('DELETE', at(first?.id), { token: key, actingFor: first?.endorserId })
    expect([withdrawn.status, withdrawn.body.decision.kind]).toEqual([200, 'met'])
    await issuedApp.request('PUT', at(second?.id), {
      token: key,
      actingFor: second?.endorserId,
      body: { verdict: 'endorse', comment: 'On second thought.' },
    })
    const { status, decision, endorsements } = await read(issued.claim.id)
    expect([status, decision.counted]).toEqual(['issued', 2])
    const shown = (id = '') => endorsements.find((one: { id: string }) => one.id === id)
    expect(shown(first?.id)).toMatchObject({ state: 'withdrawn', inCredential: 'embedded' })
    expect(shown(second?.id)).toMatchObject({ version: 2, inCredential: 'later' })
  })

  it('takes no new evidence and cannot be withdrawn', async () => {
    const claims = `/v1/claims/${badge.claim.id}`
    const asLearner = { token: key, actingFor: badge.learner.id }
    const evidence = await issuedApp.request('POST', `${claims}/evidence`, {
      ...asLearner,
      body: { evidence: [{ narrative: 'x' }] },
    })
    expect(code(evidence)).toEqual([409, 'evidence_closed'])
    expect(code(await issuedApp.request('POST', `${claims}/withdraw`, asLearner))).toEqual([
      409,
      'claim_not_withdrawable',
    ])
  })

  it('lets those endorse who hold it, where a rule asks for that', async () => {
    const { achievement, learner } = badge
    const draft = {
      policy: { minEndorsers: 1, eligibility: [{ kind: 'holds' as const, achievement: achievement.achievementId }] },
    }
    const scene = await aScene(issuedApp, tenant(), { draft })
    const { status, body } = await judge(issuedApp, tenant(), scene.claim, { endorser: learner.id })
    expect([status, body.decision.kind]).toEqual([201, 'met'])
    const stored = await storesOf(workshop.table).endorsements.load(scene.claim, 1)
    expect(stored[0]?.facts.holds).toEqual([achievement.achievementId])
    expect(stored[0]?.changedAt).toBeDefined()
    expect(systemNow() >= (stored[0]?.changedAt ?? '')).toBe(true)
  })
})
