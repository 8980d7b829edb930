import type { OidcProvider } from '../domain/community/community.ts'
import type { OidcSubject } from '../domain/community/member.ts'

/** Verifies tokens of the OpenID providers that communities configured. */
export interface OidcTokens {
  /**
   * The person a token proves, or `undefined` when signature, issuer, audience or time do not hold for any of the
   * providers. Throws only when a provider cannot be reached.
   */
  verify(token: string, providers: readonly OidcProvider[]): Promise<OidcSubject | undefined>
}
