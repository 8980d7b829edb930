import { toBase64Url } from '../../domain/shared/base64url.ts'
import type {
  CredentialJwtReader,
  CredentialJwtWriter,
  JwtFailureCode,
  JwtVerdict,
} from '../../ports/credential-jwt.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { toDocumentRefused } from '../data-integrity/document-refused.ts'
import { assertBounded } from '../data-integrity/work-limits.ts'
import { credentialOf, toClaims } from './claims.ts'
import { checkJwsSignature, jwsFailure, parseCompactJws, parseJsonObject } from './compact-jws.ts'
import { findSigningKey } from './find-signing-key.ts'
import { checkHeader } from './jose-header.ts'
import { jwsAlgorithmOf } from './verification-jwk.ts'

/** A credential that cannot be written as JWT without loss. */
class CredentialRefused extends Error {
  readonly code: JwtFailureCode | 'PROOF_INVALID'

  constructor(code: JwtFailureCode | 'PROOF_INVALID', detail: string) {
    super(detail)
    this.name = 'CredentialRefused'
    this.code = code
  }
}

/** Writes VC-JWTs of Open Badges 3.0: `alg`, `kid` and `typ` in the header, the credential at the root of the payload. */
export function credentialJwtWriter(): CredentialJwtWriter {
  return {
    async signJwt(credential, { kid, publicKeyJwk, sign }) {
      const claims = toClaims(credential)
      if (!claims.ok) throw new CredentialRefused(claims.code, claims.detail)
      const header = { alg: jwsAlgorithmOf(publicKeyJwk), kid, typ: 'JWT' }
      const signed = `${encode(header)}.${encode({ ...credential, ...claims.claims })}`
      const jwt = `${signed}.${toBase64Url(await sign(Buffer.from(signed, 'ascii')))}`
      const parsed = parseCompactJws(jwt)
      const failed = parsed.ok ? await checkJwsSignature(parsed, publicKeyJwk) : parsed
      if (failed) throw new Error(`the signature does not fit the key ${kid}: ${failed.detail}`)
      return jwt
    },
  }
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')

/** Verifies VC-JWTs of Open Badges 3.0, by its rules and, where they agree with it, by those of W3C VC-JOSE-COSE. */
export function credentialJwtReader(): CredentialJwtReader {
  return {
    async verifyJwt(jwt, keys) {
      const jws = parseCompactJws(jwt)
      if (!jws.ok) return jws
      const unfit = checkHeader(jws.header)
      if (unfit) return unfit
      const payload = parseJsonObject(jws.payload)
      if (!payload) return jwsFailure('JWT_MALFORMED', 'its payload is not a JSON object')
      const tooComplex = checkBounds(payload)
      if (tooComplex) return tooComplex
      const content = credentialOf(payload)
      if (!content.ok) return content

      const key = await findSigningKey(jws.header, issuerOf(content.credential), keys)
      if (!key.ok) return key
      const failed = await checkJwsSignature(jws, key.jwk)
      return failed ?? { ok: true, credential: content.credential, header: jws.header, thumbprint: key.thumbprint }
    },
  }
}

function checkBounds(payload: JsonObject): JwtVerdict | undefined {
  try {
    assertBounded(payload)
    return undefined
  } catch (error) {
    const refused = toDocumentRefused(error)
    if (!refused) throw error
    return { ok: false, code: refused.code, detail: refused.message }
  }
}

/** The issuer's id, which equals the claim `iss`. */
function issuerOf({ issuer }: JsonObject): string {
  const id = typeof issuer === 'object' && issuer !== null && 'id' in issuer ? issuer.id : issuer
  return typeof id === 'string' ? id : ''
}
