import { describe, expect, it } from 'vitest'
import type { ProofVerdict } from '../../../functions/ports/proofs.ts'
import { fail, outcomeOf, pass, skip, toPointer, warn } from '../../../functions/verification/check.ts'
import { checkConformance, kindOf } from '../../../functions/verification/check-conformance.ts'
import { checkDates } from '../../../functions/verification/check-dates.ts'
import { checkProof } from '../../../functions/verification/check-proof.ts'
import { findEndorsements } from '../../../functions/verification/find-endorsements.ts'
import { NOW } from '../../support/builders.ts'

describe('outcomeOf', () => {
  const [good, bad, open, note] = [
    pass('proof', ''),
    fail('dates', 'EXPIRED', ''),
    skip('status', 'X', ''),
    warn('proof', 'Y', ''),
  ]

  it('is not-verified as soon as one check failed, whatever else is open', () => {
    expect(outcomeOf([good, bad, open])).toBe('not-verified')
  })

  it('is undetermined, never verified, while one check could not be carried out', () => {
    expect(outcomeOf([good, open, note])).toBe('undetermined')
  })

  it('is verified when all passed, also with remarks', () => {
    expect(outcomeOf([good, note])).toBe('verified')
  })
})

describe('toPointer', () => {
  it('escapes as RFC 6901 asks', () => {
    expect(toPointer(['a/b', '~', 0])).toBe('/a~1b/~0/0')
    expect(toPointer([])).toBe('')
  })
})

describe('kindOf', () => {
  it.each([
    [['VerifiableCredential', 'OpenBadgeCredential'], 'badge'],
    [['VerifiableCredential', 'AchievementCredential'], 'badge'],
    [['VerifiableCredential', 'EndorsementCredential'], 'endorsement'],
    ['OpenBadgeCredential', 'badge'],
    [['VerifiableCredential'], undefined],
    [undefined, undefined],
  ])('calls %j a %s', (type, kind) => {
    expect(kindOf({ type })).toBe(kind)
  })
})

describe('checkConformance', () => {
  it('names what is wrong in more than one place, but not without end', () => {
    const evidence = Array.from({ length: 50 }, () => ({ type: ['X'] }))
    const checks = checkConformance({ type: ['OpenBadgeCredential'], evidence }, 'badge')
    expect(checks).toHaveLength(20)
    expect(checks.every(({ status }) => status === 'fail')).toBe(true)
  })
})

describe('checkConformance of a document of more values than any badge', () => {
  it.each<readonly [string, object]>([
    ['parts', { evidence: Array(300_000).fill({}) }],
    ['members', Object.fromEntries(Array.from({ length: 210_000 }, (_, n) => [`m${n}`, 0]))],
    ['values far inside', { credentialSubject: { identifier: [{ salt: Array(300_000).fill(0) }] } }],
  ])('says only that it is too large, whatever is wrong with its %s', (_, members) => {
    const checks = checkConformance({ type: ['OpenBadgeCredential'], ...members }, 'badge')
    expect(checks.map(({ status, code }) => [status, code])).toEqual([['fail', 'DOCUMENT_TOO_COMPLEX']])
  })

  it('does not say so of one that holds nearly as many', () => {
    const checks = checkConformance(
      { type: ['OpenBadgeCredential'], 'https://a.b/#all': Array(199_000).fill({}) },
      'badge',
    )
    expect(checks.map(({ code }) => code)).not.toContain('DOCUMENT_TOO_COMPLEX')
  })
})

