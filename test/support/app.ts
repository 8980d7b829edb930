import { createHash } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileSealedKeys } from '../../functions/adapters/keys/file-sealed-keys.ts'
import { type Instant, toInstant } from '../../functions/domain/shared/instant.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { composeIssuance } from '../../functions/lambdas/compose-issuance.ts'
import { routeRequest } from '../../functions/local/route-request.ts'
import type { Log } from '../../functions/ports/log.ts'
import type { AchievementDraft } from '../../schemas/achievement.ts'
import type { CreateChallenge } from '../../schemas/challenge.ts'
import type { CreateCommunity, Scope } from '../../schemas/community.ts'
import type { AddMember } from '../../schemas/member.ts'
import { type AnswerCheck, checkDeclared } from './declared-answers.ts'
import { freshTable, type TestTable } from './dynamodb.ts'
import { type FakeWeb, outboundTo } from './fake-web.ts'

export const ADMIN_TOKEN = 'the administrator of the tests'.replaceAll(' ', '-')
export const PUBLIC_URL = 'https://badges.example.org'

/** Who sends a request: a bearer token, and the member it acts for. */
interface Sender {
  readonly token?: string | undefined
  readonly actingFor?: string | undefined
}

export interface RequestOptions extends Sender {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The body as JSON, typed loosely: tests compare it with what they expect. */
  // biome-ignore lint/suspicious/noExplicitAny: every test would otherwise parse every body it looks into
  readonly body: any
}

/** The functions behind the API's address over DynamoDB Local, called in-process, with a clock that tests move. */
export interface TestApp {
  readonly fetch: (request: Request) => Promise<Response>
  readonly request: (method: string, path: string, options?: RequestOptions) => Promise<Answer>
  /** The present moment of the app. */
  readonly now: () => Instant
  readonly advanceSeconds: (seconds: number) => void
  /** Lets issuance look at a claim, as the stream would. */
  readonly issue: (claimId: string) => Promise<void>
  readonly logged: readonly LogLine[]
  readonly table: TestTable
  /** What other hosts hold; the app reaches nothing else. */
  readonly web: FakeWeb
}

interface LogLine {
  readonly code: string
  readonly fields?: Readonly<Record<string, unknown>> | undefined
  readonly cause?: unknown
}

/** Starts them on a table of their own, or on a given one. Every answer is checked against the OpenAPI document. */
export async function startApp(given?: TestTable): Promise<TestApp> {
  const [table, check] = await Promise.all([given ?? freshTable(), checkDeclared()])
  const folder = await mkdtemp(join(tmpdir(), 'peerbadge-test-'))
  let aheadMilliseconds = 0
  const now = () => toInstant(new Date(Date.now() + aheadMilliseconds))
  /** Nobody waits for issuance, which only runs when a test says so; the clock goes on instead. */
  const pause = async (milliseconds: number) => {
    aheadMilliseconds += milliseconds
  }
  const logged: LogLine[] = []
  const web: FakeWeb = new Map()
  const keys = await fileSealedKeys({ path: join(folder, 'keys.json') })
  const around = { client: table.client, tableName: table.tableName, publicUrl: PUBLIC_URL, log: logInto(logged), now }
  const adminTokenSha256 = createHash('sha256').update(ADMIN_TOKEN).digest('hex')
  const asked = { ...around, adminTokenSha256, allowLoopbackHttp: true }
  const issuance = composeIssuance({ ...around, keys })
  const route = routeRequest({
    api: assembleApi({ ...asked, keyMaker: keys, pause }),
    public: assemblePublic(around),
    verification: assembleVerification({ ...asked, keys, outbound: outboundTo(web, { 'inside.example': '10.0.0.1' }) }),
  })
  const fetch = async (request: Request) => route(request)
  return {
    fetch,
    request: (method, path, options = {}) => send(fetch, check, method, path, options),
    now,
    advanceSeconds: (seconds) => {
      aheadMilliseconds += seconds * 1000
    },
    async issue(claimId) {
      await issuance({ Records: [toNudge(claimId)] })
    },
    logged,
    table,
    web,
  }
}

const toNudge = (claimId: string) => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: '1',
    Keys: { pk: { S: `CLAIM#${claimId}` }, sk: { S: 'N#' } },
    NewImage: { entity: { S: 'nudge' } },
  },
})

