import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import { type Answer, addMember, createChallenge, createCommunity, publishAchievement, type TestApp } from './app.ts'
import { aCriterion } from './builders.ts'
import { toSet } from './calibrations.ts'
import { runClockAt } from './clock-runs.ts'
import { quietLog, readStream } from './issuance-scenario.ts'
import { aKeyWallet, proveWallet } from './wallet.ts'

/** What Asha is called and has written; each is told in her export, and is nowhere once she is erased. */
export const ASHAS_WORDS = {
  name: 'Asha Rao',
  externalId: 'u-asha-17',
  email: 'asha.rao@example.org',
  skill: 'ashas-own-skill',
  evidence: 'A cloth that Asha wove',
  comment: 'Well woven, says Asha',
  fix: 'Straighten it, says Asha',
  changeReason: 'Asha looked again',
  declined: 'Asha knows the weaver too well',
  passed: 'Asha has no time for this one',
  objected: 'Asha saw somebody else weave it',
  voted: 'Asha finds the objection right',
} as const

/** Somebody who did everything that a member can do, and what of it is elsewhere. */
export interface FullLife {
  readonly tenant: Awaited<ReturnType<typeof createCommunity>>
  readonly asha: string
  readonly bela: string
  readonly achievement: string
  readonly challenge: string
  /** Her badge, and one of Cleo's that she endorsed. */
  readonly own: { readonly claim: string; readonly credential: string }
  readonly other: { readonly claim: string; readonly credential: string; readonly endorsement: string }
  /** A claim of hers that is still open. */
  readonly open: string
  /** An objection that she sits on the panel of. */
  readonly objection: string
}

/** Hands on whatever the stream holds by now, as the consumer of events would; everything once more each time. */
export async function deliverEvents({ table }: Pick<TestApp, 'table'>): Promise<void> {
  const consume = composeFanOut({ ...table, bus: inProcessBus([]), log: quietLog })
  await consume({ Records: [...(await readStream(table))] })
}

