import { beforeAll, describe, expect, it } from 'vitest'
import { type Answer, addMember, createCommunity, startApp, type TestApp } from '../support/app.ts'
import { aCriterion } from '../support/builders.ts'
import { aScene, judge, readEvents, readPartition, type Tenant } from '../support/claim-scene.ts'
import { aKeyWallet, proveWallet, sendEndorsement, signEndorsement } from '../support/wallet.ts'

let app: TestApp
let weavers: Tenant
let people: Readonly<Record<'ana' | 'ben' | 'cho' | 'olga', string>>

beforeAll(async () => {
  app = await startApp()
  weavers = await createCommunity(app, 'weavers')
  const [ana = '', ben = '', cho = '', olga = ''] = await Promise.all(
    (['ana', 'ben', 'cho', 'olga'] as const).map((name) =>
      addMember(app, weavers, { name, role: name === 'olga' ? 'owner' : 'member' }),
    ),
  )
  people = { ana, ben, cho, olga }
})

const code = ({ status, body }: Answer) => [status, body.code]
const read = async (claim: string, actingFor?: string, headers = {}) =>
  (await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key, actingFor, headers })).body
const act = (
  method: 'PUT' | 'DELETE' | 'POST',
  claim: string,
  endorsement: string,
  actingFor: string,
  body?: object,
  headers = {},
) =>
  app.request(method, `/v1/claims/${claim}/endorsements/${endorsement}${method === 'POST' ? '/undo' : ''}`, {
    token: weavers.key,
    actingFor,
    headers,
    ...(body === undefined ? {} : { body }),
  })
const undo = (claim: string, endorsement: string, actingFor: string, headers = {}) =>
  act('POST', claim, endorsement, actingFor, undefined, headers)

const rubric = [aCriterion('craft')]
const under = (policy: object) => ({ draft: { rubric, policy: { minEndorsers: 2, ...policy } } })
const wordless = { criterion: undefined, fix: undefined }
const benSays = {
  verdict: 'not-yet',
  ratings: { craft: 'rough' },
  criterion: 'craft',
  fix: 'Mend the selvedge.',
  comment: 'Loose at the edge.',
  relationship: 'mentor',
  consentToBeNamed: true,
}

