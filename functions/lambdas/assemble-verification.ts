import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { rdfcProofReader } from '../adapters/data-integrity/rdfc-proofs.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { createRoot } from '../http/create-app.ts'
import { verificationRoutes } from '../verification/routes.ts'
import type { PublicSurroundings } from './assemble-public.ts'

/** Verification over real adapters; nothing is fetched from anywhere. */
export function assembleVerification({ client, tableName, publicUrl, log, now = systemNow }: PublicSurroundings) {
  const table = { client, tableName, now }
  const root = createRoot({ publicUrl, log, digests: sha256Digests })
  root.route(
    '/',
    verificationRoutes({
      communities: dynamoCommunityStore(table),
      statusLists: dynamoStatusListStore(table),
      credentials: dynamoCredentialStore(table),
      proofs: rdfcProofReader(),
      bitstrings: gzipBitstringCodec,
      now,
      publicUrl,
    }),
  )
  return root
}
