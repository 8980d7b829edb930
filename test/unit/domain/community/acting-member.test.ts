import { describe, expect, it } from 'vitest'
import { decideActingMember } from '../../../../functions/domain/community/acting-member.ts'
import type { Caller } from '../../../../functions/domain/community/caller.ts'
import { aMember, anId } from '../../../support/builders.ts'

const ana = aMember('ana')
const key: Caller = { kind: 'api-key', keyId: anId('key'), community: 'weavers', scopes: ['*'] }
const keyForAna: Caller = { ...key, actingFor: ana }
const anaHerself: Caller = { kind: 'member', community: 'weavers', member: ana }

const decide = (caller: Caller, named?: string) => decideActingMember(caller, named, 'acting_member_missing')

describe('decideActingMember', () => {
  it.each<[string, Caller, string | undefined]>([
    ['a member themself', anaHerself, undefined],
    ['a member who names themself', anaHerself, ana.id],
    ['whoever the header of a key names', keyForAna, undefined],
    ['whoever header and body of a key both name', keyForAna, ana.id],
    ['whoever the body of a key’s request names', key, ana.id],
  ])('is %s', (_who, caller, named) => {
    expect(decide(caller, named)).toEqual({ ok: true, value: ana.id })
  })

  it.each<[string, Caller]>([
    ['a member', anaHerself],
    ['a key that acts for someone else', keyForAna],
  ])('refuses %s another name', (_who, caller) => {
    expect(decide(caller, anId('ben'))).toMatchObject({ ok: false, error: { code: 'acting_member_mismatch' } })
  })

  it.each<[string, Caller]>([
    ['a key', key],
    ['the administrator', { kind: 'administrator' }],
    ['nobody in particular', { kind: 'anonymous' }],
  ])('refuses %s who names nobody, with the code that was asked for', (_who, caller) => {
    expect(decide(caller)).toMatchObject({ ok: false, error: { code: 'acting_member_missing' } })
    expect(decideActingMember(caller, undefined, 'learner_required')).toMatchObject({
      ok: false,
      error: { code: 'learner_required', detail: expect.stringContaining('"learner"') },
    })
  })
})
