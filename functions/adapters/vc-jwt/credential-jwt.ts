import { toBase64Url } from '../../domain/shared/base64url.ts'
import type { Instant } from '../../domain/shared/instant.ts'
import type { Now } from '../../ports/clock.ts'
import type {
  CredentialJwtReader,
  CredentialJwtWriter,
  JwtFailure,
  JwtFailureCode,
  JwtKeySources,
  JwtReason,
  JwtVerdict,
} from '../../ports/credential-jwt.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { Unavailable } from '../../ports/unavailable.ts'
import { systemNow } from '../clock/system-clock.ts'
import { toDocumentRefused } from '../data-integrity/document-refused.ts'
import { assertBounded } from '../data-integrity/work-limits.ts'
import { readPayload, toClaims } from './claims.ts'
import {
  type CompactJws,
  checkJwsSignature,
  jwsFailure,
  parseCompactJws,
  parseJsonObject,
  peekCompactJws,
} from './compact-jws.ts'
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
export function credentialJwtReader({ now = systemNow }: { readonly now?: Now | undefined } = {}): CredentialJwtReader {
  return {
    async verifyJwt(jwt, keys) {
      const jws = parseCompactJws(jwt)
      if (!jws.ok) return jws
      const payload = parseJsonObject(jws.payload)
      if (!payload) return jwsFailure('JWT_MALFORMED', 'its payload is not a JSON object')
      const tooComplex = checkBounds(payload)
      if (tooComplex) return tooComplex
      const { credential, failures } = readPayload(payload)
      const unfit = checkHeader(jws.header)
      // Claims that nobody could have signed are not worth comparing.
      if (unfit?.code === 'KEY_MISSING') return toFailure([unfit, claimsNotChecked])
      const isMisplaced = failures.some(({ code }) => code === 'JWT_MALFORMED')
      if (unfit || isMisplaced || !credential) return toFailure([...(unfit ? [unfit] : []), ...failures])
      const signer = await checkSigner(jws, credential, keys, now())
      if (signer.ok && failures.length === 0) {
        return { ok: true, credential, header: jws.header, thumbprint: signer.thumbprint }
      }
      if (signer.ok) return toFailure(failures)
      if (signer.unavailable && failures.length === 0) throw signer.unavailable
      return toFailure([...failures, signer.reason])
    },
    readUnverified(jwt) {
      const { header, payload } = peekCompactJws(jwt)
      if (!payload || checkBounds(payload)) return undefined
      const { credential } = readPayload(payload)
      return credential && { credential, namesKey: header?.['kid'] !== undefined }
    },
  }
}

type Signer =
  | { readonly ok: true; readonly thumbprint: string }
  | { readonly ok: false; readonly reason: JwtReason; readonly unavailable?: Unavailable }

/** Whether a key of the issuer signed it. */
async function checkSigner(
  jws: CompactJws,
  credential: JsonObject,
  sources: JwtKeySources,
  now: Instant,
): Promise<Signer> {
  try {
    const key = await findSigningKey(jws.header, { issuer: issuerOf(credential), sources, now })
    if (!key.ok) return { ok: false, reason: key }
    const failed = await checkJwsSignature(jws, key.jwk)
    return failed ? { ok: false, reason: failed } : key
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    // A key that came along is there; whose it is, is what could not be found out.
    const code = jws.header['kid'] === undefined ? 'ISSUER_KEY_UNBOUND' : 'KEY_UNRESOLVABLE'
    return {
      ok: false,
      reason: { code, detail: error.message, key: { trouble: 'unavailable', at: error.host } },
      unavailable: error,
    }
  }
}

function toFailure([first, ...further]: readonly JwtReason[]): JwtVerdict {
  if (!first) throw new TypeError('a failure has a reason')
  return { ok: false, ...first, ...(further.length === 0 ? {} : { further }) }
}

const claimsNotChecked: JwtReason = {
  code: 'CLAIMS_NOT_CHECKED',
  detail: 'its claims were not compared with the credential, since its header names no key',
}

function checkBounds(payload: JsonObject): JwtFailure | undefined {
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
