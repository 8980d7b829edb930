import { describe, expect, it } from 'vitest'
import { cryptoRandomness } from '../../../../functions/adapters/randomness/crypto-randomness.ts'
import type { Instant } from '../../../../functions/domain/shared/instant.ts'
import { IdSchema } from '../../../../schemas/text.ts'
import { NOW } from '../../../support/builders.ts'

const at = (instant: Instant) => cryptoRandomness({ now: () => instant })
const thousand = <T>(make: () => T): readonly T[] => Array.from({ length: 1000 }, make)

describe('id', () => {
  it('is well formed and never the same twice', () => {
    const ids = thousand(at(NOW).id)
    for (const id of ids) expect(IdSchema.safeParse(id).success).toBe(true)
    expect(new Set(ids).size).toBe(1000)
  })

  it('writes the time as the ULID specification does', () => {
    expect(at('2016-07-30T23:54:10.259Z').id().slice(0, 10)).toBe('01ARZ3NDEK')
  })

  it('sorts by time of creation', () => {
    const instants: readonly Instant[] = [
      '2026-03-01T12:00:00.000Z',
      '2026-03-01T12:00:00.001Z',
      '2026-12-31T23:59:59.999Z',
      '2999-01-01T00:00:00.000Z',
    ]
    const ids = instants.map((instant) => at(instant).id())
    expect([...ids].sort()).toEqual(ids)
  })
})

describe('subjectId, salt, secret', () => {
  it('are a random URN, 16 and 32 bytes, never the same (ID-07)', () => {
    const random = at(NOW)
    expect(random.subjectId()).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(Buffer.from(random.salt(), 'base64url')).toHaveLength(16)
    expect(Buffer.from(random.secret(), 'base64url')).toHaveLength(32)
    expect(new Set(thousand(random.salt)).size).toBe(1000)
    expect(new Set(thousand(random.secret)).size).toBe(1000)
  })
})

describe('integer', () => {
  it('draws every number below the bound and none beyond', () => {
    expect(new Set(thousand(() => at(NOW).integer(8)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]))
    expect(new Set(thousand(() => at(NOW).integer(1)))).toEqual(new Set([0]))
  })
})
