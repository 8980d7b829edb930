import { gzipBitstringCodec } from '../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { jcsProofReader } from '../../functions/adapters/data-integrity/jcs-proofs.ts'
import { rdfcProofReader } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { recipientHashes } from '../../functions/adapters/digests/recipient-hashes.ts'
import { sha256Digests } from '../../functions/adapters/digests/sha256.ts'
import { dynamoAchievementStore } from '../../functions/adapters/dynamodb/achievement-store.ts'
import { dynamoCommunityStore } from '../../functions/adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../../functions/adapters/dynamodb/credential-store.ts'
import { dynamoIssuedBadges } from '../../functions/adapters/dynamodb/issued-badges.ts'
import { dynamoSignedEndorsementStore } from '../../functions/adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../../functions/adapters/dynamodb/status-list-store.ts'
import { dynamoVcIssuerStore } from '../../functions/adapters/dynamodb/vc-issuer-store.ts'
import { timedJsonSchemas } from '../../functions/adapters/json-schema/timed-schemas.ts'
import { assertionSignatures } from '../../functions/adapters/vc-jwt/assertion-signatures.ts'
import { credentialJwtReader } from '../../functions/adapters/vc-jwt/credential-jwt.ts'
import { parseXml } from '../../functions/adapters/xml/xmldom-parser.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import type { OpenWeb } from '../../functions/ports/web.ts'
import { ownObjects } from '../../functions/verification/own-objects.ts'
import type { VerifyDeps } from '../../functions/verification/verification.ts'
import type { TestTable } from './dynamodb.ts'

/** What verifying touches, over real adapters and the web that is given, without the HTTP in front of it. */
export function verifyDeps(
  { client, tableName }: Pick<TestTable, 'client' | 'tableName'>,
  { openWeb, now }: { readonly openWeb: OpenWeb; readonly now: () => Instant },
): VerifyDeps {
  const table = { client, tableName, now }
  const own = {
    communities: dynamoCommunityStore(table),
    statusLists: dynamoStatusListStore(table),
    credentials: dynamoCredentialStore(table),
    achievements: dynamoAchievementStore(table),
    signedEndorsements: dynamoSignedEndorsementStore(table),
    issuedBadges: dynamoIssuedBadges(table),
    vcIssuers: dynamoVcIssuerStore(table),
    digests: sha256Digests,
    publicUrl: 'https://verifier.example',
  }
  return {
    openOwn: () => ownObjects(own),
    openWeb,
    proofs: rdfcProofReader({ now }),
    jsonProofs: jcsProofReader({ now }),
    credentialJwts: credentialJwtReader(),
    bitstrings: gzipBitstringCodec,
    digests: sha256Digests,
    openJsonSchemas: timedJsonSchemas,
    assertionSignatures,
    recipientHashes,
    parseXml,
    now,
  }
}
