import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { aBadgeBy, claimsOf, findings, verifyOver } from '../support/badges-by-others.ts'
import { missingShared, readShared } from '../support/shared-files.ts'

/** A list of cases; empty when the file is absent. */
const read = <Case>(path: string) => (readShared(path) ?? []) as readonly Case[]

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})

describe('badges signed with Digital Bazaar’s libraries, through the whole verifier', () => {
  const path = 'vectors/peer-signed-badges.json'
  const cases = read<{
    readonly id: string
    readonly suite: string
    readonly variant: string
    readonly credential: JsonObject
    readonly proofVerifies: boolean
    readonly acceptable: boolean
  }>(path)

  /** What must be said of each way in which a badge was altered. */
  const CODES: Readonly<Record<string, readonly string[]>> = {
    valid: [],
    expired: ['EXPIRED'],
    'not-yet-valid': ['NOT_YET_VALID'],
    'issuer-not-controller': ['ISSUER_KEY_UNBOUND'],
    'no-proof': ['PROOF_MISSING'],
    'undefined-term-added': ['JSONLD_UNDEFINED_TERM', 'PROOF_INVALID'],
    // Whether its signature holds is not looked at, since the key it names is not the issuer's.
    'other-key': ['ISSUER_KEY_UNBOUND'],
  }

  it('DI-06, DI-08, DI-09, KEY-06: each is verified or not as it should be, with its reason', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const asked = vi.spyOn(app.web, 'get')
    for (const { id, suite, variant, credential, acceptable, proofVerifies } of cases) {
      const { outcome, checks } = await verifyOver(app, credential)
      expect(`${id} ${outcome}`).toBe(`${id} ${acceptable ? 'verified' : 'not-verified'}`)
      const codes = checks.map(({ code }) => code)
      expect(codes, id).toEqual(expect.arrayContaining([...(CODES[variant] ?? ['PROOF_INVALID'])]))
      const isLegacy = suite === 'Ed25519Signature2020'
      if (acceptable) expect(codes.includes('LEGACY_CRYPTOSUITE'), id).toBe(isLegacy)
      if (!proofVerifies)
        expect(checks, id).not.toContainEqual(expect.objectContaining({ id: 'proof', status: 'pass' }))
    }
    expect(asked).not.toHaveBeenCalled()
  })
})

describe('proof sets and chains, through the whole verifier', () => {
  const path = 'vectors/own-proof-sets-chains.json'
  const cases = read<{ readonly id: string; readonly signed: JsonObject; readonly expectVerified: boolean }>(path)

  it('DI-10: each is verified or not as it should be', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, signed, expectVerified } of cases) {
      const found = findings(await verifyOver(app, signed))
      const expected = expectVerified
        ? ['verified']
        : ['not-verified', 'proof fail PROOF_INVALID', 'issuer skip PROOF_FIRST']
      expect([id, ...found]).toEqual([id, ...expected])
    }
  })
})

describe('Wycheproof JOSE, through the whole verifier', () => {
  const path = 'vectors/wycheproof-jose.json'
  const cases = read<{
    readonly id: string
    readonly jws: string
    readonly private: JsonObject
    readonly public?: JsonObject
  }>(path)

  it('VER-03: no JWS of it is a badge, and none makes the verifier stumble', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const { id, jws } of cases) {
      const { outcome, checks } = await verifyOver(app, jws)
      expect(`${id} ${outcome}`).toBe(`${id} not-verified`)
      expect(
        checks.some(({ status }) => status === 'fail'),
        id,
      ).toBe(true)
    }
  })

  it('VER-03: no header of it makes a badge of a credential under its signature', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const badge = aBadgeBy('https://acme.example/issuers/1')
    const payload = Buffer.from(JSON.stringify({ ...badge, ...claimsOf(badge) })).toString('base64url')
    for (const { id, jws } of cases) {
      const [header = '', , signature = ''] = jws.split('.')
      const { outcome } = await verifyOver(app, `${header}.${payload}.${signature}`)
      expect(outcome, id).not.toBe('verified')
    }
  })
})
