import type { ReadableMethod } from '../../domain/shared/did-document.ts'
import type { PublicJwk } from '../../domain/shared/jwk.ts'
import { decodeMultikey } from '../../domain/shared/multikey.ts'
import type { ControlJwsReader, ControlVerdict } from '../../ports/did-proofs.ts'
import { rawKeyToJwk } from '../data-integrity/signature.ts'
import { checkJwsSignature, parseCompactJws, parseJsonObject } from '../vc-jwt/compact-jws.ts'

/** Checks proofs of control. An algorithm goes with one kind of key, and RSA keys have 2048 bits or more. */
export const controlJwsReader: ControlJwsReader = {
  async verifyControl(text, { id: did, authentication, verificationMethod }) {
    const jws = parseCompactJws(text)
    if (!jws.ok) return refuse(`${jws.code}: ${jws.detail}`)
    const claims = parseJsonObject(jws.payload)
    if (!claims) return refuse('its payload is not a JSON object')
    const { kid } = jws.header
    const candidates = verificationMethod
      .filter(({ id, controller }) => authentication.includes(id) && controller === did)
      .filter(({ id }) => kid === undefined || kid === id || kid === id.slice(did.length))
    if (candidates.length === 0) return refuse('the DID lists no such key for authentication')
    for (const method of candidates) {
      const jwk = jwkOf(method)
      if (jwk && (await checkJwsSignature(jws, jwk)) === undefined) return { ok: true, claims }
    }
    return refuse('the signature was not made by a key that the DID lists for authentication')
  },
}

const refuse = (detail: string): ControlVerdict => ({ ok: false, detail })

/** `undefined` for a point off its curve. */
function jwkOf(method: ReadableMethod): PublicJwk | undefined {
  if (method.type === 'JsonWebKey') return method.publicKeyJwk
  const raw = decodeMultikey(method.publicKeyMultibase)
  try {
    return raw && rawKeyToJwk(raw)
  } catch {
    return undefined
  }
}
