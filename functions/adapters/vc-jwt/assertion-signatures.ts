import { createPublicKey } from 'node:crypto'
import type { AssertionSignatures } from '../../ports/assertion-signatures.ts'
import { checkJwsSignature, parseCompactJws } from './compact-jws.ts'

/** Checks signed assertions by the same rules of form, algorithm and key as VC-JWTs, but for what their header may hold. */
export const assertionSignatures: AssertionSignatures = {
  async verify(jws, publicKeyPem) {
    const parsed = parseCompactJws(jws)
    if (!parsed.ok) return { ok: false, code: parsed.code }
    const failed = await checkJwsSignature(parsed, toJwk(publicKeyPem))
    return failed ? { ok: false, code: failed.code } : { ok: true }
  },
}

/** `undefined` for what is no public key; one that holds a private part is none. */
function toJwk(pem: string): unknown {
  if (!/-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem)) return undefined
  try {
    return createPublicKey(pem).export({ format: 'jwk' })
  } catch {
    return undefined
  }
}
