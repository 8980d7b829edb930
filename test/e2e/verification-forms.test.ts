import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseXml } from '../../functions/adapters/xml/xmldom-parser.ts'
import { bakePng } from '../../functions/domain/baking/bake-png.ts'
import { bakeSvg } from '../../functions/domain/baking/bake-svg.ts'
import { toInstant } from '../../functions/domain/shared/instant.ts'
import type { Result } from '../../functions/domain/shared/result.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { VerificationReportSchema, VerificationResultsSchema } from '../../schemas/verification-report.ts'
import { digests } from '../support/builders.ts'
import { type FakeWeb, outboundTo } from '../support/fake-web.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, openWorkshop } from '../support/issued-badge.ts'
import { aPng, pngChunk } from '../support/png.ts'
import { present, presentJson, troublesOf } from '../support/present.ts'

let workshop: BadgeWorkshop
let app: ReturnType<typeof assembleVerification>
/** The badge in its two forms, to the letter. */
let json: string
let jwt: string
let credentialId: string
const web: FakeWeb = new Map()

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><path d="M0 0h1v1z"/></svg>'

const around = () => ({
  ...workshop.table,
  keys: workshop.keys,
  publicUrl: BASE_URL,
  adminTokenSha256: digests.sha256Hex('not used here'),
  log: quietLog,
  outbound: outboundTo(web),
})

beforeAll(async () => {
  workshop = await openWorkshop()
  const badge = await anIssuedBadge(workshop)
  credentialId = badge.claim.credentialId
  const stored = await workshop.stores.credentials.load(credentialId)
  json = stored?.text ?? ''
  jwt = stored?.jwt?.text ?? ''
  app = assembleVerification(around())
})

afterAll(() => workshop.close())
beforeEach(() => web.clear())

