import { createHash } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { zlibDeflate } from '../../functions/adapters/compression/zlib-deflate.ts'
import { dynamoAchievementStore } from '../../functions/adapters/dynamodb/achievement-store.ts'
import { dynamoClaimStore } from '../../functions/adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../../functions/adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoEndorsementStore } from '../../functions/adapters/dynamodb/endorsement-store.ts'
import { dynamoImageStore } from '../../functions/adapters/dynamodb/image-store.ts'
import { dynamoObjectionStore } from '../../functions/adapters/dynamodb/objection-store.ts'
import { dynamoPlatformKeyStore } from '../../functions/adapters/dynamodb/platform-key-store.ts'
import { dynamoReceiptStore } from '../../functions/adapters/dynamodb/receipt-store.ts'
import { dynamoSignedEndorsementStore } from '../../functions/adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../../functions/adapters/dynamodb/status-list-store.ts'
import { dynamoVcIssuerStore } from '../../functions/adapters/dynamodb/vc-issuer-store.ts'
import { parseXml } from '../../functions/adapters/xml/xmldom-parser.ts'
import { publicRoutes } from '../../functions/credentials/public-routes.ts'
import { bakePng, unbakePng } from '../../functions/domain/baking/bake-png.ts'
import { unbakeSvg } from '../../functions/domain/baking/bake-svg.ts'
import { createRoot } from '../../functions/http/create-app.ts'
import { toLambdaHandler } from '../../functions/http/lambda.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import type { StoredCredential } from '../../functions/ports/credential-store.ts'
import type { AchievementDraft } from '../../schemas/achievement.ts'
import { aDraft, addMember, createCommunity, openClaim, PUBLIC_URL, startApp, type TestApp } from '../support/app.ts'
import { launchChromium } from '../support/browser.ts'
import { digests } from '../support/builders.ts'
import { type AnswerCheck, checkDeclared } from '../support/declared-answers.ts'
import { aPng, chunksOf, pixelsOf } from '../support/png.ts'

const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><style>.a{fill:#0a0}</style><rect class="a" width="40" height="40"/></svg>'
const UPLOADED_PNG = aPng([], [], 40)
const dataUri = (type: 'png' | 'svg+xml', bytes: Uint8Array | string) =>
  `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`

let app: TestApp
let site: ReturnType<typeof assemblePublic>
let check: AnswerCheck
let weavers: Awaited<ReturnType<typeof createCommunity>>

beforeAll(async () => {
  ;[app, check] = await Promise.all([startApp(), checkDeclared()])
  site = assemblePublic({ ...app.table, publicUrl: PUBLIC_URL, log: quiet })
  weavers = await createCommunity(app, 'weavers')
})
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await site.request(path.replace(PUBLIC_URL, ''), { headers })
  await check('GET', path.replace(PUBLIC_URL, ''), answer)
  return answer
}
const bytesOf = async (answer: Response) => new Uint8Array(await answer.arrayBuffer())

const draft = (changes: Partial<AchievementDraft>) =>
  app.request('POST', '/v1/communities/weavers/achievements', { token: weavers.key, body: aDraft(changes) })

/** A badge for an achievement with such an image, given for one endorsement. */
async function aBadge(image?: AchievementDraft['image'], name = 'Plain weave बुनाई') {
  const drafted = await draft({ name, policy: { minEndorsers: 1 }, ...(image === undefined ? {} : { image }) })
  expect(drafted.status, JSON.stringify(drafted.body)).toBe(201)
  const achievement: string = drafted.body.id
  await app.request('POST', `/v1/communities/weavers/achievements/${achievement}/publish`, { token: weavers.key })
  const [learner, endorser] = await Promise.all([
    addMember(app, weavers, { name: 'Learner' }),
    addMember(app, weavers, { name: 'Peer 🧵' }),
  ])
  const claim = await openClaim(app, weavers, { learner, achievement })
  const body = { endorser, verdict: 'endorse', comment: 'एकसमान ]]> 🧵 \u2028 “good”', consentToBeNamed: true }
  await app.request('POST', `/v1/claims/${claim}/endorsements`, { token: weavers.key, body })
  await app.issue(claim)
  const { body: opened } = await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })
  expect(opened.status).toBe('issued')
  return { achievement, draft: drafted.body.draft, url: String(opened.credentialUrl) }
}