describe('a sealed claim', () => {
  const sealed = () => aScene(app, weavers, under({ blindness: 'sealed', minEndorsers: 3 }))

  it('tells nobody who has not judged anything of what others said, by any call', async () => {
    const { claim, learner } = await sealed()
    const { body: given } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    const secrets = [
      given.id,
      people.ben,
      'rough',
      'selvedge',
      'Loose',
      'mentor',
      'not-yet',
      'missing',
      'counted',
      'notYet',
    ]
    const answers = await Promise.all([
      ...[people.ana, people.olga, learner].map((viewer) =>
        app.request('GET', `/v1/claims/${claim}`, { token: weavers.key, actingFor: viewer }),
      ),
      app.request('GET', '/v1/communities/weavers/claims?limit=100', { token: weavers.key, actingFor: people.ana }),
      app.request('GET', `/v1/communities/weavers/members/${learner}/export`, {
        token: weavers.key,
        actingFor: learner,
      }),
      app.request('GET', `/endorsements/${given.id}`),
      undo(claim, given.id, people.ana),
      act('PUT', claim, given.id, people.ana, { verdict: 'endorse' }, { 'if-match': '"v7"' }),
      act('DELETE', claim, given.id, people.ana),
    ])
    for (const { body, headers } of answers) {
      const path = String(body.instance ?? '')
      const said = JSON.stringify({ body, headers: [...headers] }).replaceAll(path, '')
      for (const secret of secrets) expect(said).not.toContain(secret)
    }
    expect(answers.slice(5).map(code)).toEqual(Array(4).fill([404, 'endorsement_not_found']))
    expect(answers.slice(0, 3).map(({ body }) => body.decision)).toEqual(Array(3).fill({ kind: 'pending' }))
    expect(answers.slice(0, 3).map(({ body }) => body.judgements)).toEqual([undefined, undefined, 1])
    const etags = answers.slice(0, 3).map(({ headers }) => headers.get('etag'))
    const untouched = await sealed()
    const before = await app.request('GET', `/v1/claims/${untouched.claim}`, { token: weavers.key })
    expect(new Set([...etags, before.headers.get('etag')]).size).toBe(1)
  })

  it('answers a judgement with the kind of the decision alone, also when it is sent again', async () => {
    const { claim } = await sealed()
    await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    const headers = { 'idempotency-key': `sealed-${claim}` }
    const body = { endorser: people.ana, ratings: { craft: 'fine' } }
    for (const _time of ['first', 'again']) {
      const { status, body: answer } = await judge(app, weavers, claim, body, { headers })
      expect([status, answer]).toEqual([201, { id: answer.id, version: 1, decision: { kind: 'pending' } }])
    }
  })

  it('opens to whoever has judged, who may revise once, with a reason; learner and leaders read both', async () => {
    const { claim, learner } = await sealed()
    await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    const { body: own } = await judge(app, weavers, claim, {
      endorser: people.ana,
      ratings: { craft: 'fine' },
      comment: 'Even cloth.',
    })
    const opened = await read(claim, people.ana)
    expect(opened.endorsements).toMatchObject([{ endorser: people.ben, comment: 'Loose at the edge.' }, { id: own.id }])
    expect(opened).toMatchObject({ judgements: 2, changedAfterSeeing: 0, decision: { counted: 1, notYet: 1 } })
    const revision = { verdict: 'not-yet', ratings: { craft: 'rough' }, criterion: 'craft', fix: 'As Ben says.' }
    const unexplained = await act('PUT', claim, own.id, people.ana, revision)
    expect([code(unexplained), unexplained.body.errors[0].pointer]).toEqual([[400, 'invalid_request'], '/changeReason'])
    const explained = { ...revision, changeReason: 'I had overlooked the edge.' }
    const revised = await act('PUT', claim, own.id, people.ana, explained)
    expect([revised.status, revised.body.decision]).toEqual([200, { kind: 'revise' }])
    expect(code(await act('PUT', claim, own.id, people.ana, explained))).toEqual([409, 'already_revised'])
    expect(await read(claim, people.ben)).toMatchObject({ changedAfterSeeing: 1 })
    expect(JSON.stringify(await read(claim, people.ben))).not.toContain('overlooked')
    await app.issue(claim)
    for (const viewer of [learner, undefined])
      expect((await read(claim, viewer)).endorsements.find(({ id }: { id: string }) => id === own.id)).toMatchObject({
        version: 2,
        verdict: 'not-yet',
        changeReason: 'I had overlooked the edge.',
        earlier: { version: 1, verdict: 'endorse', ratings: { craft: 'fine' }, comment: 'Even cloth.' },
      })
  })

  it('takes one of ten revisions at once, and answers the one that is sent again as before', async () => {
    const { claim } = await sealed()
    const { body: own } = await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'fine' } })
    const revise = (reason: string) =>
      act(
        'PUT',
        claim,
        own.id,
        people.ana,
        { verdict: 'endorse', ratings: { craft: 'sound' }, changeReason: reason },
        { 'idempotency-key': `${claim}-${reason}` },
      )
    const reasons = Array.from({ length: 10 }, (_, index) => `For the ${index}th reason.`.replaceAll(' ', '-'))
    const answers = await Promise.all(reasons.map(revise))
    const taken = reasons.filter((_reason, index) => answers[index]?.status === 200)
    expect(answers.filter(({ status }) => status !== 200).map(code)).toEqual(Array(9).fill([409, 'already_revised']))
    expect(taken).toHaveLength(1)
    expect(await revise(taken[0] ?? '')).toMatchObject({ status: 200, body: { id: own.id, version: 2 } })
    expect((await read(claim, people.ana)).endorsements).toMatchObject([{ version: 2, changeReason: taken[0] }])
    const withdraw = () =>
      act('DELETE', claim, own.id, people.ana, undefined, { 'idempotency-key': `${claim}-withdrawn` })
    for (const answer of await Promise.all([withdraw(), withdraw(), withdraw()]))
      expect([answer.status, answer.body]).toEqual([200, { id: own.id, version: 3, decision: { kind: 'pending' } }])
  })

  it('is judged alone with a key of one’s own too, and such a judgement undone like any other', async () => {
    const { claim } = await sealed()
    const { credentialUrl } = await read(claim)
    const [member, wallet] = await Promise.all([addMember(app, weavers, { name: 'Ben' }), aKeyWallet()])
    await proveWallet(app, weavers, member, wallet)
    const give = async (credential: unknown) =>
      sendEndorsement(app, weavers, claim, {
        endorser: member,
        ratings: { craft: 'fine' },
        relationship: 'mentor',
        credential,
      })
    const first = await signEndorsement(wallet, credentialUrl)
    const { body: wrong } = await give(first)
    expect((await read(claim, member)).endorsements).toMatchObject([{ relationship: 'mentor', assurance: 'own-key' }])
    expect((await undo(claim, wrong.id, member)).body).toMatchObject({
      outcome: 'undone',
      decision: { kind: 'pending' },
    })
    expect(code(await give(first))).toEqual([409, 'endorsement_credential_used'])
    const { body: given } = await give(await signEndorsement(wallet, credentialUrl))
    await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'rough' }, comment: 'Loose.' })
    expect(code(await undo(claim, given.id, member))).toEqual([409, 'undo_closed'])
    const revise = async (more: object) =>
      app.request('PUT', `/v1/claims/${claim}/endorsement-credentials/${given.id}`, {
        token: weavers.key,
        actingFor: member,
        body: { ratings: { craft: 'sound' }, credential: await signEndorsement(wallet, credentialUrl), ...more },
      })
    const unexplained = await revise({})
    expect([code(unexplained), unexplained.body.errors[0].pointer]).toEqual([[400, 'invalid_request'], '/changeReason'])
    expect(await revise({ changeReason: 'Ana is right.' })).toMatchObject({ status: 200, body: { version: 2 } })
    expect(code(await revise({ changeReason: 'And again.' }))).toEqual([409, 'already_revised'])
    expect(
      code(
        await sendEndorsement(app, weavers, (await sealed()).claim, {
          endorser: member,
          relationship: 'collaborator',
          credential: first,
        }),
      ),
    ).toEqual([403, 'collaborator_endorsement'])
  })

  it('shows the learner the fixes by criterion once a revision is asked, and closes again on new evidence', async () => {
    const { claim, learner } = await sealed()
    for (const endorser of [people.ana, people.ben]) await judge(app, weavers, claim, { endorser, ...benSays })
    await app.issue(claim)
    const asked = await read(claim, learner)
    expect(asked).toMatchObject({
      status: 'revision',
      statusText: expect.stringContaining('revision'),
      revision: { criteria: [{ criterion: 'craft', name: 'Craft', fixes: [{}, { fix: 'Mend the selvedge.' }] }] },
    })
    expect(await read(claim, people.cho)).toMatchObject({ endorsements: [], decision: { kind: 'revise' } })
    expect(await read(claim, people.cho)).not.toHaveProperty('revision')
    await app.request('POST', `/v1/claims/${claim}/evidence`, {
      token: weavers.key,
      actingFor: learner,
      body: { evidence: [{ narrative: 'The edge is mended.' }] },
    })
    await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'fine' } })
    const shown = async (viewer: string) =>
      (await read(claim, viewer)).endorsements.map(
        ({ endorser, evidenceVersion }: { endorser: string; evidenceVersion: number }) => [endorser, evidenceVersion],
      )
    expect(new Set(await shown(people.ben))).toEqual(
      new Set([
        [people.ana, 1],
        [people.ben, 1],
      ]),
    )
    expect(await shown(people.cho)).toEqual([])
    expect(await shown(learner)).toHaveLength(2)
  })

  it('lets the learner know at once who will not judge and why, and nobody else', async () => {
    const { claim, learner } = await sealed()
    await judge(app, weavers, claim, { endorser: people.ben, verdict: 'decline', reason: 'We share a flat.' })
    expect((await read(claim, learner)).endorsements).toMatchObject([
      { verdict: 'decline', reason: 'We share a flat.' },
    ])
    expect((await read(claim, people.ana)).endorsements).toEqual([])
    expect(JSON.stringify(await read(claim))).not.toContain('We share a flat.')
    expect(JSON.stringify(await readPartition(app, claim))).not.toContain('We share a flat.')
    const { body } = await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'fine' } })
    expect((await read(claim, people.ben)).endorsements).toMatchObject([{ verdict: 'decline' }])
    // What was judged before that stays sealed, and so does what it says of it.
    const after = { verdict: 'decline', reason: 'I know the weaver.', changeReason: 'I had praised it too soon.' }
    expect((await act('PUT', claim, body.id, people.ana, after)).status).toBe(200)
    const told = (await read(claim, learner)).endorsements.find(({ id }: { id: string }) => id === body.id)
    expect(told).toMatchObject({ verdict: 'decline', reason: 'I know the weaver.' })
    for (const sealed of ['earlier', 'changeReason']) expect(told).not.toHaveProperty(sealed)
    expect((await read(claim, people.ana)).endorsements).toMatchObject([{ earlier: { verdict: 'endorse' } }])
  })
})

