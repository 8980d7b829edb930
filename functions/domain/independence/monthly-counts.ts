import type { Instant } from '../shared/instant.ts'
import type { Recount } from './heard.ts'

/** How many by month, `2026-11` → 12. */
export type MonthlyCounts = Readonly<Record<string, number>>

/** A rolling quarter touches four months; one more is kept for what is counted late. */
const KEPT_MONTHS = 5

/** The month an instant lies in. */
const monthOf = (at: Instant): string => at.slice(0, 7)

const toMonth = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`

const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1

/** The month `n` months before another. */
const monthsBefore = (month: string, n: number): string => toMonth(indexOf(month) - n)

/** Adds to the month of `at`, and leaves out the months that no quarter reaches back to from the newest one. */
export function addToMonth(counts: MonthlyCounts, at: Instant): MonthlyCounts {
  const month = monthOf(at)
  const next = { ...counts, [month]: (counts[month] ?? 0) + 1 }
  const newest = Object.keys(next).sort().at(-1) ?? month
  const oldest = monthsBefore(newest, KEPT_MONTHS - 1)
  return Object.fromEntries(Object.entries(next).filter(([one]) => one >= oldest))
}

/** Takes one out of the month of one instant and puts it into that of another. */
export function moveInMonths(counts: MonthlyCounts, { before, after }: Recount): MonthlyCounts {
  const without = before === undefined ? counts : takeFromMonth(counts, before)
  return after === undefined ? without : addToMonth(without, after)
}

/** A month that was forgotten, or holds none, is left as it is. */
function takeFromMonth(counts: MonthlyCounts, at: Instant): MonthlyCounts {
  const { [monthOf(at)]: count = 0, ...others } = counts
  return count > 1 ? { ...others, [monthOf(at)]: count - 1 } : others
}

/** The share of its month that has passed, 0 to 1. */
function passedOfMonth(now: Instant): number {
  const start = new Date(`${monthOf(now)}-01T00:00:00.000Z`).getTime()
  const end = new Date(`${monthsBefore(monthOf(now), -1)}-01T00:00:00.000Z`).getTime()
  return (new Date(now).getTime() - start) / (end - start)
}

/**
 * How many in the three months up to `now`: this month, both before it, and of the third before as large a part as this month
 * still lacks. Rounded; months to come are left out.
 */
export function inRollingQuarter(counts: MonthlyCounts, now: Instant): number {
  const month = monthOf(now)
  const countOf = (back: number) => counts[monthsBefore(month, back)] ?? 0
  return Math.round(countOf(0) + countOf(1) + countOf(2) + countOf(3) * (1 - passedOfMonth(now)))
}

/** Whether a month is one of those that a rolling quarter up to `now` reaches into. */
export const isInRollingQuarter = (month: string, now: Instant): boolean =>
  month >= monthsBefore(monthOf(now), 3) && month <= monthOf(now)