function must<Value>(result: Result<Value, unknown>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url')
const png = (text: string) => must(bakePng(aPng(), text))
const svg = (text: string, form: 'embedded' | 'jwt' = 'embedded') => must(bakeSvg(parseXml, SVG, text, form))
const iTXt = (keyword: string, text: string | Uint8Array, flag = 0) =>
  pngChunk('iTXt', Buffer.concat([Buffer.from(`${keyword}\0`), Buffer.from([flag, 0, 0, 0]), Buffer.from(text)]))
const own = (buffer: Uint8Array) => new Uint8Array(buffer)

/** What a report of something unreadable comes to. */
const refusalOf = async (type: string, body: string | Uint8Array<ArrayBuffer>) => {
  const report = (await present(app, type, body)).report()
  expect(report.checks).toHaveLength(1)
  expect(report.presented).toBeUndefined()
  expect(report.standard).toBeUndefined()
  return [report.outcome, ...troublesOf(report)]
}

describe('a badge as the whole body', () => {
  it.each([
    ['DOC-02, DOC-04: JSON', 'application/vc+ld+json', () => json, 'json'],
    ['DOC-04: JSON', 'application/vc', () => json, 'json'],
    ['DOC-04: JSON', 'application/ld+json', () => json, 'json'],
    ['DOC-01, DOC-03: a JWT', 'text/plain', () => jwt, 'jwt'],
    ['DOC-03: a JWT', 'application/jwt', () => jwt, 'jwt'],
    ['DOC-03: a JWT', 'application/vc+jwt', () => jwt, 'jwt'],
    ['PNG-05: a PNG with JSON in it', 'image/png', () => png(json), 'png'],
    ['a PNG with a JWT in it', 'image/png', () => png(jwt), 'png'],
    ['SVG-05: an SVG with JSON in it', 'image/svg+xml', () => svg(json), 'svg'],
    ['an SVG with a JWT in it', 'image/svg+xml; charset=utf-8', () => svg(jwt, 'jwt'), 'svg'],
  ])('%s is verified as %s, and the report says what it was', async (_what, type, body, form) => {
    const report = (await present(app, type, body())).report()
    expect(troublesOf(report)).toEqual([])
    expect(report).toMatchObject({ outcome: 'verified', standard: 'open-badges-3.0' })
    const text = report.presented?.digest === digestOf(json) ? json : jwt
    expect(report.presented).toEqual({ form, digest: digestOf(text) })
    expect(report.verifiedAt).toMatch(/^\d{4}-\d\d-\d\dT/)
    expect(report.endorsements).toHaveLength(3)
  })

  it.each([
    ['JSON declared as a PNG', 'image/png', () => json],
    ['a PNG declared as JSON-LD', 'application/vc+ld+json', () => png(json)],
    ['an SVG declared as text', 'text/plain', () => svg(json)],
    ['a JWT declared as an SVG', 'image/svg+xml', () => jwt],
    ['JSON behind a byte order mark', 'text/plain', () => `\ufeff${json}`],
    ['an SVG behind one', 'image/svg+xml', () => `\ufeff${svg(json)}`],
    ['a JWT amid white space', 'text/plain', () => `\r\n  ${jwt}\n`],
    ['a JWT as a JSON string', 'text/plain', () => JSON.stringify(jwt)],
    ['JSON behind one in a PNG', 'image/png', () => png(`\ufeff${json}\n`)],
  ])('is told by its content: %s', async (_what, type, body) => {
    expect((await present(app, type, body())).report().outcome).toBe('verified')
  })

  it.each([
    ['nothing', 'text/plain', () => '', 'NOT_A_CREDENTIAL'],
    ['white space', 'application/vc', () => ' \n ', 'NOT_A_CREDENTIAL'],
    ['an empty image', 'image/png', () => '', 'NOT_A_CREDENTIAL'],
    ['prose', 'text/plain', () => 'This is my badge.', 'NOT_A_CREDENTIAL'],
    ['a web page', 'text/plain', () => '<!doctype html><title>My badge</title>', 'NOT_A_CREDENTIAL'],
    ['bytes that are no text', 'text/plain', () => Uint8Array.of(0xc3, 0x28, 0xa0), 'NOT_A_CREDENTIAL'],
    ['a JPEG', 'image/png', () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'FORM_UNSUPPORTED'],
    ['a PDF', 'text/plain', () => '%PDF-1.7', 'FORM_UNSUPPORTED'],
    ['an archive', 'image/png', () => Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), 'FORM_UNSUPPORTED'],
    ['broken JSON', 'application/vc', () => json.slice(0, -20), 'JSON_INVALID'],
    ['JSON with something behind', 'application/vc', () => `${json} x`, 'JSON_INVALID'],
    ['two documents', 'application/vc', () => `[${json},${json}]`, 'SEVERAL_DOCUMENTS'],
    ['an empty list', 'application/vc', () => '[]', 'NOT_A_CREDENTIAL'],
    ['JSON without end to its nesting', 'application/vc', () => `{"a":${'['.repeat(100_000)}`, 'JSON_TOO_DEEP'],
    ['a lone surrogate', 'application/vc', () => json.replace('Plain weave', '\\ud800'), 'JSON_UNSOUND'],
    ['NUL', 'application/vc', () => json.replace('Plain weave', '\\u0000'), 'JSON_UNSOUND'],
    ['a number beyond all', 'application/vc', () => json.replace('{', '{"n":1e999,'), 'JSON_UNSOUND'],
    ['a member __proto__', 'application/vc', () => json.replace('{', '{"__proto__":{"type":[]},'), 'JSON_UNSOUND'],
    ['an image without a badge', 'image/png', () => own(aPng()), 'IMAGE_WITHOUT_CREDENTIAL'],
    ['a picture without a badge', 'image/svg+xml', () => SVG, 'IMAGE_WITHOUT_CREDENTIAL'],
    ['half an image', 'image/png', () => png(json).slice(0, 600), 'IMAGE_TRUNCATED'],
    ['the start of an image', 'image/png', () => png(json).slice(0, 8), 'IMAGE_INVALID'],
    ['half a picture', 'image/svg+xml', () => svg(json).slice(0, 600), 'IMAGE_INVALID'],
    ['XML that is no SVG', 'image/svg+xml', () => '<?xml version="1.0"?><a/>', 'IMAGE_INVALID'],
    ['an image with the badge of nobody', 'image/png', () => png('hello'), 'NOT_A_CREDENTIAL'],
    ['an image in an image', 'image/svg+xml', () => svg(svg(json)), 'NOT_A_CREDENTIAL'],
  ])('says of %s why it cannot be read', async (_what, type, body, code) => {
    expect(await refusalOf(type, body())).toEqual(['not-verified', `parse fail ${code}`])
  })

  it('reads bytes that are two things at once as the one that they begin as', async () => {
    const both = own(Buffer.concat([png(json), Buffer.from(svg(json))]))
    expect(await refusalOf('image/png', both)).toEqual(['not-verified', 'parse fail IMAGE_INVALID'])
    const hidden = json.replace('{', `{"note":${JSON.stringify(svg(json))},`)
    expect(troublesOf((await present(app, 'image/svg+xml', hidden)).report())).toContain(
      'conformance fail JSONLD_UNDEFINED_TERM',
    )
  })

  it.each([
    ['at the top', (text: string) => text.replace('{', '{"name":"Master weaver",'), '/name'],
    [
      'deep inside',
      (text: string) => text.replace('"achievement":{', '"achievement":{"type":[],'),
      '/credentialSubject/achievement/type',
    ],
    ['in another spelling', (text: string) => text.replace('{', '{"n\\u0061me":"Master weaver",'), '/name'],
  ])('refuses a member that stands twice, %s, which JSON readers would pass over', async (_where, change, pointer) => {
    const doubled = change(json)
    expect(JSON.stringify(JSON.parse(doubled))).not.toBe('')
    for (const body of [doubled, `{"credential":${doubled}}`, JSON.stringify({ credential: doubled })]) {
      const report = (await present(app, body === doubled ? 'application/vc' : 'application/json', body)).report()
      expect(report.outcome).toBe('not-verified')
      expect(report.checks).toMatchObject([{ id: 'parse', status: 'fail', code: 'JSON_DUPLICATE_KEY', pointer }])
    }
  })

  it('refuses a JWT whose claims or header say a thing twice', async () => {
    const [header = '', payload = '', signature = ''] = jwt.split('.')
    const doubled = (part: string) =>
      Buffer.from(
        Buffer.from(part, 'base64url').toString().replace('{', '{"iss":"x","alg":"none","iss":"y","alg":"x",'),
      ).toString('base64url')
    for (const changed of [`${doubled(header)}.${payload}.${signature}`, `${header}.${doubled(payload)}.${signature}`])
      expect(await refusalOf('application/jwt', changed)).toEqual(['not-verified', 'parse fail JSON_DUPLICATE_KEY'])
  })
})

