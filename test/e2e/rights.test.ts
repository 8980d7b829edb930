import { randomUUID } from 'node:crypto'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemNow } from '../../functions/adapters/clock/system-clock.ts'
import { dynamoPersonErasureStore } from '../../functions/adapters/dynamodb/person-erasure-store.ts'
import { inProcessBus } from '../../functions/adapters/event-bus/in-process.ts'
import type { Claim } from '../../functions/domain/endorsement/claim.ts'
import { addDays } from '../../functions/domain/shared/instant.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { composeFanOut } from '../../functions/lambdas/compose-fan-out.ts'
import { composeStatusLists } from '../../functions/lambdas/compose-status-lists.ts'
import { synthesise } from '../infra/synthesise.ts'
import type { TestApp } from '../support/app.ts'
import { aRevocationOf, revokeBadge } from '../support/badge-revocations.ts'
import { digests } from '../support/builders.ts'
import { runClockAt } from '../support/clock-runs.ts'
import { consumerOf } from '../support/issuance-consumer.ts'
import { BASE_URL, quietLog, readStream, recordsOf } from '../support/issuance-scenario.ts'
import { type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'
import { aCredential } from '../support/vc-api.ts'
import { aKeyWallet, proveWallet, signEndorsement } from '../support/wallet.ts'

const ADMIN_TOKEN = 'administrator-of-these-tests'

const LAMBDAS = ['Api', 'Public', 'Verification', 'Issuance', 'FanOut', 'StatusLists', 'Clock'] as const
type Lambda = (typeof LAMBDAS)[number]

/** Of a stream's reader, asked for by Lambda itself. */
const STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams']

/** What each Lambda asked of the table, in the words of its role: `GetItem`, `Query claimsByLearner`. */
const used = new Map<Lambda, Set<string>>(LAMBDAS.map((name) => [name, new Set()]))

let workshop: BadgeWorkshop

/** The table as one Lambda has it: what it sends is noted. */
function tableOf(lambda: Lambda) {
  const { client, tableName } = workshop.table
  const send = client.send.bind(client)
  const noted = Object.create(client) as DynamoDBDocumentClient // the same client but for `send`
  // Every overload goes the same way; none of our adapters uses callbacks.
  noted.send = ((command: Parameters<typeof send>[0]) => {
    for (const right of rightsFor(command.constructor.name, command.input)) used.get(lambda)?.add(right)
    return send(command)
  }) as typeof noted.send
  return { client: noted, tableName }
}

/** A transaction needs no right of its own, but that of each write in it. */
function rightsFor(command: string, input: object): readonly string[] {
  if ('TransactItems' in input && Array.isArray(input.TransactItems))
    return input.TransactItems.flatMap((item: object) => Object.keys(item)).map((kind) => `${kind}Item`)
  if ('IndexName' in input && input.IndexName !== undefined) return [`Query ${input.IndexName}`]
  const name = command.replace(/Command$/, '')
  return [name === 'Query' ? name : `${name}Item`]
}

interface Statement {
  readonly Action: string | readonly string[]
  readonly Resource: unknown
}

/** What the role of each Lambda allows on the table, in the same words. */
function grantedRights(): ReadonlyMap<Lambda, ReadonlySet<string>> {
  const policies = Object.values(synthesise().service.findResources('AWS::IAM::Policy'))
  return new Map(
    LAMBDAS.map((lambda) => {
      const own = policies.filter(({ Properties }) => String(Properties.PolicyName).startsWith(`${lambda}Role`))
      const statements: readonly Statement[] = own.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      return [lambda, new Set(statements.flatMap(toRights).filter((right) => !STREAM.includes(right)))]
    }),
  )
}

function toRights({ Action, Resource }: Statement): readonly string[] {
  const indexes = JSON.stringify(Resource).matchAll(/\/index\/(\w+)/g)
  return [Action]
    .flat()
    .filter((action) => action.startsWith('dynamodb:'))
    .map((action) => action.slice('dynamodb:'.length))
    .flatMap((action) => [action, ...(action === 'Query' ? [...indexes].map(([, index]) => `Query ${index}`) : [])])
}

interface Called {
  readonly id: string
}

/** Calls the API until it has done all that it does with the table. @returns the claim whose rule is met. */
async function useTheApi(): Promise<Claim> {
  const api = assembleApi({ ...around('Api'), keyMaker: workshop.keys })
  const call = async (method: string, path: string, body?: object, actingFor?: string): Promise<Called> => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(actingFor === undefined ? {} : { 'peerbadge-member': actingFor }),
    }
    const answer = await api.request(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Called // as every answer used here is declared
  }
  let key = ADMIN_TOKEN
  await call('POST', '/v1/communities', { slug: 'others', name: 'Others' })
  const home = `/v1/communities/${workshop.community.slug}`
  const makeKey = async () => {
    const made = await call('POST', `${home}/api-keys`, { name: 'test', scopes: ['*'] })
    return String((made as Called & { readonly key: string }).key) // as that answer is declared
  }
  const unused = await makeKey()
  key = await makeKey()
  const people: string[] = []
  for (const name of ['Asha', 'Bo', 'Cleo', 'Dee'])
    people.push((await call('POST', `${home}/members`, { name, externalId: name })).id)
  const [asha = '', ...peers] = people
  // Whoever of them counts hands trust on with the badge.
  await call('PATCH', home, { foundingPanel: peers })
  const draft = { name: 'Plain weave', description: 'Weaves.', criteria: { narrative: 'Cloth.' } }
  const { id: achievement } = await call('POST', `${home}/achievements`, { ...draft, policy: { minEndorsers: 3 } })
  await call('POST', `${home}/achievements/${achievement}/publish`)
  const { id: claim } = await call('POST', `${home}/claims`, { achievement, learner: asha, narrative: 'My cloth.' })
  for (const list of ['members', 'achievements', 'claims', `claims?learner=${asha}`])
    await call('GET', `${home}/${list}`)
  const said = { verdict: 'endorse', comment: 'Seen.', consentToBeNamed: true }
  const path = `/v1/claims/${claim}/endorsements`
  const given = await Promise.all(peers.map((peer) => call('POST', path, { ...said, endorser: peer })))
  const [bo = '', cleo] = peers
  await call('PUT', `${path}/${given[0]?.id}`, { ...said, comment: 'Seen twice.' }, bo)
  const withdrawn = await call('POST', `${home}/claims`, { achievement, learner: bo, narrative: 'Mine.' })
  await call('POST', `/v1/claims/${withdrawn.id}/withdraw`, undefined, bo)
  const { id: other } = await call('POST', `${home}/claims`, { achievement, learner: cleo, narrative: 'To expire.' })
  await useOwnKeys(unused, bo, { revised: `${claim}/endorsement-credentials/${given[0]?.id}`, claim, other })
  return (await workshop.stores.claims.load(claim)) as Claim // it was just opened
}

