import { describe, expect, it } from 'vitest'
import { assuranceOf } from '../../../../functions/domain/community/caller.ts'
import { aMember, anId } from '../../../support/builders.ts'

describe('assuranceOf', () => {
  it('is "signed-in" for a member with their own token', () => {
    expect(assuranceOf({ kind: 'member', community: 'weavers', member: aMember() })).toBe('signed-in')
  })

  it('is "asserted" for a key, whomever it acts for', () => {
    const key = { kind: 'api-key', keyId: anId('key'), community: 'weavers', scopes: [], actingFor: aMember() } as const
    expect(assuranceOf(key)).toBe('asserted')
  })
})
