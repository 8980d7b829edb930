import { randomBytes } from 'node:crypto'
import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoLicenceStore } from '../../functions/adapters/dynamodb/licence-store.ts'
import { dynamoReceiptStore } from '../../functions/adapters/dynamodb/receipt-store.ts'
import { seatPanel } from '../../functions/domain/dispute/decide-panel.ts'
import { addDays } from '../../functions/domain/shared/instant.ts'
import { accessTo, type OperationId, PERMISSIONS } from '../../functions/http/permissions.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import type { Scope } from '../../schemas/community.ts'
import { ScopeSchema } from '../../schemas/community.ts'
import openApi from '../../schemas/openapi.json' with { type: 'json' }
import {
  ADMIN_TOKEN,
  aDraft,
  addMember,
  apiKey,
  createChallenge,
  createCommunity,
  draftAchievement,
  openClaim,
  PUBLIC_URL,
  publishAchievement,
  type RequestOptions,
  startApp,
  type TestApp,
} from '../support/app.ts'
import { aKey } from '../support/badge-shapes.ts'
import { aCriterion } from '../support/builders.ts'
import { aLicence, toSet } from '../support/calibrations.ts'
import { storesOf } from '../support/issuance-scenario.ts'
import { startOidcProvider, type TestProvider } from '../support/oidc-provider.ts'
import { type PermissionRow, readPermissions } from '../support/permissions-table.ts'
import { aPng } from '../support/png.ts'
import { aClaimOf, anEvent, anOpening } from '../support/store-examples.ts'
import { aCredential, signAs } from '../support/vc-api.ts'
import { aKeyWallet, askChallenge, proveWallet, signControl, signEndorsement, type Wallet } from '../support/wallet.ts'

type Tenant = Awaited<ReturnType<typeof createCommunity>>

/** Who sends a request, and whom it is for: the member whose own things `own` is about. */
interface Sent {
  readonly token?: string
  readonly actingFor?: string
  /** A member of the community whose claim, endorsement or profile the request is about. */
  readonly subject: string
}

let app: TestApp
let provider: TestProvider
let weavers: Tenant
let achievement: string
/** One with a time for objections, and members who have a part in disputes alone. */
let objectable: string
let bystander: string
let doubter: string
let judge: string
let challenge: string
let rated: string
/** A badge that stands, and what is public with it. */
let badge: Readonly<Record<'credential' | 'endorsement' | 'list' | 'capability', string>>
let ownMember: Readonly<Record<'owner' | 'facilitator' | 'member' | 'learner', string>>
let tokens: Readonly<Record<'owner' | 'facilitator' | 'member' | 'foreign', string>>
/** What the VC-API is called with: issuers of the community, one of them a `did:web`, and documents that verify. */
let vc: Readonly<Record<'issuer' | 'webIssuerName', string>> & Readonly<Record<'credential' | 'presentation', object>>
let foreignKey: string
let revokedKey: string
const keys = new Map<string, string>()
const rows = await readPermissions()

beforeAll(async () => {
  ;[app, provider] = await Promise.all([startApp(), startOidcProvider()])
  const oidc = [{ issuer: provider.issuer, audience: provider.clientId }]
  weavers = await createCommunity(app, 'weavers', { oidc })
  const spinners = await createCommunity(app, 'spinners', { oidc })
  foreignKey = spinners.key
  ownMember = {
    owner: await member(weavers, 'owner', 'olga'),
    facilitator: await member(weavers, 'facilitator', 'fay'),
    member: await member(weavers, 'member', 'mona'),
    learner: await addMember(app, weavers, { name: 'Learner' }),
  }
  await member(spinners, 'owner', 'foreign')
  const tokenOf = async (subject: string) => (await provider.signIn(subject)).idToken
  tokens = {
    owner: await tokenOf('olga'),
    facilitator: await tokenOf('fay'),
    member: await tokenOf('mona'),
    foreign: await tokenOf('foreign'),
  }
  for (const scope of ScopeSchema.options) keys.set(scope, (await apiKey(app, 'weavers', [scope])).key)
  const revoked = await apiKey(app, 'weavers', ['*'])
  await app.request('DELETE', `/v1/communities/weavers/api-keys/${revoked.id}`, { token: weavers.key })
  revokedKey = revoked.key
  achievement = await publishAchievement(app, weavers, { repeatable: 'many', policy: { minEndorsers: 1 } })
  rated = await publishAchievement(app, weavers, { rubric: [aCriterion()] })
  challenge = await calibrated()
  badge = await issuedBadge()
  objectable = await publishAchievement(app, weavers, {
    repeatable: 'many',
    policy: { minEndorsers: 1, objectionHours: 48 },
  })
  const others = ['Bystander', 'Doubter', 'Judge'].map((name) => addMember(app, weavers, { name }))
  ;[bystander = '', doubter = '', judge = ''] = await Promise.all(others)
  vc = await vcApiThings()
})

