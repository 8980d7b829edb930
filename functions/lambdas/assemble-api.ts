import { achievementRoutes } from '../achievements/routes.ts'
import { systemNow, systemPause } from '../adapters/clock/system-clock.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { dynamoAchievementStore } from '../adapters/dynamodb/achievement-store.ts'
import { dynamoApiKeyStore } from '../adapters/dynamodb/api-key-store.ts'
import { dynamoCalibrationStore } from '../adapters/dynamodb/calibration-store.ts'
import { dynamoChallengeStore } from '../adapters/dynamodb/challenge-store.ts'
import { dynamoClaimStore } from '../adapters/dynamodb/claim-store.ts'
import { dynamoCommunityStore } from '../adapters/dynamodb/community-store.ts'
import { dynamoCredentialStore } from '../adapters/dynamodb/credential-store.ts'
import { dynamoDidStore } from '../adapters/dynamodb/did-store.ts'
import { dynamoDueStore } from '../adapters/dynamodb/due-store.ts'
import { dynamoEndorsementStore } from '../adapters/dynamodb/endorsement-store.ts'
import { dynamoErasureStore } from '../adapters/dynamodb/erasure-store.ts'
import { dynamoImageStore } from '../adapters/dynamodb/image-store.ts'
import { dynamoLicenceStore } from '../adapters/dynamodb/licence-store.ts'
import { dynamoMemberStore } from '../adapters/dynamodb/member-store.ts'
import { dynamoObjectionStore } from '../adapters/dynamodb/objection-store.ts'
import { dynamoPersonErasureStore } from '../adapters/dynamodb/person-erasure-store.ts'
import { dynamoPersonalDataStore } from '../adapters/dynamodb/personal-data-store.ts'
import { dynamoRecognitionStore } from '../adapters/dynamodb/recognition-store.ts'
import { dynamoRefreshStore } from '../adapters/dynamodb/refresh-store.ts'
import { dynamoReviewStore } from '../adapters/dynamodb/review-store.ts'
import { dynamoReviewerFacts } from '../adapters/dynamodb/reviewer-facts.ts'
import { dynamoReviewerPool } from '../adapters/dynamodb/reviewer-pool.ts'
import { dynamoStatusListStore } from '../adapters/dynamodb/status-list-store.ts'
import { dynamoUndoStore } from '../adapters/dynamodb/undo-store.ts'
import { dynamoVcIssuerStore } from '../adapters/dynamodb/vc-issuer-store.ts'
import { cryptoRandomness } from '../adapters/randomness/crypto-randomness.ts'
import { parseXml } from '../adapters/xml/xmldom-parser.ts'
import { attemptRoutes } from '../challenges/attempt-routes.ts'
import { calibrationRoutes } from '../challenges/calibration-routes.ts'
import { challengeRoutes } from '../challenges/routes.ts'
import { claimRoutes } from '../claims/routes.ts'
import { apiKeyRoutes } from '../communities/api-key-routes.ts'
import { keyRoutes } from '../communities/key-routes.ts'
import { communityRoutes } from '../communities/routes.ts'
import { credentialRoutes } from '../credentials/routes.ts'
import { versionRoutes } from '../credentials/version-routes.ts'
import { disputeRoutes } from '../disputes/routes.ts'
import { endorsementRoutes } from '../endorsements/routes.ts'
import { createRoot } from '../http/create-app.ts'
import { healthRoutes } from '../http/health-routes.ts'
import { memberRoutes } from '../members/routes.ts'
import type { Now, Pause } from '../ports/clock.ts'
import type { Randomness } from '../ports/randomness.ts'
import type { KeyMaker } from '../ports/signer.ts'
import { recognitionRoutes } from '../recognition/routes.ts'
import { reviewerRoutes } from '../reviews/reviewer-routes.ts'
import { reviewRoutes } from '../reviews/routes.ts'
import { erasureRoutes } from '../rights/erasure-routes.ts'
import { rightsRoutes } from '../rights/routes.ts'
import { ruleLabRoutes } from '../rule-lab/routes.ts'
import { statisticsRoutes } from '../statistics/routes.ts'
import { vcIssuerRoutes } from '../vc-api/issuer-routes.ts'
import { type CallerSurroundings, composeCallers } from './compose-callers.ts'

