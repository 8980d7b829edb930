import { communityDid } from '../domain/shared/public-urls.ts'
import { type DemoClient, demoClient, isJsonBody, type JsonBody } from './demo-client.ts'

/** What the demo needs of the running service: only what any client has. */
export interface DemoDeps {
  /** Where the service answers on this machine; what it publishes may stand under another address. */
  readonly baseUrl: string
  /** Base URL of what the service publishes, without a trailing slash. */
  readonly publicUrl: string
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

/** The demo's community as the administrator opened it: its slug, and a client with a key to it. */
interface DemoCommunity {
  readonly slug: string
  readonly client: DemoClient
  readonly close: () => Promise<void>
}

const SLUG = 'weavers-demo'
const SLUGS_TRIED = 20

const COMMUNITY = { name: "Weavers' Guild", description: 'People who learn to weave from each other.' }

const LEARNER = {
  externalId: 'demo-asha',
  name: 'Asha',
  identifiers: [{ type: 'emailAddress', value: 'asha@example.org' }],
}

const ACHIEVEMENT = {
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
}

const CLAIM = {
  narrative: 'I warped the loom myself and wove this sample over two weeks.',
  identify: ['emailAddress'],
  evidence: [{ id: 'https://example.org/asha/sample', name: 'Photographs of the sample' }],
}

const PEERS = [
  { externalId: 'demo-ravi', name: 'Ravi', craft: 'sound', comment: 'Even edges all the way.', consentToBeNamed: true },
  {
    externalId: 'demo-lin',
    name: 'Lin',
    craft: 'fine',
    comment: 'She showed me how she fixed a broken warp thread.',
    consentToBeNamed: true,
  },
  { externalId: 'demo-noor', name: 'Noor', craft: 'sound', comment: 'Sound work.', consentToBeNamed: false },
]

/**
 * Plays the main job over HTTP: a community, a learner, three peers, one issued badge. Safe to repeat: on a store that
 * holds the demo, whole or cut short anywhere, only what is missing is done.
 *
 * @throws Error naming the call that was refused and what the service answered.
 */
export async function playDemo(deps: DemoDeps): Promise<DemoBadge> {
  const community = await openCommunity(deps)
  try {
    const claim = await playScenario(community)
    const credentialUrl = await waitForBadge(deps, community.client, String(claim['id']))
    const anyone = demoClient(deps)
    const credential = await anyone.get(credentialUrl.slice(deps.publicUrl.length))
    const report = await anyone.post('/v1/verifications', { credential }, [200])
    return { credentialUrl, outcome: String(report['outcome']) }
  } finally {
    // Its secret is in this process alone; and why the demo failed must not be lost over it.
    await community.close().catch(() => undefined)
  }
}

/** A community keeps the base URL it was created under: where that has changed, the demo takes the next free slug. */
async function openCommunity(deps: DemoDeps): Promise<DemoCommunity> {
  const admin = demoClient({ ...deps, token: deps.adminToken })
  for (let n = 1; n <= SLUGS_TRIED; n++) {
    const slug = n === 1 ? SLUG : `${SLUG}-${n}`
    await admin.post('/v1/communities', { slug, ...COMMUNITY }, [201, 409])
    const { id, key } = await admin.post(`/v1/communities/${slug}/api-keys`, { name: 'demo', scopes: ['*'] }, [201])
    const client = demoClient({ ...deps, token: String(key) })
    const close = () => client.remove(`/v1/communities/${slug}/api-keys/${String(id)}`)
    const { issuer } = await client.get(`/v1/communities/${slug}`)
    if (issuer === communityDid(deps.publicUrl, slug)) return { slug, client, close }
    await close()
  }
  throw new Error(`the communities ${SLUG} to ${SLUG}-${SLUGS_TRIED} were all created under another base URL`)
}

async function playScenario({ slug, client }: DemoCommunity): Promise<JsonBody> {
  const path = `/v1/communities/${slug}`
  const memberId = async (body: JsonBody) => String((await client.post(`${path}/members`, body, [200, 201]))['id'])
  const learner = await memberId(LEARNER)
  const [known] = itemsOf(await client.get(`${path}/claims?learner=${learner}&limit=1`))
  const claim = known ?? (await openClaim(client, path, learner))
  if (claim['status'] !== 'open') return claim
  for (const { externalId, name, craft, ...judgement } of PEERS) {
    const endorser = await memberId({ externalId, name })
    await client.post(
      `/v1/claims/${String(claim['id'])}/endorsements`,
      { ...judgement, endorser, verdict: 'endorse', ratings: { craft }, relationship: 'peer' },
      [201, 409],
    )
  }
  return claim
}

async function openClaim(client: DemoClient, path: string, learner: string): Promise<JsonBody> {
  const drafts = itemsOf(await client.get(`${path}/achievements?limit=100`))
  const { id: achievement } =
    drafts.find(({ draft }) => isJsonBody(draft) && draft['name'] === ACHIEVEMENT.name) ??
    (await client.post(`${path}/achievements`, ACHIEVEMENT, [201]))
  await client.post(`${path}/achievements/${String(achievement)}/publish`, {}, [201, 409])
  return client.post(`${path}/claims`, { ...CLAIM, achievement, learner }, [201])
}

async function waitForBadge({ wait, timeoutMilliseconds }: DemoDeps, client: DemoClient, claimId: string) {
  const deadline = performance.now() + timeoutMilliseconds
  for (;;) {
    const claim = await client.get(`/v1/claims/${claimId}`)
    if (claim['status'] === 'issued') return String(claim['credentialUrl'])
    if (performance.now() > deadline)
      throw new Error(`the demo's claim is still ${String(claim['status'])} after ${timeoutMilliseconds} ms`)
    await wait(50)
  }
}

function itemsOf({ items }: JsonBody): readonly JsonBody[] {
  return Array.isArray(items) ? items.filter(isJsonBody) : []
}
