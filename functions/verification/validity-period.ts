import { modelVersionOf } from '../domain/vc-data-model/check-credential.ts'
import { instantOf } from '../domain/vc-data-model/check-validity.ts'
import type { JsonObject } from '../ports/proofs.ts'

/** One end of the time in which a credential is valid. */
interface PeriodEnd {
  readonly member: string
  /** As it is written. */
  readonly text: string
  /** Milliseconds since 1970. */
  readonly time: number
}

/** From when until when a credential is valid; either end may be open. */
export interface ValidityPeriod {
  readonly from?: PeriodEnd | undefined
  readonly until?: PeriodEnd | undefined
}

/** The older data model has names of its own, and reserves those of the newer one with the same meaning. */
const MEMBERS = {
  1: { from: ['issuanceDate', 'validFrom'], until: ['expirationDate', 'validUntil'] },
  2: { from: ['validFrom'], until: ['validUntil'] },
} as const

/**
 * The time in which a credential is valid, by the version of the data model that its first context names.
 *
 * @returns `undefined` when one of the dates is no instant.
 * @see https://www.w3.org/TR/vc-data-model-2.0/#validity-period
 */
export function readPeriod(document: JsonObject): ValidityPeriod | undefined {
  const { from, until } = MEMBERS[modelVersionOf(document)]
  const starts = readEnds(document, from)
  const ends = readEnds(document, until)
  return (
    starts &&
    ends && {
      from: starts.reduce<PeriodEnd | undefined>(
        (late, end) => (late && late.time >= end.time ? late : end),
        undefined,
      ),
      until: ends.reduce<PeriodEnd | undefined>(
        (early, end) => (early && early.time <= end.time ? early : end),
        undefined,
      ),
    }
  )
}

function readEnds(document: JsonObject, members: readonly string[]): readonly PeriodEnd[] | undefined {
  const ends: PeriodEnd[] = []
  for (const member of members) {
    const text = document[member]
    if (text === undefined) continue
    const time = instantOf(text)
    if (time === undefined || typeof text !== 'string') return undefined
    ends.push({ member, text, time })
  }
  return ends
}
