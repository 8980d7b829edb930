import { describe, expect, it } from 'vitest'
import { buildReceipt, type ReportOfBytes } from '../../../../functions/domain/receipt/build-receipt.ts'
import { UnsignedReceiptSchema } from '../../../../schemas/verification-receipt.ts'
import { NOW } from '../../../support/builders.ts'
import { aReport } from '../../../support/receipts.ts'

const FRAME = {
  id: `https://badges.example.org/receipts/${'A'.repeat(22)}`,
  issuer: 'did:web:badges.example.org',
  verifiedAt: NOW,
}
const build = (changes: Partial<ReportOfBytes> = {}) => buildReceipt(aReport(changes), FRAME)
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))
const [endorsement] = aReport().endorsements
const [check] = aReport().checks

describe('buildReceipt', () => {
  it('says what was verified, when, and what each check found', () => {
    const receipt = build()
    expect(receipt).toMatchObject({
      ...FRAME,
      type: 'VerificationReceipt',
      receiptVersion: 1,
      outcome: 'verified',
      standard: 'open-badges-3.0',
      presented: { form: 'json', digest: 'd'.repeat(43) },
      credential: {
        id: 'https://issuer.example/badges/1',
        issuer: 'did:web:issuer.example',
        achievementName: 'Plain weave',
      },
      endorsements: [
        { id: 'https://issuer.example/endorsements/1', issuer: 'did:key:z6MkendorserOne', outcome: 'verified' },
      ],
      endorsementCounts: { verified: 1, 'not-verified': 0, undetermined: 0 },
      recipient: { outcome: 'matched' },
    })
    expect(receipt.checks.map(({ id, status, code }) => [id, status, code])).toEqual([
      ['parse', 'pass', 'OK'],
      ['dates', 'warn', 'EXPIRES_SOON'],
    ])
    expect(Date.parse(receipt.validUntil) - Date.parse(NOW)).toBe(366 * 86_400_000)
  })

  it('holds no name of a person, no sentence, no key in an address and nothing of the recipient', () => {
    expect(JSON.stringify(build())).not.toMatch(/asha|bela|example\.org it is|secret|message/i)
  })

  it.each([
    ['mailto:asha@example.org'],
    ['https://issuer.example/people/asha@example.org'],
    ['https://asha:password@issuer.example/'],
    ['https://issuer.example/people/asha%40example.org'],
    ['Asha'],
    [`urn:asha:${'x'.repeat(3000)}`],
  ])('leaves out an id that could be a mailbox, holds a password, is no address or has no end: %s', (id) => {
    const receipt = build({
      presented: { form: 'json', url: id, digest: '-' },
      credential: { id, issuer: id, achievement: id },
      endorsements: endorsement ? [{ ...endorsement, id, issuer: id }] : [],
    })
    expect(JSON.stringify(receipt)).not.toMatch(/asha/i)
    expect(UnsignedReceiptSchema.safeParse(receipt).success).toBe(true)
  })

  it('takes no date that is none, and cuts a title that has no end', () => {
    const { credential } = build({
      credential: {
        validFrom: 'since Asha came',
        validUntil: '2026-02-30T25:00:00Z',
        achievementName: '🧶'.repeat(400),
      },
    })
    expect(credential).not.toHaveProperty('validFrom')
    expect(credential.achievementName?.isWellFormed()).toBe(true)
    expect(credential.achievementName?.length).toBeLessThanOrEqual(300)
  })

  it.each([
    ['both dates', '2026-03-01T12:00:00Z', '2026-04-01T12:00:00Z', true],
    ['a first that is no date', 'when Asha came', '2026-04-01T12:00:00Z', false],
    ['a second that is no date', '2026-03-01T12:00:00Z', 'when Asha left', false],
  ])('tells that a badge was refreshed only between %s', (_, from, to, isTold) => {
    const report = aReport({ refreshed: { from, to } as NonNullable<ReportOfBytes['refreshed']> })
    expect(buildReceipt(report, FRAME).refreshed).toEqual(isTold ? { from, to } : undefined)
  })

  it('leaves out a pointer without end, and facts of an issuer that none are known of', () => {
    const receipt = build({ checks: check ? [{ ...check, pointer: `/${'x'.repeat(300)}` }] : [], issuer: undefined })
    expect(receipt.checks[0]).not.toHaveProperty('pointer')
    expect(receipt).not.toHaveProperty('issuerFacts')
  })

  it('is a document of its schema, which takes no member more', () => {
    expect(UnsignedReceiptSchema.parse(build())).toEqual(build())
    expect(UnsignedReceiptSchema.safeParse({ ...build(), learner: 'Asha' }).success).toBe(false)
  })

  it('says of every one of 150 endorsements what was checked', () => {
    const receipt = build({ endorsements: manyEndorsements(150) })
    expect(receipt.endorsements).toHaveLength(150)
    expect(receipt.endorsements[0]?.checks).toHaveLength(8)
  })

  it('says of thousands only what was found, and still counts every one', () => {
    const receipt = build({ endorsements: [...manyEndorsements(1200), ...manyEndorsements(3, 'fail')] })
    expect(bytesOf(receipt)).toBeLessThanOrEqual(280_000)
    expect(receipt.endorsements.filter(({ checks }) => checks.length > 0)).toHaveLength(3)
    expect(receipt.endorsementCounts).toEqual({ verified: 1200, 'not-verified': 3, undetermined: 0 })
  })

  it('stays small whatever a document calls its parts', () => {
    const long = `https://issuer.example/${'x'.repeat(2000)}`
    const endorsements = manyEndorsements(1500).map((one) => ({ ...one, id: long, issuer: long, pointer: `/${long}` }))
    const checks = Array.from({ length: 5000 }, () => ({ ...(check ?? []), pointer: `/${'y'.repeat(290)}` }))
    const receipt = build({
      endorsements,
      checks: checks as ReportOfBytes['checks'],
      credential: { id: long, issuer: long },
    })
    expect(bytesOf(receipt)).toBeLessThanOrEqual(280_000)
    expect(receipt).toMatchObject({ endorsements: [], endorsementCounts: { verified: 1500 }, checksLeftOut: 4800 })
    expect(UnsignedReceiptSchema.safeParse(receipt).success).toBe(true)
  })
})

function manyEndorsements(count: number, status: 'pass' | 'fail' = 'pass'): ReportOfBytes['endorsements'] {
  if (!endorsement || !check) return []
  return Array.from({ length: count }, (_, n) => ({
    ...endorsement,
    outcome: status === 'pass' ? 'verified' : 'not-verified',
    id: `https://issuer.example/endorsements/${n}`,
    checks: Array.from({ length: 8 }, () => ({ ...check, status })),
  }))
}
