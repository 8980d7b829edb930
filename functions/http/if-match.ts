import type { Context } from 'hono'
import type { Refusal } from '../domain/shared/refusal.ts'

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