afterAll(() => provider.stop())

const member = (tenant: Tenant, role: 'owner' | 'facilitator' | 'member', subject: string) =>
  addMember(app, tenant, { name: subject, role, oidc: { issuer: provider.issuer, subject } })

/** Members who erased themselves join again; by then no caller is remembered. */
async function joinAgain(): Promise<void> {
  const subjects = { owner: 'olga', facilitator: 'fay', member: 'mona' } as const
  for (const role of ['owner', 'facilitator', 'member'] as const) {
    const path = `/v1/communities/weavers/members/${ownMember[role]}`
    const { status } = await app.request('GET', path, { token: weavers.key })
    if (status === 404) ownMember = { ...ownMember, [role]: await member(weavers, role, subjects[role]) }
  }
  app.advanceSeconds(31)
}

const claimOf = (learner: string) => openClaim(app, weavers, { learner, achievement })

const askWeavers = (method: string, path: string, body?: object) =>
  app.request(method, `/v1/communities/weavers${path}`, { token: weavers.key, body })

const aSample = () => ({ narrative: 'A cloth.', gold: { craft: 'sound' } })

/** A challenge whose calibration has one sample. */
async function calibrated(): Promise<string> {
  const made = await createChallenge(app, weavers)
  await askWeavers('PUT', `/challenges/${made}/calibration`, toSet(rated))
  await askWeavers('POST', `/challenges/${made}/calibration/samples`, aSample())
  return made
}

async function attemptOf(member: string) {
  const made = await calibrated()
  const { body } = await askWeavers('POST', `/challenges/${made}/calibration/attempts`, { member })
  return { challenge: made, attempt: String(body.id), samples: String(body.samples[0].id) }
}

/** A member who holds a licence. */
async function licensed(memberId: string): Promise<string> {
  const made = await calibrated()
  const licence = aLicence({ memberId, challengeId: made, expiresAt: addDays(app.now(), 30) })
  await storesOf(app.table).claims.open(anOpening(aClaimOf(made, { id: licence.claimId }), { unique: false }))
  await dynamoLicenceStore({ ...app.table, now: app.now }).change(licence, licence, undefined)
  return made
}

async function endorse(claim: string, endorser: string): Promise<string> {
  const body = { endorser, verdict: 'endorse', consentToBeNamed: true }
  const given = await app.request('POST', `/v1/claims/${claim}/endorsements`, { token: weavers.key, body })
  if (given.status !== 201) throw new Error(`the endorsement was refused: ${JSON.stringify(given.body)}`)
  return String(given.body.id)
}

/** By somebody new: two who endorsed each other count once. */
async function issuedBadge(learner = ownMember.learner): Promise<typeof badge> {
  const claim = await claimOf(learner)
  const endorsement = await endorse(claim, await addMember(app, weavers, { name: 'Endorser' }))
  await app.issue(claim)
  const { body } = await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })
  if (body.status !== 'issued') throw new Error(`the claim is ${body.status}`)
  const credential = lastPart(body.credentialUrl)
  const opened = await publicFunction().request(`/credentials/${credential}`)
  const { credentialStatus, refreshService } = JSON.parse(await opened.text())
  return {
    credential,
    endorsement,
    list: lastPart(credentialStatus.statusListCredential),
    capability: lastPart(refreshService.id),
  }
}

/** The queue stands open, whatever was asked before. */
async function fillBudget(member: string): Promise<void> {
  const { client, tableName: TableName } = app.table
  await client.send(new DeleteCommand({ TableName, Key: { pk: `MEMBER#${member}`, sk: 'REVIEWER' } }))
}