describe('what a decision lacks because endorsers are not independent', () => {
  it('tells of others no more than that, and the endorser, leaders and the learner why', async () => {
    const [ben, learner] = await Promise.all(['Ben', 'Asha'].map((name) => addMember(app, weavers, { name })))
    if (ben === undefined || learner === undefined) throw new Error('nobody joined')
    const { claim: favour } = await aScene(app, weavers, { ...under({}), claim: { learner: ben } })
    await judge(app, weavers, favour, { endorser: learner, ratings: { craft: 'fine' } })
    const reasonIn = ({ decision }: Answer['body']) =>
      decision.missing?.find(({ clause }: { clause: string }) => clause === 'independence')?.reason
    for (const [blindness, learnerReads] of [
      ['open', 'mutual_pair'],
      ['anonymous', 'not_independent'],
    ] as const) {
      const { claim } = await aScene(app, weavers, { ...under({ blindness }), claim: { learner } })
      const returned = await judge(app, weavers, claim, { endorser: ben, ratings: { craft: 'fine' } })
      const beside = await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'fine' } })
      if (blindness === 'open')
        expect([returned, beside].map(({ body }) => reasonIn(body))).toEqual(['mutual_pair', 'not_independent'])
      const readers = [learner, ben, people.ana, people.cho, people.olga, undefined]
      const views = await Promise.all(readers.map((viewer) => read(claim, viewer)))
      expect(views.map(reasonIn)).toEqual([
        learnerReads,
        'mutual_pair',
        'not_independent',
        'not_independent',
        'mutual_pair',
        'mutual_pair',
      ])
      if (blindness === 'anonymous')
        for (const { decision } of views.slice(2, 4)) expect(decision.text).not.toMatch(/shortly/)
    }
  })
})

