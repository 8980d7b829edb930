import { type RouteConfig, z } from '@hono/zod-openapi'
import { AwardRecordSchema } from '../../schemas/award-record.ts'
import { EvidenceDocumentSchema } from '../../schemas/claim.ts'
import { DidDocumentSchema } from '../../schemas/did-document.ts'
import { JwkSetSchema, PublishedKeySchema } from '../../schemas/issuer-key.ts'
import { DisputeOutcomeSchema } from '../../schemas/objection.ts'
import { BitstringStatusListCredentialSchema } from '../../schemas/open-badges/status-list.ts'
import {
  EndorsementCredentialSchema,
  OpenBadgeCredentialSchema,
  OpenBadgesAchievementSchema,
  ProfileSchema,
} from '../../schemas/open-badges.ts'
import { VerificationReceiptSchema } from '../../schemas/verification-receipt.ts'
import { IMAGE_TYPES } from '../domain/baking/uploaded-image.ts'
import { problemResponses } from '../http/api-route.ts'
import {
  CREDENTIAL_TYPES,
  DID_DOCUMENT_TYPES,
  HTML,
  isJwtType,
  JSON_LD_TYPES,
  JWK_SET_TYPES,
  JWT_TYPES,
  KEY_TYPES,
} from '../http/negotiate.ts'
import type { OperationId } from '../http/permissions.ts'
import type { ProblemCode } from '../http/problems.ts'

interface PublicObject {
  readonly path: string
  readonly operationId: OperationId
  readonly summary: string
  readonly description: string
  readonly params: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Absent of pictures. */
  readonly schema?: z.ZodType
  /** Media types it is served as; what is neither page, picture nor JWT holds `schema`. */
  readonly types: readonly string[]
  readonly refusals: readonly ProblemCode[]
  /** What is answered with 404 instead of a problem; the media type is the one it is served as. */
  readonly absence?: string
}

const SUFFIX = 'Behind the last part of the path, `.json` asks for JSON whatever `Accept` says.'
const PAGE = [HTML] as const

