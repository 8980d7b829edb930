import type { OidcProvider } from '../domain/community/community.ts'
import type { OidcSubject } from '../domain/community/member.ts'

/** What a token proves. */
export type TokenVerdict =
  | { readonly kind: 'proven'; readonly subject: OidcSubject }
  /** None of the providers issues tokens under the issuer the token names. */
  | { readonly kind: 'unknown_issuer' }
  /** Signature, algorithm, audience or time do not hold; `reason` is a code for the log. */
  | { readonly kind: 'invalid'; readonly reason: string }
  /** The provider cannot be asked for its keys right now. */
  | { readonly kind: 'unreachable'; readonly reason: string }

/** Verifies tokens of the OpenID providers that communities configured. */
export interface OidcTokens {
  /** Checks a signed JWT against those of `providers` whose issuer it names. Never throws for what a token holds. */
  verify(token: string, providers: readonly OidcProvider[]): Promise<TokenVerdict>
}