describe('an anonymous claim', () => {
  it('names endorsers by names of the claim alone, to all but the community and uninvolved leaders', async () => {
    const { claim, learner } = await aScene(app, weavers, under({ blindness: 'anonymous' }))
    const { body } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    expect(body.decision).toEqual({ kind: 'pending' })
    for (const viewer of [learner, people.ana]) {
      const view = await read(claim, viewer)
      expect(view.endorsements).toMatchObject([
        { endorser: expect.stringMatching(/^endorser-/), comment: 'Loose at the edge.', consentToBeNamed: false },
      ])
      for (const secret of [people.ben, 'mentor']) expect(JSON.stringify(view)).not.toContain(secret)
    }
    for (const viewer of [undefined, people.olga, people.ben])
      expect((await read(claim, viewer)).endorsements).toMatchObject([{ endorser: people.ben }])
    expect(code(await undo(claim, body.id, people.ana))).toEqual([404, 'endorsement_not_found'])
  })

  it('publishes a badge that no endorser can be recognised from', async () => {
    const { claim } = await aScene(app, weavers, under({ blindness: 'anonymous' }))
    for (const endorser of [people.ana, people.ben])
      await judge(app, weavers, claim, { endorser, ratings: { craft: 'fine' }, consentToBeNamed: true })
    await app.issue(claim)
    const { credentialUrl, awardUrl, status } = await read(claim)
    expect(status).toBe('issued')
    for (const url of [credentialUrl, awardUrl]) {
      const { pathname } = new URL(url)
      for (const accept of ['application/json', 'text/html']) {
        const { body } = await app.request('GET', pathname, { headers: { accept } })
        const said = typeof body === 'string' ? body : JSON.stringify(body)
        for (const secret of [people.ana, people.ben]) expect(said).not.toContain(secret)
        expect(said).not.toMatch(/"name":"(ana|ben)"|<bdi>(ana|ben)</)
      }
    }
  })
})

