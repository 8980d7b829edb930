import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { dynamoClient } from '../../functions/adapters/dynamodb/client.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import type { PolicyInput } from '../../schemas/policy.ts'
import { ReviewRequestSchema } from '../../schemas/review-request.ts'
import type { TestTable } from './dynamodb.ts'
import { DRAWN } from './every-clause.ts'
import { type FaultCounts, injectFaults } from './fault-injection.ts'
import { quietLog, type SealedKeys } from './issuance-scenario.ts'

const ADMIN_TOKEN = 'the-administrator-of-the-storm'
/** The engine runs on the same few cores as everything else here. */
const PATIENCE_MS = 15_000
const KEEP_ALIVE_MS = 120_000
const CONFLICT_SHARE = 0.5
const THROTTLE_SHARE = 0.03

export interface Site {
  readonly url: string
  /** From now on conflicts and throttling get in the way. */
  readonly roughen: () => () => FaultCounts
  readonly close: () => Promise<void>
}

/** The API on a loopback socket, over a table whose client meets conflicts and throttling once told to. */
export async function openSite(table: TestTable, keys: SealedKeys, random: () => number): Promise<Site> {
  const client = dynamoClient({
    endpoint: table.endpoint,
    region: table.region,
    credentials: table.credentials,
    requestTimeoutMilliseconds: PATIENCE_MS,
  })
  // Longer than anything here pauses: a connection that is closed just as it is used again is none of the storm's business.
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a listener on a port has one
  const api = assembleApi({
    client,
    tableName: table.tableName,
    keyMaker: keys,
    publicUrl: url,
    adminTokenSha256: createHash('sha256').update(ADMIN_TOKEN).digest('hex'),
    log: quietLog,
  })
  server.on('request', getRequestListener(api.fetch))
  return {
    url,
    roughen: () => injectFaults(client, { random, conflictShare: CONFLICT_SHARE, throttleShare: THROTTLE_SHARE }),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type Json = Readonly<Record<string, unknown>>

interface Sent {
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
}

/** One request over HTTP, with its answer read. */
export async function call(url: string, token: string, method: string, path: string, { body, headers }: Sent = {}) {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const json: Json = JSON.parse(await answer.text())
  return { status: answer.status, json }
}

async function must(answer: Promise<{ status: number; json: Json }>): Promise<Json> {
  const { status, json } = await answer
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(json)}`)
  return json
}

const PANEL = 3
const CIRCLES = 20

/** The learner asks the queue for as many as the rule wants drawn. @returns who they are */
async function drawReviewers(url: string, key: string, learner: string, claim: string): Promise<readonly string[]> {
  const path = `/v1/claims/${claim}/review-requests`
  const headers = { 'peerbadge-member': learner }
  await must(call(url, key, 'POST', path, { body: { count: DRAWN }, headers }))
  const { items } = await must(call(url, key, 'GET', path))
  const { peers = [] } = ReviewRequestSchema.parse(Array.isArray(items) ? items[0] : undefined)
  return peers.flatMap(({ member }) => member ?? [])
}

/**
 * A community with a founding panel, its peers in circles, and one open claim; all over HTTP. Those whom the queue drew come
 * first among the members.
 */
export async function prepare(url: string, peers: number, policy: PolicyInput) {
  const slug = 'storm'
  await must(call(url, ADMIN_TOKEN, 'POST', '/v1/communities', { body: { slug, name: 'Storm' } }))
  const made = await must(
    call(url, ADMIN_TOKEN, 'POST', `/v1/communities/${slug}/api-keys`, { body: { name: 'storm', scopes: ['*'] } }),
  )
  const key = String(made['key'])
  const post = (path: string, body: object) => must(call(url, key, 'POST', `/v1/communities/${slug}/${path}`, { body }))
  const idOf = (answer: Json) => String(answer['id'])
  const learner = idOf(await post('members', { name: 'Asha' }))
  const members = await Promise.all(
    Array.from({ length: peers }, async (_, index) =>
      idOf(await post('members', { name: `Peer ${index}`, circles: [`circle-${index % CIRCLES}`] })),
    ),
  )
  const foundingPanel = members.slice(0, PANEL)
  await must(call(url, key, 'PATCH', `/v1/communities/${slug}`, { body: { foundingPanel } }))
  const achievement = idOf(
    await post('achievements', {
      name: 'Plain weave',
      description: 'Weaves an even plain cloth.',
      criteria: { narrative: 'Show a cloth.' },
      rubric: [
        {
          id: 'craft',
          name: 'Craft',
          levels: ['rough', 'sound', 'fine'].map((id) => ({ id, name: id })),
          requiredLevel: 'sound',
        },
      ],
      policy,
    }),
  )
  await post(`achievements/${achievement}/publish`, {})
  const claim = idOf(await post('claims', { achievement, learner, narrative: 'I wove it.' }))
  const drawn = await drawReviewers(url, key, learner, claim)
  return { key, members: [...drawn, ...members.filter((id) => !drawn.includes(id))], claim }
}