const unbaked = async (answer: Response) => {
  const text = unbakePng(await bytesOf(answer))
  return text.ok ? text.value : text.error
}
const unbakedSvg = (svg: string) => {
  const found = unbakeSvg(parseXml, svg)
  return found.ok ? found.value : found.error
}

/** The public site over the real stores, with that JWT form of every badge. */
function siteOf(jwt: StoredCredential['jwt']) {
  const table = { ...app.table, now: app.now }
  const stored = dynamoCredentialStore(table)
  const load = async (id: string) => {
    const found = await stored.load(id)
    return found && { ...found, jwt }
  }
  const root = createRoot({ publicUrl: PUBLIC_URL, log: quiet, digests })
  const routes = publicRoutes({
    credentials: { ...stored, load },
    signedEndorsements: dynamoSignedEndorsementStore(table),
    claims: dynamoClaimStore(table),
    endorsements: dynamoEndorsementStore(table),
    communities: dynamoCommunityStore(table),
    achievements: dynamoAchievementStore(table),
    objections: dynamoObjectionStore(table),
    statusLists: dynamoStatusListStore(table),
    images: dynamoImageStore(table),
    vcIssuers: dynamoVcIssuerStore(table),
    receipts: dynamoReceiptStore(table),
    platformKeys: dynamoPlatformKeyStore(table),
    parseXml,
    deflate: zlibDeflate,
    now: app.now,
  })
  return root.route('/', routes)
}