/** Lets Asha do everything there is, over HTTP. Nobody else is in the community but those whom she needs for it. */
export async function liveFully(app: TestApp): Promise<FullLife> {
  const tenant = await createCommunity(app, 'weavers')
  const words = ASHAS_WORDS
  const call = async (method: string, path: string, body?: object, actingFor?: string): Promise<Answer['body']> => {
    const answer = await app.request(method, path, { token: tenant.key, body, actingFor })
    if (answer.status >= 300) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const asha = await addMember(app, tenant, {
    name: words.name,
    externalId: words.externalId,
    languages: ['en'],
    skills: [words.skill],
    identifiers: [{ type: 'emailAddress', value: words.email }],
  })
  const others = ['Bela', 'Cleo', 'Dee', 'Eve']
  const [bela = '', cleo = '', dee = '', eve = ''] = await Promise.all(
    others.map((name) => addMember(app, tenant, { name })),
  )
  await proveWallet(app, tenant, asha, await aKeyWallet())
  await call('POST', `/v1/communities/weavers/members/${asha}/did-challenges`, { did: (await aKeyWallet()).did }, asha)
  await call('PUT', `/v1/communities/weavers/members/${asha}/recognition`, { optIn: true }, asha)
  const challenge = await createChallenge(app, tenant)
  const publish = (policy: object, more: object = {}) =>
    publishAchievement(app, tenant, {
      repeatable: 'many',
      policy: { independence: {}, ...policy },
      rubric: [aCriterion()],
      challenge,
      ...more,
    })
  const achievement = await publish({ minEndorsers: 1 })
  const openFor = (learner: string, on: string, body: object = { narrative: 'A cloth.' }) =>
    call('POST', '/v1/communities/weavers/claims', { achievement: on, learner, ...body })
  const judge = (claim: string, endorser: string, body: object = {}) =>
    call('POST', `/v1/claims/${claim}/endorsements`, {
      endorser,
      verdict: 'endorse',
      ratings: { craft: 'sound' },
      ...body,
    })
  const badgeOf = ({ credentialUrl }: Answer['body']) => String(credentialUrl).split('/').at(-1) ?? ''

  const mine = await openFor(asha, achievement, {
    identify: ['emailAddress'],
    evidence: [{ narrative: words.evidence }],
    selfRatings: { craft: 'sound' },
  })
  await judge(mine.id, bela, { comment: 'Bela likes the edges' })
  await app.issue(mine.id)
  await call('POST', `/v1/credentials/${badgeOf(mine)}/suspend`, { reason: 'A question about Asha Rao' })
  await call('POST', `/v1/credentials/${badgeOf(mine)}/reinstate`, { reason: 'It is answered' })

  const compared = await publish({ minEndorsers: 2 })
  const hers = await openFor(cleo, compared)
  await judge(hers.id, eve)
  const given = await judge(hers.id, asha, { verdict: 'not-yet', ratings: {}, criterion: 'craft', fix: words.fix })
  await call(
    'PUT',
    `/v1/claims/${hers.id}/endorsements/${given.id}`,
    {
      verdict: 'endorse',
      ratings: { craft: 'sound' },
      comment: words.comment,
      changeReason: words.changeReason,
      consentToBeNamed: true,
    },
    asha,
  )
  await app.issue(hers.id)
  const declined = await openFor(dee, achievement)
  await judge(declined.id, asha, { verdict: 'decline', ratings: {}, reason: words.declined })
  const asked = await openFor(eve, achievement)
  const request = await call('POST', `/v1/claims/${asked.id}/review-requests`, { members: [asha] }, eve)
  await call('POST', `/v1/claims/${asked.id}/review-requests/${request.id}/decline`, { reason: words.passed }, asha)

  const calibration = `/v1/communities/weavers/challenges/${challenge}/calibration`
  await call('PUT', calibration, toSet(achievement))
  for (const narrative of ['One', 'Two', 'Three', 'Four'])
    await call('POST', `${calibration}/samples`, { narrative, gold: { craft: 'sound' } })
  const attempt = await call('POST', `${calibration}/attempts`, { member: asha })
  const ratings = Object.fromEntries(attempt.samples.map(({ id }: { id: string }) => [id, { craft: 'sound' }]))
  await call('POST', `${calibration}/attempts/${attempt.id}/answers`, { ratings }, asha)

  const disputed = await publish({ minEndorsers: 1, objectionHours: 48 }, { challenge: undefined })
  const metClaimOf = async (learner: string, endorser: string) => {
    const { id } = await openFor(learner, disputed)
    await judge(id, endorser)
    await app.issue(id)
    return String(id)
  }
  const object = async (claim: string, objector: string, reason: string) => {
    const raised = await call('POST', `/v1/claims/${claim}/objections`, { objector, reason, grounds: 'not-own-work' })
    await app.issue(claim)
    return String(raised.id)
  }
  await object(await metClaimOf(dee, bela), asha, words.objected)
  // Three are left: Asha, Cleo and Eve.
  const objection = await object(await metClaimOf(dee, bela), await addMember(app, tenant, { name: 'Fay' }), 'Look.')
  await call('POST', `/v1/objections/${objection}/votes`, { member: asha, vote: 'upheld', reason: words.voted })

  const open = await openFor(asha, compared, { narrative: words.evidence })
  const wish = await call('POST', `/v1/claims/${open.id}/review-requests`, { members: [bela] }, asha)
  await call('POST', `/v1/claims/${open.id}/review-requests/${wish.id}/decline`, { reason: 'Bela is away' }, bela)
  await deliverEvents(app)
  await runClockAt(app.table, app.now())
  return {
    tenant,
    asha,
    bela,
    achievement,
    challenge,
    own: { claim: mine.id, credential: badgeOf(mine) },
    other: { claim: hers.id, credential: badgeOf(hers), endorsement: given.id },
    open: open.id,
    objection,
  }
}