describe('what is baked into an image', () => {
  it('PNG-07, GAP-13: is not read from a compressed chunk, which is never unpacked', async () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000, 0x20))
    for (const packed of [deflateSync(json), bomb])
      expect(await refusalOf('image/png', own(aPng([iTXt('openbadgecredential', packed, 1)])))).toEqual([
        'not-verified',
        'parse fail CREDENTIAL_COMPRESSED',
      ])
  })

  it.each([
    ['tEXt', () => pngChunk('tEXt', `openbadgecredential\0${jwt}`)],
    ['zTXt', () => pngChunk('zTXt', Buffer.concat([Buffer.from('openbadgecredential\0\0'), deflateSync(jwt)]))],
  ])('GAP-13: is not read from a %s chunk, which the official tool takes', async (_type, chunk) => {
    expect(await refusalOf('image/png', own(aPng([chunk()])))).toEqual([
      'not-verified',
      'parse fail CREDENTIAL_CHUNK_TYPE',
    ])
  })

  it('PNG-05, SVG-05: is the first of several, and the report says so', async () => {
    const other = json.replace('Plain weave', 'Master weaver')
    for (const [first, outcome] of [
      [json, 'verified'],
      [other, 'not-verified'],
    ] as const) {
      const second = first === json ? other : json
      const image = own(aPng([iTXt('openbadgecredential', first), iTXt('openbadgecredential', second)]))
      const picture = SVG.replace(
        '<path',
        `<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0"><![CDATA[${first}]]></o:credential><o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0"><![CDATA[${second}]]></o:credential><path`,
      )
      for (const body of [image, picture]) {
        const report = (await present(app, 'image/png', body)).report()
        expect(report.outcome).toBe(outcome)
        expect(troublesOf(report)[0]).toBe('parse warn SEVERAL_CREDENTIALS')
      }
    }
  })

  it('PNG-05: is not sought in the chunk of Open Badges 1 and 2 beside it', async () => {
    const image = own(aPng([iTXt('openbadges', 'https://old.example/assertion'), iTXt('openbadgecredential', json)]))
    expect((await present(app, 'image/png', image)).report()).toMatchObject({
      outcome: 'verified',
      presented: { form: 'png' },
    })
  })

  it('is looked up where an image of Open Badges 2 says its assertion is published', async () => {
    const at = 'https://old.example/assertion'
    const picture = SVG.replace('<path', `<o:assertion xmlns:o="http://openbadges.org" verify="${at}"/><path`)
    for (const body of [
      own(aPng([iTXt('openbadges', at)])),
      own(aPng([pngChunk('tEXt', `openbadges\0${at}`)])),
      picture,
    ]) {
      web.clear()
      const before = (await present(app, 'image/png', body)).report()
      expect([before.outcome, ...troublesOf(before)]).toEqual(['undetermined', 'parse skip URL_UNREACHABLE'])
      web.set(at, { body: 'hello' })
      expect(await refusalOf('image/png', body)).toEqual(['not-verified', 'parse fail NOT_A_CREDENTIAL'])
    }
  })
})