describe('a badge as a picture', () => {
  let badge: Awaited<ReturnType<typeof aBadge>>
  let json: string
  beforeAll(async () => {
    badge = await aBadge()
    json = await (await get(`${badge.url}.json`)).text()
  })

  it('DOC-02, DOC-04: is under .json exactly the signed JSON, as application/vc+ld+json', async () => {
    const answer = await get(`${badge.url}.json`)
    expect(answer.headers.get('content-type')).toBe('application/vc+ld+json')
    expect(JSON.parse(json)).toMatchObject({ id: badge.url, proof: expect.anything() })
  })

  it('DOC-06: has an address nobody can guess, and its picture names no learner', async () => {
    expect(badge.url).toMatch(/\/credentials\/[0-9A-HJKMNP-TV-Z]{26}$/)
    expect(json).not.toContain('Learner')
    const other = badge.url.slice(0, -1) + (badge.url.endsWith('0') ? '1' : '0')
    expect((await get(`${other}.png`)).status).toBe(404)
  })

  it.each([
    ['.png', {}],
    ['', { accept: 'image/png' }],
  ])('PNG-01, PNG-03, PNG-08: has the exact signed bytes in a PNG (%s %o)', async (suffix, headers) => {
    const answer = await get(`${badge.url}${suffix}`, headers)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(await unbaked(answer)).toBe(json)
  })

  it.each([
    ['.svg', {}],
    ['', { accept: 'image/svg+xml' }],
  ])('SVG-01, SVG-04: has the exact signed bytes in an SVG (%s %o)', async (suffix, headers) => {
    const answer = await get(`${badge.url}${suffix}`, headers)
    expect(answer.headers.get('content-type')).toBe('image/svg+xml')
    expect(unbakedSvg(await answer.text())).toEqual({ form: 'embedded', text: json })
  })

  it('PNG-03, SVG-03: has the compact JWS in it when that is asked for', async () => {
    const jws = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln'
    const path = badge.url.replace(PUBLIC_URL, '')
    const withJwt = siteOf({ text: jws, digest: 'd'.repeat(43) })
    const png = await withJwt.request(`${path}.png?proof=jwt`)
    const etag = png.headers.get('etag')
    expect(await unbaked(png)).toBe(jws)
    const svg = await withJwt.request(`${path}?proof=jwt`, { headers: { accept: 'image/svg+xml' } })
    expect(unbakedSvg(await svg.text())).toEqual({ form: 'jwt', text: jws })
    expect(etag).not.toBe((await withJwt.request(`${path}.png`)).headers.get('etag'))
    expect(await unbaked(await withJwt.request(`${path}.png?proof=embedded`))).toBe(json)
  })

  it('refuses a form of proof that the badge has not, or that nothing has', async () => {
    const path = `${badge.url.replace(PUBLIC_URL, '')}.png?proof=`
    const without = await siteOf(undefined).request(`${path}jwt`)
    expect([without.status, await without.json()]).toEqual([406, expect.objectContaining({ code: 'not_acceptable' })])
    const unknown = await get(`${path}paper`)
    expect([unknown.status, await unknown.json()]).toEqual([400, expect.objectContaining({ code: 'invalid_request' })])
  })

  it('DOC-05: says that it varies by Accept, is open to all sites, and answers 304 to who has it', async () => {
    for (const suffix of ['.png', '.svg']) {
      const answer = await get(`${badge.url}${suffix}`)
      expect(answer.headers.get('vary')).toBe('Accept')
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('cache-control')).toBe('public, max-age=60')
      const etag = answer.headers.get('etag') ?? ''
      expect((await get(`${badge.url}${suffix}`, { 'if-none-match': etag })).status).toBe(304)
      expect((await get(badge.url, { 'if-none-match': etag })).status).toBe(200)
    }
    const [png, svg] = await Promise.all(['.png', '.svg'].map((suffix) => get(`${badge.url}${suffix}`)))
    expect(png?.headers.get('etag')).not.toBe(svg?.headers.get('etag'))
  })

  it('SVG-06: runs and loads nothing when it is opened by itself', async () => {
    const { headers } = await get(`${badge.url}.svg`)
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('SVG-07: is baked into PNG and SVG and nothing else', async () => {
    for (const accept of ['image/gif', 'image/webp', 'image/jpeg'])
      expect((await get(badge.url, { accept })).status).toBe(406)
    expect((await get(`${badge.url}.gif`)).status).toBe(404)
  })

  it('passes through a Lambda as the bytes it is', async () => {
    const event = {
      version: '2.0',
      routeKey: 'ANY /credentials/{proxy+}',
      rawPath: `${badge.url.replace(PUBLIC_URL, '')}.png`,
      rawQueryString: '',
      headers: { host: 'badges.example.org' },
      requestContext: { http: { method: 'GET' }, domainName: 'badges.example.org' },
      isBase64Encoded: false,
    }
    const context = {} as Parameters<ReturnType<typeof toLambdaHandler>>[1] // not read by the application
    const answer = await toLambdaHandler(site)(event as never, context)
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: true })
    const text = unbakePng(Buffer.from((answer as { body: string }).body, 'base64')) // of an answer in base64
    expect(text).toEqual({ ok: true, value: json })
  })

  it('verifies when it is taken out again', async () => {
    const credential = JSON.parse(String(await unbaked(await get(`${badge.url}.png`))))
    const report = await app.request('POST', '/v1/verifications', { body: { credential } })
    expect(report.body).toMatchObject({ outcome: 'verified' })
  })

  it('is still answered once it is revoked', async () => {
    const revoked = await aBadge()
    const path = revoked.url.replace(PUBLIC_URL, '').replace('/credentials/', '/v1/credentials/')
    await app.request('POST', `${path}/revoke`, { token: weavers.key, body: { reason: 'A mistake.' } })
    expect((await get(`${revoked.url}.png`)).status).toBe(200)
  })
})

