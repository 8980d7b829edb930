import type { Instant } from '../domain/shared/instant.ts'

/** The present moment in UTC. */
export type Now = () => Instant

/** Waits for so many milliseconds. */
export type Pause = (milliseconds: number) => Promise<void>