describe('POST /v1/claims/{claim}/endorsements/{endorsement}/undo', () => {
  const scene = (policy = {}) => aScene(app, weavers, under(policy))
  const withoutEvents = async (claim: string) =>
    (await readPartition(app, claim)).filter(({ entity }) => entity !== 'event' && entity !== 'nudge')

  it('leaves nothing of a wrong click, to anyone, and lets it be given again', async () => {
    const { claim } = await scene()
    const before = await withoutEvents(claim)
    const untouched = await read(claim)
    const { body } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    expect(await read(claim, people.ben)).toMatchObject({ endorsements: [{ undoableUntil: expect.any(String) }] })
    const undone = await undo(claim, body.id, people.ben)
    expect([undone.status, undone.body]).toMatchObject([
      200,
      { id: body.id, outcome: 'undone', decision: { counted: 0 } },
    ])
    expect(await read(claim)).toEqual(untouched)
    expect(await withoutEvents(claim)).toEqual(before)
    expect((await readEvents(app, claim)).filter(({ type }) => type === 'endorsement.undone')).toMatchObject([
      { actorId: people.ben, data: { endorsementId: body.id, version: 1, verdict: 'not-yet' } },
    ])
    // An `endorse` that was given once is undone for all who count endorsements.
    await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'fine' } })
    const [given] = (await read(claim, people.ana)).endorsements
    for (const verdict of ['endorse', 'not-yet'])
      await act('PUT', claim, given.id, people.ana, { ...benSays, verdict, ...(verdict === 'endorse' ? wordless : {}) })
    for (const _of of ['the not-yet', 'the second endorse', 'the first']) await undo(claim, given.id, people.ana)
    const undoings = (await readEvents(app, claim)).filter(
      ({ type, actorId }) => type === 'endorsement.undone' && actorId === people.ana,
    )
    expect(undoings.map(({ data }) => data)).toMatchObject([
      { verdict: 'not-yet', restoredVerdict: 'endorse' },
      { verdict: 'endorse', restoredVerdict: 'endorse', restoredVersion: 5 },
      { verdict: 'endorse', version: 5 },
    ])
    expect(undoings[2]?.['data']).not.toHaveProperty('restoredVersion')
    expect(code(await undo(claim, body.id, people.ben))).toEqual([404, 'endorsement_not_found'])
    expect((await judge(app, weavers, claim, { endorser: people.ben, ratings: { craft: 'fine' } })).status).toBe(201)
  })

  it('signs and embeds what is given after it, never what was undone', async () => {
    const { claim } = await scene()
    const wrong = await judge(app, weavers, claim, {
      endorser: people.ben,
      ratings: { craft: 'fine' },
      comment: 'Oops.',
    })
    await app.issue(claim)
    await undo(claim, wrong.body.id, people.ben)
    const right = await judge(app, weavers, claim, {
      endorser: people.ben,
      ratings: { craft: 'fine' },
      comment: 'Even.',
    })
    await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'fine' } })
    await app.issue(claim)
    const { credentialUrl, status } = await read(claim)
    const badge = await app.request('GET', new URL(credentialUrl).pathname, { headers: { accept: 'application/json' } })
    expect(status).toBe('issued')
    expect(JSON.stringify(badge.body)).toContain('Even.')
    expect(JSON.stringify(badge.body)).not.toContain('Oops.')
    const served = await Promise.all([right, wrong].map(({ body }) => app.request('GET', `/endorsements/${body.id}`)))
    expect(served.map(({ status: answered }) => answered)).toEqual([200, 404])
  })

  it('restores what was revised or withdrawn, words and all, and answers a repeat alike', async () => {
    const { claim } = await scene()
    const { body } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    const { version: _version, ...first } = (await read(claim)).endorsements[0]
    await act('PUT', claim, body.id, people.ben, { verdict: 'endorse', comment: 'Wrong button.' })
    const headers = { 'idempotency-key': `undo-${claim}`, 'if-match': '"v2"' }
    for (const _time of ['first', 'again'])
      expect((await undo(claim, body.id, people.ben, headers)).body).toMatchObject({ version: 3, outcome: 'restored' })
    expect((await read(claim)).endorsements).toEqual([{ ...first, version: 3 }])
    await act('DELETE', claim, body.id, people.ben)
    expect((await undo(claim, body.id, people.ben)).body).toMatchObject({ version: 5, outcome: 'restored' })
    expect((await read(claim)).endorsements).toEqual([{ ...first, version: 5 }])
    expect((await undo(claim, body.id, people.ben)).body).toMatchObject({ outcome: 'undone' })
    expect((await read(claim)).endorsements).toEqual([])
  })

  it('withdraws an endorse when the badge was issued meanwhile, and says so', async () => {
    const { claim } = await scene({ minEndorsers: 1 })
    const { body } = await judge(app, weavers, claim, { endorser: people.ben, ratings: { craft: 'fine' } })
    await app.issue(claim)
    expect((await undo(claim, body.id, people.ben)).body).toMatchObject({ outcome: 'withdrawn', version: 2 })
    expect((await read(claim)).endorsements).toMatchObject([{ state: 'withdrawn', inCredential: 'embedded' }])
    const outcomes: unknown[] = []
    for (const _time of ['undone', 'again', 'and again'])
      outcomes.push((await undo(claim, body.id, people.ben)).body.outcome)
    expect(outcomes).toEqual(['restored', 'withdrawn', 'restored'])
  })

  it('opens a claim again that a wrong not-yet sent into revision, and by nothing else', async () => {
    const { claim } = await scene({ disagreement: { notYetForRevision: 1 } })
    const other = await judge(app, weavers, claim, { endorser: people.cho, verdict: 'decline' })
    const { body } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    await app.issue(claim)
    expect((await read(claim)).status).toBe('revision')
    expect((await undo(claim, other.body.id, people.cho)).status).toBe(200)
    expect((await read(claim)).status).toBe('revision')
    expect((await undo(claim, body.id, people.ben)).status).toBe(200)
    expect(await read(claim)).toMatchObject({ status: 'open', endorsements: [] })
  })

  it('refuses anyone else, a stale version, the sealed, and whoever comes after ten minutes', async () => {
    const { claim } = await scene()
    const { body } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    expect(code(await undo(claim, body.id, people.ana))).toEqual([403, 'forbidden'])
    expect(code(await undo(claim, body.id, people.ben, { 'if-match': '"v2"' }))).toEqual([412, 'stale'])
    const sealed = await scene({ blindness: 'sealed' })
    const first = await judge(app, weavers, sealed.claim, { endorser: people.ben, ...benSays })
    const soon = (await read(sealed.claim, people.ben)).endorsements[0]
    expect(soon).toHaveProperty('undoableUntil')
    const declined = await judge(app, weavers, sealed.claim, { endorser: people.ana, verdict: 'decline' })
    const judged = { verdict: 'endorse', ratings: { craft: 'fine' } }
    expect((await act('PUT', sealed.claim, declined.body.id, people.ana, judged)).status).toBe(200)
    for (const [endorser, { body: own }] of [
      [people.ben, first],
      [people.ana, declined],
    ] as const) {
      expect(code(await undo(sealed.claim, own.id, endorser))).toEqual([409, 'undo_closed'])
      const shown = (await read(sealed.claim, endorser)).endorsements.find(({ id }: { id: string }) => id === own.id)
      expect(shown).not.toHaveProperty('undoableUntil')
    }
    app.advanceSeconds(601)
    expect(code(await undo(claim, body.id, people.ben))).toEqual([409, 'undo_closed'])
  })

  it('is done once when it is sent ten times at once', async () => {
    const { claim } = await scene()
    const { body } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    const answers = await Promise.all(Array.from({ length: 10 }, () => undo(claim, body.id, people.ben)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)])
  })

  it('makes two people to each other what they were before', async () => {
    const ben = await addMember(app, weavers, { name: 'Ben' })
    const { claim, learner } = await scene()
    const { body } = await judge(app, weavers, claim, { endorser: ben, ratings: { craft: 'fine' } })
    await undo(claim, body.id, ben)
    const returned = await aScene(app, weavers, { ...under({}), claim: { learner: ben } })
    await judge(app, weavers, returned.claim, { endorser: learner, ratings: { craft: 'fine' } })
    const [stored] = (await readPartition(app, returned.claim)).filter(({ entity }) => entity === 'endorsement')
    expect(stored?.['facts']).not.toHaveProperty('endorsedByLearnerAt')
  })
})