describe('GET /achievements/{achievement}/{version}/image', () => {
  it('ACH-11, IMG-01: is the picture that badge and achievement name, generated where none was given', async () => {
    const badge = await aBadge()
    const json = JSON.parse(await (await get(`${badge.url}.json`)).text())
    const { image } = json.credentialSubject.achievement
    const url = `${PUBLIC_URL}/achievements/${badge.achievement}/1/image`
    expect(image).toEqual({ id: url, type: 'Image', caption: 'Badge of Plain weave बुनाई' })
    const achievement = JSON.parse(await (await get(`/achievements/${badge.achievement}/1`)).text())
    expect(achievement.image).toEqual(image)

    const answer = await get(url)
    expect(answer.headers.get('content-type')).toBe('image/png')
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    const png = await bytesOf(answer)
    expect(pixelsOf(png)).toHaveLength(400 * (1 + 400 * 4))
    const baked = await bytesOf(await get(`${badge.url}.png`))
    expect(chunksOf(baked).filter(({ type }) => type !== 'iTXt')).toEqual(chunksOf(png))
    const etag = answer.headers.get('etag') ?? ''
    expect((await get(url, { 'if-none-match': etag })).status).toBe(304)
  })

  it('is an SVG for who likes that better, titled with the name', async () => {
    const { achievement } = await aBadge(undefined, 'Knots & <loops>')
    const answer = await get(`/achievements/${achievement}/1/image`, { accept: 'image/svg+xml,image/*;q=0.8' })
    const root = new DOMParser().parseFromString(await answer.text(), 'text/xml').documentElement
    expect(root?.getElementsByTagName('title')[0]?.textContent).toBe('Badge of Knots & <loops>')
  })

  it('is unknown before the version is published, and in no other form', async () => {
    const { body } = await draft({})
    for (const path of [
      `/achievements/${body.id}/1/image`,
      '/achievements/x/1/image',
      `/achievements/${body.id}/x/image`,
    ])
      expect((await get(path)).status).toBe(404)
    const { achievement } = await aBadge()
    const refused = await get(`/achievements/${achievement}/1/image`, { accept: 'image/gif' })
    expect(refused.status).toBe(406)
    expect(await refused.json()).toMatchObject({ code: 'not_acceptable' })
  })
})

