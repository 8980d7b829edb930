import { rdfcProofReader } from '../adapters/data-integrity/rdfc-proofs.ts'
import { controlJwsReader } from '../adapters/dids/control-jws.ts'
import { webDidResolver } from '../adapters/dids/did-resolver.ts'
import { dynamoAchievementStore } from '../adapters/dynamodb/achievement-store.ts'
import { dynamoClaimStore } from '../adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoDidStore } from '../adapters/dynamodb/did-store.ts'
import { dynamoEndorsementStore } from '../adapters/dynamodb/endorsement-store.ts'
import type { StoreDeps } from '../adapters/dynamodb/store-deps.ts'
import { cryptoRandomness } from '../adapters/randomness/crypto-randomness.ts'
import { credentialJwtReader } from '../adapters/vc-jwt/credential-jwt.ts'
import { endorsementCredentialRoutes } from '../endorsements/credential-routes.ts'
import { createApp } from '../http/create-app.ts'
import { didRoutes } from '../members/did-routes.ts'
import type { OpenWeb } from '../ports/web.ts'

/** The routes by which members prove DIDs and endorse with keys of their own, over real adapters. */
export function composeOwnKeys(table: StoreDeps, publicUrl: string, openWeb: OpenWeb) {
  const deps = {
    communities: dynamoCommunityStore(table),
    achievements: dynamoAchievementStore(table),
    claims: dynamoClaimStore(table),
    endorsements: dynamoEndorsementStore(table),
    credentials: dynamoCredentialStore(table),
    dids: dynamoDidStore(table),
    didResolver: webDidResolver({ openWeb }),
    controlJws: controlJwsReader,
    proofs: rdfcProofReader(),
    jwts: credentialJwtReader(),
    random: cryptoRandomness({ now: table.now }),
    now: table.now,
    publicUrl,
  }
  return createApp().route('/', didRoutes(deps)).route('/', endorsementCredentialRoutes(deps))
}