it('VER-13: an image of Open Badges 2 that names an address which is none is refused', async () => {
  const named = (at: string) =>
    SVG.replace('<path', `<o:assertion xmlns:o="http://openbadges.org" verify="${at}"/><path`)
  for (const at of ['http://[', 'https://a b', 'https://:443/', 'https://%'])
    for (const body of [own(aPng([iTXt('openbadges', at)])), named(at)])
      expect(await refusalOf('image/png', body)).toEqual(['not-verified', 'parse fail NOT_A_CREDENTIAL'])
})

describe('a badge by its address', () => {
  const AT = 'https://wallet.example/badge'
  const look = async (url = AT) => (await presentJson(app, { url })).report()

  it.each([
    ['JSON', () => json, 'json'],
    ['a JWT', () => jwt, 'jwt'],
    ['an SVG', () => svg(json), 'svg'],
  ])('is verified wherever it lies, as %s, and its own id may have another origin', async (_what, body, form) => {
    web.set(AT, { body: body() })
    const report = await look(`${AT}#top`)
    expect([report.outcome, ...troublesOf(report)]).toEqual(['verified'])
    expect(report.presented).toMatchObject({ form, url: `${AT}#top` })
    expect(report.credential.id).toBe(`${BASE_URL}/credentials/${credentialId}`)
  })

  it('says what was presented where the address is one of this service', async () => {
    for (const [suffix, form, text] of [
      ['', 'json', json],
      ['.jwt', 'jwt', jwt],
      ['.png', 'png', json],
    ] as const) {
      const url = `${BASE_URL}/credentials/${credentialId}${suffix}`
      expect((await look(url)).presented).toEqual({ form, url, digest: digestOf(text) })
    }
  })

  it.each([404, 410])('is not verified when its host answers %i', async (status) => {
    web.set(AT, { status, body: json })
    expect([(await look()).outcome, ...troublesOf(await look())]).toEqual([
      'not-verified',
      'parse fail CREDENTIAL_NOT_FOUND',
    ])
  })

  it.each([
    ['the host is not there', undefined, 'URL_UNREACHABLE'],
    ['the host has trouble', { status: 500, body: '' }, 'URL_UNREACHABLE'],
    ['the host wants a sign-in', { status: 401, body: '' }, 'URL_UNREACHABLE'],
    ['it is too large', { body: 'x'.repeat(4_200_000) }, 'DOCUMENT_TOO_LARGE'],
  ])('VER-13: is undetermined when %s', async (_why, page, code) => {
    if (page) web.set(AT, page)
    expect([(await look()).outcome, ...troublesOf(await look())]).toEqual(['undetermined', `parse skip ${code}`])
  })

  it('is not searched for on a page that stands in its place', async () => {
    web.set(AT, { body: '<!DOCTYPE html><link rel="alternate" type="application/vc+ld+json" href="/badge.json">' })
    web.set('https://wallet.example/badge.json', { body: json })
    const report = await look()
    expect([report.outcome, ...troublesOf(report)]).toEqual(['not-verified', 'parse fail NOT_A_CREDENTIAL'])
    expect(report.checks[0]?.message).toContain('web page')
  })
})

