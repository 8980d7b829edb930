import { type ServerType, serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import { routeRequest } from '../../functions/local/route-request.ts'
import { violationsOn } from '../support/accessibility.ts'
import { launchChromium } from '../support/browser.ts'
import { digests } from '../support/builders.ts'
import { aStoredOutcome } from '../support/dispute-outcome.ts'
import { BASE_URL, quietLog } from '../support/issuance-scenario.ts'
import { anIssuedBadge, type BadgeWorkshop, type EndorsedClaim, openWorkshop } from '../support/issued-badge.ts'

/** A folder to leave screenshots in, to be looked at. */
const SCREENSHOTS = process.env['PEERBADGE_SCREENSHOTS']

const PHONE = { width: 360, height: 740 }
const DESK = { width: 1100, height: 900 }

const RUBRIC = [
  {
    id: 'craft',
    name: 'Craft',
    description: 'How the cloth is made.',
    levels: [
      { id: 'rough', name: 'Rough', description: 'Holes and loose ends.' },
      { id: 'sound', name: 'Sound', description: 'Even, with few faults.' },
      { id: 'fine', name: 'Fine', description: 'Nothing to mend.' },
    ],
    requiredLevel: 'sound',
  },
  {
    id: 'care',
    name: 'Care for the loom',
    levels: [
      { id: 'some', name: 'Some' },
      { id: 'good', name: 'Good' },
    ],
  },
]

let workshop: BadgeWorkshop
let badge: EndorsedClaim
let objection: string
let server: ServerType
let browser: Browser
let origin: string

beforeAll(async () => {
  workshop = await openWorkshop()
  badge = await anIssuedBadge(workshop, {
    draft: {
      name: 'Plain weave',
      description:
        'Weaves an even plain cloth on a floor loom, from warping to the finished hem, and mends the common faults.',
      criteria: {
        narrative:
          'Show a cloth of at least one square metre.\n\n- Warp and weft are *balanced*.\n- The selvedges are straight.\n- You can say how you mended one fault.',
      },
      inLanguage: 'en',
      rubric: RUBRIC,
      translations: [
        {
          inLanguage: 'hi',
          name: 'सादी बुनाई',
          description: 'एकसमान सादा कपड़ा बुनता है।',
          criteria: 'एक वर्ग मीटर कपड़ा दिखाएँ।',
        },
      ],
      alignment: [{ targetName: 'Textile craft, level 2', targetUrl: 'https://example.org/frameworks/textile/2' }],
    },
    names: ['Asha Rao', 'Bilal Haidar', 'Chipo Moyo', 'शिक्षार्थी मित्र'],
    judgements: [
      {
        ratings: { craft: 'fine', care: 'good' },
        comment:
          'I sat beside Asha for the whole warp. The tension is **even from edge to edge**, and where a thread broke she showed me how she mended it.\n\n- straight selvedges\n- clean finish',
      },
      { ratings: { craft: 'sound', care: 'good' }, comment: 'Good cloth. I would use it.' },
      { ratings: { craft: 'sound' }, comment: 'एकसमान और मज़बूत कपड़ा।', consentToBeNamed: false },
      { ratings: { craft: 'fine' } },
    ],
  })
  objection = await aStoredOutcome(workshop.table, { ...badge, community: workshop.community }, 70)
  const around = { ...workshop.table, publicUrl: BASE_URL, log: quietLog }
  const asked = { ...around, adminTokenSha256: digests.sha256Hex('not used here') }
  const fetch = routeRequest({
    api: assembleApi({ ...asked, keyMaker: workshop.keys }),
    public: assemblePublic(around),
    verification: assembleVerification({ ...asked, keys: workshop.keys }),
  })
  server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
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

interface Visit {
  readonly page: Page
  readonly requests: readonly string[]
}

async function visit(path: string, viewport = DESK, options: { dark?: boolean; locale?: string } = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport,
    colorScheme: options.dark ? 'dark' : 'light',
    ...(options.locale === undefined ? {} : { locale: options.locale }),
  })
  // The pages name their pictures under the base URL, which is this server in disguise.
  await context.route(`${BASE_URL}/**`, async (route) => {
    const picture = await fetch(route.request().url().replace(BASE_URL, origin), { headers: { accept: 'image/*' } })
    const body = Buffer.from(await picture.arrayBuffer())
    // A page that was closed meanwhile needs no answer.
    await route.fulfill({ body, contentType: picture.headers.get('content-type') ?? '' }).catch(() => undefined)
  })
  const page = await context.newPage()
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  const answer = await page.goto(`${origin}${path}`)
  expect(answer?.status()).toBe(200)
  return { page, requests }
}

const shoot = async (page: Page, name: string) => {
  if (SCREENSHOTS !== undefined) await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true })
}

