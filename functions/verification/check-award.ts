import { type AwardRecord, AwardRecordSchema } from '../../schemas/award-record.ts'
import type { VerificationCheck, VerificationReport } from '../../schemas/verification-report.ts'
import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import { toAwardRubric } from '../domain/credential/build-award-record.ts'
import type { LostSupport } from '../domain/endorsement/claim.ts'
import { type AwardReplay, replayAward } from '../domain/endorsement/replay-award.ts'
import { toCanonicalJson } from '../domain/shared/canonical-json.ts'
import { type Instant, toWholeSeconds } from '../domain/shared/instant.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, warn } from './check.ts'
import { asList, asText, isJsonObject, issuerIdOf, parseJsonObject } from './json.ts'
import type { Verification } from './verification.ts'

/** What is to be said of why a badge of this service was given; nothing of other badges. */
export interface AwardFindings {
  readonly checks: readonly VerificationCheck[]
  readonly award?: VerificationReport['award']
}

/**
 * Decides once more on the award record of a badge of this service, with the function that decided when the badge was given,
 * under the rule that was published with its achievement. Endorsements that were taken back or erased since may be missing
 * from the badge: the award stands, and the report says so.
 *
 * @param document  A badge whose signature holds and that was given out here.
 */
export async function checkAward(verification: Verification, document: JsonObject): Promise<AwardFindings> {
  const url = asText(document['id']) ?? ''
  if (!verification.isOwnUrl(url) || !verification.isOwnDid(issuerIdOf(document) ?? '')) return { checks: [] }
  const stored = await verification.loadAward(url)
  if (!stored) return { checks: [missing] }
  const signed = parseJsonObject(stored.text)
  const record = AwardRecordSchema.safeParse(signed).data
  if (!signed || !record) return { checks: [unlike('The record of why this badge was given cannot be read.')] }
  const replay = replayAward(record, stored.storedAt, verification.digests)
  const problem =
    findOtherBadge(record, document) ??
    findOtherRule(record, await verification.loadAchievement(record.achievement)) ??
    (replay.met && replay.differences.length === 0 ? undefined : notTheSame)
  const checks = [
    await checkSignature(verification, signed, record, stored.storedAt),
    problem === undefined ? sayMet(replay) : unlike(problem),
    await checkEmbedded(verification, record, document),
    checkSupport(await verification.loadSupport(url)),
  ].filter((check) => check !== undefined)
  // One that does not hold is not said to.
  const failed = checks.filter(({ status }) => status === 'fail')
  return { checks: failed.length > 0 ? failed : checks, award: toAwardReport(record, replay) }
}

/** The award stands as long as the badge does; what its rule does later acts on the status. */
const checkSupport = (support: LostSupport | undefined): VerificationCheck | undefined =>
  support &&
  warn(
    'award',
    'RULE_NO_LONGER_MET',
    `Since ${dayOf(support.since)} the endorsements that stand no longer meet the rule this badge was given under${support.state === 'lost' ? `; its holder has until ${dayOf(support.until)} to gather others` : ''}.`,
  )

const missing = fail('award', 'AWARD_MISSING', 'This service holds no record of why this badge was given.')

const unlike = (message: string) => fail('award', 'AWARD_NOT_REPRODUCED', message)

const notTheSame = 'Deciding once more on the record of why this badge was given does not lead to what the record says.'

/**
 * The signature of a record holds as that of a badge does (KEY-09), with one difference: nobody but this service puts records into
 * its store. So one whose key others may have had before it was stored still says what was decided, though its signature
 * alone would not show that; whether the badge holds is a matter of its own signature.
 */
async function checkSignature(
  { jsonProofs, resolveDid, compromised }: Verification,
  signed: JsonObject,
  { issuer }: AwardRecord,
  storedAt: Instant,
): Promise<VerificationCheck | undefined> {
  const verdict = await jsonProofs.verifyJson(signed, issuer, resolveDid)
  if (verdict.ok) return undefined
  const once = await jsonProofs.verifyJson(signed, issuer, compromised.resolveDid)
  const methods = once.ok ? once.proofs.map(({ verificationMethod }) => verificationMethod) : []
  const at = once.ok ? await compromised.compromisedAt(issuer, methods) : undefined
  if (at === undefined)
    return unlike('The record of why this badge was given was changed since it was signed, or was never signed so.')
  return storedAt < at
    ? undefined
    : warn(
        'award',
        'KEY_COMPROMISED',
        `Others may have signed with the key of the record of why this badge was given since ${toWholeSeconds(at)}, before it was stored. That it is genuine rests on this service's store, not on its signature.`,
      )
}

