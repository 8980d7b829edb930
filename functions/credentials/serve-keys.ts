import { IssuerKeyIdSchema } from '../../schemas/issuer-key.ts'
import { SlugSchema } from '../../schemas/text.ts'
import { toPublishedJwk } from '../domain/credential/published-key.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import { answerRefusal } from '../http/answer-refusal.ts'
import { createFreshCache, remember } from '../http/fresh-cache.ts'
import { JWK_SET_TYPES, KEY_TYPES_BY_USE, negotiateJson } from '../http/negotiate.ts'
import type { IssuerKey } from '../ports/community-store.ts'
import { answerText, type PublicContext } from './answers.ts'
import type { PublicRoutesDeps } from './public-deps.ts'

const MAX_AGE_SECONDS = 300
/** The set of a busy host is large, and anyone may ask for it. */
const SET_MAX_AGE_SECONDS = 60

/** One public key of a community by itself, at the address that JWTs name it by (KEY-04, KEY-08). */
export const serveKey =
  ({ communities }: PublicRoutesDeps) =>
  async (c: PublicContext): Promise<Response> => {
    const slug = SlugSchema.safeParse(c.req.param('slug'))
    const keyId = IssuerKeyIdSchema.safeParse(c.req.param('key'))
    const community = slug.success ? await communities.load(slug.data) : undefined
    if (!community) return answerRefusal(c, { code: 'community_not_found' })
    const keys = keyId.success ? await communities.loadIssuerKeys(community.slug) : []
    const key = keys.find(({ id }) => id === keyId.data)
    if (!key) return answerRefusal(c, { code: 'issuer_key_not_found' })
    if (key.compromisedAt !== undefined) return answerRefusal(c, { code: 'issuer_key_compromised' })
    const url = publicUrls(community.baseUrl).key(community.slug, key.id)
    return answerJson(c, toPublishedKey(key, community.issuer, url), KEY_TYPES_BY_USE[key.use], MAX_AGE_SECONDS)
  }

function toPublishedKey(issuerKey: IssuerKey, controller: string, url: string): object {
  if (issuerKey.use === 'jwt') return toPublishedJwk(issuerKey.key.publicKeyJwk, url)
  return {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: issuerKey.verificationMethod,
    type: 'Multikey',
    controller,
    publicKeyMultibase: issuerKey.key.publicKeyMultibase,
  }
}

/** The JWK set of this host: the keys for JWTs of every community that may be trusted (KEY-03). */
export function serveJwkSet({ communities, now }: PublicRoutesDeps) {
  const sets = createFreshCache<string>(1, SET_MAX_AGE_SECONDS * 1000, () => toEpochMilliseconds(now()))
  return async (c: PublicContext): Promise<Response> => {
    const { publicUrl } = c.get('edge')
    const text = await remember(sets, publicUrl, async () => {
      const published = await communities.loadPublishedJwks()
      // Communities created under another base URL have their keys published there.
      return JSON.stringify({ keys: published.filter(({ kid }) => kid.startsWith(`${publicUrl}/`)) })
    })
    return answerJson(c, text ?? '', JWK_SET_TYPES, SET_MAX_AGE_SECONDS)
  }
}

function answerJson(
  c: PublicContext,
  body: object | string,
  types: readonly string[],
  maxAgeSeconds: number,
): Response | Promise<Response> {
  const mediaType = negotiateJson(c.req.header('accept'), types)
  if (mediaType === undefined)
    return answerRefusal(c, { code: 'not_acceptable', detail: `This is available as ${types.join(', ')}.` })
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return answerText(c, {
    text,
    mediaType,
    digest: c.get('edge').digests.sha256Base64Url(text),
    maxAgeSeconds,
    vary: 'Accept',
  })
}
