import { publicJwkOf } from '../domain/community/issuer-key-jwk.ts'
import type { KeyUse } from '../domain/community/key-lifetime.ts'
import type { Did, Digests } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import { jwkThumbprint } from '../domain/shared/jwk.ts'
import type { IssuerKey } from '../ports/community-store.ts'
import type { KeyAlgorithm, KeyMaker } from '../ports/signer.ts'

export interface CreateIssuerKeyDeps {
  readonly keyMaker: KeyMaker
  readonly digests: Digests
}

/**
 * Makes a key of a community. Nothing is stored here.
 *
 * @param algorithm  For Data Integrity proofs Ed25519 [default] or P-256, for VC-JWTs RSA-2048 [default] or P-256.
 * @throws TypeError for a kind that does not go with the use.
 */
export async function createIssuerKey(
  { keyMaker, digests }: CreateIssuerKeyDeps,
  issuer: Did,
  use: KeyUse,
  createdAt: Instant,
  algorithm?: KeyAlgorithm,
): Promise<IssuerKey> {
  switch (use) {
    case 'data-integrity': {
      const key = await keyMaker.createKey(issuer, oneOf(['Ed25519', 'P-256'], algorithm))
      const id = jwkThumbprint(publicJwkOf(key), digests)
      return { id, use, verificationMethod: `${issuer}#${key.publicKeyMultibase}`, key, createdAt }
    }
    case 'jwt': {
      const key = await keyMaker.createKey(issuer, oneOf(['RSA-2048', 'P-256'], algorithm))
      const id = jwkThumbprint(key.publicKeyJwk, digests)
      return { id, use, verificationMethod: `${issuer}#${id}`, key, createdAt }
    }
  }
}

function oneOf<Kind extends KeyAlgorithm>(kinds: readonly [Kind, ...Kind[]], asked: KeyAlgorithm | undefined): Kind {
  const found = asked === undefined ? kinds[0] : kinds.find((kind) => kind === asked)
  if (found === undefined) throw new TypeError(`a key of the kind ${asked} is not for this use`)
  return found
}
