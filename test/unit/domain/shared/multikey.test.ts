import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeBase58,
  decodeMultikey,
  didKeyDocument,
  didKeyMethodId,
  didKeyMultikey,
  encodeBase58,
  encodeMultikey,
  isMultikey,
  toDidKey,
} from '../../../../functions/domain/shared/multikey.ts'

// The test key of the Open Badges implementation guide.
const HEX = '4bdeafde2ea8beefadd8c699b5c7e0704cf51154d52e17b20b71337ca04cc5a5'
const MULTIKEY = 'z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi'

describe('base58', () => {
  test.each([
    ['', ''],
    ['00', '1'],
    ['000000', '111'],
    ['61', '2g'],
    ['516b6fcd0f', 'ABnLTmg'],
    ['00eb15231dfceb60925886b67d065299925915aeb172c06647', '1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L'],
  ])('writes %s as %j and reads it back', (hex, text) => {
    expect(encodeBase58(Buffer.from(hex, 'hex'))).toBe(text)
    expect(Buffer.from(decodeBase58(text) ?? []).toString('hex')).toBe(hex)
  })

  test('reads what it wrote, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(decodeBase58(encodeBase58(bytes))).toEqual(Uint8Array.from(bytes))
      }),
    )
  })

  test.each(['0', 'O', 'I', 'l', '+', ' ', 'é'])('does not read %j', (character) => {
    expect(decodeBase58(`2${character}g`)).toBeUndefined()
  })
})

describe('encodeMultikey and decodeMultikey', () => {
  test('agree with the published test key', () => {
    expect(encodeMultikey(Buffer.from(HEX, 'hex'))).toBe(MULTIKEY)
    expect(Buffer.from(decodeMultikey(MULTIKEY) ?? []).toString('hex')).toBe(HEX)
  })

  test('fit together for any key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        const text = encodeMultikey(key)
        expect(isMultikey(text)).toBe(true)
        expect(decodeMultikey(text)).toEqual(Uint8Array.from(key))
      }),
    )
  })

  test.each([0, 31, 33])('refuse %d bytes', (length) => {
    expect(() => encodeMultikey(new Uint8Array(length))).toThrow(TypeError)
  })

  test.each([
    '',
    'z',
    'z6Mk',
    MULTIKEY.slice(0, -1),
    `${MULTIKEY}2`,
    MULTIKEY.replace('z', 'u'),
    MULTIKEY.replace('z6Mk', 'zDna'),
    MULTIKEY.replace('hwi', 'h0i'),
    `z6Mk${'z'.repeat(44)}`,
  ])('do not take %j for a key', (text) => {
    expect(isMultikey(text)).toBe(false)
  })
})

describe('did:key', () => {
  test('is the key itself, and its document lists it for assertions', () => {
    const did = toDidKey(MULTIKEY)
    expect(didKeyMultikey(did)).toBe(MULTIKEY)
    expect(didKeyMethodId(MULTIKEY)).toBe(`${did}#${MULTIKEY}`)
    expect(didKeyDocument(MULTIKEY)).toMatchObject({
      id: did,
      verificationMethod: [{ id: `${did}#${MULTIKEY}`, controller: did, publicKeyMultibase: MULTIKEY }],
      assertionMethod: [`${did}#${MULTIKEY}`],
    })
  })

  test.each([MULTIKEY, `did:web:${MULTIKEY}`, `did:key:${MULTIKEY}#${MULTIKEY}`, 'did:key:', 'did:key:z6Mk'])(
    'is not %j',
    (did) => {
      expect(didKeyMultikey(did)).toBeUndefined()
    },
  )
})
