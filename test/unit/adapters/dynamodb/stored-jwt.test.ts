import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromStoredJwt, toStoredJwt } from '../../../../functions/adapters/dynamodb/stored-jwt.ts'
import { digests } from '../../../support/builders.ts'

const encode = (text: string) => Buffer.from(text, 'utf8').toString('base64url')
const jws = (payload: string) => `${encode('{"alg":"ES256"}')}.${encode(payload)}.c2lnbmF0dXJl`
const wellFormed = fc.string({ unit: 'grapheme', maxLength: 60 })

describe('toStoredJwt', () => {
  it('is undone by fromStoredJwt byte for byte, whatever payload and JSON form share', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, wellFormed, (start, text, payload) => {
        const jwt = jws(`${start}${payload}x`)
        expect(fromStoredJwt(toStoredJwt(jwt, `${start}${text}`), `${start}${text}`)).toBe(jwt)
      }),
    )
  })

  it('keeps only what the payload adds to the JSON form', () => {
    const text = JSON.stringify({ endorsementComment: digests.sha256Hex('noise').repeat(200) })
    const { shared, rest, digest } = toStoredJwt(jws(`${text.slice(0, -1)},"nbf":1}`), text)
    expect(shared).toBe(text.length - 1)
    expect(rest.length).toBeLessThan(40)
    expect(digest).toBe(digests.sha256Base64Url(jws(`${text.slice(0, -1)},"nbf":1}`)))
  })

  it('does not part the two halves of a character', () => {
    const jwt = jws('{"name":"😁"}')
    expect(fromStoredJwt(toStoredJwt(jwt, '{"name":"😀"}'), '{"name":"😀"}')).toBe(jwt)
  })

  it.each([
    ['nothing', ''],
    ['two parts', 'YQ.YQ'],
    ['padding', 'YQ==.YQ.YQ'],
    ['a payload that is not UTF-8', 'YQ._w.YQ'],
    ['bits behind the last byte of the payload', 'YQ.YR.YQ'],
  ])('throws on %s', (_what, jwt) => {
    expect(() => toStoredJwt(jwt, '{}')).toThrow(TypeError)
  })
})