/** A request of a learner, to somebody by name or to whoever is drawn. */
async function askedReview(learner: string, named?: string): Promise<Readonly<Record<string, string>>> {
  await fillBudget(learner)
  if (named !== undefined) await fillBudget(named)
  const claim = await claimOf(learner)
  const body = named === undefined ? { count: 1 } : { members: [named] }
  const path = `/v1/claims/${claim}/review-requests`
  const asked = await app.request('POST', path, { token: weavers.key, actingFor: learner, body })
  if (asked.status !== 201) throw new Error(`the request was refused: ${JSON.stringify(asked.body)}`)
  return { claim, reviewRequest: String(asked.body.id) }
}

async function suspendedBadge(): Promise<typeof badge> {
  const issued = await issuedBadge()
  const answer = await app.request('POST', `/v1/credentials/${issued.credential}/suspend`, {
    token: weavers.key,
    body: { reason: 'A doubt.' },
  })
  if (answer.status !== 200) throw new Error(`the suspension was refused: ${JSON.stringify(answer.body)}`)
  return issued
}

async function issuerKey(): Promise<string> {
  const { body } = await app.request('GET', '/v1/communities/weavers/keys', { token: weavers.key })
  return String(body.items.findLast(({ signs }: { signs: boolean }) => signs).id)
}

async function platformKey(): Promise<string> {
  const rotated = await app.request('POST', '/v1/platform/keys', { token: ADMIN_TOKEN })
  return String(rotated.body.id)
}

async function receipt(): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  await dynamoReceiptStore(app.table).keep({ id, text: '{}', digest: '-', validUntil: addDays(app.now(), 1) })
  return id
}

async function uploadedImage(): Promise<string> {
  const image = { id: `data:image/png;base64,${aPng().toString('base64')}`, caption: 'A cloth' }
  const body = { ...aDraft(), image }
  const drafted = await app.request('POST', '/v1/communities/weavers/achievements', { token: weavers.key, body })
  return lastPart(drafted.body.draft.image.id)
}

async function vcApiThings(): Promise<typeof vc> {
  const key = keys.get('vc:issue')
  const make = async (method: 'did:key' | 'did:web') => {
    const body = { method, cryptosuite: 'eddsa-rdfc-2022', credentialStatus: true }
    return (await app.request('POST', '/v1/communities/weavers/vc-issuers', { token: key, body })).body
  }
  const [{ id }, { name }] = await Promise.all([make('did:key'), make('did:web')])
  const person = aKey()
  const credential = await signAs(person, aCredential({ issuer: person.did }))
  const presentation = await signAs(
    person,
    { '@context': credential['@context'], type: ['VerifiablePresentation'], verifiableCredential: [credential] },
    { proofPurpose: 'authentication' },
  )
  return { issuer: String(id), webIssuerName: String(name), credential, presentation }
}

async function listedCredential(): Promise<string> {
  const body = { credential: aCredential({ issuer: vc.issuer }) }
  const issued = await app.request('POST', '/vc-api/credentials/issue', { token: keys.get('vc:issue'), body })
  return String(issued.body.verifiableCredential.id)
}

/** A claim whose rule is met and may be objected to, of a learner and by an endorser with no other part in anything. */
async function objectableClaim(learner = ownMember.learner): Promise<string> {
  const claim = await openClaim(app, weavers, { learner, achievement: objectable })
  await endorse(claim, bystander)
  await app.issue(claim)
  return claim
}

async function anObjection(learner = ownMember.learner): Promise<{ claim: string; objection: string }> {
  const claim = await objectableClaim(learner)
  const body = { objector: doubter, reason: 'I saw another weave it.' }
  const raised = await app.request('POST', `/v1/claims/${claim}/objections`, { token: weavers.key, body })
  if (raised.status !== 201) throw new Error(`the objection was refused: ${JSON.stringify(raised.body)}`)
  return { claim, objection: String(raised.body.id) }
}