const PUBLIC_OBJECTS: readonly PublicObject[] = [
  {
    path: '/credentials/{credential}',
    operationId: 'getCredential',
    summary: 'Open a badge',
    description: `The signed Open Badges 3.0 credential, byte for byte, as JSON or JWT; a page that says what it says; or the picture of its achievement as PNG or SVG, with the credential baked in. Unknown until the badge is issued. A revoked or suspended badge is still answered; its page says so, and the status list it names says whether it was revoked. ${SUFFIX} In the same way \`.jwt\` asks for the JWT form, \`.png\` and \`.svg\` for the pictures.`,
    params: { credential: 'The id at the end of `credentialUrl`' },
    query: {
      endorsements: 'On the page: which part of a long list of endorsements, from 1',
      proof: 'Of pictures: which form is baked in, `embedded` (JSON with an embedded proof) unless it is `jwt`',
    },
    schema: OpenBadgeCredentialSchema,
    types: [...CREDENTIAL_TYPES, ...JWT_TYPES, ...PAGE, ...IMAGE_TYPES],
    refusals: ['credential_not_found', 'credential_erased'],
  },
  {
    path: '/credentials/{credential}/status.svg',
    operationId: 'getCredentialStatusImage',
    summary: 'See how a badge stands',
    description:
      'A small picture for pages anywhere that says how the badge stands now: valid, suspended, revoked or expired. Its page has the lines of HTML that show it.',
    params: { credential: 'The id at the end of `credentialUrl`' },
    types: ['image/svg+xml'],
    refusals: [],
    absence: 'A picture that says that there is no such badge',
  },
  {
    path: '/refresh/{capability}',
    operationId: 'getRefreshed',
    summary: 'Get the newest version of a badge',
    description:
      'The address in `refreshService` of a badge: the current signed bytes as JSON or, by `Accept`, as JWT. Also of a revoked badge.',
    params: { capability: 'The unguessable last part of the address' },
    schema: OpenBadgeCredentialSchema,
    types: [...CREDENTIAL_TYPES, ...JWT_TYPES],
    refusals: ['credential_not_found'],
  },
  {
    path: '/awards/{credential}',
    operationId: 'getAward',
    summary: 'Open an award record',
    description: `Why the badge was given: the rule, what counted and what did not, signed by the community. ${SUFFIX}`,
    params: { credential: 'The id at the end of `awardUrl`, which is that of the badge' },
    schema: AwardRecordSchema,
    types: ['application/json', ...PAGE],
    refusals: ['award_not_found'],
  },
  {
    path: '/awards/{credential}/evidence/{version}',
    operationId: 'getAwardEvidence',
    summary: 'Open the evidence a badge was given for',
    description: 'Exactly the bytes whose digest the award record and the endorsements hold.',
    params: { credential: 'The id of the badge', version: 'The evidence version the badge was given for' },
    schema: EvidenceDocumentSchema.meta({ id: 'PublishedEvidence' }),
    types: ['application/json'],
    refusals: ['not_found'],
  },
  {
    path: '/endorsements/{endorsement}',
    operationId: 'getEndorsement',
    summary: 'Open an endorsement',
    description: `The signed EndorsementCredential, byte for byte, or a page. Unknown until a badge holds it or its award record links it. One that its endorser signed as JWT is given out as that and as a page only. ${SUFFIX} A JWT has \`.jwt\`.`,
    params: { endorsement: 'The id of the endorsement' },
    schema: EndorsementCredentialSchema,
    types: [...CREDENTIAL_TYPES, ...JWT_TYPES, ...PAGE],
    refusals: ['endorsement_not_found', 'endorsement_erased'],
  },
  {
    path: '/achievements/{achievement}/{version}',
    operationId: 'getPublishedAchievement',
    summary: 'Open a published achievement',
    description: `The Open Badges Achievement that badges name, or a page. ${SUFFIX}`,
    params: { achievement: 'The id of the achievement', version: 'The number of the published version' },
    schema: OpenBadgesAchievementSchema,
    types: [...JSON_LD_TYPES, ...PAGE],
    refusals: ['achievement_not_found'],
  },
  {
    path: '/achievements/{achievement}/{version}/image',
    operationId: 'getAchievementImage',
    summary: 'See the picture of an achievement',
    description:
      'What the community uploaded for this version; where it uploaded nothing, a picture made from the id of the achievement, as PNG or SVG.',
    params: { achievement: 'The id of the achievement', version: 'The number of the published version' },
    types: IMAGE_TYPES,
    refusals: ['achievement_not_found'],
  },
  {
    path: '/communities/{slug}/images/{image}',
    operationId: 'getImage',
    summary: 'See an uploaded image',
    description: 'An image as it was uploaded, without any badge that was baked into it. It never changes.',
    params: {
      slug: 'The slug of the community',
      image: 'The name at the end of the address the upload was answered with',
    },
    types: IMAGE_TYPES,
    refusals: ['image_not_found'],
  },
  {
    path: '/communities/{slug}',
    operationId: 'getProfile',
    summary: 'Open a community',
    description: `The issuer’s Open Badges Profile with its keys, or a page. ${SUFFIX}`,
    params: { slug: 'The slug of the community' },
    schema: ProfileSchema,
    types: [...JSON_LD_TYPES, ...PAGE],
    refusals: ['community_not_found'],
  },
  {
    path: '/communities/{slug}/did.json',
    operationId: 'getDidDocument',
    summary: 'Resolve a community’s DID',
    description: 'The DID document of the `did:web` that issues the community’s badges.',
    params: { slug: 'The slug of the community' },
    schema: DidDocumentSchema,
    types: DID_DOCUMENT_TYPES,
    refusals: ['community_not_found'],
  },
  {
    path: '/communities/{slug}/keys/{key}',
    operationId: 'getPublishedKey',
    summary: 'Read a signing key',
    description:
      'One public key of a community by itself: for JWTs as a JWK, whose `kid` is this address; for proofs as a Multikey. Retired keys stay; a compromised one is answered with 410.',
    params: { slug: 'The slug of the community', key: 'The id of the key, its JWK thumbprint' },
    schema: PublishedKeySchema,
    types: KEY_TYPES,
    refusals: ['issuer_key_not_found', 'issuer_key_compromised', 'community_not_found'],
  },
  {
    path: '/.well-known/jwks.json',
    operationId: 'getJwkSet',
    summary: 'Read the keys for JWTs',
    description:
      'The JWK set of this host: the keys for JWTs of every community, retired ones included, compromised ones left out. Which of them are an issuer’s is for its DID document to say.',
    params: {},
    schema: JwkSetSchema,
    types: JWK_SET_TYPES,
    refusals: [],
  },
  {
    path: '/communities/{slug}/vc-issuers/{vcIssuer}/did.json',
    operationId: 'getVcIssuerDidDocument',
    summary: 'Resolve the DID of a VC-API issuer',
    description: 'The DID document of a `did:web` that issues through the VC-API: its one key.',
    params: { slug: 'The slug of the community', vcIssuer: 'The `name` of the issuer' },
    schema: DidDocumentSchema,
    types: DID_DOCUMENT_TYPES,
    refusals: ['vc_issuer_not_found'],
  },
  {
    path: '/status/{list}',
    operationId: 'getStatusList',
    summary: 'Read a status list',
    description: 'The newest signed BitstringStatusListCredential; a revocation is in it within a minute.',
    params: { list: 'The id at the end of `credentialStatus.statusListCredential`' },
    schema: BitstringStatusListCredentialSchema,
    types: CREDENTIAL_TYPES,
    refusals: ['status_list_not_found'],
  },
  {
    path: '/objections/{objection}',
    operationId: 'getDisputeOutcome',
    summary: 'Read how an objection or appeal was settled',
    description: `The outcome, signed by the community, byte for byte: ids, pseudonyms, codes and instants, and all that is needed to draw the lots of its panel again; or a page that says it in words. It names nobody. Unknown until it is settled. ${SUFFIX}`,
    params: { objection: 'The id of the objection or appeal' },
    schema: DisputeOutcomeSchema,
    types: ['application/json', ...PAGE],
    refusals: ['objection_not_found'],
  },
  {
    path: '/receipts/{receipt}',
    operationId: 'getReceipt',
    summary: 'Open the receipt of a verification',
    description: `What a verification found, signed by this service, byte for byte; or a page that says it in words. It never changes, names nobody, and is kept for 366 days. ${SUFFIX}`,
    params: { receipt: 'The unguessable last part of `receipt.id` in the report' },
    schema: VerificationReceiptSchema,
    types: ['application/json', ...PAGE],
    refusals: ['receipt_not_found', 'receipt_ended'],
  },
  {
    path: '/.well-known/did.json',
    operationId: 'getPlatformDidDocument',
    summary: 'Resolve the DID of this service',
    description:
      'The DID document of the `did:web` that signs receipts; the first receipt brings the first key. It is also at `/did.json`, where `did:web` looks for it when the base URL of the service has a path.',
    params: {},
    schema: DidDocumentSchema,
    types: DID_DOCUMENT_TYPES,
    refusals: [],
  },
]

