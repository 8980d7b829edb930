import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameCredential, sameId } from '../../../../functions/domain/credential/same-credential.ts'

const BADGE = 'https://guild.example/credentials/1'
const GUILD = 'did:web:guild.example'

describe('sameId', () => {
  it.each([
    ['a space at the end, written out', `${BADGE}%20`, `${BADGE} `],
    ['a space that trimming takes away', `${BADGE}%20`, BADGE],
    ['a line break at the end', `${BADGE}\n`, BADGE],
    ['a slash inside', 'urn:x:a%2Fb', 'urn:x:a/b'],
    ['the case of escaped letters', 'urn:x:%c3%a4', 'urn:x:%C3%A4'],
    ['letters outside ASCII', 'urn:x:%C3%A4', 'urn:x:ä'],
    ['the case of bytes that are no text', 'urn:x:%ff', 'urn:x:%FF'],
    ['a byte that is no text beside one that is', 'urn:x:%20%FF', 'urn:x: %FF'],
  ])('CMP-01, CMP-05: overlooks %s', (_what, one, other) => {
    expect(sameId(one, other)).toBe(true)
  })

  it.each([
    ['another scheme', BADGE, BADGE.replace('https', 'http')],
    ['another letter case', BADGE, BADGE.replace('guild', 'Guild')],
    ['a default port', BADGE, BADGE.replace('.example', '.example:443')],
    ['a slash at the end', BADGE, `${BADGE}/`],
    ['a space inside', 'urn:x:a b', 'urn:x:ab'],
    ['an escaped percent sign', 'urn:x:%2520', 'urn:x:%20'],
    ['a malformed sequence', 'urn:x:%zz', 'urn:x:zz'],
    ['a sequence cut short', 'urn:x:%4', 'urn:x:4'],
    ['bytes that are no text', 'urn:x:%FF', 'urn:x:%FE'],
  ])('CMP-01, CMP-05: tells %s apart', (_what, one, other) => {
    expect(sameId(one, other)).toBe(false)
  })

  it('CMP-05: takes any two texts, either way round', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^(%[0-9a-fA-F%]{0,2}| |a){0,8}$/))
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(sameId(one, one)).toBe(true)
        expect(sameId(one, other)).toBe(sameId(other, one))
      }),
    )
  })
})

describe('sameCredential', () => {
  const badge = { id: BADGE, issuer: { id: GUILD } }

  it('CMP-02: compares an issuer given as an object with one given as its id', () => {
    expect(sameCredential(badge, { id: `${BADGE}%20`, issuer: GUILD })).toBe(true)
  })

  it.each([
    [{ id: `${BADGE}2`, issuer: GUILD }],
    [{ id: BADGE, issuer: 'did:web:other.example' }],
    [{ id: BADGE, issuer: { name: 'Guild' } }],
    [{ id: BADGE }],
    [{ issuer: GUILD }],
    [{ id: 1, issuer: GUILD }],
    [{ id: BADGE, issuer: null }],
  ])('CMP-01, CMP-02: does not take %j for it', (other) => {
    expect(sameCredential(badge, other)).toBe(false)
  })

  it('CMP-01: takes no two documents without ids for one', () => {
    expect(sameCredential({}, {})).toBe(false)
  })
})