/** Seats a panel by hand, as issuance does by lot. */
async function seat({ claim, objection }: { claim: string; objection: string }, members: readonly string[]) {
  const { objections } = storesOf(app.table)
  const from = await objections.load(claim, objection)
  if (!from) throw new Error('there is no such objection')
  const to = seatPanel(from, members, { members: members.length, candidates: [] }, app.now())
  const event = anEvent('claim.panel-drawn', { claimId: claim, at: app.now() })
  const seated = await objections.seat({ from, to, event })
  if (!seated.ok) throw new Error(`nobody was seated: ${seated.error.code}`)
}

async function seatOf(subject: string): Promise<string> {
  const raised = await anObjection()
  await seat(raised, [subject, bystander])
  return raised.objection
}

async function refusedClaim(learner: string): Promise<string> {
  const raised = await anObjection(learner)
  await seat(raised, [judge])
  const body = { member: judge, vote: 'upheld', reason: 'It is so.' }
  await app.request('POST', `/v1/objections/${raised.objection}/votes`, { token: weavers.key, body })
  await app.issue(raised.claim)
  return raised.claim
}

async function settledObjection(): Promise<string> {
  const claim = await refusedClaim(ownMember.learner)
  const { body } = await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })
  return String(body.dispute)
}

const lastPart = (url: unknown): string => String(url).split('/').at(-1) ?? ''

/** A wallet whose DID the member holds; one for each, since a member holds only so many. */
const wallets = new Map<string, Promise<Wallet>>()
async function provenWallet(member: string): Promise<Wallet> {
  const wallet = await aKeyWallet()
  await proveWallet(app, weavers, member, wallet)
  return wallet
}

async function signedBy(member: string, claim: string): Promise<object> {
  const wallet = wallets.get(member) ?? provenWallet(member)
  wallets.set(member, wallet)
  const { body } = await app.request('GET', `/v1/claims/${claim}`, { token: weavers.key })
  return signEndorsement(await wallet, String(body.credentialUrl), { validFrom: app.now() })
}

/** What is made over and over is taken away again. */
async function forgetDids(member: string): Promise<void> {
  const path = `/v1/communities/weavers/members/${member}/dids`
  const acting = { token: weavers.key, actingFor: member }
  const { body } = await app.request('GET', path, acting)
  wallets.delete(member)
  for (const { did } of body.items) await app.request('DELETE', `${path}/${encodeURIComponent(did)}`, acting)
}