describe('self-ratings', () => {
  it('are shown beside those of peers to whoever has judged, and are in nothing public', async () => {
    const { claim, learner } = await aScene(app, weavers, { ...under({}), claim: { selfRatings: { craft: 'fine' } } })
    expect((await read(claim, people.ana)).evidence[0]).not.toHaveProperty('selfRatings')
    await judge(app, weavers, claim, { endorser: people.ana, ratings: { craft: 'sound' } })
    for (const viewer of [people.ana, learner, undefined])
      expect(await read(claim, viewer)).toMatchObject({
        evidence: [{ selfRatings: { craft: 'fine' } }],
        comparison: [{ criterion: 'craft', name: 'Craft', self: 'fine', peers: [{ level: 'sound', endorsers: 1 }] }],
      })
    expect((await read(claim, people.ben)).comparison).toEqual([
      { criterion: 'craft', name: 'Craft', peers: [{ level: 'sound', endorsers: 1 }] },
    ])
    await judge(app, weavers, claim, { endorser: people.ben, ratings: { craft: 'sound' } })
    await app.issue(claim)
    const { awardUrl } = await read(claim)
    const evidence = await app.request('GET', `${new URL(awardUrl).pathname}/evidence/1`)
    expect(evidence.status).toBe(200)
    expect(JSON.stringify(evidence.body)).not.toContain('fine')
  })

  it('are refused under a criterion or level that the rubric does not have', async () => {
    const { claim, learner, achievement } = await aScene(app, weavers, { draft: { rubric, repeatable: 'many' } })
    const wrong = { selfRatings: { craft: 'divine', colour: 'fine' } }
    const opened = await app.request('POST', '/v1/communities/weavers/claims', {
      token: weavers.key,
      body: { achievement, learner, narrative: 'Mine.', ...wrong },
    })
    const added = await app.request('POST', `/v1/claims/${claim}/evidence`, {
      token: weavers.key,
      actingFor: learner,
      body: { evidence: [{ narrative: 'More.' }], ...wrong },
    })
    for (const refused of [opened, added]) {
      expect(code(refused)).toEqual([400, 'invalid_request'])
      expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
        '/selfRatings/craft',
        '/selfRatings/colour',
      ])
    }
  })
})

