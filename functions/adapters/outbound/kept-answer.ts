import CachePolicy from 'http-cache-semantics'
import { type Instant, toEpochMilliseconds } from '../../domain/shared/instant.ts'
import type { KeptAnswer, WebCacheKey } from '../../ports/web-cache.ts'
import type { Exchanged } from './exchange.ts'

/** The headers that are kept; never a cookie. */
const KEPT_HEADERS = [
  'age',
  'cache-control',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'location',
  'pragma',
  'vary',
]
/** What a confirmation says of another moment than the answer did. */
const OF_THE_MOMENT = new Set(['age', 'date'])
const KEPT_STATUSES: ReadonlySet<number> = new Set([200, 301, 302, 303, 307, 308, 404, 410])
/** That something is not there is believed no longer: it may just be about to be published. */
const ABSENT_SECONDS = 30
/** How long an outdated answer stays of use for asking whether it has changed. */
const REVALIDATION_SECONDS = 24 * 60 * 60

/** An answer as it may be kept. */
export const toKept = ({ status, headers, bytes }: Exchanged, confirmedAt: Instant): KeptAnswer => ({
  status,
  headers: keptHeaders(headers),
  bytes,
  confirmedAt,
})

/**
 * Whether an answer is fresh by its origin's headers, and no older than is believed anyway. Nothing is guessed: what does not
 * say how long it holds is asked for again. What is not fresh is never used, whatever leave its origin gives.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.2
 */
export function isFresh(key: WebCacheKey, kept: KeptAnswer, now: Instant, maxAgeSeconds: number): boolean {
  const age = toEpochMilliseconds(now) - toEpochMilliseconds(kept.confirmedAt)
  const isYoung = Math.abs(age) < believedSeconds(kept.status, maxAgeSeconds) * 1000
  return isYoung && policyAt(key, kept, now).satisfiesWithoutRevalidation(toRequest(key))
}

/** For how many seconds an answer is of use, be it for asking whether it has changed; 0 when it must not be kept. */
export function usefulSeconds(key: WebCacheKey, kept: KeptAnswer, maxAgeSeconds: number): number {
  const policy = policyAt(key, kept, kept.confirmedAt)
  if (!KEPT_STATUSES.has(kept.status) || !policy.storable()) return 0
  if (Object.keys(conditionsOf(kept)).length > 0) return REVALIDATION_SECONDS
  return Math.floor(Math.min(policy.maxAge() - policy.age(), believedSeconds(kept.status, maxAgeSeconds)))
}

/** The headers that ask a host to answer only if it has something else by now; none when the answer has no validator. */
export function conditionsOf({ status, headers }: KeptAnswer): Readonly<Record<string, string>> {
  const { etag, 'last-modified': lastModified } = headers
  if (status !== 200) return {}
  if (etag !== undefined) return { 'if-none-match': etag }
  return lastModified === undefined ? {} : { 'if-modified-since': lastModified }
}

/**
 * A kept answer after its host said that it has not changed (304), with the headers it said so with.
 *
 * @returns `undefined` when what has not changed is another version than the one kept.
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-4.3.4
 */
export function confirmed(
  kept: KeptAnswer,
  headers: Readonly<Record<string, string>>,
  confirmedAt: Instant,
): KeptAnswer | undefined {
  const { etag } = headers
  if (etag !== undefined && weakly(etag) !== weakly(kept.headers['etag'] ?? '')) return undefined
  const lasting = Object.entries(kept.headers).filter(([name]) => !OF_THE_MOMENT.has(name))
  const { 'content-type': _, ...renewed } = keptHeaders(headers)
  return { ...kept, headers: { ...Object.fromEntries(lasting), ...renewed }, confirmedAt }
}

const weakly = (etag: string) => etag.replace(/^W\//, '')

const believedSeconds = (status: number, maxAgeSeconds: number) =>
  status === 404 || status === 410 ? Math.min(ABSENT_SECONDS, maxAgeSeconds) : maxAgeSeconds

const keptHeaders = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = headers[name]
      return value === undefined ? [] : [[name, name === 'cache-control' ? plainDirectives(value) : value]]
    }),
  )

/**
 * Directives in lower case, which the library takes them to be in; without `must-revalidate`, which forbids what is never done
 * here and would have the library ask again for what is fresh.
 */
const plainDirectives = (cacheControl: string) =>
  cacheControl
    .toLowerCase()
    .split(',')
    .filter((directive) => directive.trim() !== 'must-revalidate')
    .join(',')

const toRequest = ({ url, accept }: WebCacheKey) => ({ url, method: 'GET', headers: { accept } })

/** The policy of an answer that came when it was confirmed, as it stands at a moment. */
function policyAt(key: WebCacheKey, { status, headers, confirmedAt }: KeptAnswer, now: Instant): CachePolicy {
  let at = confirmedAt
  class PolicyByClock extends CachePolicy {
    now() {
      return toEpochMilliseconds(at)
    }
  }
  const policy = new PolicyByClock(toRequest(key), { status, headers }, { shared: true, cacheHeuristic: 0 })
  at = now
  return policy
}
