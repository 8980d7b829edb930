import type { Context } from 'hono'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, type Result } from '../domain/shared/result.ts'

/** Each try lets at least one other change through; so many at once change one object by mistake only. */
const MAX_TRIES = 20

/** The versions a request agrees to change; `undefined` when it does not say. */
export type VersionCondition = readonly number[] | undefined

/** The strong entity tag of a stored version. */
export const etagOf = (version: number): string => `"v${version}"`

/** The versions named by `If-Match`. `*` is any; tags that are weak or not ours name none. */
export function ifMatchOf(c: Context): VersionCondition {
  const header = c.req.header('if-match')
  if (header === undefined || header.trim() === '*') return undefined
  return header.split(',').flatMap((tag) => {
    const [, version] = /^\s*"v(\d{1,15})"\s*$/.exec(tag) ?? []
    return version === undefined ? [] : [Number(version)]
  })
}

/** Refuses a change to another version than the one that was read. */
export const staleUnlessMatched = (condition: VersionCondition, version: number): Refusal | undefined =>
  condition === undefined || condition.includes(version)
    ? undefined
    : { code: 'stale', detail: `It is now at ${etagOf(version)}; read it again before changing it.` }

/**
 * Makes a change that is refused as `stale` when another came between its read and its write. A caller who named no
 * version asked for no such guard, so for them it is made again on what is there now.
 *
 * @param change  Reads, decides and writes, from the beginning each time.
 * @returns what `change` returns; `overloaded` when it never gets through.
 */
export async function changeOnNewest<Value>(
  condition: VersionCondition,
  change: () => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const changed = await change()
    if (changed.ok || changed.error.code !== 'stale' || condition !== undefined) return changed
  }
  return err({ code: 'overloaded', detail: 'It keeps changing; repeat the request.' })
}
