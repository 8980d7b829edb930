import type { ProveDid } from '../../schemas/did.ts'
import { findControlError } from '../domain/community/check-control-claims.ts'
import { challengeDomain, isAnswerable, MAX_DIDS, type ProvenDid } from '../domain/community/proven-did.ts'
import type { Did, Id, Slug } from '../domain/shared/ids.ts'
import { toEpochMilliseconds } from '../domain/shared/instant.ts'
import { peekJwtPayload } from '../domain/shared/jwt-payload.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { answerRepeat } from '../http/answer-repeat.ts'
import type { Now } from '../ports/clock.ts'
import type { ControlJwsReader } from '../ports/did-proofs.ts'
import type { DidResolver } from '../ports/did-resolver.ts'
import type { DidStore } from '../ports/did-store.ts'
import type { JsonObject, ProofReader } from '../ports/proofs.ts'
import type { IdempotencyKey } from '../ports/written.ts'
import { refuseMethod } from './challenge-did.ts'

export interface ProveDidDeps {
  readonly dids: Pick<DidStore, 'readForProving' | 'prove' | 'list' | 'load'>
  readonly didResolver: DidResolver
  readonly controlJws: ControlJwsReader
  readonly proofs: ProofReader
  readonly now: Now
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

export interface ProveDidInput {
  readonly community: Slug
  readonly memberId: Id
  readonly did: Did
  readonly proof: ProveDid['proof']
  readonly idempotency?: IdempotencyKey | undefined
}

/**
 * Records a DID as a member's once they have signed a challenge with it, and uses the challenge up; a proof that does not
 * hold leaves it to be answered again.
 *
 * Refused with `did_method_unsupported`, `challenge_unknown`, `did_unresolvable`, `did_proof_invalid`, `did_taken`,
 * `did_limit_reached` or `idempotency_key_reused`.
 */
export function proveDid(deps: ProveDidDeps, input: ProveDidInput): Promise<Result<ProvenDid, Refusal>> {
  const { memberId, proof, idempotency } = input
  return answerRepeat(
    idempotency,
    async () => (await deps.dids.readForProving(memberId, challengeOf(proof), idempotency)).earlier !== undefined,
    () => attemptProving(deps, input),
  )
}

async function attemptProving(
  deps: ProveDidDeps,
  { community, memberId, did, proof, idempotency }: ProveDidInput,
): Promise<Result<ProvenDid, Refusal>> {
  const { challenge, earlier } = await deps.dids.readForProving(memberId, challengeOf(proof), idempotency)
  if (earlier && earlier.digest !== idempotency?.digest) return err({ code: 'idempotency_key_reused' })
  if (earlier) return loadProven(deps, memberId, did)
  const refusal = refuseMethod(did, deps.publicUrl)
  if (refusal) return err(refusal)
  const now = deps.now()
  if (!challenge || !isAnswerable(challenge, did, now)) return err(CHALLENGE_UNKNOWN)
  const held = await deps.dids.list(memberId)
  if (held.length >= MAX_DIDS && !held.some((one) => one.did === did))
    return err({ code: 'did_limit_reached', detail: `A member holds at most ${MAX_DIDS} DIDs; take one away first.` })
  const detail = await findProofError(deps, did, proof, challenge.challenge)
  if (typeof detail === 'object') return err(detail)
  if (detail !== undefined) return err({ code: 'did_proof_invalid', detail: `${detail}.` })
  const proven: ProvenDid = { community, memberId, did, provenAt: now }
  const stored = await deps.dids.prove(challenge, proven, idempotency)
  if (!stored.ok) return stored
  return stored.value.kind === 'written' ? ok(proven) : loadProven(deps, memberId, did)
}

const CHALLENGE_UNKNOWN: Refusal = {
  code: 'challenge_unknown',
  detail: 'The proof names no challenge given out to this member for this DID, or one that was used or is over.',
}

async function loadProven({ dids }: ProveDidDeps, memberId: Id, did: Did): Promise<Result<ProvenDid, Refusal>> {
  const proven = await dids.load(memberId, did)
  // Taken away again since the first request.
  return proven ? ok(proven) : err({ code: 'did_not_found' })
}

/** Why a proof shows no control, in words; or a refusal of its own. */
async function findProofError(
  { didResolver, controlJws, proofs, publicUrl, now }: ProveDidDeps,
  did: Did,
  proof: ProveDid['proof'],
  challenge: string,
): Promise<Refusal | string | undefined> {
  const resolved = await didResolver.resolve(did)
  if (resolved.kind === 'unresolvable') return { code: 'did_unresolvable', detail: resolved.detail }
  const domain = challengeDomain(publicUrl)
  if (typeof proof === 'string') {
    const verdict = await controlJws.verifyControl(proof, resolved.document)
    if (!verdict.ok) return verdict.detail
    const nowEpochSeconds = Math.floor(toEpochMilliseconds(now()) / 1000)
    return findControlError(verdict.claims, { did, domain, challenge, nowEpochSeconds })
  }
  if (!isPresentation(proof)) return 'the presentation is not of the type VerifiablePresentation'
  if (holderOf(proof) !== did) return 'the "holder" of the presentation is not the DID'
  const expectations = { binding: 'holder', proofPurpose: 'authentication', challenge, domain } as const
  const verdict = await proofs.verify(proof, async () => resolved.document, expectations)
  if (!verdict.ok) return `${verdict.code}: ${verdict.detail}`
  return verdict.proofs.length === 0 ? 'no proof of a kind known here is among them' : undefined
}

const isPresentation = ({ type }: JsonObject): boolean => [type].flat().includes('VerifiablePresentation')

function holderOf({ holder }: JsonObject): unknown {
  return typeof holder === 'object' && holder !== null && 'id' in holder ? holder.id : holder
}

/** The challenge that a proof says it answers; what it says is believed only once its signature holds. */
function challengeOf(proof: ProveDid['proof']): string {
  const named = typeof proof === 'string' ? peekJwtPayload(proof)?.['nonce'] : firstProof(proof)?.['challenge']
  // A key of the table holds at most 1,024 bytes; challenges have 43 characters.
  return typeof named === 'string' && /^[\w-]{1,100}$/.test(named) ? named : '-'
}

function firstProof({ proof }: JsonObject): JsonObject | undefined {
  const first: unknown = [proof].flat()[0]
  return typeof first === 'object' && first !== null ? { ...first } : undefined
}
