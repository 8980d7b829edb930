import { type Instant, toInstant } from '../../../functions/domain/shared/instant.ts'

const START_MILLISECONDS = Date.UTC(2026, 0, 1)
const DAY_MILLISECONDS = 86_400_000

/** The instant of a day of the simulated year, which begins with 2026. */
export const instantAt = (day: number): Instant =>
  toInstant(new Date(START_MILLISECONDS + Math.round(day * DAY_MILLISECONDS)))
