import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromDerSignature } from '../../../../functions/adapters/keys/ecdsa-signature.ts'
import { toDer } from '../../../support/sign-digest.ts'

const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')
const padded = (number: bigint, bytes: number) => number.toString(16).padStart(2 * bytes, '0')

describe('fromDerSignature', () => {
  it.each([32, 48] as const)('gives r and s back in %i bytes each, filled up on the left', (bytes) => {
    const number = fc.bigInt({ min: 1n, max: 2n ** BigInt(8 * bytes) - 1n })
    const short = fc.bigInt({ min: 1n, max: 2n ** 20n })
    fc.assert(
      fc.property(fc.oneof(number, short), fc.oneof(number, short), (r, s) => {
        expect(hex(fromDerSignature(toDer(r, s), bytes))).toBe(padded(r, bytes) + padded(s, bytes))
      }),
    )
  })

  it('refuses every signature with one byte added, taken away or changed in its frame', () => {
    const der = toDer(2n ** 255n + 7n, 12345n)
    expect(fromDerSignature(Buffer.concat([der, Buffer.of(0)]), 32)).toBeUndefined()
    for (let end = 0; end < der.length; end++) expect(fromDerSignature(der.subarray(0, end), 32)).toBeUndefined()
    for (const at of [0, 1, 2, 3, 37, 38]) {
      const changed = Buffer.from(der)
      changed[at] = (der[at] ?? 0) ^ 1
      expect([at, fromDerSignature(changed, 32)]).toEqual([at, undefined])
    }
  })

  it.each([
    ['zero', toDer(0n, 1n)],
    ['more than the curve holds', toDer(2n ** 256n, 1n)],
    ['one number only', toDer(1n)],
    ['three numbers', toDer(1n, 2n, 3n)],
    ['a negative number', Buffer.from('3006020180020101', 'hex')],
    ['a needless leading zero', Buffer.from('300702020001020101', 'hex')],
    ['an empty number', Buffer.from('30050200020101', 'hex')],
    ['a length in the long form', Buffer.from('308106020101020101', 'hex')],
    ['nothing', Buffer.alloc(0)],
    ['r and s without a frame', Buffer.alloc(64, 7)],
  ])('refuses %s', (_, der) => {
    expect(fromDerSignature(der, 32)).toBeUndefined()
  })
})