describe('checkDates', () => {
  it.each([[{}], [{ validFrom: 'soon' }], [{ validFrom: '2026-01-01T00:00:00Z', validUntil: 'later' }]])(
    'cannot tell with %j',
    (document) => {
      expect(checkDates(document, NOW)).toMatchObject([{ status: 'skip', code: 'SCHEMA' }])
    },
  )

  it('compares instants, not their spelling', () => {
    expect(checkDates({ validFrom: '2026-03-01T17:30:00+05:30' }, NOW)).toMatchObject([{ status: 'pass' }])
    expect(checkDates({ validFrom: '2026-03-01T17:30:01+05:30' }, NOW)).toMatchObject([{ code: 'NOT_YET_VALID' }])
  })

  it.each([
    ['2026-03-01T12:00:00Z', 'pass'],
    ['2026-03-01T12:00:00.000Z', 'pass'],
    ['2026-03-01T12:00:00.001Z', 'NOT_YET_VALID'],
    ['2026-03-01T14:00:00+02:00', 'pass'],
    ['2026-03-01T14:00:01+02:00', 'NOT_YET_VALID'],
    ['2026-03-02T02:00:00+14:00', 'pass'],
    ['2026-02-28T22:00:00-14:00', 'pass'],
    ['9999-12-31T23:59:59Z', 'NOT_YET_VALID'],
    ['0001-01-01T00:00:00Z', 'pass'],
    ['2026-03-01T12:00:00', 'SCHEMA'],
    ['2026-02-30T12:00:00Z', 'SCHEMA'],
    ['99999-01-01T00:00:00Z', 'SCHEMA'],
    ['-000001-01-01T00:00:00Z', 'SCHEMA'],
  ])('VER-10: takes a badge valid from %s at its first instant and not before: %s', (validFrom, verdict) => {
    const [check] = checkDates({ validFrom }, NOW)
    expect(verdict === 'pass' ? check?.status : check?.code).toBe(verdict)
  })

  it.each([
    ['2026-03-01T12:00:00Z', 'pass'],
    ['2026-03-01T11:59:59.999Z', 'EXPIRED'],
    ['2026-03-01T11:59:59Z', 'EXPIRED'],
    ['2026-03-01T14:00:00+02:00', 'pass'],
    ['2026-03-01T13:59:59+02:00', 'EXPIRED'],
    ['9999-12-31T23:59:59Z', 'pass'],
  ])('VER-10: takes a badge valid until %s at its last instant and not after: %s', (until, verdict) => {
    const contexts = ['https://www.w3.org/2018/credentials/v1']
    for (const document of [
      { validFrom: '2026-01-01T00:00:00Z', validUntil: until },
      { '@context': contexts, issuanceDate: '2026-01-01T00:00:00Z', expirationDate: until },
      { '@context': contexts, issuanceDate: '2026-01-01T00:00:00Z', validUntil: until },
    ]) {
      const [check] = checkDates(document, NOW)
      expect(verdict === 'pass' ? check?.status : check?.code).toBe(verdict)
    }
  })
})

describe('checkProof', () => {
  const check = (verdict: ProofVerdict, isOwn = false) =>
    checkProof(
      {
        proofs: { verify: async () => verdict },
        resolveDid: async () => undefined,
        answersFor: () => isOwn,
        compromised: {
          resolveDid: async () => undefined,
          compromisedAt: async () => undefined,
          heldSince: async () => undefined,
        },
      },
      {},
    )

  it.each([
    ['PROOF_MISSING', 'proof', 'fail'],
    ['PROOF_INVALID', 'proof', 'fail'],
    ['PROOF_TYPE_UNKNOWN', 'proof', 'skip'],
    ['JSONLD_UNDEFINED_TERM', 'conformance', 'fail'],
    ['JSONLD_INVALID', 'conformance', 'fail'],
    ['CONTEXT_UNKNOWN', 'proof', 'skip'],
    ['DOCUMENT_TOO_COMPLEX', 'proof', 'fail'],
    ['ISSUER_MISSING', 'issuer', 'fail'],
    ['KEY_UNRESOLVABLE', 'issuer', 'fail'],
    ['ISSUER_KEY_UNBOUND', 'issuer', 'fail'],
    ['KEY_REVOKED', 'issuer', 'fail'],
    ['KEY_EXPIRED', 'issuer', 'fail'],
  ] as const)('says %s under %s as %s, in a sentence', async (code, id, status) => {
    const [first] = await check({ ok: false, code, detail: 'why' })
    expect(first).toMatchObject({ id, status, code })
    expect(first?.message).toMatch(/^[A-Z].*[.a-z]$/)
  })

  it('knows for certain about keys of its own', async () => {
    expect(await check({ ok: false, code: 'KEY_UNRESOLVABLE', detail: '' }, true)).toMatchObject([{ status: 'fail' }])
  })

  it('tells of a signature it left out, and passes on the one that holds (DI-10)', async () => {
    const checks = await check({
      ok: true,
      proofs: [],
      skipped: [{ type: 'DataIntegrityProof', cryptosuite: 'new-2030' }],
    })
    expect(checks.map(({ status }) => status)).toEqual(['pass', 'warn', 'pass'])
    expect(checks[1]?.message).toContain('new-2030')
  })
})

describe('findEndorsements', () => {
  it('finds them anywhere, with their place and what they must endorse, and none inside another', () => {
    const inner = { id: 'e1', endorsement: [{ id: 'hidden' }] }
    const found = findEndorsements({
      id: 'badge',
      endorsement: [inner],
      issuer: { id: 'issuer', endorsement: { id: 'single' } },
      credentialSubject: { achievement: { id: 'achievement', endorsementJwt: ['a.b.c'] } },
    })
    expect(found.map(({ pointer, targetId, form }) => [pointer, targetId, form])).toEqual([
      ['/endorsement/0', 'badge', 'embedded'],
      ['/issuer/endorsement/0', 'issuer', 'embedded'],
      ['/credentialSubject/achievement/endorsementJwt/0', 'achievement', 'jwt'],
    ])
  })
})
