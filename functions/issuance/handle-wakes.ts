import type { Id } from '../domain/shared/ids.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { Log } from '../ports/log.ts'
import type { ParkedStore } from '../ports/parked-store.ts'
import type { Wake } from '../ports/wake.ts'
import { advanceClaim } from './advance-claim.ts'
import type { IssuanceDeps } from './issuance-deps.ts'

const FIRST_RETRY_MILLISECONDS = 60_000
const LAST_RETRY_MILLISECONDS = 3_600_000

/** When a parked record is tried again: after a minute, then twice as long each time, up to an hour. */
export const nextTryAt = (now: Instant, attempt: number): Instant =>
  addMilliseconds(now, Math.min(LAST_RETRY_MILLISECONDS, FIRST_RETRY_MILLISECONDS * 2 ** Math.min(attempt, 10)))

/**
 * Handles a batch of stream records. A claim that cannot be handled is parked with its reason and holds up nobody; only
 * what could not even be parked is reported as failed, to be delivered again.
 *
 * @returns the record ids to deliver again.
 */
export async function handleWakes(
  deps: IssuanceDeps & { readonly parked: ParkedStore },
  wakes: readonly Wake[],
): Promise<readonly string[]> {
  const failed: string[] = []
  for (const group of groupByClaim(wakes)) {
    try {
      await handleGroup(deps, group)
    } catch (cause) {
      deps.log.error('record_failed', { claimId: group.claimId, records: group.wakes.length }, cause)
      failed.push(...group.wakes.map(({ recordId }) => recordId))
    }
  }
  return failed
}

interface WakeGroup {
  readonly claimId: Id | undefined
  readonly wakes: readonly Wake[]
}

function groupByClaim(wakes: readonly Wake[]): readonly WakeGroup[] {
  const groups = new Map<string, Wake[]>()
  for (const wake of wakes) {
    // Records that tell no claim have nothing in common: each is parked by itself.
    const key = wake.claimId ?? `record ${wake.recordId}`
    groups.set(key, [...(groups.get(key) ?? []), wake])
  }
  return [...groups.values()].map((group) => ({ claimId: group[0]?.claimId, wakes: group }))
}

async function handleGroup(
  deps: IssuanceDeps & { readonly parked: ParkedStore },
  { claimId, wakes }: WakeGroup,
): Promise<void> {
  const unreadable = wakes.find((wake) => wake.kind === 'unreadable')
  if (unreadable) {
    deps.log.error('record_parked', { claimId, recordId: unreadable.recordId, reason: unreadable.reason })
    await park(deps, unreadable, unreadable.reason)
  }
  if (claimId === undefined) return
  const first = wakes.find((wake) => wake.kind !== 'unreadable')
  if (!first) return
  const isNudged = wakes.some(({ kind }) => kind === 'nudge')
  // Read first: what is parked while the claim is handled here is not what this handling mends.
  const parked = isNudged ? await deps.parked.load(claimId) : []
  try {
    const wantsRefresh = isNudged || wakes.some(({ kind }) => kind === 'refresh')
    await advanceClaim(deps, claimId, isNudged ? 'unknown' : endorserIdsOf(wakes), wantsRefresh)
  } catch (cause) {
    deps.log.error('record_parked', { claimId, recordId: first.recordId }, cause)
    await park(deps, first, cause instanceof Error ? cause.message : String(cause))
    return
  }
  await deps.parked.clear(claimId, parked)
}

const endorserIdsOf = (wakes: readonly Wake[]): ReadonlySet<Id> =>
  new Set(wakes.flatMap((wake) => (wake.kind === 'endorsement' ? [wake.endorserId] : [])))

/** Keeps the first record of a claim's trouble and counts the tries. */
async function park(
  { parked, now }: { readonly parked: ParkedStore; readonly now: () => Instant; readonly log: Log },
  wake: Wake,
  reason: string,
): Promise<void> {
  const parkedAt = now()
  const earlier = wake.claimId === undefined ? [] : await parked.load(wake.claimId)
  const attempt = earlier.reduce((most, one) => Math.max(most, one.attempt), 0) + 1
  await parked.park(
    {
      claimId: wake.claimId,
      eventId: earlier[0]?.eventId ?? wake.recordId,
      reason: reason.slice(0, 1000),
      attempt,
      parkedAt,
    },
    nextTryAt(parkedAt, attempt - 1),
  )
}
