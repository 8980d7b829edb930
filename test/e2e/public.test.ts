import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rdfcCanonize } from '../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { rdfcProofReader } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { signingKey } from '../../functions/domain/community/key-lifetime.ts'
import { toLambdaHandler } from '../../functions/http/lambda.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { ISSUING_CONTEXTS } from '../../schemas/contexts.ts'
import { aCriterion, digests } from '../support/builders.ts'
import { type AnswerCheck, checkDeclared } from '../support/declared-answers.ts'
import { reviseOn, withdrawOn } from '../support/issuance-consumer.ts'
import { aStoredMember, BASE_URL, give, quietLog } from '../support/issuance-scenario.ts'
import {
  anEndorsedClaim,
  anIssuedBadge,
  type BadgeWorkshop,
  type EndorsedClaim,
  issue,
  openWorkshop,
} from '../support/issued-badge.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'
const FULL_PAGE_BYTES = 50_000

let workshop: BadgeWorkshop
let badge: EndorsedClaim
let app: ReturnType<typeof assemblePublic>
let check: AnswerCheck

beforeAll(async () => {
  check = await checkDeclared()
  workshop = await openWorkshop()
  badge = await anIssuedBadge(workshop, {
    draft: {
      inLanguage: 'en',
      translations: [{ inLanguage: 'hi', name: 'सादी बुनाई', description: 'एकसमान कपड़ा।', criteria: 'कपड़ा दिखाएँ।' }],
    },
    names: ['Asha Rao', 'Bilal Haidar', 'Chipo Moyo'],
    judgements: [
      { comment: '<script>alert(1)</script> ![x](https://tracker.example/x.png) [y](javascript:alert(1))\n\n# Big' },
      { comment: 'Good cloth.', consentToBeNamed: false },
      {},
    ],
  })
  app = assemblePublic({ ...workshop.table, publicUrl: BASE_URL, log: quietLog })
})

afterAll(() => workshop.close())

async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const answer = await app.request(path, { method, headers })
  await check(method, path, answer)
  return answer
}

const credentialPath = () => `/credentials/${badge.claim.credentialId}`

async function expectProblem(answer: Response, status: number, code: string) {
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(await answer.json()).toMatchObject({ status, code })
}

