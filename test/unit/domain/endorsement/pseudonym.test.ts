import { describe, expect, it } from 'vitest'
import { pseudonymOf } from '../../../../functions/domain/endorsement/pseudonym.ts'
import { aClaim, anId, digests } from '../../../support/builders.ts'

describe('pseudonymOf', () => {
  it('names one endorser of one claim the same, always, and says nothing of who they are', () => {
    const name = pseudonymOf(aClaim(), anId('ana'), digests)
    expect(name).toMatch(/^endorser-[0-9a-f]{20}$/)
    expect(pseudonymOf(aClaim(), anId('ana'), digests)).toBe(name)
    expect(name).not.toContain(anId('ana'))
  })

  it('differs between endorsers, and for one endorser between claims', () => {
    const names = [
      pseudonymOf(aClaim(), anId('ana'), digests),
      pseudonymOf(aClaim(), anId('ben'), digests),
      pseudonymOf(aClaim({ salt: 'another' }), anId('ana'), digests),
    ]
    expect(new Set(names).size).toBe(3)
  })
})
