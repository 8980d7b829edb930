import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toLambdaHandler } from '../../functions/http/lambda.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { routeRequest } from '../../functions/local/route-request.ts'
import { VerificationReportSchema } from '../../schemas/verification-report.ts'
import { violationsOn } from '../support/accessibility.ts'
import { launchChromium } from '../support/browser.ts'
import { anId, digests } from '../support/builders.ts'
import { type AnswerCheck, checkDeclared } from '../support/declared-answers.ts'
import { type FakeWeb, outboundTo } from '../support/fake-web.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'
import { type ServedApp, serveApp } from '../support/serve-app.ts'

/** A folder to leave screenshots in, to be looked at. */
const SCREENSHOTS = process.env['PEERBADGE_SCREENSHOTS']

const PHONE = { width: 360, height: 740 }
const DESK = { width: 1100, height: 900 }
/** What a browser asks for when it opens an address. */
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'
const MAX_PAGE_BYTES = 50_000
const EMAIL = 'asha@example.org'
const SCRIPT = '"><script>document.title="broken"</script><img src=x onerror="document.title=1">'

let workshop: BadgeWorkshop
let badge: EndorsedClaim
let json: string
let verification: ReturnType<typeof assembleVerification>
let route: ReturnType<typeof routeRequest>
let server: ServedApp
let browser: Browser
let check: AnswerCheck
let folder: string
const web: FakeWeb = new Map()

beforeAll(async () => {
  check = await checkDeclared()
  folder = await mkdtemp(join(tmpdir(), 'peerbadge-verify-page-'))
  workshop = await openWorkshop()
  badge = await anIssuedBadge(workshop, {
    names: ['Asha Rao', 'سلمى حداد', 'Chipo Moyo'],
    judgements: [{ comment: 'Good cloth.' }, {}, {}],
  })
  json = await textOf(badge)
  const around = { ...workshop.table, publicUrl: BASE_URL, log: quietLog }
  const asked = { ...around, adminTokenSha256: digests.sha256Hex('not used here') }
  verification = assembleVerification({ ...asked, keys: workshop.keys, outbound: outboundTo(web) })
  route = routeRequest({
    api: assembleApi({ ...asked, keyMaker: workshop.keys }),
    public: assemblePublic(around),
    verification,
  })
  server = await serveApp(route)
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await workshop?.close()
  await rm(folder, { recursive: true, force: true })
})

const textOf = async ({ claim }: EndorsedClaim) =>
  (await workshop.stores.credentials.load(claim.credentialId))?.text ?? ''

const addressOf = ({ claim }: EndorsedClaim) => `${BASE_URL}/credentials/${claim.credentialId}`

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { accept: BROWSER, ...init.headers }
  const answer = await route(new Request(`${BASE_URL}${path}`, { ...init, headers }))
  await check(init.method ?? 'GET', path, answer)
  return answer
}

/** A form as a browser without script sends it: every field, the empty ones too. */
function formOf(fields: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData()
  const all = {
    url: '',
    file: new File([], ''),
    credential: '',
    recipientType: 'emailAddress',
    recipient: '',
    ...fields,
  }
  for (const [name, value] of Object.entries(all)) form.append(name, value)
  return form
}

async function submit(fields: Readonly<Record<string, string | File>>) {
  const answer = await send('/verify', { method: 'POST', body: formOf(fields) })
  return { status: answer.status, headers: answer.headers, html: await answer.text() }
}

const verdictOf = (html: string) => /<h1>.*?<strong>(.*?)<\/strong>/s.exec(html)?.[1]

/** A copy to change. */
const changed = (change: (document: ReturnType<typeof JSON.parse>) => void, text = json): string => {
  const document = JSON.parse(text)
  change(document)
  return JSON.stringify(document)
}

