import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import openApi from '../../schemas/openapi.json' with { type: 'json' }
import { systemNow } from '../adapters/clock/system-clock.ts'
import { zlibDeflate } from '../adapters/compression/zlib-deflate.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoAchievementStore } from '../adapters/dynamodb/achievement-store.ts'
import { dynamoClaimStore } from '../adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoEndorsementStore } from '../adapters/dynamodb/endorsement-store.ts'
import { dynamoImageStore } from '../adapters/dynamodb/image-store.ts'
import { dynamoObjectionStore } from '../adapters/dynamodb/objection-store.ts'
import { dynamoPlatformKeyStore } from '../adapters/dynamodb/platform-key-store.ts'
import { dynamoReceiptStore } from '../adapters/dynamodb/receipt-store.ts'
import { dynamoSignedEndorsementStore } from '../adapters/dynamodb/signed-endorsement-store.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { dynamoVcIssuerStore } from '../adapters/dynamodb/vc-issuer-store.ts'
import { parseXml } from '../adapters/xml/xmldom-parser.ts'
import { publicRoutes } from '../credentials/public-routes.ts'
import { createRoot } from '../http/create-app.ts'
import { referenceRoutes } from '../http/reference-routes.ts'
import type { Now } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'

/** What differs between AWS, a laptop and a test. */
export interface PublicSurroundings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
  readonly log: Log
  /** @default the system's clock */
  readonly now?: Now
}

/** Everything open to anyone at its own address, and the reference of the API, over real adapters. */
export function assemblePublic({ client, tableName, publicUrl, log, now = systemNow }: PublicSurroundings) {
  const table = { client, tableName, now }
  const root = createRoot({ publicUrl, log, digests: sha256Digests })
  root.route(
    '/',
    publicRoutes({
      credentials: dynamoCredentialStore(table),
      signedEndorsements: dynamoSignedEndorsementStore(table),
      claims: dynamoClaimStore(table),
      endorsements: dynamoEndorsementStore(table),
      communities: dynamoCommunityStore(table),
      achievements: dynamoAchievementStore(table),
      objections: dynamoObjectionStore(table),
      statusLists: dynamoStatusListStore(table),
      images: dynamoImageStore(table),
      parseXml,
      deflate: zlibDeflate,
      vcIssuers: dynamoVcIssuerStore(table),
      receipts: dynamoReceiptStore(table),
      platformKeys: dynamoPlatformKeyStore(table),
      now,
    }),
  )
  root.route('/', referenceRoutes(openApi))
  return root
}
