import { decideCompromise } from '../domain/community/change-issuer-keys.ts'
import { signingKey } from '../domain/community/key-lifetime.ts'
import type { Slug } from '../domain/shared/ids.ts'
import type { Instant } from '../domain/shared/instant.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { ok, type Result } from '../domain/shared/result.ts'
import type { CommunityStore, IssuerKey } from '../ports/community-store.ts'
import { createIssuerKey } from './create-issuer-key.ts'
import type { KeyChange, RotateIssuerKeyDeps } from './rotate-issuer-key.ts'

export interface CompromiseIssuerKeyDeps extends RotateIssuerKeyDeps {
  readonly communities: Pick<CommunityStore, 'loadIssuerKeys' | 'addIssuerKey' | 'compromiseIssuerKey' | 'findRepeat'>
}

export interface CompromiseReport {
  readonly keyId: string
  /** From when on others may have signed with the key. */
  readonly at: Instant
  readonly reason: string | undefined
}

/** The key as it stands, and the one that signs in its place. */
export interface CompromisedKey {
  readonly compromised: IssuerKey
  readonly signing: IssuerKey
}

/** So many changes that got there first mean that something else is wrong. */
const MAX_ROUNDS = 20

/**
 * Marks a key as compromised from an instant on and, when it signs, puts another of its kind in its place, as one. Safe to
 * repeat, also without an idempotency key: the same instant again changes nothing.
 */
export async function compromiseIssuerKey(
  deps: CompromiseIssuerKeyDeps,
  change: KeyChange,
  report: CompromiseReport,
): Promise<Result<CompromisedKey, Refusal>> {
  const { communities } = deps
  const { community, idempotency } = change
  const { slug } = community
  const earlier = await communities.findRepeat(idempotency)
  if (!earlier.ok) return earlier
  if (earlier.value !== undefined) return ok(await readOutcome(communities, slug, report.keyId))
  let spare: IssuerKey | undefined
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const at = deps.now()
    const decided = decideCompromise(await communities.loadIssuerKeys(slug), report.keyId, report.at, at)
    if (!decided.ok) return decided
    const { key, isKnown, isSigning } = decided.value
    if (isKnown) return ok(await readOutcome(communities, slug, key.id))
    // Made once, however often it turns out to be needed.
    if (isSigning) spare ??= await createIssuerKey(deps, community.issuer, key.use, at, sameKind(key))
    const marked = await communities.compromiseIssuerKey(
      community,
      {
        key,
        compromisedAt: report.at,
        reason: report.reason,
        at,
        ...(isSigning && spare ? { replacement: { ...spare, createdAt: at } } : {}),
        event: toEvent(deps, change, key, report, at),
      },
      idempotency,
    )
    if (marked.ok) return ok(await readOutcome(communities, slug, key.id))
    if (marked.error.code !== 'stale') return marked
  }
  throw new Error(`the keys of community ${slug} kept changing while one was marked as compromised`)
}

const sameKind = ({ key }: IssuerKey) => (key.algorithm === 'P-384' ? 'P-256' : key.algorithm)

const toEvent = (
  { random }: Pick<CompromiseIssuerKeyDeps, 'random'>,
  { community, actorId }: KeyChange,
  { id, use }: IssuerKey,
  { at: compromisedAt }: CompromiseReport,
  at: Instant,
) => ({
  id: random.id(),
  type: 'key.compromised' as const,
  at,
  community: community.slug,
  ...(actorId === undefined ? {} : { actorId }),
  data: { keyId: id, use, compromisedAt },
})

async function readOutcome(
  communities: Pick<CommunityStore, 'loadIssuerKeys'>,
  slug: Slug,
  keyId: string,
): Promise<CompromisedKey> {
  const keys = await communities.loadIssuerKeys(slug)
  const compromised = keys.find(({ id }) => id === keyId)
  const signing = compromised && signingKey(keys, compromised.use)
  if (!signing) throw new Error(`community ${slug} has no key in place of ${keyId}`)
  return { compromised, signing }
}