const logInto = (lines: LogLine[]): Log => ({
  info: (code, fields) => lines.push({ code, fields }),
  warn: (code, fields) => lines.push({ code, fields }),
  error: (code, fields, cause) => lines.push({ code, fields, cause }),
})

async function send(
  fetch: TestApp['fetch'],
  check: AnswerCheck,
  method: string,
  path: string,
  { token, actingFor, body, headers = {} }: RequestOptions,
): Promise<Answer> {
  const answer = await fetch(
    new Request(`${PUBLIC_URL}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(actingFor === undefined ? {} : { 'peerbadge-member': actingFor }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  )
  await check(method, path, answer)
  const text = await answer.text()
  const isJson = /json/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text }
}

/** Fails loudly when preparing a test did not work. */
async function mustAnswer(status: number | readonly number[], answer: Promise<Answer>) {
  const { status: actual, body } = await answer
  if (![status].flat().includes(actual)) throw new Error(`expected ${status}, got ${actual}: ${JSON.stringify(body)}`)
  return body
}

/** A community as the administrator creates it, with a key for everything. */
export async function createCommunity(app: TestApp, slug: string, more: Partial<CreateCommunity> = {}) {
  const created = await mustAnswer(
    201,
    app.request('POST', '/v1/communities', { token: ADMIN_TOKEN, body: { slug, name: `The ${slug}`, ...more } }),
  )
  const key = await apiKey(app, slug, ['*'])
  return { slug, id: String(created.id), issuer: String(created.issuer), key: key.key, keyId: key.id }
}

export async function apiKey(app: TestApp, slug: string, scopes: readonly Scope[]) {
  const made = await mustAnswer(
    201,
    app.request('POST', `/v1/communities/${slug}/api-keys`, {
      token: ADMIN_TOKEN,
      body: { name: scopes.join(' '), scopes },
    }),
  )
  return { id: String(made.id), key: String(made.key) }
}

interface Tenant {
  readonly slug: string
  readonly key: string
}

export async function addMember(app: TestApp, { slug, key }: Tenant, member: Partial<AddMember> = {}): Promise<string> {
  const body = { name: 'Asha', ...member }
  const added = await mustAnswer(
    [200, 201],
    app.request('POST', `/v1/communities/${slug}/members`, { token: key, body }),
  )
  return String(added.id)
}

/** A challenge of the community, with everything optional left out unless given. */
export async function createChallenge(
  app: TestApp,
  { slug, key }: Tenant,
  changes: Partial<CreateChallenge> = {},
): Promise<string> {
  const body = { name: 'Twill', ...changes }
  const created = await mustAnswer(201, app.request('POST', `/v1/communities/${slug}/challenges`, { token: key, body }))
  return String(created.id)
}

export const aDraft = (changes: Partial<AchievementDraft> = {}): AchievementDraft => ({
  name: 'Plain weave',
  description: 'Weaves a plain cloth on a frame loom.',
  criteria: { narrative: 'The cloth is even and its edges are straight.' },
  ...changes,
})

export async function draftAchievement(
  app: TestApp,
  { slug, key }: Tenant,
  changes: Partial<AchievementDraft> = {},
): Promise<string> {
  const drafted = await mustAnswer(
    201,
    app.request('POST', `/v1/communities/${slug}/achievements`, { token: key, body: aDraft(changes) }),
  )
  return String(drafted.id)
}

/** Drafts and publishes; version 1. */
export async function publishAchievement(
  app: TestApp,
  tenant: Tenant,
  changes: Partial<AchievementDraft> = {},
): Promise<string> {
  const id = await draftAchievement(app, tenant, changes)
  const path = `/v1/communities/${tenant.slug}/achievements/${id}/publish`
  await mustAnswer(201, app.request('POST', path, { token: tenant.key }))
  return id
}

/** A claim of a learner on a published achievement, with one line of evidence. */
export async function openClaim(
  app: TestApp,
  { slug, key }: Tenant,
  { learner, achievement }: { readonly learner: string; readonly achievement: string },
): Promise<string> {
  const body = { achievement, learner, narrative: 'Here is my cloth.' }
  const opened = await mustAnswer(201, app.request('POST', `/v1/communities/${slug}/claims`, { token: key, body }))
  return String(opened.id)
}
