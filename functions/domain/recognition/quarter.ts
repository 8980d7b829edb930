import type { Instant } from '../shared/instant.ts'

/** Three months of a year in UTC, as `2026-Q4`. */
export type Quarter = `${number}-Q${number}`

/** Whether a text names a quarter. */
export const isQuarter = (text: string): text is Quarter => /^\d{4}-Q[1-4]$/.test(text)

/** The quarter of an instant. */
export const quarterOf = (at: Instant): Quarter => {
  const [year, month] = [Number(at.slice(0, 4)), Number(at.slice(5, 7))]
  return `${year}-Q${Math.ceil(month / 3)}`
}

/** The first instant after the quarter that an instant lies in. */
export function endOfQuarter(at: Instant): Instant {
  const [year, month] = [Number(at.slice(0, 4)), Number(at.slice(5, 7))]
  const next = Math.ceil(month / 3) * 3 + 1
  const [endYear, endMonth] = next > 12 ? [year + 1, 1] : [year, next]
  return `${endYear}-${String(endMonth).padStart(2, '0')}-01T00:00:00.000Z` as Instant // month and year are of an instant
}