describe('an uploaded image', () => {
  it('is kept once, served for good, and named by the badge instead of being inside it', async () => {
    const badge = await aBadge({ id: dataUri('png', UPLOADED_PNG), caption: 'A cloth' })
    expect(badge.draft.image.id).toMatch(new RegExp(`^${PUBLIC_URL}/communities/weavers/images/[\\w-]{43}$`))
    const json = await (await get(`${badge.url}.json`)).text()
    const url = `${PUBLIC_URL}/achievements/${badge.achievement}/1/image`
    expect(JSON.parse(json).credentialSubject.achievement.image).toEqual({ id: url, type: 'Image', caption: 'A cloth' })
    expect(json).not.toContain('base64')
    for (const place of [url, badge.draft.image.id]) {
      const answer = await get(place)
      expect(answer.headers.get('cache-control')).toContain('immutable')
      expect(Buffer.from(await bytesOf(answer)).equals(UPLOADED_PNG)).toBe(true)
    }
    const baked = await bytesOf(await get(`${badge.url}.png`))
    expect(pixelsOf(baked).equals(pixelsOf(UPLOADED_PNG))).toBe(true)
    expect(await unbaked(await get(`${badge.url}.png`))).toBe(json)
  })

  it('stands inside an SVG when it is a PNG and an SVG is asked for', async () => {
    const badge = await aBadge({ id: dataUri('png', UPLOADED_PNG), caption: 'A cloth' })
    const svg = await (await get(`${badge.url}.svg`)).text()
    expect(svg).toContain(`<image href="${dataUri('png', UPLOADED_PNG)}" width="40" height="40"/>`)
    expect(unbakedSvg(svg)).toMatchObject({ form: 'embedded' })
  })

  it('is baked into as an SVG, and never turned into pixels', async () => {
    const badge = await aBadge({ id: dataUri('svg+xml', DRAWING), caption: 'A field' })
    const svg = await (await get(`${badge.url}.svg`)).text()
    expect(svg).toContain('<style>.a{fill:#0a0}</style><rect class="a" width="40" height="40"/></svg>')
    expect(pixelsOf(await bytesOf(await get(`${badge.url}.png`)))).toHaveLength(400 * (1 + 400 * 4))
    const served = await get(`/achievements/${badge.achievement}/1/image`)
    expect(served.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*sandbox$/)
    expect(await served.text()).toBe(DRAWING)
    expect((await get(`/achievements/${badge.achievement}/1/image`, { accept: 'image/png' })).status).toBe(406)
  })

  it('PNG-04: is kept without the badge that was baked into it', async () => {
    const baked = bakePng(UPLOADED_PNG, '{"a":"badge of somebody else"}')
    const { body } = await draft({ image: { id: dataUri('png', baked.ok ? baked.value : ''), caption: 'A cloth' } })
    expect(Buffer.from(await bytesOf(await get(body.draft.image.id))).equals(UPLOADED_PNG)).toBe(true)
  })

  it('stays when its address is sent back with the draft, and gives nothing new to publish', async () => {
    const { achievement, draft: kept } = await aBadge({ id: dataUri('png', UPLOADED_PNG), caption: 'A cloth' })
    const path = `/v1/communities/weavers/achievements/${achievement}`
    const changed = await app.request('PUT', path, { token: weavers.key, body: kept })
    expect(changed.body.draft).toEqual(kept)
    const again = await app.request('POST', `${path}/publish`, { token: weavers.key })
    expect([again.status, again.body.code]).toEqual([409, 'nothing_to_publish'])
  })

  it('of another server is named as it is, and the badge is baked into a generated one', async () => {
    const badge = await aBadge({ id: 'https://weavers.example/cloth.png', caption: 'A cloth' })
    const json = JSON.parse(await (await get(`${badge.url}.json`)).text())
    expect(json.credentialSubject.achievement.image.id).toBe('https://weavers.example/cloth.png')
    expect(pixelsOf(await bytesOf(await get(`${badge.url}.png`)))).toHaveLength(400 * (1 + 400 * 4))
  })

  it('may stand for a community too', async () => {
    const image = { id: dataUri('svg+xml', DRAWING), caption: 'Our field' }
    const potters = await createCommunity(app, 'potters', { image })
    const { body } = await app.request('GET', '/v1/communities/potters', { token: potters.key })
    expect(await (await get(body.image.id)).text()).toBe(DRAWING)
    const changed = await app.request('PATCH', '/v1/communities/potters', {
      token: potters.key,
      body: { image: { id: dataUri('png', UPLOADED_PNG), caption: 'Our cloth' } },
    })
    expect(changed.body.image.id).not.toBe(body.image.id)
    expect((await get(changed.body.image.id)).headers.get('content-type')).toBe('image/png')
  })

  const svg = (content: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">${content}</svg>`
  const laughs =
    '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
  const huge = Buffer.from(aPng())
  huge.writeUInt32BE(0x7fffffff, 33)

  it.each([
    ['SVG-06', 'a script', dataUri('svg+xml', svg('<script>1</script>')), /svg_active_content.*at character \d+/],
    ['SVG-06', 'a handler', dataUri('svg+xml', svg('<rect onload="x"/>')), /svg_active_content/],
    ['SVG-06', 'entities', dataUri('svg+xml', laughs), /svg_entity/],
    [
      'SVG-06',
      'another server',
      dataUri('svg+xml', svg('<image xlink:href="//x.example/"/>')),
      /svg_external_reference/,
    ],
    ['PNG-06', 'a chunk that claims two gigabytes', dataUri('png', huge), /png_truncated.*at byte 33/],
    [
      'PNG-06',
      'a file behind its end',
      dataUri('png', Buffer.concat([aPng(), Buffer.from('PK')])),
      /png_bytes_after_end/,
    ],
    [
      'SVG-04',
      'a prefix that a baked badge needs for itself',
      dataUri('svg+xml', '<s:svg xmlns:s="http://www.w3.org/2000/svg" xmlns:openbadges="urn:other"/>'),
      /svg_credential_malformed/,
    ],
    ['SVG-07', 'another form than it says', dataUri('png', DRAWING), /not_an_image/],
    ['SVG-07', 'broken base64', 'data:image/png;base64,AAAAA', /base64/],
  ])('%s: is refused with %s, with code and place', async (_, __, id, detail) => {
    const startedAt = performance.now()
    const refused = await draft({ image: { id, caption: 'x' } })
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({
      code: 'invalid_image',
      errors: [{ pointer: '/image/id', detail: expect.stringMatching(detail) }],
    })
    expect(performance.now() - startedAt).toBeLessThan(1000)
    const change = await app.request('PATCH', '/v1/communities/weavers', {
      token: weavers.key,
      body: { image: { id, caption: 'x' } },
    })
    expect(change.body.code).toBe('invalid_image')
  })

  it.each([
    'data:image/gif;base64,R0lGODlh',
    'data:image/svg+xml,<svg/>',
    'data:text/html;base64,AAAA',
    'javascript:1',
  ])('SVG-07: is refused as %s', async (id) => {
    const refused = await draft({ image: { id, caption: 'x' } })
    expect([refused.status, refused.body.code, refused.body.errors[0].pointer]).toEqual([
      400,
      'invalid_request',
      '/image/id',
    ])
  })

  it('is refused without the text that stands for it, above 256 KB, and as an upload that never was', async () => {
    const body = { ...aDraft(), image: { id: dataUri('png', UPLOADED_PNG) } }
    const path = '/v1/communities/weavers/achievements'
    expect((await app.request('POST', path, { token: weavers.key, body })).body.errors[0].pointer).toBe(
      '/image/caption',
    )
    const large = await draft({ image: { id: dataUri('png', Buffer.alloc(200_000)), caption: 'x' } })
    expect([large.status, large.body.code]).toEqual([413, 'body_too_large'])
    const made = await draft({
      image: { id: `${PUBLIC_URL}/communities/weavers/images/${'a'.repeat(43)}`, caption: 'x' },
    })
    expect([made.body.code, made.body.errors[0].pointer]).toEqual(['invalid_image', '/image/id'])
  })

  it('is unknown under any other name', async () => {
    for (const path of [
      `/communities/weavers/images/${'a'.repeat(43)}`,
      '/communities/weavers/images/x',
      '/communities/-/images/x',
    ])
      expect([(await get(path)).status, path]).toEqual([404, path])
  })
})

/** Draws the one image of a page and reads its pixels. */
const DRAW = `(async () => {
  const [image] = document.images
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.naturalWidth
  canvas.height = image.naturalHeight
  const drawing = canvas.getContext('2d')
  drawing.drawImage(image, 0, 0)
  return { side: canvas.width, pixels: [...drawing.getImageData(0, 0, canvas.width, canvas.height).data] }
})()`

describe('in a browser', () => {
  let browser: Awaited<ReturnType<typeof launchChromium>>
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())

  it('PNG-06, SVG-04: shows every baked picture, and the uploaded PNG inside an SVG', async () => {
    const badge = await aBadge({ id: dataUri('png', UPLOADED_PNG), caption: 'A cloth' })
    const page = await browser.newPage()
    const shown = async (url: string) => {
      const answer = await get(url)
      const type = answer.headers.get('content-type')?.split(';')[0]
      const uri = `data:${type};base64,${Buffer.from(await bytesOf(answer)).toString('base64')}`
      await page.setContent(`<img src="${uri}">`)
      return page.evaluate<{ readonly side: number; readonly pixels: number[] }>(DRAW)
    }
    const plain = await shown(`/achievements/${badge.achievement}/1/image`)
    const png = await shown(`${badge.url}.png`)
    const svg = await shown(`${badge.url}.svg`)
    const digest = (picture: typeof png) =>
      createHash('sha256')
        .update(Buffer.from(picture?.pixels ?? []))
        .digest('hex')
    expect(png.side).toBe(40)
    expect(digest(png)).toBe(digest(plain))
    expect(svg.side).toBe(40)
    expect(digest(svg)).toBe(digest(plain))
  })
})