describe('several badges', () => {
  it('are answered in their order, and one that is bad hides none', async () => {
    const tampered = JSON.parse(json)
    tampered.name = 'Master weaver'
    const items = [
      { credential: JSON.parse(json) },
      { url: 'https://nowhere.example/badge' },
      { credential: tampered },
      { credential: jwt },
      { credential: null },
      { url: `${BASE_URL}/credentials/${credentialId}` },
    ]
    const results = (await presentJson(app, { items })).results()
    expect(results.map(({ outcome }) => outcome)).toEqual([
      'verified',
      'undetermined',
      'not-verified',
      'verified',
      'not-verified',
      'verified',
    ])
    const unsound = `{"items":[{"credential":{"a":"\\ud800"}},{"credential":${'['.repeat(5000)}${']'.repeat(5000)}},{"credential":{"a":1,"a":2}},{"credential":${json}}]}`
    expect(
      (await presentJson(app, unsound)).results().map((report) => troublesOf(report)[0] ?? report.outcome),
    ).toEqual(['parse fail JSON_UNSOUND', 'parse fail JSON_TOO_DEEP', 'parse fail JSON_DUPLICATE_KEY', 'verified'])
  })

  it('are at most 100, and a list of one is answered with a list', async () => {
    const results = (
      await presentJson(app, { items: Array.from({ length: 100 }, () => ({ credential: 'x' })) })
    ).results()
    expect(results).toHaveLength(100)
    expect((await presentJson(app, { items: [{ credential: jwt }] })).results()).toMatchObject([
      { outcome: 'verified' },
    ])
    for (const items of [[], Array.from({ length: 101 }, () => ({ credential: 'x' }))]) {
      const answer = await presentJson(app, { items })
      expect([answer.status, answer.problem().code, ...answer.problem().pointers]).toEqual([
        400,
        'invalid_request',
        '/items',
      ])
    }
  })

  it('end with a code when their time is over, and those before keep their outcome', async () => {
    let asked = 0
    // Every look at the clock takes a tenth of a second.
    const slow = assembleVerification({
      ...around(),
      now: () => toInstant(new Date(Date.UTC(2027, 0, 1) + 100 * asked++)),
    })
    const items = Array.from({ length: 100 }, () => ({ credential: jwt }))
    const results = (await presentJson(slow, { items })).results()
    expect(results[0]?.outcome).toBe('verified')
    const late = results.at(-1)
    expect(late && [late.outcome, ...troublesOf(late)]).toEqual(['undetermined', 'parse skip OUT_OF_TIME'])
  })
})

