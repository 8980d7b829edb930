import type { StoreDeps } from '../adapters/dynamodb/store-deps.ts'
import { dynamoWebCacheStore } from '../adapters/dynamodb/web-cache-store.ts'
import { boundedWebCache } from '../adapters/outbound/bounded-web-cache.ts'
import type { ExchangeOptions } from '../adapters/outbound/exchange.ts'
import { connectByNode, resolveByDns } from '../adapters/outbound/node-connect.ts'
import { guardedWeb } from '../adapters/outbound/open-web.ts'
import type { Log } from '../ports/log.ts'
import type { OpenWeb } from '../ports/web.ts'

/** How other hosts are reached. */
export type Outbound = Pick<ExchangeOptions, 'resolve' | 'connect'>

export interface WebSurroundings {
  readonly table: StoreDeps
  readonly log: Log
  /** @default over the network */
  readonly outbound?: Outbound | undefined
  /** Whether services on this machine are looked at, also over http. @default false */
  readonly allowLoopbackHttp?: boolean | undefined
}

/** The one client by which a process looks at other hosts, with the cache that processes share. */
export const composeWeb = ({ table, log, outbound, allowLoopbackHttp = false }: WebSurroundings): OpenWeb =>
  guardedWeb({
    ...(outbound ?? { resolve: resolveByDns(), connect: connectByNode }),
    allowLoopbackHttp,
    cache: boundedWebCache(dynamoWebCacheStore(table), { log }),
    now: table.now,
  })
