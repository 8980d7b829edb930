import { describe, expect, it } from 'vitest'
import { admitMember, changeMember, type MemberEditor } from '../../../../functions/domain/community/admit-member.ts'
import { aMember, anId, NOW } from '../../../support/builders.ts'

const owner = aMember('owner', { role: 'owner' })
const guide = aMember('guide', { role: 'facilitator' })
const admit = (request: object, editor: MemberEditor = 'community') =>
  admitMember(anId('new'), 'weavers', { name: 'Asha', ...request }, editor, NOW)

describe('admitMember', () => {
  it('makes a plain member of whoever comes without a role', () => {
    expect(admit({})).toEqual({
      ok: true,
      value: {
        id: anId('new'),
        community: 'weavers',
        name: 'Asha',
        role: 'member',
        circles: [],
        identifiers: [],
        languages: [],
        skills: [],
        joinedAt: NOW,
        version: 1,
      },
    })
  })

  it('keeps everything that was said of them, each circle once', () => {
    const oidc = { issuer: 'https://id.example', subject: 's' }
    const identifiers = [{ type: 'emailAddress' as const, value: 'a@example.org' }]
    expect(admit({ externalId: 'u-17', circles: ['monday', 'monday'], identifiers, oidc })).toMatchObject({
      ok: true,
      value: { externalId: 'u-17', circles: ['monday'], identifiers, oidc },
    })
  })

  it.each<[string, MemberEditor]>([
    ['the community itself', 'community'],
    ['an owner', owner],
  ])('lets %s give a role', (_who, editor) => {
    expect(admit({ role: 'facilitator' }, editor)).toMatchObject({ ok: true, value: { role: 'facilitator' } })
  })

  it('lets a facilitator admit plain members, and give no role', () => {
    expect(admit({ role: 'member' }, guide).ok).toBe(true)
    for (const role of ['facilitator', 'owner'])
      expect(admit({ role }, guide)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })
})

describe('changeMember', () => {
  const ben = aMember('ben', { circles: ['monday'], externalId: 'u-1' })

  it('changes what is named and leaves the rest', () => {
    expect(changeMember(ben, { name: 'Benjamin' }, 'community')).toEqual({
      ok: true,
      value: { ...ben, name: 'Benjamin', version: 2 },
    })
    const oidc = { issuer: 'https://id.example', subject: 's' }
    const all = { name: 'B', role: 'owner' as const, circles: ['a', 'a'], identifiers: [], oidc }
    expect(changeMember(ben, all, owner)).toEqual({ ok: true, value: { ...ben, ...all, circles: ['a'], version: 2 } })
  })

  it('keeps each language and skill once, and takes a sign-in away for null alone', () => {
    const { oidc, ...bare } = { ...ben, oidc: { issuer: 'https://id.example', subject: 's' } }
    const signedIn = { ...bare, oidc }
    const request = { languages: ['hi', 'en', 'hi'], skills: ['dyeing', 'dyeing'] }
    expect(changeMember(signedIn, request, owner)).toEqual({
      ok: true,
      value: { ...signedIn, languages: ['hi', 'en'], skills: ['dyeing'], version: 2 },
    })
    const gone = changeMember(signedIn, { oidc: null }, owner)
    expect(gone.ok && gone.value).toStrictEqual({ ...bare, version: 2 })
  })

  it('lets a facilitator change plain members and themself', () => {
    expect(changeMember(ben, { name: 'B', role: 'member' }, guide).ok).toBe(true)
    expect(changeMember(guide, { name: 'G', role: 'facilitator' }, guide).ok).toBe(true)
  })

  it('refuses a facilitator who changes a role, their own included', () => {
    for (const member of [ben, guide])
      expect(changeMember(member, { role: 'owner' }, guide)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('refuses a facilitator who changes an owner or another facilitator', () => {
    for (const member of [owner, aMember('other guide', { role: 'facilitator' })])
      expect(changeMember(member, { name: 'X' }, guide)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })
})
