import type { CreateVcIssuer } from '../../schemas/vc-api.ts'
import { identifyVcIssuer, keyKindOf } from '../domain/community/vc-issuer.ts'
import type { Slug } from '../domain/shared/ids.ts'
import { vcIssuerDid } from '../domain/shared/public-urls.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { Now } from '../ports/clock.ts'
import type { CommunityStore } from '../ports/community-store.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { KeyMaker } from '../ports/signer.ts'
import type { KeptVcIssuer, VcIssuerStore } from '../ports/vc-issuer-store.ts'
import type { IdempotencyKey } from '../ports/written.ts'

export interface CreateVcIssuerDeps {
  readonly communities: Pick<CommunityStore, 'load'>
  readonly vcIssuers: Pick<VcIssuerStore, 'create' | 'load'>
  readonly keyMaker: KeyMaker
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
}

/** Makes an issuer for the VC-API with a key of its own, which is in no other DID document and signs nothing else. */
export async function createVcIssuer(
  { communities, vcIssuers, keyMaker, random, now }: CreateVcIssuerDeps,
  slug: Slug,
  { method, cryptosuite, curve, credentialStatus = false }: CreateVcIssuer,
  idempotency: IdempotencyKey | undefined,
): Promise<Result<KeptVcIssuer, Refusal>> {
  const kind = keyKindOf(cryptosuite, curve)
  if (!kind)
    return err({
      code: 'invalid_request',
      errors: [{ pointer: '/curve', detail: 'belongs to "ecdsa-rdfc-2019"; "eddsa-rdfc-2022" has one curve' }],
    })
  const community = await communities.load(slug)
  if (!community) return err({ code: 'community_not_found' })
  const name = random.id()
  const keyOwner = vcIssuerDid(community.baseUrl, slug, name)
  const key = await keyMaker.createKey(keyOwner, kind)
  const identity = identifyVcIssuer(method, community, name, key.publicKeyMultibase)
  const issuer = { name, ...identity, community: slug, credentialStatus, createdAt: now(), key, keyOwner }
  const created = await vcIssuers.create(issuer, idempotency)
  if (!created.ok) return created
  if (created.value.kind === 'written') return ok(issuer)
  const earlier = await vcIssuers.load(slug, created.value.id)
  if (!earlier) throw new Error(`VC-API issuer ${created.value.id} was created and is gone`)
  return ok(earlier)
}
