import { describe, expect, it } from 'vitest'
import { fitReportPage } from '../../../functions/verification/fit-report-page.tsx'
import { readVerifyForm } from '../../../functions/verification/read-verify-form.ts'
import { toReportAddress } from '../../../functions/verification/report-download.ts'
import { groupChecks, hostOf, mostTelling, reasonsFor } from '../../../functions/verification/report-findings.ts'
import { VERIFY_LANGUAGES } from '../../../functions/verification/verify-page-languages.ts'
import {
  type EndorsementReport,
  type VerificationCheck,
  type VerificationReport,
  VerificationReportSchema,
} from '../../../schemas/verification-report.ts'

const aCheck = (status: VerificationCheck['status'], changes: Partial<VerificationCheck> = {}): VerificationCheck => ({
  id: 'proof',
  status,
  code: status === 'pass' ? 'OK' : 'PROOF_INVALID',
  message: `It is a ${status}.`,
  spec: 'https://www.w3.org/TR/vc-data-integrity/#verify-proof',
  ...changes,
})

const anEndorsement = (outcome: EndorsementReport['outcome'], name: string): EndorsementReport => ({
  outcome,
  name,
  checks: [aCheck(outcome === 'verified' ? 'pass' : outcome === 'undetermined' ? 'skip' : 'fail')],
})

const aReport = (changes: Partial<VerificationReport> = {}): VerificationReport =>
  VerificationReportSchema.parse({
    outcome: 'verified',
    standard: 'open-badges-3.0',
    verifiedAt: '2026-11-26T20:00:00.000Z',
    checks: [aCheck('pass')],
    credential: { id: 'https://badges.example/1', name: 'Plain weave', issuer: 'did:web:badges.example:c:weavers' },
    endorsements: [],
    ...changes,
  })

const [language] = VERIFY_LANGUAGES
const pageOf = async (changes: Partial<VerificationReport> = {}): Promise<string> =>
  (await fitReportPage({ report: aReport(changes), language, url: 'https://badges.example/verify' })).html

const textOf = (html: string): string => html.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '')

const AWARD = {
  id: 'https://badges.example/awards/1',
  met: true,
  counted: 4,
  required: 3,
  firstGivenAt: '2026-03-01T00:00:00Z',
  lastGivenAt: '2026-03-05T00:00:00Z',
  decidedAt: '2026-03-06T00:00:00Z',
  policyDigest: 'x',
}

const ISSUER = { id: 'did:web:badges.example:c:weavers', listedIn: [], unreachedRegistries: [] }