/** The reference has a hundred calls on one page, which a slow machine looks at for long. */
const AXE_TIMEOUT_MILLISECONDS = 300_000

const PAGES = () => ({
  badge: `/credentials/${badge.claim.credentialId}`,
  award: `/awards/${badge.claim.credentialId}`,
  community: `/communities/${workshop.community.slug}`,
  achievement: `/achievements/${badge.achievement.achievementId}/1`,
  endorsement: `/endorsements/${badge.endorsements[0]?.id}`,
  outcome: `/objections/${objection}`,
  reference: '/docs',
  problems: '/docs/problems',
})

describe('the public pages in a browser', () => {
  for (const name of [
    'badge',
    'award',
    'community',
    'achievement',
    'endorsement',
    'outcome',
    'reference',
    'problems',
  ] as const) {
    it(
      `show the ${name} without an accessibility violation, light and dark, on a desk and on a phone`,
      async () => {
        const path = PAGES()[name]
        for (const [viewport, dark] of [
          [DESK, false],
          [PHONE, true],
        ] as const) {
          const { page } = await visit(path, viewport, { dark })
          await shoot(page, `${name}-${viewport === PHONE ? 'phone' : 'desk'}${dark ? '-dark' : ''}`)
          expect(await violationsOn(page)).toEqual([])
          const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
          expect(overflow, 'wider than the screen').toBeLessThanOrEqual(0)
          await page.context().close()
        }
      },
      AXE_TIMEOUT_MILLISECONDS,
    )

    it(`ask for nothing but the ${name} itself and the picture of its achievement, and hold no script`, async () => {
      const { page, requests } = await visit(PAGES()[name])
      const picture = `${BASE_URL}${PAGES().achievement}/image`
      expect(requests.filter((url) => url !== picture)).toEqual([`${origin}${PAGES()[name]}`])
      expect(await page.locator('script').count()).toBe(0)
      expect(await page.locator('h1').count()).toBe(1)
      await page.context().close()
    })
  }

  it('show the picture of the achievement with its text, and offer it with the badge baked in', async () => {
    for (const name of ['badge', 'achievement'] as const) {
      const { page } = await visit(PAGES()[name])
      const picture = page.locator('main img')
      await picture.scrollIntoViewIfNeeded()
      expect(await picture.getAttribute('alt')).toBe('Badge of Plain weave')
      await page.waitForFunction('document.images[0].complete')
      expect(await page.evaluate('document.images[0].naturalWidth')).toBe(400)
      await page.context().close()
    }
    const { page } = await visit(PAGES().badge)
    for (const suffix of ['.png', '.svg'])
      expect(await page.locator(`footer a[href="${BASE_URL}${PAGES().badge}${suffix}"]`).count()).toBe(1)
    await page.context().close()
  })

  it('say that a badge was revoked, in words and not by colour alone', async () => {
    const { claim } = await anIssuedBadge(workshop, { judgements: [{}] })
    await workshop.stores.credentials.changeStatus(claim.credentialId, {
      claim,
      status: 'revoked',
      entry: { list: '', index: 0, ...claim.statusEntry },
      at: '2026-11-22T12:00:00.000Z',
      reason: 'The cloth was bought, not woven.',
      due: { at: '2026-11-22T12:01:00.000Z', kind: 'revocation', claimId: claim.id, attempt: 0 },
      event: {
        id: '01M81TGFZCX9NJTDPM0MRTQRWQ',
        type: 'credential.revoked',
        at: '2026-11-22T12:00:00.000Z',
        community: claim.community,
        claimId: claim.id,
        data: {},
      },
    })
    const { page } = await visit(`/credentials/${claim.credentialId}`, PHONE)
    await shoot(page, 'revoked-phone')
    const status = page.getByRole('region', { name: 'Status' })
    expect(await status.textContent()).toBe(
      'Revoked on 22 November 2026. This badge is no longer valid.Reason given: The cloth was bought, not woven.',
    )
    expect(await violationsOn(page)).toEqual([])
    await page.context().close()
  })

  it('are never wider than a phone, whatever was written, and lay out each script in its own direction', async () => {
    const comment = `قماش جيد جداً، متساو من الحافة إلى الحافة. ${'w'.repeat(3_000)}`
    const { claim, endorsements } = await anIssuedBadge(workshop, {
      draft: { name: `Weave ${'x'.repeat(190)}`, description: `${'y'.repeat(4_000)}` },
      names: ['سلمى حداد', 'z'.repeat(200)],
      judgements: [{ comment }, { comment: '|'.repeat(4_000) }],
    })
    for (const path of [
      `/credentials/${claim.credentialId}`,
      `/awards/${claim.credentialId}`,
      `/achievements/${claim.achievementId}/1`,
      ...endorsements.map(({ id }) => `/endorsements/${id}`),
    ]) {
      const { page } = await visit(path, PHONE)
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(overflow, path).toBeLessThanOrEqual(0)
      await page.context().close()
    }
    const { page } = await visit(`/credentials/${claim.credentialId}`, PHONE)
    await shoot(page, 'badge-scripts-phone')
    expect(await page.evaluate("getComputedStyle(document.querySelector('blockquote div')).direction")).toBe('rtl')
    await page.context().close()
  })

  it('can be walked through by keyboard, past the header and along the headings in order', async () => {
    const { page } = await visit(PAGES().badge)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to content')
    const levels = await page.evaluate<number[]>(
      "[...document.querySelectorAll('h1,h2,h3')].map((heading) => Number(heading.tagName[1]))",
    )
    expect(levels[0]).toBe(1)
    for (const [index, level] of levels.slice(1).entries()) expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1)
    await page.context().close()
  })

  it('print with everything on them, on paper of one colour', async () => {
    const { page } = await visit(PAGES().badge)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.byteLength).toBeGreaterThan(5_000)
    await page.emulateMedia({ media: 'print' })
    await shoot(page, 'badge-print')
    expect(await page.getByRole('heading', { name: 'Endorsed by 4 peers' }).isVisible()).toBe(true)
    await page.context().close()
  })

  it('show a reader of Hindi the achievement in Hindi', async () => {
    const { page } = await visit(PAGES().achievement, PHONE, { locale: 'hi-IN' })
    expect(await page.locator('h1').textContent()).toBe('सादी बुनाई')
    expect(await page.locator('h1').getAttribute('lang')).toBe('hi')
    expect(await violationsOn(page)).toEqual([])
    await page.context().close()
  })

  it.each([
    ['badge', 'यह क्यों दिया गया'],
    ['award', 'समर्थन'],
    ['achievement', 'यह कब मिलता है'],
    ['community', 'कुंजियाँ'],
    ['endorsement', 'इसे कैसे जाँचें'],
  ] as const)('are in Hindi around the %s for who reads that, and fit a phone', async (name, heading) => {
    const { page } = await visit(PAGES()[name], PHONE, { locale: 'hi-IN' })
    await shoot(page, `${name}-hindi-phone`)
    expect(await page.locator('html').getAttribute('lang')).toBe('hi')
    expect(await page.getByRole('heading', { name: heading, exact: true }).count()).toBe(1)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await page.context().close()
  })
})