describe('GET /v1/claims/{claim}/evidence/{evidenceVersion}/difference', () => {
  const difference = (claim: string, version: number, actingFor?: string, query = '', headers = {}) =>
    app.request('GET', `/v1/claims/${claim}/evidence/${version}/difference${query}`, {
      token: weavers.key,
      actingFor,
      headers,
    })

  it('says what changed, how the caller had judged, and that it no longer counts', async () => {
    const { claim, learner } = await aScene(app, weavers, {
      ...under({}),
      claim: { evidence: [{ name: 'Cloth', narrative: 'Ten threads.' }] },
    })
    const { body: given } = await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    await app.request('POST', `/v1/claims/${claim}/evidence`, {
      token: weavers.key,
      actingFor: learner,
      body: { evidence: [{ name: 'Cloth', narrative: 'Twelve threads.' }, { id: 'https://work.example/2' }] },
    })
    const { status, body } = await difference(claim, 2, people.ben)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      claim,
      from: 1,
      to: 2,
      narrative: [{ kind: 'removed', text: 'Here is my cloth.' }],
      added: [{ id: 'https://work.example/2' }],
      removed: [],
      changed: [{ fields: ['narrative'], narrative: [{ kind: 'removed' }, { kind: 'added' }, { kind: 'same' }] }],
      unchanged: 0,
      yours: { endorsement: given.id, verdict: 'not-yet', fix: 'Mend the selvedge.', counts: false },
      judgements: { endorse: 0, notYet: 1 },
    })
    expect((await difference(claim, 2, people.ana)).body).not.toHaveProperty('yours')
    const texts = [body, (await difference(claim, 2, people.ana)).body]
    await judge(app, weavers, claim, { endorser: people.ben, ...benSays })
    texts.push((await difference(claim, 2, people.ben)).body)
    expect(texts.map(({ text }) => text)).toEqual([
      'What you said of version 1 no longer counts. Look at version 2 and judge it anew.',
      'What peers said of version 1 no longer counts. Version 2 is judged anew.',
      'What you said of version 1 no longer counts. You have judged version 2 since.',
    ])
    const inHindi = await difference(claim, 2, people.ben, '', { 'accept-language': 'hi' })
    expect([inHindi.headers.get('content-language'), inHindi.body.text]).toEqual(['hi', expect.stringMatching(/संस्करण/)])
    expect((await read(claim)).endorsements).toMatchObject([
      { counts: false, uncountedReasons: expect.arrayContaining(['other_evidence_version']) },
      { evidenceVersion: 2 },
    ])
  })

  it('refuses versions that there are not, or in the wrong order', async () => {
    const { claim } = await aScene(app, weavers)
    expect(code(await difference(claim, 2))).toEqual([404, 'evidence_not_found'])
    expect(code(await difference(claim, 1))).toEqual([404, 'evidence_not_found'])
    expect(code(await difference(claim, 1, undefined, '?from=1'))).toEqual([400, 'invalid_request'])
    expect(code(await difference(claim, 0))).toEqual([404, 'not_found'])
    expect(code(await difference('01ARZ3NDEKTSV4RRFFQ69G5FAV', 2))).toEqual([404, 'claim_not_found'])
  })
})

describe('GET /v1/claims/{claim}', () => {
  it('says in Hindi what it says in English to whoever reads Hindi', async () => {
    const { claim } = await aScene(app, weavers, under({}))
    const hindi = { 'accept-language': 'hi-IN, en;q=0.5' }
    const given = await judge(app, weavers, claim, { endorser: people.ben, ...benSays }, { headers: hindi })
    expect([given.headers.get('content-language'), given.headers.get('vary')]).toEqual([
      'hi',
      expect.stringContaining('Accept-Language'),
    ])
    expect(given.body.decision.text).toMatch(/^0 समर्थन गिने गए, \d ज़रूरी हैं। /)
    const view = await read(claim, undefined, hindi)
    expect(view.decision.text).toBe(given.body.decision.text)
    for (const said of [view.statusText, view.endorsements[0].uncountedText]) expect(said).toMatch(/[\u0900-\u097F]/)
    expect((await read(claim)).statusText).toBe('Peers can judge the evidence.')
  })
})