/** The badge names its record, and the record that badge, its achievement and its issuer. */
function findOtherBadge(record: AwardRecord, document: JsonObject): string | undefined {
  const subject = document['credentialSubject']
  const achievement = isJsonObject(subject) ? subject['achievement'] : undefined
  const names = asList(document['evidence']).some((entry) => isJsonObject(entry) && entry['id'] === record.id)
  const isOfBadge =
    record.credential === document['id'] &&
    record.issuer === issuerIdOf(document) &&
    isJsonObject(achievement) &&
    record.achievement === achievement['id']
  return names && isOfBadge ? undefined : 'The record of why this badge was given belongs to another badge.'
}

/** The rule was published before anyone was judged by it, and never changes. */
function findOtherRule(record: AwardRecord, published: AchievementVersion | undefined): string | undefined {
  const isPublished =
    published !== undefined &&
    record.policyDigest === published.policyDigest &&
    toCanonicalJson(record.rubric) === toCanonicalJson(toAwardRubric(published.content.rubric ?? []))
  return isPublished
    ? undefined
    : 'The record of why this badge was given states another rule than the one published with the achievement.'
}

/**
 * Whether the endorsements that counted are in the badge, but for JWTs, which stand elsewhere. They leave it only when it is
 * issued again after they were taken back or erased: then the newest version lacks them too, or the store held just this copy.
 */
async function checkEmbedded(
  { loadCredential, findEndorsed, compromised }: Verification,
  { endorsements }: AwardRecord,
  document: JsonObject,
): Promise<VerificationCheck | undefined> {
  const counted = endorsements.filter((entry) => entry.counted && entry.form !== 'jwt').map(({ id }) => id)
  const absent = counted.filter((id) => !embeddedIn(document).has(id))
  if (absent.length === 0) return undefined
  const url = asText(document['id']) ?? ''
  const newest = parseJsonObject((await loadCredential(url)) ?? '') ?? {}
  const wereGiven = (await Promise.all(absent.map(findEndorsed))).every((endorsed) => endorsed === url)
  const leftIt = absent.every((id) => !embeddedIn(newest).has(id))
  if (!wereGiven || !(leftIt || (await compromised.heldSince(url, JSON.stringify(document)))))
    return unlike(`The badge lacks ${absent.length} of the ${counted.length} endorsements that counted.`)
  return warn(
    'award',
    'ENDORSEMENTS_TAKEN_BACK',
    `Endorsements that counted and were put into the badge: ${counted.length}. Taken back or erased since, and no longer in it: ${absent.length}.`,
  )
}

const embeddedIn = (document: JsonObject): ReadonlySet<unknown> =>
  new Set(asList(document['endorsement']).map((entry) => (isJsonObject(entry) ? entry['id'] : undefined)))

const sayMet = ({ counted, required, firstGivenAt, lastGivenAt }: AwardReplay): VerificationCheck =>
  firstGivenAt === undefined || lastGivenAt === undefined
    ? pass('award', 'The rule of this achievement was met: it asks for what this service recorded itself.')
    : pass(
        'award',
        `The rule of this achievement was met: endorsements needed ${required}, counted ${counted}, given from ${dayOf(firstGivenAt)} to ${dayOf(lastGivenAt)}.`,
      )

const dayOf = (instant: Instant): string => instant.slice(0, 10)

const toAwardReport = (record: AwardRecord, replay: AwardReplay): VerificationReport['award'] => ({
  id: record.id,
  met: replay.met,
  counted: replay.counted,
  required: replay.required,
  ...(replay.firstGivenAt === undefined ? {} : { firstGivenAt: replay.firstGivenAt }),
  ...(replay.lastGivenAt === undefined ? {} : { lastGivenAt: replay.lastGivenAt }),
  decidedAt: record.decidedAt,
  policyDigest: record.policyDigest,
})