describe('a form', () => {
  const formOf = (...fields: readonly (readonly [string, string | Blob, string?])[]) => {
    const form = new FormData()
    for (const [name, value, file] of fields)
      if (typeof value === 'string') form.append(name, value)
      else form.append(name, value, file ?? 'badge')
    return form
  }
  const file = (body: string | Uint8Array<ArrayBuffer>) => new Blob([body])

  it('holds one file, whatever its field and name', async () => {
    for (const [body, form] of [
      [json, 'json'],
      [jwt, 'jwt'],
      [png(json), 'png'],
      [svg(json), 'svg'],
    ] as const) {
      const report = (await present(app, undefined, formOf(['badge', file(body), 'photo.jpg']))).report()
      expect(report).toMatchObject({ outcome: 'verified', presented: { form } })
    }
  })

  it('holds one address or text, and fields left empty are nothing', async () => {
    for (const field of [
      ['url', `${BASE_URL}/credentials/${credentialId}`],
      ['credential', ` ${jwt}\n`],
      ['credential', json],
      ['file', jwt],
    ] as const) {
      const form = formOf(
        field,
        [field[0] === 'url' ? 'credential' : 'url', ''],
        ['recipient', ''],
        ['file', file(''), ''],
      )
      expect((await present(app, undefined, form)).report().outcome).toBe('verified')
    }
  })

  it('holds several, each with its result', async () => {
    const form = formOf(['files', file(json)], ['files', file('')], ['credential', jwt], ['other', file(png(jwt))])
    expect((await present(app, undefined, form)).results().map(({ outcome }) => outcome)).toEqual([
      'verified',
      'not-verified',
      'verified',
      'verified',
    ])
  })

  it.each([
    ['an unknown field', () => formOf(['file', file(jwt)], ['verbose', '1']), ['/verbose']],
    ['an address that is none', () => formOf(['url', 'badge']), ['/url']],
    [
      'a recipient of no type',
      () => formOf(['file', file(jwt)], ['recipient', 'asha@example.org']),
      ['/recipientType'],
    ],
    ['nothing', () => formOf(['url', '']), []],
    ['too much', () => formOf(...Array.from({ length: 101 }, () => ['file', file('x')] as const)), []],
  ])('is refused with %s', async (_what, form, pointers) => {
    const answer = await present(app, undefined, form())
    expect(answer.status).toBe(400)
    expect(answer.problem()).toMatchObject({ code: 'invalid_request', pointers })
  })

  it('is refused when it is none', async () => {
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x']) {
      const answer = await present(app, type, 'hello')
      expect([answer.status, answer.problem().code]).toEqual([400, 'invalid_request'])
    }
  })
})

describe('a request that is none', () => {
  it.each([
    ['a bare credential', () => json, 'invalid_request', []],
    ['a list', () => `[${json}]`, 'invalid_request', ['']],
    ['a number', () => '7', 'invalid_request', ['']],
    ['both', () => `{"credential":${json},"url":"${BASE_URL}"}`, 'invalid_request', ['']],
    ['a list and one more', () => `{"items":[{"url":"${BASE_URL}"}],"credential":null}`, 'invalid_request', ['']],
    ['both in an item', () => `{"items":[{"url":"${BASE_URL}","credential":1}]}`, 'invalid_request', ['/items/0']],
    ['an item of nothing', () => '{"items":[{"credential":1},{}]}', 'invalid_request', ['/items/1']],
    ['an item with more', () => '{"items":[{"credential":1,"x":1}]}', 'invalid_request', ['/items/0/x']],
    ['a credential twice', () => '{"credential":1,"credential":2}', 'invalid_request', ['/credential']],
    ['an address twice in an item', () => '{"items":[{"url":"a:b","url":"a:c"}]}', 'invalid_request', ['/items/0/url']],
    ['an address that is none', () => '{"url":"badge"}', 'invalid_request', ['/url']],
    ['a member __proto__', () => '{"credential":1,"__proto__":1}', 'invalid_request', ['/__proto__']],
    ['a lone surrogate', () => '{"url":"https://x.example/\\ud800"}', 'invalid_request', ['/url']],
    ['no end to its nesting', () => `{"x":${'['.repeat(1e6)}${']'.repeat(1e6)}}`, 'invalid_request', []],
    ['an end too early', () => json.slice(0, 50), 'malformed_json', []],
    ['nothing', () => '', 'malformed_json', []],
  ])('is refused: %s', async (_what, body, code, pointers) => {
    const answer = await present(app, 'application/json', body())
    expect(answer.status).toBe(400)
    expect(answer.problem()).toMatchObject({ code, pointers })
  })

  it('is told how a bare credential is sent', async () => {
    expect((await present(app, 'application/json', json)).problem().detail).toContain('{"credential": …}')
  })

  it.each(['application/xml', 'application/x-www-form-urlencoded', 'image/jpeg', 'text/html'])(
    'is refused as %s, with what is taken',
    async (type) => {
      const answer = await present(app, type, json)
      expect(answer.status).toBe(415)
      expect(answer.problem()).toMatchObject({ code: 'unsupported_media_type' })
      expect(answer.problem().detail).toContain('image/png')
    },
  )

  it('is refused beyond 4 MB in every form', async () => {
    const large = new Uint8Array(4 * 1024 * 1024 + 1)
    for (const type of ['application/json', 'image/png', 'text/plain', 'multipart/form-data; boundary=x'])
      expect((await present(app, type, large)).status).toBe(413)
  })
})

