import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Caller } from '../../../functions/domain/community/caller.ts'
import { accessTo, decidePermission, type OperationId, PERMISSIONS } from '../../../functions/http/permissions.ts'
import { ScopeSchema } from '../../../schemas/community.ts'
import { RoleSchema } from '../../../schemas/member.ts'
import { aMember, anId } from '../../support/builders.ts'

// Object.keys loses the keys' type; these are the table's own.
const OPERATIONS = Object.keys(PERMISSIONS) as OperationId[]
const operation = fc.constantFrom(...OPERATIONS)
const role = fc.constantFrom(...RoleSchema.options)
const scopes = fc.uniqueArray(fc.constantFrom(...ScopeSchema.options), { minLength: 1 })

const may = (id: OperationId, caller: Caller, community = 'weavers') => decidePermission(id, caller, community).ok

describe('decidePermission', () => {
  it('gives a key that acts for a member exactly what both may', () => {
    fc.assert(
      fc.property(operation, scopes, role, (id, granted, acting) => {
        const key = { kind: 'api-key', keyId: anId('key'), community: 'weavers', scopes: granted } as const
        const member = aMember('m', { role: acting })
        const both = may(id, key) && may(id, { kind: 'member', community: 'weavers', member })
        expect(may(id, { ...key, actingFor: member })).toBe(both)
      }),
    )
  })

  it('never lets a key or a member reach another community', () => {
    fc.assert(
      fc.property(operation, scopes, role, (id, granted, own) => {
        fc.pre(accessTo(id) !== 'anyone')
        const key = { kind: 'api-key', keyId: anId('key'), community: 'weavers', scopes: granted } as const
        const member = { kind: 'member', community: 'weavers', member: aMember('m', { role: own }) } as const
        expect([may(id, key, 'spinners'), may(id, member, 'spinners')]).toEqual([false, false])
      }),
    )
  })

  it('lets the administrator create communities and API keys, change the keys of receipts, and nothing else', () => {
    const allowed = OPERATIONS.filter((id) => accessTo(id) !== 'anyone' && may(id, { kind: 'administrator' }))
    expect(allowed.sort()).toEqual(['compromisePlatformKey', 'createApiKey', 'createCommunity', 'rotatePlatformKey'])
  })

  it('lets no key make keys, whatever its scopes', () => {
    const key = { kind: 'api-key', keyId: anId('key'), community: 'weavers', scopes: ['*'] } as const
    expect(decidePermission('createApiKey', key, 'weavers')).toMatchObject({ error: { code: 'forbidden' } })
  })

  it('names the scope that is missing', () => {
    const key = { kind: 'api-key', keyId: anId('key'), community: 'weavers', scopes: ['claims:read'] } as const
    expect(decidePermission('addMember', key, 'weavers')).toEqual({
      ok: false,
      error: { code: 'insufficient_scope', detail: 'It takes the scope "members:write".' },
    })
  })

  it.each(OPERATIONS)('asks the anonymous for credentials, or nobody: %s', (id) => {
    const decided = decidePermission(id, { kind: 'anonymous' })
    expect(decided.ok ? 'open' : decided.error.code).toBe(accessTo(id) === 'anyone' ? 'open' : 'unauthenticated')
  })
})