describe('GET /verify', () => {
  it('gives a form that needs no script, to be kept for a minute', async () => {
    const answer = await send('/verify')
    const html = await answer.text()
    expect(answer.status).toBe(200)
    expect(html).toContain('<form method="post" action="verify" enctype="multipart/form-data">')
    expect(html).not.toMatch(/<script|<link rel="stylesheet"|<img|noindex/)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'public, max-age=60',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-.*'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
      ),
    })
    const again = await send('/verify', { headers: { 'if-none-match': String(answer.headers.get('etag')) } })
    expect(again.status).toBe(304)
  })

  it('is in the language of whoever asks, and in English for everyone else', async () => {
    for (const [accept, language, title] of [
      ['hi-IN,hi;q=0.9,en;q=0.5', 'hi', 'बैज जाँचें'],
      ['fr', 'en', 'Verify a badge'],
    ] as const) {
      const answer = await send('/verify', { headers: { 'accept-language': accept } })
      const html = await answer.text()
      expect(answer.headers.get('content-language')).toBe(language)
      expect(answer.headers.get('vary')).toContain('Accept-Language')
      expect(html).toContain(`<html lang="${language}">`)
      expect(html).toContain(`<h1>${title}</h1>`)
    }
  })

  it('CD-2: verifies the badge at the address in the query, and keeps the answer nowhere', async () => {
    const answer = await send(`/verify?url=${encodeURIComponent(addressOf(badge))}`)
    expect(answer.status).toBe(200)
    expect(verdictOf(await answer.text())).toBe('Verified')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
    })
    expect(answer.headers.get('etag')).toBeNull()
  })

  it.each([
    ['what is no address', 'nonsense'],
    ['a script', 'javascript:alert(1)'],
    ['a file', 'file:///etc/passwd'],
    ['an endless address', `https://x.example/${'y'.repeat(3000)}`],
  ])('does not open %s', async (_, url) => {
    const answer = await send(`/verify?url=${encodeURIComponent(url)}`)
    expect(answer.status).toBe(400)
    const html = await answer.text()
    expect(html).toContain('is not a web address')
    expect(html).not.toContain(url)
  })

  it('is a page for browsers and a problem document for others when the method is another', async () => {
    const page = await send('/verify', { method: 'DELETE' })
    expect([page.status, page.headers.get('content-type'), page.headers.get('allow')]).toEqual([
      405,
      'text/html; charset=utf-8',
      'GET, HEAD, POST',
    ])
    const problem = await send('/verify', { method: 'DELETE', headers: { accept: 'application/json' } })
    expect([problem.status, problem.headers.get('content-type')]).toEqual([405, 'application/problem+json'])
  })
})

