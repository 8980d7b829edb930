import { toInstant } from '../../domain/shared/instant.ts'
import type { Now } from '../../ports/clock.ts'

/** The machine's clock, to the millisecond. */
export const systemNow: Now = () => toInstant(new Date())