it('VER-03: a JWT without a signature is refused for that, however it is sent', async () => {
  const header = Buffer.from('{"alg":"none"}').toString('base64url')
  const unsigned = `${header}.${jwt.split('.')[1]}.`
  for (const presented of [
    await present(app, 'application/jwt', unsigned),
    await presentJson(app, { credential: unsigned }),
    await present(app, 'text/plain', JSON.stringify(unsigned)),
  ]) {
    const report = presented.report()
    expect(troublesOf(report)).toContain('proof fail ALG_UNSUPPORTED')
    expect(report.outcome).toBe('not-verified')
    expect(report.checks.find(({ code }) => code === 'ALG_UNSUPPORTED')?.message).toBe(
      'The JWT does not hold: its algorithm is none.',
    )
  }
  expect((await present(app, 'text/plain', 'hello.world.')).report().checks[0]?.code).toBe('NOT_A_CREDENTIAL')
})

describe('the language of a report', () => {
  const changed = () => json.replace('"name":"', '"name":"Another ')
  const verify = (body: object, acceptLanguage?: string) =>
    app.request('/v1/verifications', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage }),
      },
      body: JSON.stringify(body),
    })
  const INVALID = 'The signature does not hold: the document was changed, or was never signed so.'

  it.each([
    [undefined, 'en'],
    ['fr', 'en'],
    ['en-GB, hi;q=0.5', 'en'],
    ['hi-IN, en;q=0.5', 'hi'],
    ['*', 'en'],
    [';;q=x,', 'en'],
  ])('is for %j the one it says: %s', async (acceptLanguage, language) => {
    const answer = await verify({ credential: changed() }, acceptLanguage)
    expect([answer.status, answer.headers.get('content-language')]).toEqual([200, language])
    expect(answer.headers.get('vary')).toContain('Accept-Language')
    const report = VerificationReportSchema.parse(await answer.json())
    const said = report.checks.find(({ code }) => code === 'PROOF_INVALID')
    if (language === 'en') expect([said?.message, said?.englishMessage]).toEqual([INVALID, undefined])
    else {
      expect(said?.message).toMatch(/^हस्ताक्षर सही नहीं है/)
      expect(said?.englishMessage).toBe(INVALID)
      for (const { message } of report.checks) expect(message).toMatch(/\p{Script=Devanagari}/u)
    }
  })

  it('is that of each report of a list, and changes nothing else of it', async () => {
    const items = { items: [{ credential: json }, { credential: 'hello' }] }
    const [hindi, english] = await Promise.all(
      ['hi', 'en'].map(async (language) =>
        VerificationResultsSchema.parse(await (await verify(items, language)).json()),
      ),
    )
    const told = (results: typeof english) =>
      results?.results.map(({ outcome, checks }) => [outcome, checks.map(({ id, status, code }) => [id, status, code])])
    expect(told(hindi)).toEqual(told(english))
    expect(hindi?.results[1]?.checks[0]?.message).toBe('यह कोई बैज नहीं है।')
  })
})
