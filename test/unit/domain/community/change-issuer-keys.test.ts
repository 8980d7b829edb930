import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideCompromise, decideRotation } from '../../../../functions/domain/community/change-issuer-keys.ts'
import { type KeyLifetime, type KeyUse, signingKey } from '../../../../functions/domain/community/key-lifetime.ts'
import { addDays, type Instant } from '../../../../functions/domain/shared/instant.ts'
import { NOW } from '../../../support/builders.ts'

type Key = KeyLifetime & { readonly id: string }

const aKey = (id: string, changes: Partial<Key> = {}): Key => ({
  id,
  use: 'data-integrity',
  createdAt: addDays(NOW, -100),
  ...changes,
})
const earlier: Instant = addDays(NOW, -10)

describe('decideRotation', () => {
  it('retires the key that signs for the same use', () => {
    const keys = [aKey('old', { retiredAt: earlier }), aKey('present'), aKey('for JWTs', { use: 'jwt' })]
    expect(decideRotation(keys, 'data-integrity')).toEqual({ ok: true, value: keys[1] })
    expect(decideRotation(keys, 'jwt')).toEqual({ ok: true, value: keys[2] })
  })

  it('retires none when none signs', () => {
    expect(decideRotation([aKey('stolen', { compromisedAt: earlier })], 'data-integrity')).toEqual({
      ok: true,
      value: undefined,
    })
  })

  it('refuses one key more than two hundred', () => {
    const keys = (count: number) => Array.from({ length: count }, (_, n) => aKey(`key ${n}`))
    expect(decideRotation(keys(199), 'jwt').ok).toBe(true)
    expect(decideRotation(keys(200), 'jwt')).toMatchObject({ ok: false, error: { code: 'too_many_keys' } })
  })
})

describe('decideCompromise', () => {
  it('says whether the key signs, so that another must take its place', () => {
    const keys = [aKey('old', { retiredAt: earlier }), aKey('present')]
    expect(decideCompromise(keys, 'present', earlier, NOW)).toMatchObject({ ok: true, value: { isSigning: true } })
    expect(decideCompromise(keys, 'old', earlier, NOW)).toMatchObject({ ok: true, value: { isSigning: false } })
  })

  it('takes the present moment, and nothing after it', () => {
    expect(decideCompromise([aKey('k')], 'k', NOW, NOW).ok).toBe(true)
    expect(decideCompromise([aKey('k')], 'k', addDays(NOW, 1), NOW)).toMatchObject({
      ok: false,
      error: { code: 'invalid_request', errors: [{ pointer: '/at' }] },
    })
  })

  it('finds no key that is not there', () => {
    expect(decideCompromise([aKey('k')], 'other', NOW, NOW)).toMatchObject({
      ok: false,
      error: { code: 'issuer_key_not_found' },
    })
  })

  it('lets the instant of distrust move earlier only, in whatever order reports come', () => {
    const day = fc.integer({ min: 0, max: 50 }).map((days) => addDays(NOW, -days))
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 8 }), (reports) => {
        let key = aKey('k')
        for (const at of reports) {
          const decided = decideCompromise([key], 'k', at, NOW)
          if (decided.ok) key = { ...key, compromisedAt: at }
          else expect(decided.error.code).toBe('key_compromised_earlier')
        }
        expect(key.compromisedAt).toBe([...reports].sort()[0])
      }),
    )
  })
})

describe('signingKey', () => {
  it('is one key for each use, never retired or compromised, whatever happened', () => {
    const instant = fc.option(fc.constant(earlier), { nil: undefined })
    const use = fc.constantFrom<KeyUse>('data-integrity', 'jwt')
    const keys = fc.array(fc.record({ use, retiredAt: instant, compromisedAt: instant }), { maxLength: 6 })
    fc.assert(
      fc.property(keys, use, (changes, wanted) => {
        const all = changes.map((change, n) => aKey(`key ${n}`, change))
        const found = signingKey(all, wanted)
        const able = all.filter(
          (key) => key.use === wanted && key.retiredAt === undefined && key.compromisedAt === undefined,
        )
        expect(found).toBe(able.at(-1))
      }),
    )
  })
})
