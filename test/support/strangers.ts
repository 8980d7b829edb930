import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipBitstringCodec } from '../../functions/adapters/bitstring/gzip-bitstring-codec.ts'
import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import { fileSealedKeys } from '../../functions/adapters/keys/file-sealed-keys.ts'
import { signWith } from '../../functions/adapters/keys/key-pair.ts'
import { credentialJwtWriter } from '../../functions/adapters/vc-jwt/credential-jwt.ts'
import type { Instant } from '../../functions/domain/shared/instant.ts'
import { toBitstring } from '../../functions/domain/status/bitstring.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'
import type { Outbound } from '../../functions/lambdas/compose-web.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { VERIFYING_CONTEXTS } from '../../schemas/contexts.ts'
import { type VerificationReport, VerificationReportSchema } from '../../schemas/verification-report.ts'
import { digests, NOW } from './builders.ts'
import { freshTable } from './dynamodb.ts'
import { type FakeWeb, outboundTo } from './fake-web.ts'
import { quietLog } from './issuance-scenario.ts'
import type { Wallet } from './wallet.ts'

/** The service before credentials that strangers signed and published, at an instant that stands still. */
export interface Strangers {
  readonly web: FakeWeb
  /** The addresses that were opened, in order. */
  readonly opened: readonly string[]
  /** @param at  The instant, or a clock. */
  readonly verify: (credential: unknown, at?: Instant | (() => Instant)) => Promise<VerificationReport>
}

/** Opens it on an empty table; other hosts are the pages of `web`, unless they are reached in another way. */
export async function openStrangers(reach?: Outbound): Promise<Strangers> {
  const table = await freshTable()
  const keys = await fileSealedKeys({ path: join(await mkdtemp(join(tmpdir(), 'peerbadge-strangers-')), 'keys.json') })
  const web: FakeWeb = new Map()
  const opened: string[] = []
  const { resolve, connect } = reach ?? outboundTo(web)
  const outbound: Outbound = {
    resolve,
    connect: (request) => {
      opened.push(request.url.href)
      return connect(request)
    },
  }
  const around = {
    ...table,
    keys,
    publicUrl: 'https://badges.example.org',
    adminTokenSha256: digests.sha256Hex('not used here'),
    log: quietLog,
    outbound,
  }
  return {
    web,
    opened,
    async verify(credential, at = NOW) {
      const answer = await assembleVerification({ ...around, now: typeof at === 'function' ? at : () => at }).request(
        '/v1/verifications',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ credential }),
        },
      )
      if (answer.status !== 200) throw new Error(`verification answered ${answer.status}: ${await answer.text()}`)
      return VerificationReportSchema.parse(await answer.json())
    },
  }
}

/** What did not pass, in order. */
export const troublesOf = ({ checks }: Pick<VerificationReport, 'checks'>): readonly string[] =>
  checks.filter(({ status }) => status !== 'pass').map(({ id, status, code }) => `${id} ${status} ${code}`)

/** Without the members that a test takes away. */
const written = (document: JsonObject): JsonObject => JSON.parse(JSON.stringify(document))

/** A document with the wallet's signature in it, made before the instant at which strangers are verified. */
export const signBy = async (wallet: Wallet, document: JsonObject): Promise<JsonObject> => {
  if (!wallet.multikey) throw new Error('RSA makes no Data Integrity proofs')
  return rdfcProofWriter({ contexts: VERIFYING_CONTEXTS }).sign(written(document), {
    verificationMethod: wallet.method,
    publicKeyMultibase: wallet.multikey,
    sign: async (bytes) => signWith(wallet.privateKey, wallet.algorithm, bytes),
    created: new Date('2026-01-05T10:00:00Z'),
  })
}

/** The same as VC-JWT. */
export const signJwtBy = (wallet: Wallet, document: JsonObject): Promise<string> =>
  credentialJwtWriter().signJwt(written(document), {
    kid: wallet.method,
    publicKeyJwk: wallet.publicKeyJwk,
    sign: async (bytes) => signWith(wallet.privateKey, wallet.algorithm, bytes),
  })

const CONTEXTS = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
]

export const BADGE_ID = 'https://guild.example/badges/1'
export const ACHIEVEMENT_ID = 'https://guild.example/achievements/1'
export const RECIPIENT_ID = 'urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33'

/** A stranger's badge, unsigned. */
export const aStrangersBadge = ({ did }: Pick<Wallet, 'did'>, changes: object = {}) => ({
  '@context': CONTEXTS,
  id: BADGE_ID,
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Plain weave',
  issuer: { id: did, type: ['Profile'], name: 'Guild' },
  validFrom: '2026-01-10T10:00:00Z',
  credentialSubject: {
    id: RECIPIENT_ID,
    type: ['AchievementSubject'],
    achievement: {
      id: ACHIEVEMENT_ID,
      type: ['Achievement'],
      name: 'Plain weave',
      description: 'Weaves a plain cloth.',
      criteria: { narrative: 'The cloth is even.' },
    },
  },
  ...changes,
})

/** A stranger's endorsement, unsigned. */
export const aStrangersEndorsement = (
  { did }: Pick<Wallet, 'did'>,
  { target = BADGE_ID, ...changes }: { readonly target?: string; readonly [member: string]: unknown } = {},
) => ({
  '@context': CONTEXTS,
  id: `https://peers.example/endorsements/${did.slice(-12)}`,
  type: ['VerifiableCredential', 'EndorsementCredential'],
  name: 'Endorsement',
  issuer: { id: did, type: ['Profile'], name: 'Ben' },
  validFrom: '2026-01-09T10:00:00Z',
  credentialSubject: { id: target, type: ['EndorsementSubject'], endorsementComment: `${did.slice(-6)} saw it grow.` },
  ...changes,
})

const LIST_URL = 'https://guild.example/status/1'

/** A stranger's status list, unsigned. */
export const aStrangersList = (
  { did }: Pick<Wallet, 'did'>,
  {
    set = [],
    subject = {},
    ...changes
  }: { readonly set?: readonly number[]; readonly subject?: object; readonly [member: string]: unknown } = {},
) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  id: LIST_URL,
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer: did,
  validFrom: '2026-01-01T00:00:00Z',
  credentialSubject: {
    id: `${LIST_URL}#list`,
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: gzipBitstringCodec.encode(toBitstring(set)),
    ...subject,
  },
  ...changes,
})

/** An entry on that list. */
export const aListEntry = (changes: object = {}) => ({
  id: `${LIST_URL}#7`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: '7',
  statusListCredential: LIST_URL,
  ...changes,
})
