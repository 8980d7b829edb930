import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose'
import type { IndependentOptions, IndependentVerdict } from './independent-verifiers.ts'

/** What a verifier not written here says of a VC-JWT, and the credential in it. */
export interface IndependentJwtVerdict extends IndependentVerdict {
  readonly credential: Readonly<Record<string, unknown>>
}

/**
 * Verifies a VC-JWT with `jose` and the claim rules of Open Badges, offline: the one JWK at its `kid`, RS256 or ES256, inside its
 * dates, each claim what the credential says, and the key listed for assertions by the issuer's `did:web` document.
 */
export async function verifyWithJose(jwt: string, { documents }: IndependentOptions): Promise<IndependentJwtVerdict> {
  const { kid = '', ...header } = decodeProtectedHeader(jwt)
  const jwk = documents[kid] as JWK | undefined
  if (!jwk) return { verified: false, errors: [`nothing is served at ${kid}`], credential: {} }
  try {
    const key = await importJWK(jwk, header.alg)
    const { payload } = await jwtVerify(jwt, key, { algorithms: ['RS256', 'ES256'], typ: 'JWT' })
    const { iss, sub, jti, nbf, exp, ...credential } = payload
    const errors = [
      // Whatever the payload holds instead, it differs from the claims.
      ...claimErrors({ iss, sub, jti, nbf, exp }, credential as Said),
      ...(await keyErrors(String(iss), jwk, documents)),
    ]
    return { verified: errors.length === 0, errors, credential }
  } catch (error) {
    return { verified: false, errors: [String(error)], credential: {} }
  }
}

interface Said {
  readonly id?: unknown
  readonly issuer?: string | { readonly id?: unknown }
  readonly credentialSubject?: { readonly id?: unknown }
  readonly validFrom?: string
  readonly validUntil?: string
}

function claimErrors(claims: Readonly<Record<string, unknown>>, said: Said): readonly string[] {
  const secondsOf = (date: string | undefined) => (date === undefined ? undefined : Date.parse(date) / 1000)
  const expected = {
    iss: typeof said.issuer === 'string' ? said.issuer : said.issuer?.id,
    sub: said.credentialSubject?.id,
    jti: said.id,
    nbf: secondsOf(said.validFrom),
    exp: secondsOf(said.validUntil),
  }
  return Object.entries(expected).flatMap(([name, value]) =>
    claims[name] === value ? [] : [`${name} is ${String(claims[name])}, not ${String(value)}`],
  )
}

interface ServedDidDocument {
  readonly assertionMethod: readonly string[]
  readonly verificationMethod: readonly { readonly id: string; readonly publicKeyJwk?: JWK }[]
}

async function keyErrors(
  did: string,
  jwk: JWK,
  documents: IndependentOptions['documents'],
): Promise<readonly string[]> {
  const [host = '', ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent)
  const address = `//${host}/${path.length === 0 ? '.well-known' : path.join('/')}/did.json`
  const document = (documents[`https:${address}`] ?? documents[`http:${address}`]) as ServedDidDocument | undefined
  const listed = (document?.verificationMethod ?? []).filter(({ id }) => document?.assertionMethod.includes(id))
  const wanted = await calculateJwkThumbprint(jwk)
  for (const { publicKeyJwk } of listed) {
    if (publicKeyJwk && (await calculateJwkThumbprint(publicKeyJwk)) === wanted) return []
  }
  return [`${did} does not list the key for assertions`]
}
