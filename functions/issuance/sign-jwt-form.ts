import type { Id } from '../domain/shared/ids.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import type { JsonObject } from '../ports/proofs.ts'
import type { IssuanceDeps } from './issuance-deps.ts'
import type { IssuingContext } from './load-issuing-context.ts'

/** The address at which the key that signs a community's JWTs is published by itself (JWT-04). */
export const jwtKeyUrl = ({ community, jwtKey }: Pick<IssuingContext, 'community' | 'jwtKey'>): string | undefined =>
  jwtKey && publicUrls(community.baseUrl).key(community.slug, jwtKey.id)

/**
 * A secured badge as VC-JWT, checked as others' are: it must hold, and say exactly what the embedded form says.
 *
 * @returns `undefined` while the community has no key for JWTs.
 * @throws A fault when it does not hold.
 */
export async function signJwtForm(
  { credentialJwts, keys, log }: Pick<IssuanceDeps, 'credentialJwts' | 'keys' | 'log'>,
  context: IssuingContext,
  claimId: Id,
  secured: JsonObject,
): Promise<string | undefined> {
  const { community, jwtKey, didDocument } = context
  const kid = jwtKeyUrl(context)
  if (!jwtKey || kid === undefined) return undefined
  const { publicKeyJwk } = jwtKey.key
  const sign = (bytes: Uint8Array) => keys.sign(jwtKey.key, community.issuer, bytes)
  const jwt = await credentialJwts.signJwt(secured, { kid, publicKeyJwk, sign })
  const verdict = await credentialJwts.verifyJwt(jwt, {
    resolveDid: async () => didDocument,
    resolveKey: async (url) => (url === kid ? publicKeyJwk : undefined),
  })
  if (verdict.ok && JSON.stringify(verdict.credential) === JSON.stringify(secured)) return jwt
  const code = verdict.ok ? 'FORMS_DIFFER' : verdict.code
  log.error('self_check_failed', { claimId, code })
  throw new Error(`the JWT form of the badge of claim ${claimId} does not verify after signing: ${code}`)
}
