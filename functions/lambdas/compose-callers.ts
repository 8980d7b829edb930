import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoApiKeyStore } from '../adapters/dynamodb/api-key-store.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoMemberStore } from '../adapters/dynamodb/member-store.ts'
import { joseOidcTokens } from '../adapters/oidc/jose-oidc-tokens.ts'
import { createGuardedFetch } from '../adapters/outbound/guarded-fetch.ts'
import { connectByNode, resolveByDns } from '../adapters/outbound/node-connect.ts'
import { type Callers, createCallers } from '../http/caller.ts'
import type { Now } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

/** What telling callers apart takes, wherever the function runs. */
export interface CallerSurroundings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  /** SHA-256 of the administrator's token, lower-case hexadecimal. */
  readonly adminTokenSha256: string
  readonly log: Log
  /** Whether members' identity providers may be on this machine, over http. @default false */
  readonly allowLoopbackHttp?: boolean
}

/** Who is calling, over real adapters: for every function with routes that are not open to anyone. */
export function composeCallers(surroundings: CallerSurroundings, now: Now): Callers {
  const { client, tableName, adminTokenSha256, log, allowLoopbackHttp = false } = surroundings
  const table = { client, tableName, now }
  return createCallers({
    apiKeys: dynamoApiKeyStore(table),
    members: dynamoMemberStore(table),
    communities: dynamoCommunityStore(table),
    oidc: joseOidcTokens({
      fetch: createGuardedFetch({ resolve: resolveByDns(), connect: connectByNode, allowLoopbackHttp }),
      now,
    }),
    digests: sha256Digests,
    now,
    log,
    adminTokenSha256,
  })
}
