import { type ServerType, serve } from '@hono/node-server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import type { CredentialStatus } from '../../functions/domain/status/credential-status.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { violationsOn } from '../support/accessibility.ts'
import { launchChromium } from '../support/browser.ts'
import { anId } from '../support/builders.ts'
import { type AnswerCheck, checkDeclared } from '../support/declared-answers.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'

/** A folder to leave screenshots in, to be looked at. */
const SCREENSHOTS = process.env['PEERBADGE_SCREENSHOTS']

const HOSTILE_NAME = 'Weave "><script>document.title="broken"</script><img src=x onerror=alert(1)> & more'

let workshop: BadgeWorkshop
let badge: EndorsedClaim
let app: ReturnType<typeof assemblePublic>
let check: AnswerCheck
let server: ServerType
let browser: Browser
let origin: string

beforeAll(async () => {
  check = await checkDeclared()
  workshop = await openWorkshop()
  badge = await anIssuedBadge(workshop, { draft: { name: HOSTILE_NAME }, judgements: [{}] })
  app = assemblePublic({ ...workshop.table, publicUrl: BASE_URL, log: quietLog })
  server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      origin = `http://127.0.0.1:${port}`
      resolve(started)
    })
  })
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await new Promise((resolve) => server?.close(resolve))
  await workshop?.close()
})

const pathOf = ({ claim }: EndorsedClaim) => `/credentials/${claim.credentialId}/status.svg`

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await app.request(path, { headers })
  await check('GET', path, answer)
  return answer
}

async function change({ claim }: EndorsedClaim, status: CredentialStatus, at: Instant) {
  const changed = await workshop.stores.credentials.changeStatus(claim.credentialId, {
    claim,
    status,
    entry: { list: '', index: 0, ...claim.statusEntry },
    at,
    reason: 'The cloth was bought, not woven.',
    due: { at, kind: 'revocation', claimId: claim.id, attempt: 0 },
    event: {
      id: anId(`${status} ${claim.id}`),
      type: 'credential.revoked',
      at,
      community: claim.community,
      claimId: claim.id,
      data: {},
    },
  })
  expect(changed.ok).toBe(true)
}

describe('GET /credentials/{id}/status.svg', () => {
  it('shows how the badge stands now, to any site, for a minute', async () => {
    const answer = await get(pathOf(badge), {
      accept: 'image/avif,image/webp,*/*;q=0.8',
      origin: 'https://blog.example',
    })
    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=60',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    })
    const svg = await answer.text()
    expect(svg).toContain('>Valid<')
    expect(svg).not.toContain('Weave')
  })

  it('says suspended, valid again and revoked as soon as the store does, and changes its tag each time', async () => {
    const other = await anIssuedBadge(workshop, { judgements: [{}] })
    const tags: (string | null)[] = []
    const expectWord = async (word: string) => {
      const answer = await get(pathOf(other), { 'if-none-match': String(tags.at(-1)) })
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain(`>${word}<`)
      tags.push(answer.headers.get('etag'))
      const again = await get(pathOf(other), { 'if-none-match': String(tags.at(-1)) })
      expect(again.status).toBe(304)
    }
    await expectWord('Valid')
    await change(other, 'suspended', '2026-11-22T12:00:00.000Z')
    await expectWord('Suspended')
    await change(other, 'valid', '2026-11-23T12:00:00.000Z')
    await expectWord('Valid')
    await change(other, 'revoked', '2026-11-24T12:00:00.000Z')
    await expectWord('Revoked')
    expect(new Set(tags).size).toBe(4)
  })

  it.each(['/credentials/01M81TGFZCX9NJTDPM0MRTQRWQ/status.svg', '/credentials/nonsense/status.svg'])(
    'says with a picture that there is no badge at %s',
    async (path) => {
      const answer = await get(path, { 'if-none-match': '*' })
      expect(answer.status).toBe(404)
      expect(answer.headers.get('content-type')).toBe('image/svg+xml')
      expect(await answer.text()).toContain('>No such badge<')
    },
  )

  it('has no other picture beside it', async () => {
    const answer = await get(pathOf(badge).replace('.svg', '.gif'))
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ code: 'not_found' })
  })
})

describe('the line of HTML on the page of a badge', () => {
  async function snippet(): Promise<string> {
    const page = await browser.newPage()
    await page.goto(`${origin}/credentials/${badge.claim.credentialId}`)
    const line = await page.locator('pre code').textContent()
    expect(await page.title()).not.toBe('broken')
    await page.close()
    return line ?? ''
  }

  async function embed(line: string, dark: boolean) {
    const context = await browser.newContext({
      colorScheme: dark ? 'dark' : 'light',
      viewport: { width: 420, height: 260 },
    })
    await context.route(`${BASE_URL}/**`, async (route) => {
      const answer = await fetch(route.request().url().replace(BASE_URL, origin))
      await route.fulfill({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()),
      })
    })
    const elsewhere = `<!doctype html><html lang="en"><title>A blog</title><meta name="color-scheme" content="light dark"><main><h1>My work</h1><p>${line}</p></main>`
    await context.route('https://blog.example/', (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: elsewhere }),
    )
    const page = await context.newPage()
    await page.goto('https://blog.example/')
    await page.waitForFunction('document.images[0].complete')
    return page
  }

  it('shows the status on a page elsewhere, says it in words, leads to the verification, and holds no script', async () => {
    const line = await snippet()
    for (const dark of [false, true]) {
      const page = await embed(line, dark)
      if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/embed${dark ? '-dark' : ''}.png` })
      expect(await page.evaluate('document.images[0].naturalWidth')).toBe(176)
      expect(await page.evaluate('document.querySelectorAll("p *").length')).toBe(2)
      expect(await page.title()).toBe('A blog')
      const link = page.getByRole('link', { name: `How this badge stands now: ${HOSTILE_NAME}` })
      const address = new URL(String(await link.getAttribute('href')))
      expect(`${address.origin}${address.pathname}`).toBe(`${BASE_URL}/verify`)
      expect(address.searchParams.get('url')).toBe(`${BASE_URL}/credentials/${badge.claim.credentialId}`)
      expect(await violationsOn(page)).toEqual([])
      await page.context().close()
    }
  })

  it('shows even when the badge is gone that it is gone', async () => {
    const line = (await snippet()).replaceAll(badge.claim.credentialId, '01M81TGFZCX9NJTDPM0MRTQRWQ')
    const page = await embed(line, false)
    if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/embed-missing.png` })
    expect(await page.evaluate('document.images[0].naturalWidth')).toBe(176)
    await page.context().close()
  })
})
