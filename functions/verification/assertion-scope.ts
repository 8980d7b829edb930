import type { IssuerProfile } from '../../schemas/assertion.ts'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'

/**
 * Whether a hosted assertion is where its issuer says that its assertions are: at one of the origins and under one of the
 * addresses that its profile lists, or, where it lists none, on the origin of the issuer itself, as its badge class is.
 *
 * @param ids  Of the assertion, and of its badge class.
 * @see https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#VerificationObject
 */
export function isInScope(
  { id, verification }: Pick<IssuerProfile, 'id' | 'verification'>,
  ids: { readonly assertion: string; readonly badgeClass: string },
): boolean {
  const { startsWith, allowedOrigins } = verification ?? {}
  if (startsWith === undefined && allowedOrigins === undefined)
    return isAt(ids.assertion, originOf(id)) && isAt(ids.badgeClass, originOf(id))
  return (
    (startsWith === undefined || [startsWith].flat().some((start) => isUnder(ids.assertion, start))) &&
    (allowedOrigins === undefined || [allowedOrigins].flat().some((origin) => isAt(ids.assertion, origin)))
  )
}

/** Listed as `https://example.org` or as `example.org`. */
function isAt(address: string, origin: string | undefined): boolean {
  if (origin === undefined || !canParseUrl(address)) return false
  const { origin: actual, host, protocol } = new URL(address)
  const listed = origin.toLowerCase().replace(/\/$/, '')
  return protocol === 'https:' && (listed === actual || listed === host)
}

/** A start such as `https://example.org` is no start of `https://example.org.evil.example`. */
function isUnder(address: string, start: string): boolean {
  if (!canParseUrl(address) || !canParseUrl(start)) return false
  const [at, from] = [new URL(address), new URL(start)]
  return at.protocol === 'https:' && at.origin === from.origin && at.href.startsWith(from.href)
}

const originOf = (url: string): string | undefined => (canParseUrl(url) ? new URL(url).origin : undefined)
