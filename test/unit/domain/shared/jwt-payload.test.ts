import { describe, expect, it } from 'vitest'
import { jwtPayloadText, peekJwtPayload } from '../../../../functions/domain/shared/jwt-payload.ts'

const jws = (payload: string | Buffer) => `e30.${Buffer.from(payload).toString('base64url')}.c2ln`

describe('jwtPayloadText', () => {
  it('reads the text between the dots, in UTF-8', () => {
    expect(jwtPayloadText(jws('{"name":"बुनाई"}'))).toBe('{"name":"बुनाई"}')
  })

  it.each([
    ['no base64url', 'e30.n*t.c2ln'],
    ['no UTF-8', jws(Buffer.of(0xff, 0xfe))],
  ])('reads nothing from a payload that is %s', (_, text) => {
    expect(jwtPayloadText(text)).toBeUndefined()
    expect(peekJwtPayload(text)).toBeUndefined()
  })
})

describe('peekJwtPayload', () => {
  it('tells what a JWS says, whether or not anybody signed it', () => {
    expect(peekJwtPayload(jws('{"iss":"did:web:x","n":1}'))).toEqual({ iss: 'did:web:x', n: 1 })
  })

  it.each(['[1]', 'null', '"text"', '7', 'true', '{"open":', ''])('tells nothing of a payload %j', (payload) => {
    expect(peekJwtPayload(jws(payload))).toBeUndefined()
  })

  it('tells nothing of a text without dots', () => {
    expect(peekJwtPayload('e30')).toBeUndefined()
  })
})
