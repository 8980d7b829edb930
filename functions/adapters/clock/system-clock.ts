import { setTimeout } from 'node:timers/promises'
import { toInstant } from '../../domain/shared/instant.ts'
import type { Now, Pause } from '../../ports/clock.ts'

/** The machine's clock, to the millisecond. */
export const systemNow: Now = () => toInstant(new Date())

/** Waits by the machine's timer. */
export const systemPause: Pause = (milliseconds) => setTimeout(milliseconds)
