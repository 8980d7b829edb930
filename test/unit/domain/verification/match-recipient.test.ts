import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recipientHashes } from '../../../../functions/adapters/digests/recipient-hashes.ts'
import { matchRecipient } from '../../../../functions/domain/verification/match-recipient.ts'

const hex = (algorithm: string, text: string) => createHash(algorithm).update(text, 'utf8').digest('hex')

const entry = (identityType: string, identityHash: string, more: object = {}) => ({
  type: 'IdentityObject',
  identityType,
  identityHash,
  hashed: true,
  ...more,
})

const match = (subject: unknown, type: string, value: string) =>
  matchRecipient(recipientHashes, subject, { type, value })

const MAIL = 'asha@example.org'

describe('matchRecipient', () => {
  it('RCP-02: compares a known id with the id of the subject, letter by letter', () => {
    const subject = { id: 'did:example:asha' }
    expect(match(subject, 'id', 'did:example:asha').matched).toBe('as-is')
    for (const other of ['did:example:Asha', 'did:example:asha ', 'did:example:ash', ''])
      expect(match(subject, 'id', other)).toEqual({ compared: 1, unknown: 0 })
    expect(match({ identifier: [entry('identifier', 'x')] }, 'id', 'x')).toEqual({ compared: 0, unknown: 0 })
  })

  it.each([
    ['sha256', ''],
    ['sha256', 'pepper'],
    ['md5', ''],
    ['md5', 'pepper'],
  ])('RCP-03, RCP-06, ID-03, ID-04: hashes a known value by %s with the salt %j behind it', (algorithm, salt) => {
    const hash = hex(algorithm, `${MAIL}${salt}`)
    for (const written of [hash, hash.toUpperCase()]) {
      const identifier = [entry('emailAddress', `${algorithm}$${written}`, salt === '' ? {} : { salt })]
      expect(match({ identifier }, 'emailAddress', MAIL)).toEqual({ matched: 'as-is', compared: 1, unknown: 0 })
      expect(match({ identifier }, 'emailAddress', 'asha@example.com')).toEqual({ compared: 1, unknown: 0 })
      expect(match({ identifier }, 'name', MAIL)).toEqual({ compared: 0, unknown: 0 })
    }
  })

  it('ID-03: hashes the bytes of UTF-8', () => {
    const identifier = [entry('name', `sha256$${hex('sha256', 'बुनकर')}`)]
    expect(match({ identifier }, 'name', 'बुनकर').matched).toBe('as-is')
  })

  it('ID-05: compares the text of an entry that is not hashed', () => {
    const identifier = [entry('name', 'Asha', { hashed: false })]
    expect(match({ identifier }, 'name', 'Asha').matched).toBe('as-is')
    expect(match({ identifier }, 'name', 'asha').matched).toBeUndefined()
    const looksHashed = [entry('name', `sha256$${hex('sha256', 'Asha')}`, { hashed: false })]
    expect(match({ identifier: looksHashed }, 'name', 'Asha').matched).toBeUndefined()
  })

  it('ID-08: tries an e-mail address as given and in small letters, and nothing else so', () => {
    const lower = [entry('emailAddress', `sha256$${hex('sha256', MAIL)}`)]
    expect(match({ identifier: lower }, 'emailAddress', 'Asha@Example.org').matched).toBe('lower-case')
    const mixed = [entry('emailAddress', `sha256$${hex('sha256', 'Asha@Example.org')}`)]
    expect(match({ identifier: mixed }, 'emailAddress', 'Asha@Example.org').matched).toBe('as-is')
    const user = [entry('userName', `sha256$${hex('sha256', 'asha')}`)]
    expect(match({ identifier: user }, 'userName', 'Asha').matched).toBeUndefined()
  })

  it('RCP-03: tries all entries of the type, and the first that matches settles it', () => {
    const identifier = [
      entry('name', 'Asha', { hashed: false }),
      entry('emailAddress', `sha256$${hex('sha256', 'other@example.org')}`),
      entry('emailAddress', `sha256$${hex('sha256', `${MAIL}salt`)}`, { salt: 'salt' }),
      entry('emailAddress', MAIL, { hashed: false }),
    ]
    expect(match({ identifier }, 'emailAddress', MAIL)).toEqual({ matched: 'as-is', compared: 2, unknown: 0 })
  })

  it.each([
    ['another algorithm', { identityHash: `sha512$${hex('sha512', MAIL)}` }],
    ['no algorithm', { identityHash: hex('sha256', MAIL) }],
    ['no hexadecimal', { identityHash: 'sha256$xyz' }],
    ['no hash', { identityHash: 7 }],
    ['a salt that is no text', { identityHash: `sha256$${hex('sha256', MAIL)}`, salt: 7 }],
    ['no word on whether it is hashed', { identityHash: MAIL, hashed: undefined }],
  ])('RCP-06: passes over an entry with %s, and counts it', (_what, change) => {
    const odd = { ...entry('emailAddress', ''), ...change }
    expect(match({ identifier: [odd] }, 'emailAddress', MAIL)).toEqual({ compared: 0, unknown: 1 })
    const then = entry('emailAddress', MAIL, { hashed: false })
    expect(match({ identifier: [odd, then] }, 'emailAddress', MAIL)).toEqual({
      matched: 'as-is',
      compared: 1,
      unknown: 1,
    })
  })

  it('finds exactly whom a badge was given to, whatever the value and the salt', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string(),
        fc.string(),
        fc.constantFrom('md5', 'sha256'),
        (value, other, salt, algorithm) => {
          const identifier = [entry('accountId', `${algorithm}$${hex(algorithm, `${value}${salt}`)}`, { salt })]
          expect(match({ identifier }, 'accountId', value).matched).toBe('as-is')
          expect(match({ identifier }, 'accountId', other).matched !== undefined).toBe(other === value)
        },
      ),
    )
  })

  it('answers whatever stands in the place of a subject', () => {
    fc.assert(
      fc.property(fc.anything(), (subject) => {
        expect(match(subject, 'emailAddress', MAIL).matched).toBeUndefined()
        expect(match({ identifier: subject }, 'emailAddress', MAIL).matched).toBeUndefined()
      }),
    )
  })
})
