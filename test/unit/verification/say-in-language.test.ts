import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sayInLanguage } from '../../../functions/verification/say-in-language.ts'
import { sayInHindi } from '../../../functions/verification/verify-page-sentences-hi.ts'
import {
  type VerificationCheck,
  VerificationCheckSchema,
  VerificationReportSchema,
} from '../../../schemas/verification-report.ts'

const STEPS = VerificationCheckSchema.shape.id.options
const DEVANAGARI = /^[\p{Script=Devanagari}\p{P}\sA-Za-z0-9.]+$/u

/** Where checks get their codes from. */
const SOURCES = ['verification', 'adapters/vc-jwt', 'adapters/data-integrity', 'domain/baking']
/** Written like codes, and none: parts of codes, chunks of a PNG, algorithms, kinds of keys. */
const NO_CODES =
  /^(ASSERTION|BADGE_CLASS|ISSUER|IHDR|IDAT|IEND|JSON|POST|HEAD|ES\d+|RS\d+|PNG|SVG|JWT|ISS|SUB|JTI|NBF|EXP|OKP|RSA|EC|OK)$/

function codesOf(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !name.startsWith('verify-page'))
  return files.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g)].map(
      ([, code = '']) => code,
    ),
  )
}

const written = SOURCES.flatMap((source) => codesOf(`functions/${source}`)).filter((code) => !NO_CODES.test(code))
/** Codes that are put together where they are given. */
const composed = [
  ...['ISS', 'SUB', 'JTI', 'NBF', 'EXP'].flatMap((claim) => [`CLAIM_${claim}_MISSING`, `CLAIM_${claim}_MISMATCH`]),
  ...['BADGE_CLASS', 'ISSUER'].flatMap((part) => [`${part}_NOT_FOUND`, `${part}_UNREACHABLE`]),
]
const codes = [...new Set([...written, ...composed])].sort()

const aCheck = (changes: Partial<VerificationCheck>): VerificationCheck => ({
  id: 'dates',
  status: 'fail',
  code: 'EXPIRED',
  message: 'It was valid until 2020-01-01T00:00:00Z.',
  spec: 'https://www.w3.org/TR/vc-data-model-2.0/#validity-period',
  ...changes,
})

const aReport = (check: VerificationCheck) =>
  VerificationReportSchema.parse({
    outcome: 'not-verified',
    checks: [check],
    credential: {},
    endorsements: [{ outcome: 'not-verified', checks: [check] }],
    recipient: { outcome: 'not-matched', checks: [check] },
  })

describe('sayInHindi', () => {
  it('has a sentence for every code that a check may have', () => {
    expect(codes.length).toBeGreaterThan(100)
    const silent = codes.filter((code) => sayInHindi({ id: 'parse', status: 'fail', code }) === undefined)
    expect(silent).toEqual([])
    for (const code of codes) expect(sayInHindi({ id: 'parse', status: 'fail', code })).toMatch(DEVANAGARI)
  })

  it('says of every step in words of its own that it passed', () => {
    const said = STEPS.map((id) => sayInHindi({ id, status: 'pass', code: 'OK' }))
    expect(new Set(said).size).toBe(STEPS.length)
    for (const sentence of said) expect(sentence).toMatch(DEVANAGARI)
  })

  it.each(['ISSUER_KEY_UNBOUND', 'KEY_COMPROMISED', 'STATUS_VERIFICATION_ERROR', 'SCHEMA', 'SCHEMA_UNREACHABLE'])(
    'does not say that something is wrong when %s only leaves it open',
    (code) => {
      const said = (['fail', 'skip', 'warn'] as const).map((status) => sayInHindi({ id: 'issuer', status, code }))
      expect(said[1]).not.toBe(said[0])
      expect(said[2]).toBe(said[1])
    },
  )
})

describe('sayInLanguage', () => {
  it('keeps the English sentence with its dates beside the other, in every check', () => {
    const check = aCheck({})
    const { checks, endorsements, recipient } = sayInLanguage(aReport(check), 'hi')
    const expected = { ...check, message: 'इसकी अवधि बीत चुकी है।', englishMessage: check.message }
    expect([checks, endorsements[0]?.checks, recipient?.checks]).toEqual([[expected], [expected], [expected]])
  })

  it('leaves what it has no words for in English, and an English report as it is', () => {
    const unknown = aReport(aCheck({ code: 'NEW_CODE' }))
    expect(sayInLanguage(unknown, 'hi')).toEqual(unknown)
    const known = aReport(aCheck({}))
    expect(sayInLanguage(known, 'en')).toEqual(known)
  })
})