const texts = (descriptions: Readonly<Record<string, string>>, isOptional: boolean) =>
  z.object(
    Object.fromEntries(
      Object.entries(descriptions).map(([name, description]) => [
        name,
        (isOptional ? z.string().optional() : z.string()).meta({ description }),
      ]),
    ),
  )

const header = (description: string) => ({ description, schema: { type: 'string' as const } })

const OBJECT_HEADERS = {
  ETag: header('Of JSON and JWT, the digest of its bytes'),
  'Cache-Control': header('How long the answer may be kept'),
  Vary: header('The request headers that chose the form'),
}

/** A picture is bytes, which OpenAPI has no other word for than text. */
const schemaOf = (type: string, schema: z.ZodType = z.string()): z.ZodType =>
  type === HTML || isJwtType(type) || type.startsWith('image/') ? z.string() : schema

function toOperation({
  path,
  operationId,
  summary,
  description,
  params,
  query,
  schema,
  types,
  refusals,
  absence,
}: PublicObject) {
  const hasForms = types.length > 1
  const hasPage = types.includes(HTML)
  const content = Object.fromEntries(types.map((type) => [type, { schema: schemaOf(type, schema) }]))
  const headers = {
    ...(hasPage ? { 'accept-language': 'The language of the page' } : {}),
    'if-none-match': 'The ETag a client already has',
  }
  return {
    method: 'get',
    path,
    operationId,
    summary,
    description,
    tags: ['public objects'],
    request: {
      params: texts(params, false),
      ...(query === undefined ? {} : { query: texts(query, true) }),
      headers: texts(headers, true),
    },
    responses: {
      200: { description: 'The object, open to any site', headers: OBJECT_HEADERS, content },
      304: { description: 'The client has the newest form already' },
      ...problemResponses([
        'invalid_request',
        ...refusals,
        'not_found',
        ...(hasForms ? (['not_acceptable'] as const) : []),
        'rate_limited',
        'internal_error',
        'overloaded',
      ]),
      ...(absence === undefined ? {} : { 404: { description: absence, content } }),
    },
  } satisfies RouteConfig
}

/**
 * What the API's description says of every public object; the routes themselves read addresses with suffixes. `Accept` is
 * not among the parameters: OpenAPI says it by the media types of the answer.
 */
export const PUBLIC_OPERATIONS: readonly RouteConfig[] = PUBLIC_OBJECTS.map(toOperation)