/** What differs between AWS, a laptop and a test. */
export interface ApiSurroundings extends CallerSurroundings {
  readonly keyMaker: KeyMaker
  /** Makes the keys of communities. @default keyMaker */
  readonly issuerKeyMaker?: KeyMaker
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
  /** @default the system's clock */
  readonly now?: Now
  /** @default the system's randomness */
  readonly random?: Randomness
  /** How to wait for issuance. @default the system's timer */
  readonly pause?: Pause
}

/** The JSON API over real adapters, ready to serve. */
export function assembleApi(surroundings: ApiSurroundings) {
  const { client, tableName, publicUrl, log, now = systemNow, pause = systemPause } = surroundings
  const table = { client, tableName, now }
  const random = surroundings.random ?? cryptoRandomness({ now })
  const deps = {
    communities: dynamoCommunityStore(table),
    apiKeys: dynamoApiKeyStore(table),
    members: dynamoMemberStore(table),
    achievements: dynamoAchievementStore(table),
    challenges: dynamoChallengeStore(table),
    calibrations: dynamoCalibrationStore(table),
    licences: dynamoLicenceStore(table),
    recognitions: dynamoRecognitionStore(table),
    images: dynamoImageStore(table),
    parseXml,
    claims: dynamoClaimStore(table),
    dids: dynamoDidStore(table),
    endorsements: dynamoEndorsementStore(table),
    credentials: dynamoCredentialStore(table),
    statusLists: dynamoStatusListStore(table),
    objections: dynamoObjectionStore(table),
    erasures: dynamoErasureStore(table),
    persons: dynamoPersonErasureStore(table),
    personalData: dynamoPersonalDataStore(table),
    undoings: dynamoUndoStore(table),
    refreshes: dynamoRefreshStore(table),
    reviews: dynamoReviewStore(table),
    reviewerPool: dynamoReviewerPool(table),
    reviewerFacts: dynamoReviewerFacts(table),
    due: dynamoDueStore(table),
    keyMaker: surroundings.keyMaker,
    digests: sha256Digests,
    random,
    randomness: random,
    now,
    pause,
    log,
    publicUrl,
  }
  const callers = composeCallers(surroundings, now)
  const root = createRoot({ publicUrl, log, digests: sha256Digests, callers })
  const issuing = { ...deps, keyMaker: surroundings.issuerKeyMaker ?? deps.keyMaker }
  root.route('/', communityRoutes(issuing))
  root.route('/', keyRoutes(issuing))
  root.route('/', apiKeyRoutes(deps))
  root.route('/', vcIssuerRoutes({ ...deps, vcIssuers: dynamoVcIssuerStore(table) }))
  root.route('/', memberRoutes(deps))
  root.route('/', challengeRoutes(deps))
  root.route('/', calibrationRoutes(deps))
  root.route('/', attemptRoutes(deps))
  root.route('/', recognitionRoutes(deps))
  root.route('/', achievementRoutes(deps))
  root.route('/', claimRoutes(deps))
  root.route('/', endorsementRoutes(deps))
  root.route('/', erasureRoutes(deps))
  root.route('/', rightsRoutes(deps))
  root.route('/', statisticsRoutes(deps))
  root.route('/', reviewRoutes(deps))
  root.route('/', reviewerRoutes(deps))
  root.route('/', ruleLabRoutes(deps))
  root.route('/', disputeRoutes(deps))
  root.route('/', credentialRoutes(deps))
  root.route('/', versionRoutes(deps))
  root.route('/', healthRoutes())
  return root
}