describe('GET /credentials/{id}', () => {
  it.each([
    [undefined, 'application/vc+ld+json'],
    ['*/*', 'application/vc+ld+json'],
    ['application/vc', 'application/vc'],
    ['application/vc+ld+json', 'application/vc+ld+json'],
    ['application/ld+json', 'application/ld+json'],
    ['application/json', 'application/json'],
    ['application/*', 'application/vc+ld+json'],
    ['text/html, application/json', 'application/json'],
    ['text/html;q=0.9, application/json', 'application/json'],
    ['application/json;q=0.5, text/html', 'text/html; charset=utf-8'],
    ['text/html;q=0.5, application/json;q=0.5', 'application/json'],
    ['text/*', 'text/plain'],
    ['text/plain', 'text/plain'],
    ['application/jwt', 'application/jwt'],
    ['application/vc+jwt', 'application/vc+jwt'],
    ['text/html, text/plain', 'text/plain'],
    ['text/plain, application/json', 'application/json'],
    [BROWSER, 'text/html; charset=utf-8'],
    ['image/png;q=0.9, application/json;q=0.1', 'image/png'],
    ['text/html; charset=utf-8', 'text/html; charset=utf-8'],
    ['application/ld+json; profile="https://a.example/x,y;z"; q=0.9, text/html;q=0.5', 'application/ld+json'],
    ['TEXT/HTML', 'text/html; charset=utf-8'],
    ['image/png', 'image/png'],
    ['image/svg+xml', 'image/svg+xml'],
    ['image/*', 'image/png'],
    ['image/svg+xml, image/png', 'image/png'],
    ['image/png, text/html, application/json', 'application/json'],
    ['image/png, text/html', 'text/html; charset=utf-8'],
    ['text/html;q=0.5, image/svg+xml', 'image/svg+xml'],
    ['text/html,application/xml;q=0.9,image/avif,image/png,image/svg+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['text/html, image/gif, *; q=.2, */*; q=.2', 'text/html; charset=utf-8'],
    ['*', 'application/vc+ld+json'],
    ['application/vc;q=0, */*;q=0.1', 'application/vc+ld+json'],
    ['', 'application/vc+ld+json'],
    ['nonsense', 'application/vc+ld+json'],
    [',;q=1,', 'application/vc+ld+json'],
  ])('answers Accept %s with %s (DOC-04, DOC-05)', async (accept, contentType) => {
    const answer = await get(credentialPath(), accept === undefined ? {} : { accept })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(contentType)
    expect(answer.headers.get('vary')).toMatch(/^Accept\b/)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  })

  it.each(['image/gif', 'application/pdf', 'application/jose', '*/*;q=0', 'text/html;q=0'])(
    'refuses %s, which is not offered, and names what is',
    async (accept) => {
      const answer = await get(credentialPath(), { accept })
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      const { detail } = (await answer.clone().json()) as { detail: string } // a problem document
      expect(detail).toContain('application/vc+ld+json')
      expect(detail).toContain('text/html')
      expect(detail).toContain('text/plain')
      await expectProblem(answer, 406, 'not_acceptable')
    },
  )

  it('gives exactly the stored JWT under .jwt whatever is accepted, as text/plain (DOC-01, DOC-03)', async () => {
    const stored = await workshop.stores.credentials.load(badge.claim.credentialId)
    const answer = await get(`${credentialPath()}.jwt`, { accept: BROWSER })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain'])
    const text = await answer.text()
    expect(text).toBe(stored?.jwt?.text)
    expect(answer.headers.get('etag')).toBe(`"${digests.sha256Base64Url(text)}"`)
  })

  it('serves exactly the stored bytes, whose digest is the entity tag (GEN-20)', async () => {
    const stored = await workshop.stores.credentials.load(badge.claim.credentialId)
    const answer = await get(credentialPath())
    const text = await answer.text()
    expect(text).toBe(stored?.text)
    expect(answer.headers.get('etag')).toBe(`"${digests.sha256Base64Url(text)}"`)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60')
  })

  it('gives the signed JSON under .json whatever is accepted', async () => {
    const answer = await get(`${credentialPath()}.json`, { accept: BROWSER })
    expect(answer.headers.get('content-type')).toBe('application/vc+ld+json')
    expect(await answer.json()).toMatchObject({ id: `${BASE_URL}${credentialPath()}` })
  })

  it.each(['application/json', BROWSER])('answers 304 without a body when the client has it (%s)', async (accept) => {
    const etag = (await get(credentialPath(), { accept })).headers.get('etag') ?? ''
    const again = await get(credentialPath(), { accept, 'if-none-match': `"other", ${etag}` })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
    expect(again.headers.get('etag')).toBe(etag)
    expect(again.headers.get('vary')).toMatch(/^Accept\b/)
    expect((await get(credentialPath(), { accept, 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('has different entity tags for JSON and page, so that neither stands for the other', async () => {
    const json = await get(credentialPath())
    const page = await get(credentialPath(), { accept: BROWSER, 'if-none-match': json.headers.get('etag') ?? '' })
    expect(page.status).toBe(200)
  })

  it('answers HEAD with the headers of GET and no body', async () => {
    const answer = await get(credentialPath(), {}, 'HEAD')
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('etag')).toBe((await get(credentialPath())).headers.get('etag'))
  })

  it('lets other sites ask first, with the headers that caching needs', async () => {
    const answer = await get(credentialPath(), { 'access-control-request-method': 'GET' }, 'OPTIONS')
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-allow-headers')).toContain('If-None-Match')
  })

  it('answers alike for a badge that is not issued yet, an unknown id and no id at all', async () => {
    const { claim } = await anEndorsedClaim(workshop, { draft: { policy: { minEndorsers: 9 } } })
    for (const id of [claim.credentialId, '01M81TGFZCX9NJTDPM0MRTQRWQ', 'nonsense', `${claim.credentialId}.pdf`])
      await expectProblem(await get(`/credentials/${id}`, { accept: BROWSER }), 404, 'credential_not_found')
  })

  it('refuses other methods and unknown paths with a problem', async () => {
    await expectProblem(await get(credentialPath(), {}, 'DELETE'), 405, 'method_not_allowed')
    await expectProblem(await get('/credentials'), 404, 'not_found')
    await expectProblem(await get('/nothing/here'), 404, 'not_found')
  })
})

describe('the page of a badge', () => {
  const page = async (headers: Record<string, string> = {}) =>
    (await get(credentialPath(), { accept: BROWSER, ...headers })).text()

  it('says what, who, why, when, by whom and how it stands', async () => {
    const html = await page()
    for (const words of [
      'Plain weave',
      'Weavers’ Guild',
      'Weaves an even plain cloth.',
      'Show a cloth.',
      'Given when 3 peers endorse the same evidence.',
      '3 endorsements counted; the rule needs 3.',
      'A learner whom the badge does not name',
      'Endorsed by 3 peers',
      'Asha Rao',
      'A peer who chose not to be named',
      'states who gave this endorsement',
      'Valid. This badge is not revoked.',
      `${BASE_URL}/awards/${badge.claim.credentialId}`,
      `${BASE_URL}/status/${badge.claim.statusEntry?.list}`,
      `${BASE_URL}${credentialPath()}.json`,
    ])
      expect(html).toContain(words)
    expect(html).toContain('<html lang="en">')
  })

  it('says so when not all who endorsed counted under the rule', async () => {
    const rubric = [
      {
        id: 'craft',
        name: 'Craft',
        levels: [
          { id: 'rough', name: 'Rough' },
          { id: 'sound', name: 'Sound' },
        ],
        requiredLevel: 'sound',
      },
    ]
    const some = await anIssuedBadge(workshop, {
      draft: { rubric, policy: { minEndorsers: 2 } },
      judgements: ['sound', 'rough', 'sound'].map((craft) => ({ ratings: { craft } })),
    })
    const html = await (await get(`/credentials/${some.claim.credentialId}`, { accept: BROWSER })).text()
    expect(html).toContain('Endorsed by 3 peers')
    expect(html).toContain('2 endorsements counted; the rule needs 2.')
    expect(html).toContain('2 of these 3 counted under the rule')
    expect(await page()).not.toContain('of these')
  })

  it('names neither the learner, nor their address, nor a peer who did not agree', async () => {
    const html = await page()
    expect(html.toLowerCase()).not.toContain('asha@example.org')
    expect(html).not.toContain(badge.learner.name)
    expect(html).not.toContain('Bilal Haidar')
  })

  it('shows what a peer wrote without script, picture, heading or dangerous link (GEN-19)', async () => {
    const html = await page()
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).not.toContain('<script')
    expect(html.match(/<img[^>]*>/g)).toEqual([
      expect.stringContaining(`src="${BASE_URL}/achievements/${badge.achievement.achievementId}/1/image"`),
    ])
    expect(html).not.toContain('javascript:')
    expect(html).not.toContain('href=""')
    expect(html.match(/<h1/g)).toHaveLength(1)
  })

  it('has a policy that lets nothing in but its own style', async () => {
    const policy = (await get(credentialPath(), { accept: BROWSER })).headers.get('content-security-policy') ?? ''
    const style = /<style>([\s\S]*)<\/style>/.exec(await page())?.[1] ?? ''
    const hash = Buffer.from(digests.sha256Hex(style), 'hex').toString('base64')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`style-src 'sha256-${hash}'`)
  })

  it('is compressed for whoever takes it, under a weak entity tag', async () => {
    const answer = await get(credentialPath(), { accept: BROWSER, 'accept-encoding': 'br, gzip' })
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('etag')).toMatch(/^W\//)
    expect(answer.headers.get('vary')).toContain('Accept-Encoding')
    const plain = await new Response(answer.body?.pipeThrough(new DecompressionStream('gzip'))).text()
    expect(plain).toBe(await page())
    expect(
      (await get(credentialPath(), { accept: BROWSER, 'accept-encoding': 'gzip;q=0' })).headers.get('content-encoding'),
    ).toBeNull()
  })

  it('stays under 50 kB over the wire and is quick with 200 long endorsements, each reachable in full', async () => {
    const text = (n: number) =>
      Array.from({ length: 600 }, (_, word) => digests.sha256Hex(`${n} ${word}`).slice(0, 5)).join(' ')
    const large = await anIssuedBadge(workshop, {
      judgements: Array.from({ length: 200 }, (_, n) => ({ comment: text(n), consentToBeNamed: n % 2 === 0 })),
    })
    const begun = performance.now()
    const answer = await get(`/credentials/${large.claim.credentialId}`, { accept: BROWSER, 'accept-encoding': 'gzip' })
    const bytes = await answer.clone().arrayBuffer()
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(bytes.byteLength).toBeLessThan(FULL_PAGE_BYTES)
    const html = await new Response(answer.body?.pipeThrough(new DecompressionStream('gzip'))).text()
    expect(html.match(/<li><p><a href=/g)).toHaveLength(200)
    expect(html).toContain('Read all that was written by')
    for (const { id } of large.endorsements) expect(html).toContain(`${BASE_URL}/endorsements/${id}`)
    const one = await get(`/endorsements/${large.endorsements[0]?.id}`, { accept: BROWSER })
    expect(await one.text()).toContain(text(0))
  })
})

describe('the page of a badge that is as full as it can be', () => {
  /** Words that no compression can do much about. */
  const noise = (seed: string, length: number) =>
    Array.from({ length: Math.ceil(length / 12) }, (_, n) => digests.sha256Base64Url(`${seed} ${n}`).slice(0, 11))
      .join(' ')
      .slice(0, length)
      .trim()

  it('keeps to 50 kB over the wire and still says what it recognises, who endorsed it and how it stands', async () => {
    const rubric = Array.from({ length: 30 }, (_, n) => ({
      id: `c${n}`,
      name: noise(`c${n}`, 200),
      levels: [
        { id: 'low', name: noise(`low ${n}`, 200) },
        { id: 'high', name: noise(`high ${n}`, 200) },
      ],
      requiredLevel: 'high',
    }))
    const ratings = Object.fromEntries(rubric.map(({ id }) => [id, 'high']))
    const full = await anIssuedBadge(workshop, {
      draft: {
        name: noise('name', 200),
        description: `It recognises ${noise('description', 4_900)}`,
        criteria: { narrative: noise('criteria', 10_000) },
        alignment: Array.from({ length: 30 }, (_, n) => ({
          targetName: noise(`target ${n}`, 300),
          targetUrl: `https://example.org/${n}`,
        })),
        rubric,
      },
      names: Array.from({ length: 200 }, (_, n) => noise(`peer ${n}`, 200)),
      judgements: Array.from({ length: 200 }, (_, n) => ({ ratings, comment: noise(`comment ${n}`, 4_000) })),
    })
    const path = `/credentials/${full.claim.credentialId}`
    const answer = await get(path, { accept: BROWSER, 'accept-encoding': 'gzip' })
    expect((await answer.clone().arrayBuffer()).byteLength).toBeLessThan(FULL_PAGE_BYTES)
    const html = await new Response(answer.body?.pipeThrough(new DecompressionStream('gzip'))).text()
    expect(html).toContain('It recognises')
    expect(html).toContain('Valid. This badge is not revoked.')
    expect(html).toContain('200 endorsements counted; the rule needs 200.')
    for (const { id } of full.endorsements) expect(html).toContain(`${BASE_URL}/endorsements/${id}`)
  })
})

describe('what the writing direction of a name may do', () => {
  it('is nothing to the words around it', async () => {
    const turned = await anIssuedBadge(workshop, {
      names: ['Evil\u202Eretsam', 'سلمى'],
      judgements: [{ comment: 'قماش جيد \u2067x' }, {}],
    })
    const html = await (await get(`/credentials/${turned.claim.credentialId}`, { accept: BROWSER })).text()
    expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/)
    expect(html).toContain('<bdi>سلمى</bdi>')
    expect(html).toMatch(/<div dir="auto"><p>قماش/)
  })
})

describe('behind API Gateway', () => {
  const invoke = (path: string, headers: Record<string, string>) =>
    toLambdaHandler(app)(
      {
        version: '2.0',
        routeKey: 'ANY /credentials/{proxy+}',
        rawPath: path,
        rawQueryString: '',
        headers,
        body: null,
        isBase64Encoded: false,
        requestContext: {
          accountId: '',
          apiId: '',
          authentication: null,
          authorizer: {},
          domainName: 'badges.example.org',
          domainPrefix: '',
          http: { method: 'GET', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
          requestId: '',
          routeKey: '',
          stage: '$default',
          time: '',
          timeEpoch: 0,
        },
      },
      undefined,
    )

  it.each(['application/vc', 'application/json'])('hands over the exact signed bytes as %s', async (accept) => {
    const { statusCode, body, isBase64Encoded } = await invoke(credentialPath(), { accept })
    expect(statusCode).toBe(200)
    expect(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString()).toBe(
      (await workshop.stores.credentials.load(badge.claim.credentialId))?.text,
    )
  })

  it('hands over the compressed page as bytes', async () => {
    const page = await invoke(credentialPath(), { accept: BROWSER, 'accept-encoding': 'gzip' })
    expect(page).toMatchObject({ statusCode: 200, isBase64Encoded: true })
    expect(gunzipSync(Buffer.from(page.body, 'base64')).toString()).toContain('Endorsed by 3 peers')
  })
})

describe('what a page costs', () => {
  /** How often the store is asked for one page. */
  async function readsOf(credentialId: string, accept: string): Promise<number> {
    let reads = 0
    const { client, tableName } = workshop.table
    const counting = Object.create(client) as typeof client // the same client but for `send`
    const send = client.send.bind(client)
    counting.send = ((command: Parameters<typeof send>[0]) => {
      reads++
      return send(command)
    }) as typeof client.send // every overload goes the same way
    const counted = assemblePublic({ client: counting, tableName, publicUrl: BASE_URL, log: quietLog })
    expect((await counted.request(`/credentials/${credentialId}`, { headers: { accept } })).status).toBe(200)
    return reads
  }

  it('is one read, and one more for each further 300 KB', async () => {
    const noise = (n: number) => Array.from({ length: 62 }, (_, part) => digests.sha256Hex(`${n} ${part}`)).join('')
    const large = await anIssuedBadge(workshop, {
      judgements: Array.from({ length: 200 }, (_, n) => ({ comment: noise(n) })),
    })
    const gzipped = new Blob([(await workshop.stores.credentials.load(large.claim.credentialId))?.text ?? ''])
      .stream()
      .pipeThrough(new CompressionStream('gzip'))
    const bytes = (await new Response(gzipped).arrayBuffer()).byteLength
    expect(bytes).toBeGreaterThan(300_000)
    for (const accept of ['application/json', BROWSER]) {
      expect(await readsOf(badge.claim.credentialId, accept)).toBe(1)
      expect(await readsOf(large.claim.credentialId, accept)).toBeLessThanOrEqual(Math.ceil(bytes / 300_000))
    }
  })
})

describe('GET /awards/{id}', () => {
  it('serves the exact signed record, and a page in words', async () => {
    const path = `/awards/${badge.claim.credentialId}`
    const stored = await workshop.stores.credentials.loadAward(badge.claim.credentialId)
    const answer = await get(path)
    expect(answer.headers.get('content-type')).toBe('application/json')
    expect(await answer.text()).toBe(stored?.text)
    expect(stored?.text).not.toContain('Asha Rao')
    expect(answer.headers.get('etag')).toBe(`"${stored?.digest}"`)
    const html = await (await get(path, { accept: BROWSER })).text()
    expect(html).toContain('The rule was met: 3 endorsements counted, 3 needed.')
    for (const { endorserId } of badge.endorsements) expect(html).not.toContain(endorserId)
  })

  it('states the rule and the reasons in Hindi to who prefers that, and names whom the badge names', async () => {
    const path = `/awards/${badge.claim.credentialId}`
    const answer = await get(path, { accept: BROWSER, 'accept-language': 'hi-IN, en;q=0.5' })
    const html = await answer.text()
    expect(html).toContain('<dt>नियम</dt><dd><ul><li>यह तब मिलता है, जब 3 साथी एक ही काम का समर्थन करें।</li><li>')
    expect(html).toContain('<h1>यह बैज क्यों दिया गया</h1>')
    expect(answer.headers.get('vary')).toContain('Accept-Language')
    const signed = JSON.parse((await workshop.stores.credentials.load(badge.claim.credentialId))?.text ?? '')
    const names = signed.endorsement.flatMap(({ issuer }: { issuer: { name?: string } }) => issuer.name ?? [])
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(html).toContain(`<bdi>${name}</bdi>`)
    expect(html.match(/<bdi>/g)).toHaveLength(names.length + 2) // and the community and the achievement
  })

  it('calls achievement, criteria and levels by the names they were published under', async () => {
    const levels = ['l1', 'l2'].map((id) => ({ id, name: `Level ${id.at(-1)} & more` }))
    const rubric = [aCriterion('c1', { name: 'Even <weave>', levels, requiredLevel: 'l2' })]
    const { claim } = await anIssuedBadge(workshop, {
      draft: {
        rubric,
        inLanguage: 'en',
        translations: [{ inLanguage: 'hi', name: 'सादी बुनाई', description: 'कपड़ा।' }],
      },
      judgements: [1, 2, 3].map(() => ({ ratings: { c1: 'l2' } })),
    })
    const page = async (language: string) =>
      (await get(`/awards/${claim.credentialId}`, { accept: BROWSER, 'accept-language': language })).text()
    const [english, hindi] = [await page('en'), await page('hi')]
    expect(english.match(/<bdi>Even &lt;weave&gt;: Level 2 &amp; more<\/bdi>/g)).toHaveLength(3)
    expect(english).toContain('&quot;Even &lt;weave&gt;&quot; at &quot;Level 2 &amp; more&quot; or above')
    for (const html of [english, hindi]) expect(html).not.toMatch(/\bc1\b|\bl2\b/)
    expect(hindi).toContain(
      `<a href="${BASE_URL}/achievements/${claim.achievementId}/1" lang="hi"><bdi>सादी बुनाई</bdi></a>`,
    )
    expect(hindi).toContain('“Even &lt;weave&gt;” कम से कम “Level 2 &amp; more” स्तर पर')
  })

  it('names nobody any more who takes back the consent to be named, or the endorsement', async () => {
    const { claim, achievement, endorsements } = await anIssuedBadge(workshop, {
      names: ['Dia Sen', 'Eli Roth', 'Fay Wong'],
      judgements: [{}, {}, {}],
    })
    const named = async () => {
      const html = await (await get(`/awards/${claim.credentialId}`, { accept: BROWSER })).text()
      return ['Dia Sen', 'Eli Roth', 'Fay Wong'].filter((name) => html.includes(name))
    }
    expect(await named()).toEqual(['Dia Sen', 'Eli Roth', 'Fay Wong'])
    const [dia, eli] = endorsements
    const endorser = dia && (await workshop.stores.members.load(dia.endorserId))
    if (!dia || !eli || !endorser) throw new TypeError('three endorsed')
    const unnamed = { verdict: 'endorse', consentToBeNamed: false } as const
    expect(await reviseOn(workshop, { claim, achievement, endorser }, dia, unnamed)).toBe('done')
    expect(await withdrawOn(workshop, claim, eli)).toBe('done')
    expect(await named()).toEqual(['Fay Wong'])
  })

  it('answers 404 before the badge exists and for unknown ids', async () => {
    const { claim } = await anEndorsedClaim(workshop, { draft: { policy: { minEndorsers: 9 } } })
    for (const id of [claim.credentialId, 'nonsense'])
      await expectProblem(await get(`/awards/${id}`), 404, 'award_not_found')
  })
})

describe('GET /awards/{id}/evidence/{version}', () => {
  it('serves the exact bytes the endorsements name the digest of', async () => {
    const answer = await get(`/awards/${badge.claim.credentialId}/evidence/1`)
    const text = await answer.text()
    expect(digests.sha256Base64Url(text)).toBe(badge.claim.evidenceDigest)
    expect(answer.headers.get('content-type')).toBe('application/json')
  })

  it('answers 404 for other versions, and for all before the badge exists', async () => {
    const { claim } = await anEndorsedClaim(workshop, { draft: { policy: { minEndorsers: 9 } } })
    for (const path of [
      `${badge.claim.credentialId}/evidence/2`,
      `${badge.claim.credentialId}/evidence/x`,
      `${badge.claim.credentialId}/evidence/1.0`,
      `${badge.claim.credentialId}/evidence/0x1`,
      `${claim.credentialId}/evidence/1`,
    ])
      await expectProblem(await get(`/awards/${path}`), 404, 'not_found')
  })
})

describe('GET /communities/{slug}', () => {
  const path = () => `/communities/${workshop.community.slug}`

  it('is an Open Badges Profile with its keys that passes safe mode (IS-04, CTX-05)', async () => {
    for (const accept of [undefined, 'application/ld+json', 'application/json']) {
      const answer = await get(path(), accept === undefined ? {} : { accept })
      expect(answer.headers.get('content-type')).toBe(accept ?? 'application/ld+json')
      const profile = await answer.json()
      expect(profile).toMatchObject({ id: workshop.community.issuer, type: ['Profile'], name: 'Weavers’ Guild' })
      await expect(rdfcCanonize(ISSUING_CONTEXTS)(profile)).resolves.toContain('assertionMethod')
    }
  })

  it('is a page with Open Graph tags for a browser (IS-04)', async () => {
    const html = await (await get(path(), { accept: BROWSER })).text()
    expect(html).toContain('<meta property="og:title" content="Weavers’ Guild"/>')
    expect(html).toContain(workshop.community.issuer)
  })

  it('answers 404 for a slug nobody has', async () => {
    for (const slug of ['nobody', 'Not-A-Slug', 'a.pdf'])
      await expectProblem(await get(`/communities/${slug}`), 404, 'community_not_found')
    await expectProblem(await get('/communities/nobody/did.json'), 404, 'community_not_found')
  })
})

describe('GET /communities/{slug}/did.json', () => {
  it('lists the keys with their exact ids under assertionMethod, contexts in order (KEY-07)', async () => {
    const keys = await workshop.stores.communities.loadIssuerKeys(workshop.community.slug)
    const key = signingKey(keys, 'data-integrity')
    const jwtKey = signingKey(keys, 'jwt')
    const answer = await get(`/communities/${workshop.community.slug}/did.json`)
    expect(answer.headers.get('content-type')).toBe('application/did+json')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(await answer.json()).toEqual({
      '@context': [
        'https://www.w3.org/ns/did/v1',
        'https://w3id.org/security/multikey/v1',
        'https://w3id.org/security/jwk/v1',
      ],
      id: workshop.community.issuer,
      verificationMethod: [
        {
          id: key?.verificationMethod,
          type: 'Multikey',
          controller: workshop.community.issuer,
          publicKeyMultibase: key?.key.publicKeyMultibase,
        },
        {
          id: jwtKey?.verificationMethod,
          type: 'JsonWebKey',
          controller: workshop.community.issuer,
          publicKeyJwk: {
            ...jwtKey?.key.publicKeyJwk,
            kid: `${BASE_URL}/communities/${workshop.community.slug}/keys/${jwtKey?.id}`,
          },
        },
      ],
      assertionMethod: [key?.verificationMethod, jwtKey?.verificationMethod],
    })
  })

  it('is application/json for whoever asks for that, and nothing else', async () => {
    const path = `/communities/${workshop.community.slug}/did.json`
    expect((await get(path, { accept: 'application/json' })).headers.get('content-type')).toBe('application/json')
    await expectProblem(await get(path, { accept: 'image/png' }), 406, 'not_acceptable')
  })

  it('opens in a browser instead of being saved', async () => {
    const path = `/communities/${workshop.community.slug}/did.json`
    expect((await get(path, { accept: BROWSER })).headers.get('content-type')).toBe('application/json')
  })
})

describe('GET /achievements/{id}/{version}', () => {
  const path = () => `/achievements/${badge.achievement.achievementId}/1`

  it('is the Achievement of the badges, in JSON-LD that passes safe mode (IS-05, CTX-05)', async () => {
    const answer = await get(path())
    const achievement = (await answer.json()) as { id: string; '@context': unknown; creator: unknown } // compared below
    expect(answer.headers.get('content-type')).toBe('application/ld+json')
    await expect(rdfcCanonize(ISSUING_CONTEXTS)(achievement)).resolves.toContain('vocab.html#Achievement')
    const credential = (await (await get(credentialPath())).json()) as {
      issuer: object
      credentialSubject: { achievement: object }
    } // as above
    // Inside a badge the issuer stands for the creator (ACH-07).
    const { '@context': _context, creator, ...shared } = achievement
    expect(shared).toEqual(credential.credentialSubject.achievement)
    expect(creator).toEqual(credential.issuer)
  })

  it.each([
    ['hi-IN, en;q=0.5', 'hi', 'सादी बुनाई'],
    ['en-GB', 'en', 'Plain weave'],
    ['fr', 'en', 'Plain weave'],
  ])('shows a reader of %s the text in %s', async (language, lang, name) => {
    const answer = await get(path(), { accept: BROWSER, 'accept-language': language })
    const html = await answer.text()
    expect(html).toContain(`<h1 lang="${lang}">${name}</h1>`)
    expect(html).toContain(
      lang === 'hi' ? '<h3>यह कब मिलता है</h3><ul><li>यह तब' : '<h3>When it is given</h3><ul><li>Given',
    )
    expect(html).toContain(`<html lang="${lang}">`)
    expect(answer.headers.get('content-language')).toBe(lang)
    expect(answer.headers.get('vary')).toContain('Accept-Language')
  })

  it('names what endorsers must hold in the language of the reader', async () => {
    const holds = { kind: 'holds' as const, achievement: badge.achievement.achievementId }
    const { achievement } = await anEndorsedClaim(workshop, {
      draft: { policy: { eligibility: [{ kind: 'any-member' }, holds] } },
    })
    const page = `/achievements/${achievement.achievementId}/1`
    const html = async (language: string) => (await get(page, { accept: BROWSER, 'accept-language': language })).text()
    expect(await html('en')).toContain('members who hold &quot;Plain weave&quot;;')
    expect(await html('hi')).toContain('उपलब्धि “सादी बुनाई” है;')
  })

  it('answers 404 for versions and achievements that are not published', async () => {
    for (const wrong of [`${badge.achievement.achievementId}/2`, `${badge.achievement.achievementId}/0`, 'x/1'])
      await expectProblem(await get(`/achievements/${wrong}`), 404, 'achievement_not_found')
  })
})

describe('GET /endorsements/{id}', () => {
  it('serves the exact signed bytes of what the badge embeds', async () => {
    const credential = JSON.parse((await workshop.stores.credentials.load(badge.claim.credentialId))?.text ?? '')
    for (const { id } of badge.endorsements) {
      const answer = await get(`/endorsements/${id}`)
      const text = await answer.text()
      expect(credential.endorsement).toContainEqual(JSON.parse(text))
      expect(answer.headers.get('etag')).toBe(`"${digests.sha256Base64Url(text)}"`)
      expect((await rdfcProofReader().verify(JSON.parse(text), async () => undefined)).ok).toBe(true)
    }
  })

  it('answers 404 before the badge exists and for unknown ids', async () => {
    const { endorsements } = await anEndorsedClaim(workshop, { draft: { policy: { minEndorsers: 9 } } })
    for (const id of [endorsements[0]?.id, '01M81TGFZCX9NJTDPM0MRTQRWQ', 'nonsense'])
      await expectProblem(await get(`/endorsements/${id}`), 404, 'endorsement_not_found')
  })
})

describe('what is not public', () => {
  it('is an endorsement that came after the badge, and a version that is not the one the badge holds', async () => {
    const { stores, community } = workshop
    const issued = await anIssuedBadge(workshop)
    const late = await aStoredMember(stores, community, { name: 'Too late' })
    const later = await give(stores, issued.achievement, issued.claim, late)
    await issue(workshop, issued)
    expect((await stores.claims.load(issued.claim.id))?.status).toBe('issued')
    for (const accept of ['application/json', BROWSER])
      await expectProblem(await get(`/endorsements/${later.id}`, { accept }), 404, 'endorsement_not_found')
    const html = await (await get(`/credentials/${issued.claim.credentialId}`, { accept: BROWSER })).text()
    expect(html).toContain('Endorsed by 3 peers')
    expect(html).not.toContain('Too late')
  })

  it('is a draft, as whatever version, and what is drafted behind a published version', async () => {
    const { stores } = workshop
    const { achievementId } = badge.achievement
    const stored = await stores.achievements.load(achievementId)
    if (!stored) throw new Error('the achievement has gone')
    const draft = { ...stored.draft, name: 'Secret plans' }
    const changed = await stores.achievements.change(stored, {
      ...stored,
      draft,
      draftChanged: true,
      version: stored.version + 1,
    })
    expect(changed.ok).toBe(true)
    for (const version of ['2', '0', '000001', 'draft', 'DRAFT', '1.5', '-1', '1e0', '2.json'])
      await expectProblem(await get(`/achievements/${achievementId}/${version}`), 404, 'achievement_not_found')
    expect(await (await get(`/achievements/${achievementId}/1`)).text()).not.toContain('Secret plans')
  })
})

describe('GET /status/{list}', () => {
  it('serves the exact signed list, cacheable for less than a minute (BSL-09)', async () => {
    const list = badge.claim.statusEntry?.list ?? ''
    const answer = await get(`/status/${list}`)
    const text = await answer.text()
    expect(text).toBe((await workshop.stores.statusLists.loadSigned(list))?.text)
    expect(answer.headers.get('content-type')).toBe('application/vc')
    expect(Number(/max-age=(\d+)/.exec(answer.headers.get('cache-control') ?? '')?.[1])).toBeLessThanOrEqual(60)
    expect(answer.headers.get('etag')).toBe(`"${digests.sha256Base64Url(text)}"`)
    expect((await get(`/status/${list}`, { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304)
  })

  it('opens in a browser as JSON, and refuses what it is not', async () => {
    const list = badge.claim.statusEntry?.list
    for (const accept of ['text/html', BROWSER]) {
      const browser = await get(`/status/${list}`, { accept })
      expect(browser.headers.get('content-type')).toBe('application/json')
    }
    await expectProblem(await get(`/status/${list}`, { accept: 'image/png' }), 406, 'not_acceptable')
    await expectProblem(await get('/status/nonsense'), 404, 'status_list_not_found')
  })
})
