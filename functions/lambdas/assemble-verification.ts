import { VC_API_CONTEXTS, VC_API_VERIFYING_CONTEXTS } from '../../schemas/contexts.ts'
import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { rdfcProofReader, rdfcProofWriter } from '../adapters/data-integrity/rdfc-proofs.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoSignedEndorsementStore } from '../adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { dynamoVcIssuerStore } from '../adapters/dynamodb/vc-issuer-store.ts'
import { dynamoVcStatusStore } from '../adapters/dynamodb/vc-status-store.ts'
import { cryptoRandomness } from '../adapters/randomness/crypto-randomness.ts'
import { credentialJwtReader } from '../adapters/vc-jwt/credential-jwt.ts'
import { createRoot } from '../http/create-app.ts'
import type { Signer } from '../ports/signer.ts'
import { vcApiRoutes } from '../vc-api/routes.ts'
import { inspectCredentials } from '../verification/inspect-credential.ts'
import { verificationRoutes } from '../verification/routes.ts'
import type { PublicSurroundings } from './assemble-public.ts'
import { type CallerSurroundings, composeCallers } from './compose-callers.ts'
import { composeListPublisher } from './compose-list-publisher.ts'
import { composeOwnKeys, type Outbound } from './compose-own-keys.ts'

/** What differs between AWS, a laptop and a test. */
export interface VerificationSurroundings extends PublicSurroundings, CallerSurroundings {
  readonly keys: Signer
  /** How the documents of members' DIDs are fetched. @default over the network */
  readonly outbound?: Outbound
}

/**
 * Verification, the VC-API, and endorsements that members signed themselves: what needs JSON-LD, over real adapters. Nothing is
 * fetched but the documents of members' DIDs.
 */
export function assembleVerification(surroundings: VerificationSurroundings) {
  const { client, tableName, publicUrl, log, keys, now = systemNow } = surroundings
  const table = { client, tableName, now }
  const callers = composeCallers(surroundings, now)
  const root = createRoot({ publicUrl, log, digests: sha256Digests, callers })
  const deps = {
    communities: dynamoCommunityStore(table),
    statusLists: dynamoStatusListStore(table),
    credentials: dynamoCredentialStore(table),
    signedEndorsements: dynamoSignedEndorsementStore(table),
    vcIssuers: dynamoVcIssuerStore(table),
    vcStatuses: dynamoVcStatusStore(table),
    bitstrings: gzipBitstringCodec,
    credentialJwts: credentialJwtReader(),
    digests: sha256Digests,
    random: cryptoRandomness({ now }),
    keys,
    now,
    log,
    publicUrl,
  }
  const badgeProofs = { ...rdfcProofWriter(), ...rdfcProofReader({ now }) }
  const vcProofs = {
    ...rdfcProofWriter({ contexts: VC_API_CONTEXTS }),
    ...rdfcProofReader({ now, contexts: VC_API_VERIFYING_CONTEXTS }),
  }
  root.route('/', verificationRoutes({ ...deps, proofs: badgeProofs }))
  root.route(
    '/',
    vcApiRoutes({
      ...deps,
      proofs: vcProofs,
      inspection: inspectCredentials({ ...deps, proofs: vcProofs }),
      lists: composeListPublisher({ ...deps, proofs: badgeProofs }),
    }),
  )
  root.route('/', composeOwnKeys(table, publicUrl, surroundings.outbound))
  return root
}