interface Prepared {
  readonly parameters?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

let serial = 0
const fresh = (name: string) => `${name}-${++serial}`

/** A request that is right in every way but for who sends it, on things of its own. */
const PREPARE: Readonly<Record<OperationId, (sent: Sent) => Promise<Prepared>>> = {
  createCommunity: async () => ({ body: { slug: fresh('made'), name: 'Made' } }),
  rotatePlatformKey: async () => ({}),
  compromisePlatformKey: async () => ({
    parameters: { key: await platformKey() },
    body: { at: new Date(Date.now() - 3_600_000).toISOString() },
  }),
  getCommunity: async () => ({}),
  changeCommunity: async () => ({ body: { name: 'Weavers' } }),
  getStatistics: async () => ({}),
  dryRunPolicy: async () => ({ body: { achievement, policy: {} } }),
  createApiKey: async () => ({ body: { name: 'app', scopes: ['claims:read'] } }),
  listApiKeys: async () => ({}),
  revokeApiKey: async () => ({ parameters: { apiKey: (await apiKey(app, 'weavers', ['claims:read'])).id } }),
  listIssuerKeys: async () => ({}),
  addIssuerKey: async () => ({ body: { use: 'data-integrity' } }),
  compromiseIssuerKey: async () => ({
    parameters: { key: await issuerKey() },
    body: { at: new Date(Date.now() - 3_600_000).toISOString() },
  }),
  addMember: async () => ({ body: { name: fresh('New') } }),
  listMembers: async () => ({}),
  getMember: async ({ subject }) => ({ parameters: { member: subject } }),
  changeMember: async () => ({ parameters: { member: ownMember.learner }, body: { name: 'Learner' } }),
  challengeDid: async ({ subject }) => ({
    parameters: { member: subject },
    body: { did: (await aKeyWallet()).did },
  }),
  proveDid: async ({ subject }) => {
    const wallet = await aKeyWallet()
    const proof = await signControl(wallet, await askChallenge(app, weavers, subject, wallet.did))
    return { parameters: { member: subject }, body: { did: wallet.did, proof } }
  },
  listDids: async ({ subject }) => ({ parameters: { member: subject } }),
  removeDid: async ({ subject }) => {
    const { did } = await provenWallet(subject)
    return { parameters: { member: subject, did: encodeURIComponent(did) } }
  },
  createChallenge: async () => ({ body: { name: 'Twill' } }),
  listChallenges: async () => ({}),
  getChallenge: async () => ({ parameters: { challenge } }),
  changeChallenge: async () => ({ parameters: { challenge }, body: { name: fresh('Twill') } }),
  recordParticipation: async ({ subject }) => ({ parameters: { challenge }, body: { member: subject } }),
  listParticipants: async () => ({ parameters: { challenge } }),
  setCalibration: async () => ({ parameters: { challenge }, body: toSet(rated) }),
  getCalibration: async () => ({ parameters: { challenge } }),
  addGoldSample: async () => ({ parameters: { challenge: await calibrated() }, body: aSample() }),
  listGoldSamples: async () => ({ parameters: { challenge } }),
  removeGoldSample: async () => {
    const own = await calibrated()
    const { body } = await askWeavers('GET', `/challenges/${own}/calibration/samples`)
    return { parameters: { challenge: own, sample: String(body.items[0].id) } }
  },
  startAttempt: async ({ subject }) => ({ parameters: { challenge: await calibrated() }, body: { member: subject } }),
  getAttempt: async ({ subject }) => ({ parameters: await attemptOf(subject) }),
  answerAttempt: async ({ subject }) => {
    const { samples, ...parameters } = await attemptOf(subject)
    return { parameters, body: { ratings: { [samples]: { craft: 'rough' } } } }
  },
  getLicence: async ({ subject }) => ({ parameters: { challenge: await licensed(subject), member: subject } }),
  setRecognition: async ({ subject }) => ({ parameters: { member: subject }, body: { optIn: true } }),
  getRecognition: async ({ subject }) => ({ parameters: { member: subject } }),
  draftAchievement: async () => ({ body: aDraft() }),
  listAchievements: async () => ({}),
  getAchievement: async () => ({ parameters: { achievement } }),
  changeAchievement: async () => ({
    parameters: { achievement: await draftAchievement(app, weavers) },
    body: aDraft({ name: fresh('Changed') }),
  }),
  publishAchievement: async () => ({ parameters: { achievement: await draftAchievement(app, weavers) } }),
  getAchievementVersion: async () => ({ parameters: { achievement, version: '1' } }),
  openClaim: async ({ subject }) => ({ body: { achievement, learner: subject, narrative: 'Mine.' } }),
  listClaims: async () => ({}),
  getClaim: async () => ({ parameters: { claim: await claimOf(ownMember.learner) } }),
  getEvidenceDifference: async () => {
    const claim = await claimOf(ownMember.learner)
    const more = { token: weavers.key, actingFor: ownMember.learner, body: { evidence: [{ narrative: 'More.' }] } }
    await app.request('POST', `/v1/claims/${claim}/evidence`, more)
    return { parameters: { claim, evidenceVersion: '2' } }
  },
  addEvidence: async ({ subject }) => ({
    parameters: { claim: await claimOf(subject) },
    body: { evidence: [{ narrative: 'More.' }] },
  }),
  withdrawClaim: async ({ subject }) => ({ parameters: { claim: await claimOf(subject) } }),
  giveEndorsement: async ({ subject }) => ({
    parameters: { claim: await claimOf(ownMember.learner) },
    body: { endorser: subject, verdict: 'endorse' },
  }),
  reviseEndorsement: async ({ subject }) => {
    const claim = await claimOf(ownMember.learner)
    return { parameters: { claim, endorsement: await endorse(claim, subject) }, body: { verdict: 'endorse' } }
  },
  withdrawEndorsement: async ({ subject }) => {
    const claim = await claimOf(ownMember.learner)
    return { parameters: { claim, endorsement: await endorse(claim, subject) } }
  },
  undoEndorsement: async ({ subject }) => {
    const claim = await claimOf(ownMember.learner)
    return { parameters: { claim, endorsement: await endorse(claim, subject) } }
  },
  giveEndorsementCredential: async ({ subject }) => {
    const claim = await claimOf(ownMember.learner)
    return { parameters: { claim }, body: { endorser: subject, credential: await signedBy(subject, claim) } }
  },
  reviseEndorsementCredential: async ({ subject }) => {
    const claim = await claimOf(ownMember.learner)
    const endorsement = await endorse(claim, subject)
    return { parameters: { claim, endorsement }, body: { credential: await signedBy(subject, claim) } }
  },
  eraseMember: async ({ token, actingFor, subject }) => {
    const isOwn = actingFor === subject || token === tokens.member || token === tokens.facilitator
    return { parameters: { member: isOwn ? subject : await addMember(app, weavers, { name: fresh('Leaver') }) } }
  },
  exportMember: async ({ subject }) => ({ parameters: { member: subject } }),
  listConsents: async ({ subject }) => ({ parameters: { member: subject } }),
  askForReview: async ({ subject }) => {
    // By the subject's own claims the budget would soon be spent.
    await fillBudget(subject)
    return { parameters: { claim: await claimOf(subject) }, body: { count: 1 } }
  },
  listClaimReviewRequests: async () => ({ parameters: { claim: await claimOf(ownMember.learner) } }),
  withdrawReviewRequest: async ({ subject }) => ({ parameters: await askedReview(subject) }),
  takeReviewRequest: async ({ subject }) => ({ parameters: await askedReview(ownMember.learner, subject) }),
  declineReviewRequest: async ({ subject }) => ({
    parameters: await askedReview(ownMember.learner, subject),
    body: {},
  }),
  listMemberReviewRequests: async ({ subject }) => ({ parameters: { member: subject } }),
  getReviewing: async ({ subject }) => ({ parameters: { member: subject } }),
  changeReviewing: async ({ subject }) => ({ parameters: { member: subject }, body: { pausedUntil: null } }),
  raiseObjection: async ({ subject }) => ({
    parameters: { claim: await objectableClaim() },
    body: { objector: subject, reason: 'I saw another weave it.' },
  }),
  raiseAppeal: async ({ subject }) => ({
    parameters: { claim: await refusedClaim(subject) },
    body: { reason: 'It is mine.' },
  }),
  castVote: async ({ subject }) => ({
    parameters: { objection: await seatOf(subject) },
    body: { member: subject, vote: 'dismissed', reason: 'I see nothing wrong.' },
  }),
  listObjections: async () => ({ parameters: { claim: await claimOf(ownMember.learner) } }),
  getObjection: async () => ({ parameters: { objection: (await anObjection()).objection } }),
  listPanelSeats: async ({ subject }) => ({ parameters: { member: subject } }),
  eraseEndorsements: async ({ subject }) => ({ parameters: { member: subject } }),
  revokeCredential: async () => ({ parameters: await issuedBadge(), body: { reason: 'A mistake.' } }),
  giveUpCredential: async ({ subject }) => ({ parameters: await issuedBadge(subject) }),
  suspendCredential: async () => ({ parameters: await issuedBadge(), body: { reason: 'A doubt.' } }),
  reinstateCredential: async () => ({ parameters: await suspendedBadge(), body: { reason: 'It is theirs.' } }),
  getCredentialStatus: async () => ({ parameters: badge }),
  refreshCredential: async ({ subject }) => ({ parameters: await issuedBadge(subject) }),
  listCredentialVersions: async ({ subject }) => ({ parameters: await issuedBadge(subject) }),
  getCredentialVersion: async ({ subject }) => ({
    parameters: { ...(await issuedBadge(subject)), credentialVersion: '1' },
  }),
  createVcIssuer: async () => ({ body: { method: 'did:key', cryptosuite: 'eddsa-rdfc-2022' } }),
  listVcIssuers: async () => ({}),
  issueCredential: async () => ({ body: { credential: aCredential({ issuer: vc.issuer }) } }),
  changeVcStatus: async () => ({ body: { credentialId: await listedCredential() } }),
  verifyVerifiableCredential: async () => ({ body: { verifiableCredential: vc.credential } }),
  verifyVerifiablePresentation: async () => ({ body: { verifiablePresentation: vc.presentation } }),
  createVerification: async () => ({ body: { credential: {} } }),
  getVerifyPage: async () => ({}),
  verifyOnPage: async () => ({
    body: 'credential=%7B%7D',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }),
  getCredential: async () => ({ parameters: badge }),
  getCredentialStatusImage: async () => ({ parameters: badge }),
  getRefreshed: async () => ({ parameters: badge }),
  getAward: async () => ({ parameters: badge }),
  getAwardEvidence: async () => ({ parameters: { ...badge, version: '1' } }),
  getEndorsement: async () => ({ parameters: badge }),
  getPublishedAchievement: async () => ({ parameters: { achievement, version: '1' } }),
  getAchievementImage: async () => ({ parameters: { achievement, version: '1' } }),
  getImage: async () => ({ parameters: { image: await uploadedImage() } }),
  getProfile: async () => ({}),
  getDidDocument: async () => ({}),
  getVcIssuerDidDocument: async () => ({ parameters: { vcIssuer: vc.webIssuerName } }),
  getPublishedKey: async () => ({ parameters: { key: await issuerKey() } }),
  getJwkSet: async () => ({}),
  getDisputeOutcome: async () => ({ parameters: { objection: await settledObjection() } }),
  getReceipt: async () => ({ parameters: { receipt: await receipt() } }),
  getPlatformDidDocument: async () => ({}),
  getStatusList: async () => ({ parameters: badge }),
  getHealth: async () => ({}),
  getOpenApi: async () => ({}),
}

async function call(row: PermissionRow, sent: Sent): Promise<number> {
  const operation = operationOf(row)
  const { parameters = {}, body, headers = {} } = await PREPARE[operation](sent)
  const path = row.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'slug' ? 'weavers' : (parameters[name] ?? ''),
  )
  const options: RequestOptions = { token: sent.token, actingFor: sent.actingFor, body, headers }
  if (isPublicObject(row.path)) return callOther(publicFunction(), row.method, path, options)
  const { status } = await app.request(row.method, path, options)
  if (operation === 'eraseMember') await joinAgain()
  return status
}

