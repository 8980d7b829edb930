/** An instant in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that text order is time order. */
export type Instant = `${number}-${number}-${number}T${number}:${number}:${number}Z`

const MS_PER_DAY = 86_400_000

/** The instant of a date. Throws `RangeError` for an invalid date. */
export const toInstant = (date: Date): Instant => {
  const iso: string = date.toISOString()
  return iso as Instant // toISOString yields exactly this form for the years 0 to 9999
}

/** Milliseconds since 1970 of an instant. */
export const toEpochMilliseconds = (instant: Instant): number => new Date(instant).getTime()

/** Whole seconds since 1970, rounded up: an item kept until then is not deleted early. */
export const toEpochSeconds = (instant: Instant): number => Math.ceil(toEpochMilliseconds(instant) / 1000)

/** The instant `milliseconds` after another; negative values go back. */
export const addMilliseconds = (instant: Instant, milliseconds: number): Instant =>
  toInstant(new Date(toEpochMilliseconds(instant) + milliseconds))

/** The instant `days` of 24 hours after another. */
export const addDays = (instant: Instant, days: number): Instant => addMilliseconds(instant, days * MS_PER_DAY)

/** Whole days of 24 hours from one instant to a later one; 0 when it is not later. */
export const wholeDaysBetween = (from: Instant, to: Instant): number =>
  Math.max(0, Math.floor((toEpochMilliseconds(to) - toEpochMilliseconds(from)) / MS_PER_DAY))

/** Whole days of 24 hours since 1970. */
export const toEpochDays = (instant: Instant): number => Math.floor(toEpochMilliseconds(instant) / MS_PER_DAY)

/** The same instant cut to whole seconds, as credentials carry it (GEN-17): `2026-11-22T13:00:00Z`. */
export const toWholeSeconds = (instant: Instant): string => `${instant.slice(0, 19)}Z`
