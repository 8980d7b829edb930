import type { Caller } from '../domain/community/caller.ts'
import type { Digests } from '../domain/shared/ids.ts'
import type { Log } from '../ports/log.ts'
import type { Callers, Identified } from './caller.ts'

/** What every request needs beside its own capability. */
export interface Edge {
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
  readonly log: Log
  readonly digests: Digests
  /** Who is calling; absent in functions that serve public routes only. */
  readonly callers?: Callers | undefined
  /** Addresses whose word counts on where a request came from. @default nobody's */
  readonly trustedProxies?: readonly string[] | undefined
}

/** What middleware leaves for handlers. */
export interface AppEnv {
  readonly Variables: {
    readonly edge: Edge
    /** Whose credentials came with the request; set on every route that is not public. */
    readonly identified: Identified
    /** The caller, already found to be allowed; set on routes whose path names a community, and on the administrator's. */
    readonly caller: Caller
  }
}
