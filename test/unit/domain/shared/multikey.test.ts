import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  algorithmOf,
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

const bytesOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Uint8Array.from(bytes))
const pointOf = (length: number) =>
  fc.tuple(fc.constantFrom(2, 3), bytesOf(length)).map(([parity, x]) => Uint8Array.from([parity, ...x]))

const aRawKey = fc.oneof(
  bytesOf(32).map((bytes) => ({ algorithm: 'Ed25519' as const, bytes })),
  pointOf(32).map((bytes) => ({ algorithm: 'P-256' as const, bytes })),
  pointOf(48).map((bytes) => ({ algorithm: 'P-384' as const, bytes })),
)

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
    expect(encodeMultikey({ algorithm: 'Ed25519', bytes: Buffer.from(HEX, 'hex') })).toBe(MULTIKEY)
    expect(Buffer.from(decodeMultikey(MULTIKEY)?.bytes ?? []).toString('hex')).toBe(HEX)
  })

  test('fit together for any key', () => {
    fc.assert(
      fc.property(aRawKey, (key) => {
        const text = encodeMultikey(key)
        expect(isMultikey(text)).toBe(true)
        expect(algorithmOf(text)).toBe(key.algorithm)
        expect(decodeMultikey(text)).toEqual(key)
      }),
    )
  })

  test.each([
    ['Ed25519', 0],
    ['Ed25519', 31],
    ['Ed25519', 33],
    ['P-256', 32],
    ['P-384', 33],
  ] as const)('refuse for %s a key of %d bytes', (algorithm, length) => {
    expect(() => encodeMultikey({ algorithm, bytes: new Uint8Array(length).fill(2) })).toThrow(TypeError)
  })

  test('refuse a point that is not compressed', () => {
    expect(() => encodeMultikey({ algorithm: 'P-256', bytes: new Uint8Array(33).fill(4) })).toThrow(TypeError)
  })

  // The published keys of the ECDSA cryptosuites of W3C.
  test.each([
    ['P-256', 'zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP'],
    ['P-384', 'z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ'],
  ] as const)('know the published key of %s', (algorithm, text) => {
    expect(decodeMultikey(text)?.algorithm).toBe(algorithm)
    expect(isMultikey(text)).toBe(true)
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