/** Lies in a folder of its own at the root; such answers come in many forms, which the API's description names only in part. */
const isPublicObject = (path: string) => path.split('/').length > 2 && !/^\/(v1|vc-api)\//.test(path)

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const surroundings = () => ({ ...app.table, publicUrl: PUBLIC_URL, log: quiet })
const publicFunction = () => assemblePublic(surroundings())

/** Public objects are a function of their own, which knows no callers. */
async function callOther(
  other: ReturnType<typeof publicFunction>,
  method: string,
  path: string,
  { token, actingFor, body }: RequestOptions,
): Promise<number> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(actingFor === undefined ? {} : { 'peerbadge-member': actingFor }),
  }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  return (await other.request(path, { method, headers, ...sent })).status
}

function operationOf({ operation }: PermissionRow): OperationId {
  const found = Object.keys(PERMISSIONS).find((id): id is OperationId => id === operation)
  if (!found) throw new Error(`docs/permissions.md names ${operation}, which is no operation`)
  return found
}

const SUCCESS = 'success'
const seen = (status: number) => (status >= 200 && status < 300 ? SUCCESS : status)
const isOpen = (row: PermissionRow) => row.administrator === 'anyone'
const isOwn = (row: PermissionRow) => row.owner === 'own'
const otherScope = (row: PermissionRow): Scope => (row.scope?.startsWith('claims') ? 'members:read' : 'claims:read')
/** Whether `*` holds what the operation takes. */
const isInStar = (row: PermissionRow) => row.scope !== 'vc:issue'
/** No member may, so no key that acts for one. */
const isForKeysAlone = (row: PermissionRow) => row.scope !== undefined && row.owner === 'no'