/** What members do with keys of their own: prove a DID, endorse with it, revise with it, take it away again. */
async function useOwnKeys(
  key: string,
  member: string,
  { revised, claim, other }: Readonly<Record<'revised' | 'claim' | 'other', string>>,
): Promise<void> {
  const verification = assembleVerification({ ...around('Verification'), keys: workshop.keys })
  const tenant = { slug: workshop.community.slug, key }
  const app: Pick<TestApp, 'request'> = {
    async request(method, path, { body, actingFor } = {}) {
      const headers = {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        'peerbadge-member': actingFor ?? member,
      }
      const sent = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await verification.request(path, { method, headers, ...sent })
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
      return { status: answer.status, headers: answer.headers, body: await answer.json() }
    },
  }
  const wallet = await aKeyWallet()
  await proveWallet(app, tenant, member, wallet)
  const credentialOf = async (id: string) => {
    const stored = await workshop.stores.claims.load(id)
    return { credential: await signEndorsement(wallet, `${BASE_URL}/credentials/${stored?.credentialId}`) }
  }
  await app.request('PUT', `/v1/claims/${revised}`, { body: await credentialOf(claim) })
  await app.request('POST', `/v1/claims/${other}/endorsement-credentials`, { body: await credentialOf(other) })
  const dids = `/v1/communities/${tenant.slug}/members/${member}/dids`
  await app.request('GET', dids)
  await app.request('DELETE', `${dids}/${encodeURIComponent(wallet.did)}`)
}

const around = (lambda: Lambda) => ({
  ...tableOf(lambda),
  publicUrl: BASE_URL,
  adminTokenSha256: digests.sha256Hex(ADMIN_TOKEN),
  log: quietLog,
})

/** A first try without keys parks the claim, a second issues its badge and clears what was parked. */
async function useIssuance({ id }: Claim): Promise<Claim> {
  const nudge = {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: '1',
      Keys: { pk: { S: `CLAIM#${id}` }, sk: { S: 'N#' } },
      NewImage: { entity: { S: 'nudge' } },
    },
  }
  const client = tableOf('Issuance').client
  const keys = { ...workshop.keys, sign: () => Promise.reject(new Error('KMS does not answer')) }
  await consumerOf(workshop, { client, keys })({ Records: [nudge] })
  await consumerOf(workshop, { client })({ Records: [nudge] })
  const claim = await workshop.stores.claims.load(id)
  if (claim?.status !== 'issued') throw new Error(`the claim is ${claim?.status}, not issued`)
  return claim
}

/** Everything that happened to a claim goes to the bus, and its badge is counted. */
async function useFanOut({ id }: Claim): Promise<void> {
  const consume = composeFanOut({ ...tableOf('FanOut'), bus: inProcessBus([]), log: quietLog })
  const answer = await consume({ Records: recordsOf(await readStream(workshop.table), id) })
  expect(answer).toEqual({ batchItemFailures: [] })
}

