import { createPublicKey, webcrypto } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { verifySignature } from '../../../../functions/adapters/data-integrity/signature.ts'
import { parsePublicJwk, toRawPublicKey } from '../../../../functions/domain/shared/jwk.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

const path = 'vectors/wycheproof-signatures.json'

interface SignatureCase {
  readonly id: string
  readonly alg: 'ed25519' | 'p256-p1363' | 'p384-p1363' | 'rs256-2048'
  readonly publicKeyDer: string
  /** Hexadecimal, as is `sig`. */
  readonly msg: string
  readonly sig: string
  readonly result: 'valid' | 'invalid' | 'acceptable'
}

/** `acceptable` leaves it open; what happens here, and why. */
const ACCEPTABLE = new Map([['rs256-2048/8', 'refused: OpenSSL wants the NULL that RFC 8017 puts into the DigestInfo']])

const bytesOf = (hex: string) => Buffer.from(hex, 'hex')

describe('Wycheproof signatures', () => {
  const cases = (readShared(path) ?? []) as readonly SignatureCase[]
  const keys = new Map<string, unknown>()
  const jwkOf = ({ publicKeyDer }: SignatureCase) => {
    const jwk =
      keys.get(publicKeyDer) ??
      createPublicKey({ key: bytesOf(publicKeyDer), format: 'der', type: 'spki' }).export({ format: 'jwk' })
    keys.set(publicKeyDer, jwk)
    return parsePublicJwk(jwk)
  }
  const expectedOf = ({ id, result }: Pick<SignatureCase, 'id' | 'result'>) => result === 'valid' && !ACCEPTABLE.has(id)

  test.for(['ed25519', 'p256-p1363', 'p384-p1363'] as const)(
    'DI-03: %s as Data Integrity verifies it',
    (alg, { skip }) => {
      skip(cases.length === 0, missingShared(path))
      for (const entry of cases.filter((each) => each.alg === alg)) {
        const jwk = jwkOf(entry)
        const raw = jwk && toRawPublicKey(jwk)
        const verdict = raw !== undefined && verifySignature(raw, bytesOf(entry.msg), bytesOf(entry.sig))
        expect(`${entry.id} ${verdict}`).toBe(`${entry.id} ${expectedOf(entry)}`)
      }
    },
  )

  test('JWT-03: RSA by the primitive that the JWT library verifies RS256 with', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    for (const { publicKeyDer, msg, sig, ...entry } of cases.filter(({ alg }) => alg === 'rs256-2048')) {
      const key = await webcrypto.subtle.importKey('spki', bytesOf(publicKeyDer), algorithm, false, ['verify'])
      const verdict = await webcrypto.subtle.verify(algorithm, key, bytesOf(sig), bytesOf(msg))
      expect(`${entry.id} ${verdict}`).toBe(`${entry.id} ${expectedOf(entry)}`)
    }
  })
})
