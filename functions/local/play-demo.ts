/** What the demo needs of the running service: only what any client has. */
export interface DemoDeps {
  readonly baseUrl: string
  readonly adminToken: string
  readonly fetch: typeof fetch
  readonly wait: (milliseconds: number) => Promise<void>
  /** How long to wait for the badge before giving up. */
  readonly timeoutMilliseconds: number
}

/** What the demo ended with. */
export interface DemoBadge {
  readonly credentialUrl: string
  /** `verified`, or what the service's own verification said instead. */
  readonly outcome: string
}

type JsonBody = Readonly<Record<string, unknown>>

const SLUG = 'weavers-demo'

/**
 * Plays the main job over HTTP: a community, a learner, three peers, one issued badge. Safe to repeat on a store that
 * already holds the demo: members are matched by the community's own ids and writes carry idempotency keys.
 *
 * @throws Error naming the call that was refused and what the service answered.
 */
export async function playDemo(deps: DemoDeps): Promise<DemoBadge> {
  const admin = client(deps, deps.adminToken)
  await admin.postUnless(409, '/v1/communities', {
    slug: SLUG,
    name: "Weavers' Guild",
    description: 'People who learn to weave from each other.',
  })
  const { id: keyId, key } = await admin.post(`/v1/communities/${SLUG}/api-keys`, { name: 'demo', scopes: ['*'] })
  const community = client(deps, String(key))
  const existing = await community.get(`/v1/communities/${SLUG}/claims?limit=1`)
  const claim = firstItem(existing) ?? (await playScenario(community))
  const credentialUrl = await waitForBadge(deps, community, String(claim['id']))
  const credential: unknown = await (
    await deps.fetch(credentialUrl, { headers: { accept: 'application/json' } })
  ).json()
  const report = await client(deps, undefined).post('/v1/verifications', { credential }, [200])
  await community.remove(`/v1/communities/${SLUG}/api-keys/${String(keyId)}`)
  return { credentialUrl, outcome: String(report['outcome']) }
}

async function playScenario(community: Client): Promise<JsonBody> {
  const member = async (externalId: string, name: string, more: JsonBody = {}) =>
    String((await community.post(`/v1/communities/${SLUG}/members`, { externalId, name, ...more }, [200, 201]))['id'])
  const learner = await member('demo-asha', 'Asha', {
    identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
  })
  const peers = [await member('demo-ravi', 'Ravi'), await member('demo-lin', 'Lin'), await member('demo-noor', 'Noor')]
  const achievement = await community.post(`/v1/communities/${SLUG}/achievements`, {
    name: 'Plain weave',
    description: 'Warps a loom and weaves an even plain weave.',
    criteria: { narrative: 'Shows a sample of at least 20 by 20 cm and explains how it was made.' },
    tag: ['weaving'],
    policy: { minEndorsers: 3 },
    rubric: [
      {
        id: 'craft',
        name: 'Craft',
        levels: [
          { id: 'starting', name: 'Starting' },
          { id: 'sound', name: 'Sound', description: 'Even edges, even beat.' },
          { id: 'fine', name: 'Fine' },
        ],
        requiredLevel: 'sound',
      },
    ],
  })
  await community.post(`/v1/communities/${SLUG}/achievements/${String(achievement['id'])}/publish`, {}, [200, 201])
  const claim = await community.post(`/v1/communities/${SLUG}/claims`, {
    achievement: achievement['id'],
    learner,
    narrative: 'I warped the loom myself and wove this sample over two weeks.',
    identify: ['emailAddress'],
    evidence: [{ id: 'https://example.org/asha/sample', name: 'Photographs of the sample' }],
  })
  const comments = ['Even edges all the way.', 'She showed me how she fixed a broken warp thread.', 'Sound work.']
  for (const [index, endorser] of peers.entries())
    await community.post(`/v1/claims/${String(claim['id'])}/endorsements`, {
      endorser,
      verdict: 'endorse',
      ratings: { craft: index === 1 ? 'fine' : 'sound' },
      comment: comments[index],
      relationship: 'peer',
      consentToBeNamed: index !== 2,
    })
  return claim
}

async function waitForBadge(deps: DemoDeps, community: Client, claimId: string): Promise<string> {
  const deadline = performance.now() + deps.timeoutMilliseconds
  for (;;) {
    const claim = await community.get(`/v1/claims/${claimId}`)
    if (claim['status'] === 'issued') return String(claim['credentialUrl'])
    if (performance.now() > deadline)
      throw new Error(`the demo's claim is still ${String(claim['status'])} after ${deps.timeoutMilliseconds} ms`)
    await deps.wait(50)
  }
}

const firstItem = (list: JsonBody): JsonBody | undefined => {
  const items = list['items']
  return Array.isArray(items) && isObject(items[0]) ? items[0] : undefined
}

const isObject = (value: unknown): value is JsonBody => typeof value === 'object' && value !== null

interface Client {
  get(path: string): Promise<JsonBody>
  post(path: string, body: JsonBody, expected?: readonly number[]): Promise<JsonBody>
  remove(path: string): Promise<void>
  /** As `post`, but one refusal is as good as done. */
  postUnless(refusal: number, path: string, body: JsonBody): Promise<void>
}

function client({ baseUrl, fetch: send }: DemoDeps, token: string | undefined): Client {
  const call = async (method: string, path: string, body: JsonBody | undefined, expected: readonly number[]) => {
    const response = await send(`${baseUrl}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    if (!expected.includes(response.status) || !isObject(answer))
      throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    get: (path) => call('GET', path, undefined, [200]),
    post: (path, body, expected = [201]) => call('POST', path, body, expected),
    remove: async (path) => {
      await call('DELETE', path, undefined, [200])
    },
    postUnless: async (refusal, path, body) => {
      await call('POST', path, body, [201, refusal])
    },
  }
}