/** Issues a credential with a status as a VC-API issuer, revokes it, and resolves the issuer. */
async function useTheVcApi(): Promise<void> {
  const api = assembleApi({ ...around('Api'), keyMaker: workshop.keys })
  const verification = assembleVerification({ ...around('Verification'), keys: workshop.keys })
  const { slug } = workshop.community
  const post = async (app: typeof api, token: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const answer = await app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return JSON.parse(await answer.text())
  }
  const makeKey = async () => {
    const body = { name: 'vc', scopes: ['vc:issue'] }
    return (await post(api, ADMIN_TOKEN, `/v1/communities/${slug}/api-keys`, body)).key
  }
  // That a key was used is noted once a minute, by whichever function it was used with.
  const [setUpKey, key] = [await makeKey(), await makeKey()]
  const choice = { method: 'did:web', cryptosuite: 'ecdsa-rdfc-2019', credentialStatus: true }
  const issuer = await post(api, setUpKey, `/v1/communities/${slug}/vc-issuers`, choice)
  const credential = aCredential({ issuer: issuer.id })
  const { verifiableCredential } = await post(verification, key, '/vc-api/credentials/issue', { credential })
  await post(verification, key, '/vc-api/credentials/verify', { verifiableCredential })
  await post(verification, key, '/vc-api/credentials/status', { credentialId: verifiableCredential.id })
  const pages = assemblePublic(around('Public'))
  expect((await pages.request(`/communities/${slug}/vc-issuers/${issuer.name}/did.json`)).status).toBe(200)
}

async function useThePages({ id, credentialId, statusEntry, achievementId, evidenceVersion }: Claim): Promise<void> {
  const [first] = await workshop.stores.endorsements.load(id, evidenceVersion)
  const pages = assemblePublic(around('Public'))
  const community = `/communities/${workshop.community.slug}`
  for (const path of [
    `/credentials/${credentialId}`,
    `/awards/${credentialId}`,
    community,
    `${community}/did.json`,
    `/achievements/${achievementId}/1`,
    `/endorsements/${first?.id}`,
    `/status/${statusEntry?.list}`,
  ])
    for (const accept of ['text/html', 'application/json'])
      expect({ path, status: (await pages.request(path, { headers: { accept } })).status }).toMatchObject({
        path,
        status: 200,
      })
  const verification = assembleVerification({ ...around('Verification'), keys: workshop.keys })
  const answer = await verification.request('/v1/verifications', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `${BASE_URL}/credentials/${credentialId}` }),
  })
  expect(await answer.json()).toMatchObject({ outcome: 'verified' })
}

/** Somebody who judged is to be erased, and the call that began it did no more. */
async function leaveErasureToTheClock({ id, evidenceVersion }: Claim): Promise<void> {
  const [judged] = await workshop.stores.endorsements.load(id, evidenceVersion)
  const member = judged && (await workshop.stores.members.load(judged.endorserId))
  if (!member) throw new Error('nobody has judged the claim')
  const due = { at: addDays(systemNow(), 91), kind: 'erasure', claimId: member.id, attempt: 0 } as const
  const store = dynamoPersonErasureStore({ ...workshop.table, now: systemNow })
  expect(await store.begin(member, systemNow(), due)).toMatchObject({ ok: true })
}

beforeAll(async () => {
  workshop = await openWorkshop()
  const issued = await useIssuance(await useTheApi())
  await useThePages(issued)
  await useTheVcApi()
  await revokeBadge(workshop, issued)
  const { subscriber } = composeStatusLists({ ...tableOf('StatusLists'), keys: workshop.keys, log: quietLog })
  expect(await subscriber.deliver([aRevocationOf(issued)])).toEqual([])
  await useFanOut(issued)
  await workshop.stores.due.put({ at: addDays(systemNow(), 91), kind: 'badge-count', claimId: issued.id, attempt: 0 })
  await workshop.stores.due.put({
    at: addDays(systemNow(), 91),
    kind: 'review-pool',
    claimId: issued.community,
    attempt: 0,
  })
  await workshop.stores.due.put({ at: systemNow(), kind: 'claim-met', claimId: issued.id, attempt: 0 })
  await leaveErasureToTheClock(issued)
  await runClockAt(tableOf('Clock'), addDays(systemNow(), 91))
}, 60_000)

afterAll(() => workshop.close())

describe('the rights on the table', () => {
  const granted = grantedRights()

  it.each(LAMBDAS)('of %s are those it uses, none missing and none to spare', (lambda) => {
    expect([...(granted.get(lambda) ?? [])].sort()).toEqual([...(used.get(lambda) ?? [])].sort())
  })
})
