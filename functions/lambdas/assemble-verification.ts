import { VC_API_CONTEXTS, VC_API_VERIFYING_CONTEXTS } from '../../schemas/contexts.ts'
import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { jcsProofReader, jcsProofWriter } from '../adapters/data-integrity/jcs-proofs.ts'
import { rdfcProofReader, rdfcProofWriter } from '../adapters/data-integrity/rdfc-proofs.ts'
import { recipientHashes } from '../adapters/digests/recipient-hashes.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoAchievementStore } from '../adapters/dynamodb/achievement-store.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoIssuedBadges } from '../adapters/dynamodb/issued-badges.ts'
import { dynamoPlatformKeyStore } from '../adapters/dynamodb/platform-key-store.ts'
import { dynamoRateLimiter } from '../adapters/dynamodb/rate-limiter.ts'
import { dynamoIssuerSightings, dynamoReceiptStore } from '../adapters/dynamodb/receipt-store.ts'
import { dynamoSignedEndorsementStore } from '../adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { dynamoVcIssuerStore } from '../adapters/dynamodb/vc-issuer-store.ts'
import { dynamoVcStatusStore } from '../adapters/dynamodb/vc-status-store.ts'
import { timedJsonSchemas } from '../adapters/json-schema/timed-schemas.ts'
import { cryptoRandomness } from '../adapters/randomness/crypto-randomness.ts'
import { assertionSignatures } from '../adapters/vc-jwt/assertion-signatures.ts'
import { credentialJwtReader } from '../adapters/vc-jwt/credential-jwt.ts'
import { parseXml } from '../adapters/xml/xmldom-parser.ts'
import { createRoot } from '../http/create-app.ts'
import type { KeyMaker, Signer } from '../ports/signer.ts'
import { platformKeyRoutes } from '../receipts/platform-key-routes.ts'
import { receiptWriter } from '../receipts/write-receipt.ts'
import { vcApiRoutes } from '../vc-api/routes.ts'
import { openInspection } from '../verification/inspect-credential.ts'
import type { IssuerBook } from '../verification/issuer-registries.ts'
import { ownObjects } from '../verification/own-objects.ts'
import { verificationRoutes } from '../verification/routes.ts'
import { verifyPageRoutes } from '../verification/verify-page-routes.tsx'
import type { PublicSurroundings } from './assemble-public.ts'
import { type CallerSurroundings, composeCallers } from './compose-callers.ts'
import { composeListPublisher } from './compose-list-publisher.ts'
import { composeOwnKeys } from './compose-own-keys.ts'
import { composeWeb, type Outbound } from './compose-web.ts'

/** What differs between AWS, a laptop and a test. */
export interface VerificationSurroundings extends PublicSurroundings, CallerSurroundings {
  readonly keys: KeyMaker & Signer
  /** How other hosts are reached. @default over the network */
  readonly outbound?: Outbound
  /** Whether badges, keys and lists of services on this machine are looked at, also over http. @default false */
  readonly allowLoopbackHttp?: boolean
  /** How many documents each caller may have verified in a minute. @default as many as they like */
  readonly verificationsPerMinute?: number | undefined
  /** Addresses of proxies whose word counts on where a request came from. @default nobody's */
  readonly trustedProxies?: readonly string[] | undefined
  /** The issuers and registries that are known. @default none */
  readonly issuerBook?: IssuerBook
}

/**
 * Verification, the VC-API, and endorsements that members signed themselves: what needs JSON-LD, over real adapters. Other hosts
 * are reached through the guarded client only.
 */
export function assembleVerification(surroundings: VerificationSurroundings) {
  const { client, tableName, publicUrl, log, keys, now = systemNow } = surroundings
  const table = { client, tableName, now }
  const callers = composeCallers(surroundings, now)
  const { verificationsPerMinute: unitsPerMinute, trustedProxies, adminTokenSha256: secret } = surroundings
  const root = createRoot({ publicUrl, log, digests: sha256Digests, callers, trustedProxies })
  const deps = {
    communities: dynamoCommunityStore(table),
    achievements: dynamoAchievementStore(table),
    statusLists: dynamoStatusListStore(table),
    credentials: dynamoCredentialStore(table),
    signedEndorsements: dynamoSignedEndorsementStore(table),
    issuedBadges: dynamoIssuedBadges(table),
    vcIssuers: dynamoVcIssuerStore(table),
    vcStatuses: dynamoVcStatusStore(table),
    limiter: unitsPerMinute === undefined ? undefined : dynamoRateLimiter({ ...table, unitsPerMinute, secret }),
    bitstrings: gzipBitstringCodec,
    credentialJwts: credentialJwtReader({ now }),
    jsonProofs: jcsProofReader({ now }),
    issuerBook: surroundings.issuerBook,
    sightings: dynamoIssuerSightings(table),
    openJsonSchemas: timedJsonSchemas,
    assertionSignatures,
    digests: sha256Digests,
    recipientHashes,
    parseXml,
    random: cryptoRandomness({ now }),
    keys,
    now,
    log,
    publicUrl,
  }
  const openOwn = () => ownObjects(deps)
  const { outbound, allowLoopbackHttp } = surroundings
  const openWeb = composeWeb({ table, log, outbound, allowLoopbackHttp })
  const badgeProofs = { ...rdfcProofWriter(), ...rdfcProofReader({ now }) }
  const vcProofs = {
    ...rdfcProofWriter({ contexts: VC_API_CONTEXTS }),
    ...rdfcProofReader({ now, contexts: VC_API_VERIFYING_CONTEXTS }),
  }
  const platform = { ...deps, platformKeys: dynamoPlatformKeyStore(table), keyMaker: keys }
  const writeReceipts = receiptWriter({
    ...platform,
    receipts: dynamoReceiptStore(table),
    proofs: { ...jcsProofWriter(), ...jcsProofReader({ now }) },
  })
  const verifying = { ...deps, openOwn, openWeb, proofs: badgeProofs, writeReceipts }
  root.route('/', verificationRoutes(verifying))
  root.route('/', verifyPageRoutes(verifying))
  root.route('/', platformKeyRoutes(platform))
  root.route(
    '/',
    vcApiRoutes({
      ...deps,
      proofs: vcProofs,
      openInspection: (documents) => openInspection({ ...deps, openOwn, openWeb, proofs: vcProofs }, documents),
      lists: composeListPublisher({ ...deps, proofs: badgeProofs }),
    }),
  )
  root.route('/', composeOwnKeys(table, publicUrl, openWeb))
  return root
}
