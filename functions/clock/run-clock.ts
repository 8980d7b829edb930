import type { Claim } from '../domain/endorsement/claim.ts'
import { expireClaim } from '../domain/endorsement/claim-transitions.ts'
import { addMilliseconds, type Instant } from '../domain/shared/instant.ts'
import type { ClaimStore } from '../ports/claim-store.ts'
import type { Now } from '../ports/clock.ts'
import type { DueItem, DueStore } from '../ports/due-store.ts'
import type { Log } from '../ports/log.ts'
import type { ParkedStore } from '../ports/parked-store.ts'
import type { Randomness } from '../ports/randomness.ts'

/** What the clock touches; it never signs. */
export interface ClockDeps {
  readonly due: DueStore
  readonly claims: Pick<ClaimStore, 'load' | 'apply' | 'nudge'>
  readonly parked: Pick<ParkedStore, 'load'>
  readonly random: Pick<Randomness, 'id'>
  readonly now: Now
  readonly log: Log
}

const ITEMS_A_SHARD = 50
const FIRST_WAIT_MILLISECONDS = 60_000
const LAST_WAIT_MILLISECONDS = 3_600_000
/** A claim due to expire while its badge is being made is looked at again after this long. */
const EXPIRY_RECHECK_MILLISECONDS = 3_600_000

/** What one run did. */
export interface ClockRun {
  readonly handled: number
  readonly failed: number
}

/**
 * Handles everything that is due, until nothing is left or `deadline` has passed. Safe to run twice and at the same
 * time: each handling is conditional, and an item is removed only after it was handled. One that fails stays due.
 */
export async function runClock(deps: ClockDeps, deadline: Instant): Promise<ClockRun> {
  let handled = 0
  let failed = 0
  while (deps.now() < deadline) {
    const items = await deps.due.loadDue(deps.now(), ITEMS_A_SHARD)
    const done = await Promise.all(items.map((item) => handle(deps, item)))
    handled += done.filter(Boolean).length
    failed += done.filter((one) => !one).length
    // Items that failed are still due: going on would only meet them again.
    if (items.length === 0 || done.some((one) => !one)) break
  }
  return { handled, failed }
}

async function handle(deps: ClockDeps, item: DueItem): Promise<boolean> {
  try {
    const next = await followUp(deps, item)
    if (next) await deps.due.put(next)
    await deps.due.remove(item)
    return true
  } catch (cause) {
    deps.log.error('due_item_failed', { claimId: item.claimId, kind: item.kind, attempt: item.attempt }, cause)
    return false
  }
}

/** Does what is due; returns the item that takes its place, if it has to be looked at again. */
async function followUp(deps: ClockDeps, item: DueItem): Promise<DueItem | undefined> {
  const claim = await deps.claims.load(item.claimId)
  if (!claim) return undefined
  switch (item.kind) {
    case 'claim-expiry':
      return expire(deps, claim, item)
    case 'claim-met':
      if (claim.status !== 'met') return undefined
      break
    case 'parked':
      if ((await deps.parked.load(claim.id)).length === 0) return undefined
      break
  }
  await deps.claims.nudge(claim.id, deps.now())
  const wait = Math.min(LAST_WAIT_MILLISECONDS, FIRST_WAIT_MILLISECONDS * 2 ** Math.min(item.attempt, 10))
  return { ...item, at: addMilliseconds(deps.now(), wait), attempt: item.attempt + 1 }
}

async function expire(deps: ClockDeps, claim: Claim, item: DueItem): Promise<DueItem | undefined> {
  const at = deps.now()
  const change = expireClaim(claim, at)
  if (change) {
    const event = {
      id: deps.random.id(),
      type: change.event,
      at,
      community: claim.community,
      claimId: claim.id,
      data: change.data,
    }
    const applied = await deps.claims.apply(change, event)
    if (!applied.ok) throw new Error(`claim ${claim.id} changed while it was being expired`)
    return undefined
  }
  const mayReopen = claim.status === 'met' || claim.status === 'contested'
  return mayReopen ? { ...item, at: addMilliseconds(at, EXPIRY_RECHECK_MILLISECONDS) } : undefined
}
