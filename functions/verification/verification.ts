import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { ParseXml } from '../domain/baking/svg-document.ts'
import type { Digests } from '../domain/shared/ids.ts'
import { type Instant, toEpochMilliseconds } from '../domain/shared/instant.ts'
import type { Result } from '../domain/shared/result.ts'
import type { RecipientHashes } from '../domain/verification/match-recipient.ts'
import type { AssertionSignatures } from '../ports/assertion-signatures.ts'
import type { BitstringCodec } from '../ports/bitstring-codec.ts'
import type { Now } from '../ports/clock.ts'
import type { CredentialJwtReader } from '../ports/credential-jwt.ts'
import type { IssuerSightings } from '../ports/issuer-sightings.ts'
import type { JsonLdReader } from '../ports/json-ld.ts'
import type { JsonSchemas, OpenJsonSchemas } from '../ports/json-schema.ts'
import type { JsonProofReader, ProofReader } from '../ports/proofs.ts'
import type { OpenWeb } from '../ports/web.ts'
import { type IssuerBook, type IssuerListing, openRegistries } from './issuer-registries.ts'
import { once } from './once.ts'
import type { OwnObjects } from './own-objects.ts'
import { type RevocationList, readRevocationList } from './read-revocation-list.ts'
import { readStatusList, type StatusList } from './read-status-list.ts'
import { createSources, type Sources } from './sources.ts'

/** What verifying touches. */
export interface VerifyDeps {
  /** Our own public objects, each read once; made anew for each verification. */
  readonly openOwn: () => OwnObjects
  readonly openWeb: OpenWeb
  readonly openJsonSchemas: OpenJsonSchemas
  readonly proofs: ProofReader & JsonLdReader
  /** Of plain JSON: award records. */
  readonly jsonProofs: JsonProofReader
  readonly credentialJwts: CredentialJwtReader
  readonly assertionSignatures: AssertionSignatures
  readonly bitstrings: BitstringCodec
  readonly digests: Pick<Digests, 'sha256Base64Url'>
  readonly recipientHashes: RecipientHashes
  readonly parseXml: ParseXml
  /** @default none */
  readonly issuerBook?: IssuerBook | undefined
  readonly sightings?: Pick<IssuerSightings, 'firstSeen'> | undefined
  readonly now: Now
}

/** One verification: its instant, what it looks things up in, and how it checks signatures. */
export interface Verification extends Sources {
  readonly at: Instant
  /** Whether it has taken so long that nothing more is begun. */
  readonly isOutOfTime: () => boolean
  readonly jsonSchemas: JsonSchemas
  readonly proofs: ProofReader & JsonLdReader
  readonly jsonProofs: JsonProofReader
  readonly credentialJwts: CredentialJwtReader
  readonly assertionSignatures: AssertionSignatures
  readonly bitstrings: BitstringCodec
  readonly digests: Pick<Digests, 'sha256Base64Url'>
  /** The bitstring status list at an address, read and its signature checked once, or what to say when there is none. */
  readonly readStatusList: (url: string) => Promise<Result<StatusList, VerificationCheck>>
  /** The `1EdTechRevocationList` at an address, read once, or what to say when there is none. */
  readonly readRevocationList: (url: string) => Promise<Result<RevocationList, VerificationCheck>>
  readonly recipientHashes: RecipientHashes
  readonly parseXml: ParseXml
  /** Where an issuer is listed; never fails, and is never slow. */
  readonly listingOf: (issuerId: string) => Promise<IssuerListing>
  readonly sightings: Pick<IssuerSightings, 'firstSeen'> | undefined
}

/** A document, or an endorsement in one, is begun only while the request is younger than this. */
const MAX_MILLISECONDS = 20_000
/** For everything that one request waits for elsewhere, all its documents together. */
const WEB_MILLISECONDS = 6000
/** For a badge with the documents and lists of its endorsers. */
const WEB_ADDRESSES = 60
/** For each further badge: its own address, its issuer, its status list, a newer version. */
const WEB_ADDRESSES_OF_ANOTHER = 4

const NOBODY: IssuerBook = { registries: [], issuers: [] }

/**
 * Opens a verification; several documents of one request share one, and so its time.
 *
 * @param documents  How many there are.
 */
export function openVerification(deps: VerifyDeps, documents = 1): Verification {
  const { proofs, jsonProofs, credentialJwts, assertionSignatures, bitstrings } = deps
  const { digests, recipientHashes, parseXml } = deps
  const maxAddresses = WEB_ADDRESSES + (documents - 1) * WEB_ADDRESSES_OF_ANOTHER
  const sources = createSources(deps.openOwn(), deps.openWeb({ milliseconds: WEB_MILLISECONDS, maxAddresses }))
  const reading = { ...sources, proofs, credentialJwts, bitstrings }
  const at = deps.now()
  return {
    ...reading,
    jsonProofs,
    assertionSignatures,
    digests,
    recipientHashes,
    parseXml,
    jsonSchemas: deps.openJsonSchemas(),
    listingOf: openRegistries(deps.issuerBook ?? NOBODY, deps.openWeb),
    sightings: deps.sightings,
    at,
    isOutOfTime: () => toEpochMilliseconds(deps.now()) - toEpochMilliseconds(at) > MAX_MILLISECONDS,
    readStatusList: once((url) => readStatusList(reading, url)),
    readRevocationList: once((url) => readRevocationList(reading, url)),
  }
}
