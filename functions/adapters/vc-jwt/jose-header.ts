import { parsePublicJwk } from '../../domain/shared/jwk.ts'
import type { JsonObject } from '../../ports/proofs.ts'
import { type JwsFailure, jwsFailure } from './compact-jws.ts'

/** Open Badges allows the first four (JWT-02); VC-JOSE-COSE says with `cty` what the content is. */
const MEMBERS = ['alg', 'kid', 'jwk', 'typ', 'cty']
/** JWT-06; media types do not tell upper case from lower. */
const TYPES: readonly unknown[] = [undefined, 'jwt', 'vc+jwt', 'application/vc+jwt']
const CONTENT_TYPES: readonly unknown[] = [undefined, 'vc', 'application/vc']

/**
 * Checks the header of a VC-JWT: no member beside those of Open Badges and VC-JOSE-COSE, a type that means a credential, and a
 * key without private members, if there is one in it.
 *
 * @returns `JWT_MALFORMED`, or `KEY_MISSING` when neither `kid` nor `jwk` is there (JWT-04).
 * @see https://www.imsglobal.org/spec/ob/v3p0/#jose-header
 */
export function checkHeader(header: JsonObject): JwsFailure | undefined {
  const unknown = Object.keys(header).find((member) => !MEMBERS.includes(member))
  if (unknown !== undefined) return malformed(`its header holds ${unknown.slice(0, 50)}, which is not allowed`)
  const { kid, jwk } = header
  if (!TYPES.includes(lowerCase(header['typ']))) return malformed('its typ is not that of a credential')
  if (!CONTENT_TYPES.includes(lowerCase(header['cty']))) return malformed('its cty is not that of a credential')
  if (kid !== undefined && typeof kid !== 'string') return malformed('its kid is not text')
  if (jwk !== undefined && !parsePublicJwk(jwk))
    return malformed('its jwk is not a public key, or holds a private member')
  return kid === undefined && jwk === undefined ? jwsFailure('KEY_MISSING', 'its header names no key') : undefined
}

const lowerCase = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : value)

const malformed = (detail: string) => jwsFailure('JWT_MALFORMED', detail)
