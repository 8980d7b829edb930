import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow, systemPause } from '../adapters/clock/system-clock.ts'
import { jcsProofWriter } from '../adapters/data-integrity/jcs-proofs.ts'
import { rdfcProofReader, rdfcProofWriter } from '../adapters/data-integrity/rdfc-proofs.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoAchievementStore } from '../adapters/dynamodb/achievement-store.ts'
import { dynamoClaimStore } from '../adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoDueStore } from '../adapters/dynamodb/due-store.ts'
import { dynamoEndorsementStore } from '../adapters/dynamodb/endorsement-store.ts'
import { dynamoMemberKeyStore } from '../adapters/dynamodb/member-key-store.ts'
import { dynamoMemberStore } from '../adapters/dynamodb/member-store.ts'
import { dynamoObjectionStore } from '../adapters/dynamodb/objection-store.ts'
import { dynamoParkedStore } from '../adapters/dynamodb/parked-store.ts'
import { dynamoRefreshStore } from '../adapters/dynamodb/refresh-store.ts'
import { dynamoSignedEndorsementStore } from '../adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { createSingleUseKey } from '../adapters/keys/single-use-key.ts'
import { cryptoRandomness } from '../adapters/randomness/crypto-randomness.ts'
import { credentialJwtReader, credentialJwtWriter } from '../adapters/vc-jwt/credential-jwt.ts'
import { findSuspensionEntry } from '../credentials/find-suspension-entry.ts'
import type { StatusEntry } from '../domain/endorsement/claim.ts'
import { handleWakes } from '../issuance/handle-wakes.ts'
import type { Now } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { KeyMaker, Signer } from '../ports/signer.ts'
import { issuanceHandler, type StreamHandler } from './stream-handler.ts'

/** What differs between AWS, a laptop and a test. */
export interface IssuanceSurroundings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly keys: KeyMaker & Signer
  readonly publicUrl: string
  readonly log: Log
  /** @default the system's clock */
  readonly now?: Now
  /** @default the system's randomness */
  readonly random?: Randomness
}

/** The stream consumer that signs, decides and issues, over real adapters. */
export function composeIssuance(surroundings: IssuanceSurroundings): StreamHandler {
  const { client, tableName, keys, publicUrl, log, now = systemNow } = surroundings
  const { random = cryptoRandomness({ now }) } = surroundings
  const table = { client, tableName, now }
  const statusLists = dynamoStatusListStore(table)
  const deps = {
    communities: dynamoCommunityStore(table),
    members: dynamoMemberStore(table),
    memberKeys: dynamoMemberKeyStore(table),
    achievements: dynamoAchievementStore(table),
    claims: dynamoClaimStore(table),
    endorsements: dynamoEndorsementStore(table),
    signedEndorsements: dynamoSignedEndorsementStore(table),
    credentials: dynamoCredentialStore(table),
    due: dynamoDueStore(table),
    objections: dynamoObjectionStore(table),
    refreshes: dynamoRefreshStore(table),
    statusLists,
    suspensionEntryOf: (entry: StatusEntry) => findSuspensionEntry({ statusLists, random, now }, entry),
    parked: dynamoParkedStore(table),
    bitstrings: gzipBitstringCodec,
    keys,
    singleUseKey: createSingleUseKey,
    proofs: { ...rdfcProofWriter(), ...rdfcProofReader(), ...jcsProofWriter() },
    credentialJwts: { ...credentialJwtWriter(), ...credentialJwtReader() },
    digests: sha256Digests,
    random,
    now,
    pause: systemPause,
    log,
    publicUrl,
  }
  return issuanceHandler((wakes) => handleWakes(deps, wakes))
}
