import { IdSchema, SlugSchema } from '../../schemas/text.ts'
import type { Caller } from '../domain/community/caller.ts'
import type { OidcProvider } from '../domain/community/community.ts'
import type { Member } from '../domain/community/member.ts'
import type { Digests, Slug } from '../domain/shared/ids.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { ApiKeyRecord, ApiKeyStore } from '../ports/api-key-store.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { Log } from '../ports/log.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { OidcTokens } from '../ports/oidc.ts'
import { equalsInConstantTime } from './constant-time.ts'
import { createFreshCache, remember } from './fresh-cache.ts'

/** How long what is known of a caller may be used without reading it again, in milliseconds. */
const MAX_AGE_MS = 30_000
const MAX_ENTRIES = 1000
const TOUCH_EVERY_MS = 60_000

const API_KEY = /^pb_([0-9A-HJKMNP-TV-Z]{26})_([A-Za-z0-9_-]{43})$/
const JWT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/

/** Whose credentials came with a request, as far as can be told before the community is known. */
export type Identified =
  | Exclude<Caller, { kind: 'member' }>
  /** A token that only the community's providers can confirm. */
  | { readonly kind: 'token'; readonly token: string; readonly actingFor?: string | undefined }

export interface CallersDeps {
  readonly apiKeys: Pick<ApiKeyStore, 'load' | 'touch'>
  readonly members: Pick<MemberStore, 'load' | 'loadByOidc'>
  readonly communities: Pick<CommunityStore, 'load'>
  readonly oidc: OidcTokens
  readonly digests: Digests
  readonly now: Now
  readonly log: Log
  /** SHA-256 of the administrator's token, lower-case hexadecimal. */
  readonly adminTokenSha256: string
}

/** Tells who is calling. */
export interface Callers {
  /**
   * Reads the credentials of a request.
   *
   * @param authorization  The header `Authorization`.
   * @param actingFor  The header `Peerbadge-Member`: the id of the member a key acts for.
   * @returns `unauthenticated` for anything but a known token, `acting_member_mismatch` when the member is not one of
   * the key's community.
   */
  identify(authorization: string | undefined, actingFor: string | undefined): Promise<Result<Identified, Refusal>>
  /**
   * The caller towards one community.
   *
   * @returns for a token: `unauthenticated` when it does not hold, `community_not_found` when the community does not
   * exist, does not take tokens of that issuer, or has no such member: the three look alike. `overloaded` when the
   * provider cannot be reached.
   */
  callerFor(identified: Identified, community: Slug): Promise<Result<Caller, Refusal>>
}

/** What a community's API key looks like. */
export const formatApiKey = (id: string, secret: string): string => `pb_${id}_${secret}`

/**
 * Tells callers apart: the administrator's token and the secrets of keys are compared as SHA-256 digests, in constant
 * time. Keys, members and providers of a community may come from memory for up to 30 seconds, so a revocation or a change
 * of role acts everywhere within that time.
 */
export function createCallers(deps: CallersDeps): Callers {
  const { now, digests, log } = deps
  const nowMilliseconds = () => toEpochMilliseconds(now())
  const cacheOf = <Value>() => createFreshCache<Value>(MAX_ENTRIES, MAX_AGE_MS, nowMilliseconds)
  const keys = cacheOf<ApiKeyRecord>()
  const members = cacheOf<Member>()
  const membersByToken = cacheOf<Member>()
  const providers = cacheOf<readonly OidcProvider[]>()
  const touched = createFreshCache<true>(MAX_ENTRIES, TOUCH_EVERY_MS, nowMilliseconds)

  const refuse = (reason: string, fields: Readonly<Record<string, string>> = {}): Result<never, Refusal> => {
    log.warn('authentication_refused', { reason, ...fields })
    return err({ code: 'unauthenticated' })
  }

  async function touch(record: ApiKeyRecord): Promise<void> {
    if (touched.get(record.id)) return
    touched.set(record.id, true)
    if (record.lastUsedAt && nowMilliseconds() - toEpochMilliseconds(record.lastUsedAt) < TOUCH_EVERY_MS) return
    try {
      await deps.apiKeys.touch(record.id, now())
    } catch (cause) {
      log.error('api_key_use_not_noted', { keyId: record.id }, cause)
    }
  }

  async function loadActing(id: string, community: Slug): Promise<Member | undefined> {
    if (!IdSchema.safeParse(id).success) return undefined
    const member = await remember(members, id, () => deps.members.load(id))
    return member?.community === community ? member : undefined
  }

  async function identifyKey(id: string, secret: string, actingFor: string | undefined) {
    const record = await remember(keys, id, () => deps.apiKeys.load(id))
    if (!record || !equalsInConstantTime(digests.sha256Base64Url(secret), record.secretHash))
      return refuse('api_key_unknown')
    if (record.revokedAt) return refuse('api_key_revoked', { keyId: id })
    await touch(record)
    const caller = { kind: 'api-key', keyId: id, community: record.community, scopes: record.scopes } as const
    if (actingFor === undefined) return ok(caller)
    const member = await loadActing(actingFor, record.community)
    if (!member) return err(MISMATCH)
    return ok({ ...caller, actingFor: member })
  }

  async function providersOf(community: Slug): Promise<readonly OidcProvider[]> {
    if (!SlugSchema.safeParse(community).success) return []
    const load = async () => (await deps.communities.load(community))?.oidc
    return (await remember(providers, community, load)) ?? []
  }

  async function memberOf(token: string, community: Slug): Promise<Result<Member, Refusal>> {
    const verdict = await deps.oidc.verify(token, await providersOf(community))
    switch (verdict.kind) {
      case 'unknown_issuer':
        return err({ code: 'community_not_found' })
      case 'invalid':
        return refuse(verdict.reason)
      case 'unreachable':
        log.warn('identity_provider_unreachable', { reason: verdict.reason, community })
        return err({ code: 'overloaded', detail: "The community's identity provider cannot be reached." })
      case 'proven': {
        const { issuer, subject } = verdict.subject
        const cacheKey = JSON.stringify([community, issuer, subject])
        const load = () => deps.members.loadByOidc(community, verdict.subject)
        const member = await remember(membersByToken, cacheKey, load)
        return member ? ok(member) : err({ code: 'community_not_found' })
      }
    }
  }

  return {
    async identify(authorization, actingFor) {
      if (authorization === undefined) return ok({ kind: 'anonymous' })
      const [, token] = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization) ?? []
      if (token === undefined) return refuse('authorization_malformed')
      const [, keyId, secret] = API_KEY.exec(token) ?? []
      if (keyId !== undefined && secret !== undefined) return identifyKey(keyId, secret, actingFor)
      if (equalsInConstantTime(digests.sha256Hex(token), deps.adminTokenSha256))
        return actingFor === undefined ? ok({ kind: 'administrator' }) : err(MISMATCH)
      if (JWT.test(token)) return ok({ kind: 'token', token, actingFor })
      return refuse('token_unknown')
    },
    async callerFor(identified, community) {
      if (identified.kind !== 'token') return ok(identified)
      const member = await memberOf(identified.token, community)
      if (!member.ok) return member
      if (identified.actingFor !== undefined && identified.actingFor !== member.value.id) return err(MISMATCH)
      return ok({ kind: 'member', community, member: member.value })
    },
  }
}

const MISMATCH: Refusal = {
  code: 'acting_member_mismatch',
  detail: 'The header Peerbadge-Member must name a member of the community, and with a personal token its owner.',
}