describe('the page with the verdict', () => {
  it.each([
    ['verified', 'Verified'],
    ['not-verified', 'Not verified'],
    ['undetermined', 'Could not be checked'],
  ] as const)('says %s in words, as its one first heading and in its title', async (outcome, words) => {
    const html = await pageOf({ outcome })
    expect([...html.matchAll(/<h1>.*?<\/h1>/gs)].map(([heading]) => textOf(heading).trim())).toEqual([words])
    expect(html).toContain(`<title>${words} · Plain weave`)
  })

  it('PE-14: says by how many and over which dates the rule was met', async () => {
    const text = textOf(await pageOf({ award: AWARD }))
    expect(text).toContain('The rule was met: 4 endorsements counted, 3 needed.')
    expect(text).toContain('between 1 March 2026 and 5 March 2026')
    expect(text).toContain('decided on 6 March 2026')
    const unmet = textOf(await pageOf({ outcome: 'not-verified', award: { ...AWARD, met: false, counted: 1 } }))
    expect(unmet).toContain('The rule was not met: 1 endorsement counted, 3 needed.')
  })

  it('states an issuer in no registry as a plain fact', async () => {
    const html = await pageOf({ issuer: ISSUER })
    expect(textOf(html)).toContain('None of the registries asked lists it, as is so for most issuers.')
    expect(html).toContain('<h1><svg class="mark"')
    expect(html).not.toContain('class="status bad"')
  })

  it('says where an issuer is listed, what could not be asked, and what it publishes', async () => {
    const text = textOf(
      await pageOf({
        issuer: {
          ...ISSUER,
          domain: 'badges.example',
          listedIn: [
            { name: 'The Register', url: 'https://register.example/' },
            { name: 'A list', url: 'javascript:x' },
          ],
          unreachedRegistries: ['Far away'],
          firstSeenAt: '2026-01-02T00:00:00Z',
          badgesIssued: 12,
        },
      }),
    )
    for (const said of [
      'at badges.example',
      'Listed in The Register',
      'Listed in A list',
      'Far away',
      '2 January 2026',
      '12',
    ])
      expect(text).toContain(said)
    expect(text).not.toContain('None of the registries')
  })

  it('says that a newer version took the place of what was presented', async () => {
    const text = textOf(await pageOf({ refreshed: { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' } }))
    expect(text).toContain('a newer version, of 1 February 2026; the one that was presented is of 1 January 2026')
  })

  it('leaves dates and texts that nobody could read as they were written, cut', async () => {
    const credential = {
      name: 'x'.repeat(100_000),
      validFrom: 'soon',
      validUntil: '9'.repeat(400),
      issuer: 'z'.repeat(5000),
    }
    const html = await pageOf({ outcome: 'not-verified', credential })
    expect(textOf(html)).toContain('soon')
    expect(html.replace(/href="data:[^"]*"/, '').length).toBeLessThan(20_000)
  })

  it('writes instants in a sentence as dates', async () => {
    const message = 'Valid since 2026-11-26T20:50:53Z, until 2026-99-26T20:50:53Z.'
    expect(textOf(await pageOf({ checks: [aCheck('pass', { message })] }))).toContain(
      'Valid since 26 November 2026, until 2026-99-26T20:50:53Z.',
    )
  })

  it('says nothing of a badge of which nothing could be read', async () => {
    const text = textOf(await pageOf({ outcome: 'not-verified', credential: {}, standard: undefined }))
    expect(text).not.toContain('What the badge says')
    expect(text).toContain('Checked on26 November 2026, 20:00 UTC')
  })

  it('speaks Hindi, and marks what it has no Hindi for as English', async () => {
    const report = aReport({
      outcome: 'not-verified',
      checks: [aCheck('fail'), aCheck('warn', { code: 'NEW_CODE' })],
      award: AWARD,
      issuer: ISSUER,
      endorsements: [anEndorsement('verified', 'Asha')],
    })
    const { html } = await fitReportPage({ report, language: 'hi', url: 'https://badges.example/verify' })
    expect(html).toContain('<html lang="hi">')
    expect(textOf(html)).toContain('सही नहीं पाया गया')
    expect(textOf(html)).toContain('1 मार्च 2026')
    expect(html).toContain('<bdi lang="en" class="soft">It is a fail.</bdi>')
    expect(html).toContain('<bdi lang="en">It is a warn.</bdi>')
    const own = html
      .replace(/<style>.*?<\/style>|<bdi.*?<\/bdi>|<code>.*?<\/code>|<[^>]*>/gs, ' ')
      .replaceAll(/https?:\S+|did:\S+/g, '')
    const latin = [...new Set(own.match(/[A-Za-z]{3,}/g) ?? [])]
    expect(
      latin.filter(
        (word) => !/^(JSON|Open|Badges|SHA|UTC|badges|example|Asha|Plain|weave|DID|PNG|SVG|JWT|nbsp)$/.test(word),
      ),
    ).toEqual([])
  })

  it('makes links of addresses of the web alone', async () => {
    const html = await pageOf({
      credential: { id: 'javascript:alert(1)', achievement: 'data:text/html,x', issuer: 'vbscript:x' },
      checks: [aCheck('fail', { spec: 'javascript:alert(2)', message: '<img src=x onerror=alert(3)>' })],
    })
    expect(html).not.toMatch(/href="(?!https?:|data:application\/json|verify"|#content")/)
    expect(html).not.toContain('<img')
  })
})

describe('toReportAddress', () => {
  it('holds exactly the report', () => {
    const report = aReport({ credential: { name: 'शिक्षा "#?%&<> \u{1F9F6}' }, award: AWARD })
    const address = toReportAddress(report) ?? ''
    expect(address).toMatch(/^data:application\/json;charset=utf-8,[\w%.!~*'()-]+$/)
    expect(JSON.parse(decodeURIComponent(address.slice(address.indexOf(',') + 1)))).toEqual(report)
  })

  it('does not break on half a character, and gives up on reports too long for a page', () => {
    expect(toReportAddress(aReport({ credential: { name: '\ud800' } }))).toBeDefined()
    const endorsements = Array.from({ length: 3000 }, (_, index) => anEndorsement('verified', `Peer ${index}`))
    expect(toReportAddress(aReport({ endorsements }))).toBeUndefined()
  })
})

describe('the order in which findings are read', () => {
  it('puts what failed first, then what could not be checked, what is worth knowing, and what passed', () => {
    const checks = (['pass', 'warn', 'fail', 'skip', 'pass'] as const).map((status) => aCheck(status))
    expect(groupChecks(checks).map(({ status, checks }) => [status, checks.length])).toEqual([
      ['fail', 1],
      ['skip', 1],
      ['warn', 1],
      ['pass', 2],
    ])
  })

  it('names as reasons what decided, once each, and none when all is well', () => {
    const checks = [aCheck('skip'), aCheck('fail'), aCheck('fail')]
    expect(reasonsFor('not-verified', checks)).toEqual([aCheck('fail')])
    expect(reasonsFor('undetermined', [aCheck('skip'), aCheck('warn')])).toEqual([aCheck('skip')])
    expect(reasonsFor('verified', [aCheck('warn')])).toEqual([])
  })

  it('keeps the order of few endorsements, and of many shows those that do not hold', () => {
    const reports = [
      anEndorsement('verified', 'a'),
      anEndorsement('undetermined', 'b'),
      anEndorsement('not-verified', 'c'),
    ]
    expect(mostTelling(reports, 3).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
    expect(mostTelling(reports, 2).map(({ name }) => name)).toEqual(['c', 'b'])
  })
})

describe('hostOf', () => {
  it.each([
    ['did:web:badges.example:communities:weavers', 'badges.example'],
    ['did:web:localhost%3A8080:communities:weavers', 'localhost:8080'],
    ['https://issuer.example/profile#x', 'issuer.example'],
    ['https://paypal.com@evil.example/', 'evil.example'],
    ['did:key:z6Mk', undefined],
    ['did:web:', undefined],
    ['did:web:a b', undefined],
    ['javascript:alert(1)', undefined],
    ['https://', undefined],
  ])('of %s is %s', (issuer, host) => {
    expect(hostOf(issuer)).toBe(host)
  })
})

describe('readVerifyForm', () => {
  const read = async (fields: Readonly<Record<string, string>>) => {
    const bytes = new TextEncoder().encode(new URLSearchParams(fields).toString())
    const contentType = 'application/x-www-form-urlencoded'
    return readVerifyForm({ bytes, mediaType: contentType, contentType })
  }

  it('takes one badge, and no recipient where none was typed', async () => {
    expect(await read({ credential: ' {} ', recipientType: 'emailAddress', recipient: ' ' })).toEqual({
      ok: true,
      value: { presented: [{ document: '{}' }], isList: false, recipient: undefined, receipt: false },
    })
  })

  it('takes white space around what was pasted for nothing', async () => {
    expect(
      await read({ url: ' https://a.example/1\r\n', recipientType: 'emailAddress', recipient: ' a@b.example ' }),
    ).toEqual({
      ok: true,
      value: {
        presented: [{ url: 'https://a.example/1' }],
        isList: false,
        recipient: { type: 'emailAddress', value: 'a@b.example' },
        receipt: false,
      },
    })
  })

  it.each([
    ['nothing', {}],
    ['several', { url: 'https://a.example', credential: 'x' }],
    ['no-address', { url: 'a.example' }],
    ['no-address', { url: 'ftp://a.example' }],
    ['recipient-type', { credential: 'x', recipient: 'y' }],
    ['recipient-type', { credential: 'x', recipient: 'y', recipientType: 'constructor' }],
    ['recipient-long', { credential: 'x', recipient: 'y'.repeat(2049), recipientType: 'id' }],
  ])('finds the mistake %s', async (mistake, fields) => {
    expect(await read(fields)).toEqual({ ok: false, error: mistake })
  })
})