describe('POST /verify', () => {
  it.each([
    ['JSON in the field for text', () => ({ credential: json })],
    [
      'JSON with the line ends of a form',
      () => ({ credential: JSON.stringify(JSON.parse(json), null, 2).replaceAll('\n', '\r\n') }),
    ],
    ['an address', () => ({ url: ` ${addressOf(badge)} ` })],
    ['an address in the field for text', () => ({ credential: addressOf(badge) })],
    ['a JSON file', () => ({ file: new File([json], 'badge.json', { type: 'application/json' }) })],
    ['a file of no declared type', () => ({ file: new File([json], 'badge') })],
  ])('verifies %s', async (_, fields) => {
    const { status, html, headers } = await submit(fields())
    expect([status, verdictOf(html)]).toEqual([200, 'Verified'])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('verifies the pictures and the JWT that are given out here', async () => {
    for (const [suffix, form] of [
      ['png', 'PNG picture'],
      ['svg', 'SVG picture'],
      ['jwt', 'JWT'],
    ] as const) {
      const given = await send(`/credentials/${badge.claim.credentialId}.${suffix}`, { headers: { accept: '*/*' } })
      const { html } = await submit({ file: new File([new Uint8Array(await given.arrayBuffer())], `badge.${suffix}`) })
      expect([suffix, verdictOf(html)]).toEqual([suffix, 'Verified'])
      expect(html).toContain(`<dd>${form}<`)
      expect(html).not.toMatch(/<img|src="data:/)
    }
  })

  it('takes pictures as API Gateway hands them on, and answers it compressed', async () => {
    const picture = await send(`/credentials/${badge.claim.credentialId}.png`, { headers: { accept: 'image/png' } })
    const form = formOf({ file: new File([new Uint8Array(await picture.arrayBuffer())], 'badge.png') })
    const request = new Request(`${BASE_URL}/verify`, { method: 'POST', body: form })
    const body = Buffer.from(await request.arrayBuffer()).toString('base64')
    const headers = { ...Object.fromEntries(request.headers), accept: BROWSER, 'accept-encoding': 'gzip' }
    const answer = await toLambdaHandler(verification)(
      {
        version: '2.0',
        routeKey: 'ANY /verify',
        rawPath: '/verify',
        rawQueryString: '',
        headers,
        body,
        isBase64Encoded: true,
        requestContext: {
          accountId: '',
          apiId: '',
          authentication: null,
          authorizer: {},
          domainName: 'badges.example.org',
          domainPrefix: '',
          http: { method: 'POST', path: '/verify', protocol: 'HTTP/1.1', sourceIp: '192.0.2.5', userAgent: '' },
          requestId: '',
          routeKey: '',
          stage: '$default',
          time: '',
          timeEpoch: 0,
        },
      },
      undefined,
    )
    expect([answer.statusCode, answer.isBase64Encoded]).toEqual([200, true])
    expect(verdictOf(gunzipSync(Buffer.from(answer.body, 'base64')).toString())).toBe('Verified')
  })

  it('takes a form without files too', async () => {
    const answer = await send('/verify', { method: 'POST', body: new URLSearchParams({ url: addressOf(badge) }) })
    expect(verdictOf(await answer.text())).toBe('Verified')
  })

  it('CD-1: names badge, issuer and dates, and says why it is not verified, before anything else', async () => {
    const { html } = await submit({
      credential: changed((document) => {
        document.name = 'Master weaver'
      }),
    })
    expect(verdictOf(html)).toBe('Not verified')
    const [, reasons = ''] = /<ul>(.*?)<\/ul>/s.exec(html) ?? []
    expect(reasons).toContain('<li>')
    for (const text of [
      'Master weaver',
      'Weavers’ Guild',
      'at badges.example.org',
      'Signed on',
      'Failed (1)',
      'Passed (',
    ])
      expect(html).toContain(text)
    expect(html.indexOf('Failed (1)')).toBeLessThan(html.indexOf('Passed ('))
  })

  it('PE-14: gives each endorser a line with a verdict of its own', async () => {
    const forged = changed((document) => {
      document.endorsement[1].credentialSubject.endorsementComment = 'The best cloth I ever saw.'
    })
    const { html } = await submit({ credential: forged })
    const [, people = ''] = /<ol class="people">(.*)<\/ol>/s.exec(html) ?? []
    const lines = [...people.matchAll(/<strong><bdi>(.*?)<\/bdi><\/strong>.*?<strong class="\w+">(.*?)<\/strong>/gs)]
    expect(lines.map(([, name, verdict]) => [name, verdict])).toEqual([
      ['Asha Rao', 'holds'],
      ['سلمى حداد', 'does not hold'],
      ['Chipo Moyo', 'holds'],
    ])
    expect(html).toContain('ENDORSEMENT_PROOF_INVALID')
  })

  it('says of what no host answers for that it could not be checked', async () => {
    const { html } = await submit({ url: 'https://nowhere.example/badge.json' })
    expect(verdictOf(html)).toBe('Could not be checked')
    expect(html).toContain('Could not be checked (1)')
  })

  it('RCP-05: says whether the badge is theirs, and never shows what was typed', async () => {
    for (const [value, says] of [
      [EMAIL, 'Yes: the badge was given to whom you named.'],
      ['someone.else@example.org', 'No: the badge does not say'],
    ] as const) {
      const { html } = await submit({ credential: json, recipient: value })
      expect(verdictOf(html)).toBe('Verified')
      expect(html).toContain(says)
      expect(html).not.toContain(value)
      expect(html).not.toContain(encodeURIComponent(value))
    }
    const { html } = await submit({ credential: json })
    expect(html).not.toContain('Whose it is')
  })

  it('RCP-05: neither logs nor repeats what was typed when the form is wrong', async () => {
    const { status, html } = await submit({ recipient: EMAIL })
    expect(status).toBe(400)
    expect(html).not.toContain(EMAIL)
  })

  it.each([
    ['nothing', {}, 400, 'No badge was given'],
    ['an address and a text', { url: 'https://a.example/1', credential: '{}' }, 400, 'More than one badge'],
    ['an address that is none', { url: 'not an address' }, 400, 'not a web address'],
    [
      'a recipient of no known kind',
      { credential: '{}', recipient: 'x', recipientType: 'shoe size' },
      400,
      'what is known of the person',
    ],
    ['a recipient without end', { credential: '{}', recipient: 'x'.repeat(3000) }, 400, 'too long'],
    ['a file too large', { file: new File([new Uint8Array(5 * 1024 * 1024)], 'x.png') }, 413, 'too large'],
  ] as const)('says what to do when %s is sent', async (_, fields, expected, says) => {
    const { status, html, headers } = await submit(fields)
    expect(status).toBe(expected)
    expect(html).toContain(says)
    expect(html).toContain('<form method="post"')
    expect(html).toContain('role="alert"')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    ['multipart/form-data', 'x', 400],
    ['multipart/form-data; boundary=b', '--b\r\nnonsense', 400],
    ['application/json', '{}', 415],
    ['text/plain', 'x', 415],
  ])('answers a body of %s that is no such form with a page', async (type, body, status) => {
    const answer = await send('/verify', { method: 'POST', headers: { 'content-type': type }, body })
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain('role="alert"')
  })

  it('keeps a receipt when it is asked for, which names nobody, and otherwise none', async () => {
    const { html } = await submit({ credential: json, recipient: EMAIL, receipt: 'true' })
    const path = /href="https:\/\/badges\.example\.org(\/receipts\/[\w-]+)"/.exec(html)?.[1] ?? ''
    const receipt = await send(path, { headers: { accept: 'application/json' } })
    expect(receipt.status).toBe(200)
    expect(await receipt.text()).not.toContain(EMAIL)
    expect((await submit({ credential: json })).html).not.toContain('/receipts/')
  })

  it('asks who verifies too much to wait, on the page, for the address in the query as for the form', async () => {
    const { client, tableName } = workshop.table
    const limited = assembleVerification({
      ...{ client, tableName, keys: workshop.keys, publicUrl: BASE_URL, log: quietLog, outbound: outboundTo(web) },
      adminTokenSha256: digests.sha256Hex('not used here'),
      verificationsPerMinute: 1,
    })
    const ask = (path: string, init: RequestInit = {}) =>
      limited.request(
        path,
        { headers: { accept: BROWSER }, ...init },
        { incoming: { socket: { remoteAddress: '192.0.2.77' } } },
      )
    const path = `/verify?url=${encodeURIComponent(addressOf(badge))}`
    expect((await ask(path)).status).toBe(200)
    for (const refused of [
      await ask(path),
      await ask('/verify', { method: 'POST', body: formOf({ credential: '{}' }) }),
    ]) {
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      const html = await refused.text()
      expect(html).toContain('Wait a few seconds')
      expect(html).toContain('role="alert"')
    }
    expect((await ask('/verify')).status).toBe(200)
  })

  it('gives every document a verdict, and never an error', async () => {
    for (const credential of [
      '{}',
      '[]',
      'null',
      '{',
      'a.b.c',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '\u0000',
      '💩'.repeat(1000),
    ]) {
      const { status, html } = await submit({ credential })
      expect([credential, status, verdictOf(html)]).toEqual([credential, 200, 'Not verified'])
    }
  })

  it('holds nothing of a hostile badge that a browser would run, load or follow', async () => {
    const hostile = changed((document) => {
      document.id = 'javascript:alert(1)'
      document.name = SCRIPT
      document.issuer.name = `${SCRIPT}\u202Emoc.kooblla`
      document.issuer.id = `javascript:${SCRIPT}`
      document.validFrom = SCRIPT
      document.validUntil = 'data:text/html,<script>'
      document.credentialSubject.achievement.id = 'data:text/html,x'
      document.endorsement[0].issuer.name = SCRIPT
      document.endorsement[0].id = 'vbscript:x'
      document[SCRIPT] = SCRIPT
    })
    const { html } = await submit({ credential: hostile })
    expect(verdictOf(html)).toBe('Not verified')
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toMatch(/<script|<img|<iframe|\u202E| onerror="/)
    const links = [...html.matchAll(/href="(.*?)"/gs)].map(([, href]) => String(href))
    expect(links.filter((href) => !/^(https?:\/\/|verify$|#content$|data:application\/json)/.test(href))).toEqual([])
  })

  it('never shows an uploaded SVG, whatever is in it', async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="document.title=1"><script>document.title=1</script></svg>`
    const { html } = await submit({ file: new File([svg], `${SCRIPT}.svg`, { type: 'image/svg+xml' }) })
    expect(html).not.toMatch(/<script|onload|onerror="/)
    expect([...html.matchAll(/<svg/g)]).toHaveLength(1)
  })

  it('stays below 50 kB over the wire with 20 and with 1,500 endorsements, and shows those that do not hold first', async () => {
    for (const [count, holdsReport] of [
      [20, true],
      [1500, false],
    ] as const) {
      const credential = changed((document) => {
        const [first] = document.endorsement
        document.endorsement = Array.from({ length: count }, (_, index) => ({
          ...first,
          id: `${BASE_URL}/endorsements/${anId(`one of many ${index}`)}`,
          issuer: { ...first.issuer, name: `Peer ${index} ${digests.sha256Hex(String(index))}` },
        }))
      })
      const answer = await send('/verify', {
        method: 'POST',
        body: formOf({ credential }),
        headers: { 'accept-encoding': 'gzip' },
      })
      const body = await answer.arrayBuffer()
      expect(body.byteLength).toBeLessThan(MAX_PAGE_BYTES)
      const html = await new Response(new Blob([body]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
      expect(html.includes('download="badge-verification.json"')).toBe(holdsReport)
      expect(html).toContain(holdsReport ? '20 endorsements in it' : 'to look at first')
    }
  })
})

describe('the page that verifies, in Chromium', () => {
  async function open(
    path: string,
    viewport = DESK,
    options: { dark?: boolean; script?: boolean } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport,
      colorScheme: options.dark ? 'dark' : 'light',
      javaScriptEnabled: options.script ?? true,
    })
    const page = await context.newPage()
    await page.goto(`${server.origin}${path}`)
    return page
  }

  const shoot = async (page: Page, name: string) => {
    if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true })
  }

  const close = (page: Page) => (page.context() satisfies BrowserContext).close()

  /** Drops a file on the field for files, as a person does with a mouse. */
  async function drop(page: Page, path: string): Promise<void> {
    const box = await page.getByLabel('A file').boundingBox()
    if (!box) throw new Error('there is no field for files')
    const session = await page.context().newCDPSession(page)
    const data = { items: [], files: [path], dragOperationsMask: 1 }
    const x = box.x + box.width / 2
    const y = box.y + box.height / 2
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x, y, data })
  }

  const verify = (page: Page) => page.getByRole('button', { name: 'Verify' }).click()

  const SCENES: readonly { readonly name: string; readonly go: (page: Page) => Promise<void> }[] = [
    { name: 'form', go: async () => undefined },
    {
      name: 'verified',
      go: async (page) => {
        await page.getByLabel('Its text').fill(json)
        await page.getByLabel('Their address or identifier').fill(EMAIL)
        await verify(page)
      },
    },
    {
      name: 'verified-by-address',
      go: async (page) => {
        await page.getByLabel('Its address').fill(addressOf(badge))
        await verify(page)
      },
    },
    {
      name: 'not-verified',
      go: async (page) => {
        const broken = changed((document) => {
          document.name = `Weave ${'x'.repeat(190)}`
          document.issuer.name = 'نقابة النساجين'
          document.validUntil = '2020-01-01T00:00:00Z'
          document.credentialStatus = undefined
          document.credentialSubject.achievement.description = null
          document.endorsement[1].credentialSubject.endorsementComment = 'Forged.'
        })
        await page.getByLabel('Its text').fill(broken)
        await page.getByLabel('Their address or identifier').fill('other@example.org')
        await verify(page)
      },
    },
    {
      name: 'undetermined',
      go: async (page) => {
        await page.getByLabel('Its address').fill('https://nowhere.example/badge')
        await verify(page)
      },
    },
    { name: 'mistake', go: verify },
  ]

  it.each(SCENES)(
    'shows "$name" without an accessibility violation, light and dark, on a desk and on a phone',
    async ({ name, go }) => {
      for (const [viewport, dark] of [
        [DESK, false],
        [PHONE, true],
      ] as const) {
        const page = await open('/verify', viewport, { dark })
        const requests: string[] = []
        page.on('request', (request) => requests.push(request.url()))
        await go(page)
        await shoot(page, `verify-${name}-${viewport === PHONE ? 'phone-dark' : 'desk'}`)
        expect(await violationsOn(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
        // What is off the screen is read by no one who looks at it.
        expect(
          await page.evaluate(
            '[...document.querySelectorAll("main *")].filter((part) => part.getBoundingClientRect().right < 0).length',
          ),
        ).toBe(0)
        expect(requests.every((url) => url === `${server.origin}/verify`)).toBe(true)
        expect(page.url()).toBe(`${server.origin}/verify`)
        await close(page)
      }
    },
    60_000,
  )

  it('takes a file that was chosen or dropped, without script', async () => {
    const path = join(folder, 'badge.json')
    await writeFile(path, json)
    for (const give of [
      (page: Page) => page.getByLabel('A file').setInputFiles(path),
      (page: Page) => drop(page, path),
    ]) {
      const page = await open('/verify', PHONE, { script: false })
      await give(page)
      await verify(page)
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Verified')
      await close(page)
    }
  })

  it('gives the whole report to take away, without script and without a second request', async () => {
    const page = await open(`/verify?url=${encodeURIComponent(addressOf(badge))}`, DESK, { script: false })
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download the report (JSON)' }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toBe('badge-verification.json')
    const path = join(folder, 'report.json')
    await download.saveAs(path)
    const report = VerificationReportSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    expect(report).toMatchObject({ outcome: 'verified', credential: { name: 'Plain weave' } })
    expect(report.endorsements.map(({ name }) => name)).toEqual(['Asha Rao', 'سلمى حداد', 'Chipo Moyo'])
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([])
    await close(page)
  })

  it('asks about the person after a badge was opened by its address', async () => {
    const page = await open(`/verify?url=${encodeURIComponent(addressOf(badge))}`)
    await page.getByLabel('Their address or identifier').fill(EMAIL)
    await verify(page)
    expect(await page.getByText('Yes: the badge was given to whom you named.').isVisible()).toBe(true)
    expect(page.url()).toBe(`${server.origin}/verify`)
    await close(page)
  })

  it('can be filled in and sent by keyboard alone', async () => {
    const page = await open('/verify')
    const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent')
    const order: unknown[] = []
    for (let stop = 0; stop < 8; stop++) {
      await page.keyboard.press('Tab')
      order.push(await focused())
      if (order.at(-1) === 'url') await page.keyboard.type(addressOf(badge))
    }
    expect(order).toEqual([
      'Skip to content',
      'url',
      'file',
      'credential',
      'recipientType',
      'recipient',
      'receipt',
      'Verify',
    ])
    await page.keyboard.press('Enter')
    await page.waitForFunction('document.title.startsWith("Verified")')
    await close(page)
  })

  it('runs nothing of a hostile badge', async () => {
    const page = await open('/verify')
    await page.getByLabel('Its text').fill(
      changed((document) => {
        document.name = SCRIPT
        document.issuer.name = SCRIPT
      }),
    )
    await verify(page)
    expect(await page.title()).toMatch(/^Not verified/)
    expect(await page.locator('script, img, iframe').count()).toBe(0)
    await close(page)
  })

  it('prints with everything on it but the form', async () => {
    const page = await open(`/verify?url=${encodeURIComponent(addressOf(badge))}`)
    await page.emulateMedia({ media: 'print' })
    await shoot(page, 'verify-print')
    expect(await page.getByRole('heading', { name: 'What was checked' }).isVisible()).toBe(true)
    expect(await page.getByLabel('Their address or identifier').isVisible()).toBe(false)
    await close(page)
  })
})