describe('docs/permissions.md', () => {
  it('names every operation of the API with its call, and nothing else', () => {
    const described = Object.entries(openApi.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`),
    )
    expect(rows.map(({ operation, method, path }) => `${operation} ${method} ${path}`).sort()).toEqual(described.sort())
  })

  it('says what the table in the code says', () => {
    const said = rows.map((row) => {
      if (isOpen(row)) return [row.operation, 'anyone']
      const cell = (role: 'owner' | 'facilitator' | 'member') =>
        row[role] === 'yes' ? [role] : row[role] === 'own' ? ['self'] : []
      const roles = [...new Set([...cell('owner'), ...cell('facilitator'), ...cell('member')])]
      const scope = {
        ...(row.scope === undefined ? {} : { scope: row.scope }),
        ...(row.otherScope === undefined ? {} : { otherScope: row.otherScope }),
      }
      return [row.operation, { administrator: row.administrator === 'yes', ...scope, roles }]
    })
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(rows.map((row) => [row.operation, accessTo(operationOf(row))])),
    )
  })
})

describe.each(rows)('$method $path', (row) => {
  if (/dids|endorsement-credentials/.test(row.path))
    afterAll(async () => {
      await Promise.all(Object.values(ownMember).map(forgetDids))
    })

  const subject = () => ownMember.member
  const key = (scope: string) => keys.get(scope) ?? ''
  const withKey = (scope: string): Sent => ({
    token: key(scope),
    ...(isOwn(row) ? { actingFor: ownMember.member } : {}),
    subject: subject(),
  })
  const allowed = row.scope === undefined ? 403 : SUCCESS
  // What is about no community hides none.
  const foreign = row.operation === 'createCommunity' || row.path.startsWith('/v1/platform/') ? 403 : 404

  it('answers the anonymous', async () => {
    expect(seen(await call(row, { subject: subject() }))).toBe(isOpen(row) ? SUCCESS : 401)
  })

  it('answers the administrator', async () => {
    const status = seen(await call(row, { token: ADMIN_TOKEN, subject: subject() }))
    expect(status).toBe(row.administrator === 'no' ? 403 : SUCCESS)
  })

  it('answers a key with its scope', async () => {
    const scope = row.scope === undefined || isOpen(row) ? 'claims:write' : row.scope
    expect(seen(await call(row, withKey(scope)))).toBe(allowed)
  })

  it('answers a key with another scope', async () => {
    expect(seen(await call(row, withKey(otherScope(row))))).toBe(isOpen(row) ? SUCCESS : 403)
  })

  it('answers a key with every scope', async () => {
    expect(seen(await call(row, withKey('*')))).toBe(isInStar(row) ? allowed : 403)
  })

  it('answers a key of another community', async () => {
    const status = seen(await call(row, { token: foreignKey, subject: subject() }))
    // A key that names nobody is asked to before anything is looked up.
    if (isOpen(row)) expect(status).toBe(SUCCESS)
    else expect(row.scope === undefined || !isInStar(row) ? [403] : isOwn(row) ? [400, 404] : [404]).toContain(status)
  })

  it('answers a revoked key', async () => {
    const status = seen(await call(row, { token: revokedKey, subject: subject() }))
    expect(status).toBe(isOpen(row) ? SUCCESS : 401)
  })

  it.each(['owner', 'facilitator', 'member'] as const)('answers a signed-in %s', async (role) => {
    const status = seen(await call(row, { token: tokens[role], subject: ownMember[role] }))
    expect(status).toBe(row[role] === 'no' ? 403 : SUCCESS)
  })

  it('answers a member of another community', async () => {
    const status = seen(await call(row, { token: tokens.foreign, subject: subject() }))
    expect(status).toBe(isOpen(row) ? SUCCESS : isForKeysAlone(row) ? 403 : foreign)
  })

  it('answers a key that acts for a plain member with the rights of both', async () => {
    const scope = row.scope === undefined || isOpen(row) ? '*' : row.scope
    const status = seen(await call(row, { token: key(scope), actingFor: ownMember.member, subject: subject() }))
    expect(status).toBe(row.scope !== undefined && row.member !== 'no' ? SUCCESS : 403)
  })
})

describe('what is one’s own', () => {
  it.each(rows.filter((row) => row.member === 'own'))('$operation: is refused for what is another’s', async (row) => {
    const others = { token: tokens.member, subject: ownMember.owner }
    expect([403, 404]).toContain(await call(row, others))
    const byKey = { token: weavers.key, actingFor: ownMember.member, subject: ownMember.owner }
    expect([403, 404]).toContain(await call(row, byKey))
  })
})
