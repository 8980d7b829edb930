import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { rdfcProofReader } from '../adapters/data-integrity/rdfc-proofs.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { createRoot } from '../http/create-app.ts'
import type { Signer } from '../ports/signer.ts'
import { verificationRoutes } from '../verification/routes.ts'
import type { PublicSurroundings } from './assemble-public.ts'
import { type CallerSurroundings, composeCallers } from './compose-callers.ts'

/** What differs between AWS, a laptop and a test. */
export interface VerificationSurroundings extends PublicSurroundings, CallerSurroundings {
  readonly keys: Signer
}

/** Verification over real adapters; nothing is fetched from anywhere. */
export function assembleVerification(surroundings: VerificationSurroundings) {
  const { client, tableName, publicUrl, log, now = systemNow } = surroundings
  const table = { client, tableName, now }
  const callers = composeCallers(surroundings, now)
  const root = createRoot({ publicUrl, log, digests: sha256Digests, callers })
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
