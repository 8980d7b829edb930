import type { EndorsementReport, VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, skip } from './check.ts'
import { kindOf } from './check-conformance.ts'
import { type BadgeParties, checkEndorsement, TOO_COMPLEX } from './check-endorsement.ts'
import { type FoundEndorsement, findEndorsements } from './find-endorsements.ts'
import { inOrder } from './in-order.ts'
import { asText, isJsonObject, issuerIdOf } from './json.ts'
import { markRepeats, summariseEndorsements } from './summarise-endorsements.ts'
import type { Verification } from './verification.ts'

/** A badge with more is refused rather than checked for minutes. */
const MAX_ENDORSEMENTS = 2000

/** What is waited for stands with other hosts; signatures are checked one after the other all the same. */
const AT_ONCE = 8

/** What became of all endorsements of a badge: one check for the badge, one report for each. */
export interface EndorsementFindings {
  readonly check: VerificationCheck
  readonly reports: readonly EndorsementReport[]
}

/**
 * Verifies every endorsement in a badge, those of endorsers inside an endorsement as well, in the order of the document. The
 * badge's own signature does not tie a comment to its endorser; only the endorsements' signatures do. One that is too
 * entangled ends it, and so does the time of the request: there is no report of those behind it.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential
 */
export async function checkEndorsements(
  verification: Verification,
  document: JsonObject,
): Promise<EndorsementFindings> {
  const found = findEndorsements(document)
  if (found.length === 0) return { check: pass('endorsements', 'It carries no endorsements.'), reports: [] }
  const walk: Walk = { verification, parties: partiesOf(document), left: MAX_ENDORSEMENTS }
  const reports = markRepeats(await reportOnAll(walk, found))
  const check = summariseEndorsements(reports)
  // What was left out for want of time settles nothing where one that was looked at does not hold.
  const isSettled = walk.stopped === undefined || (walk.stopped === outOfTime && check.status === 'fail')
  return { check: isSettled ? check : (walk.stopped ?? check), reports }
}

/** How far the look at the endorsements of one badge has come. */
interface Walk {
  readonly verification: Verification
  readonly parties: BadgeParties
  /** How many more may be looked at. */
  left: number
  /** Why no further one is looked at. */
  stopped?: VerificationCheck
}

async function reportOnAll(walk: Walk, found: readonly FoundEndorsement[]): Promise<readonly EndorsementReport[]> {
  if (walk.stopped || found.length === 0) return []
  walk.left -= found.length
  if (walk.left < 0) {
    walk.stopped = tooMany
    return []
  }
  const checked = await inOrder(found, AT_ONCE, async (one) => {
    // Other requests and what hosts answer get their turn in between.
    await new Promise((resolve) => setImmediate(resolve))
    if (walk.verification.isOutOfTime()) walk.stopped ??= outOfTime
    if (walk.stopped) return undefined
    const endorsement = await checkEndorsement(walk.verification, one, walk.parties)
    // Finding that out takes long, and decides what is said of the badge.
    if (isTooComplex(endorsement.report)) walk.stopped = cutShort
    return endorsement
  })
  const reports: EndorsementReport[] = []
  for (const endorsement of checked) {
    if (!endorsement) break
    reports.push(endorsement.report)
    if (isTooComplex(endorsement.report)) break
    reports.push(...(await reportOnAll(walk, endorsement.inner)))
  }
  return reports
}

const isTooComplex = ({ checks }: EndorsementReport): boolean => checks.some(({ code }) => code === TOO_COMPLEX)

const tooMany = fail('endorsements', TOO_COMPLEX, `It carries more than ${MAX_ENDORSEMENTS} endorsements.`)

const cutShort = fail(
  'endorsements',
  TOO_COMPLEX,
  'One of its endorsements is too entangled to be checked; those behind it were not looked at.',
)

const outOfTime = skip(
  'endorsements',
  'OUT_OF_TIME',
  'Its endorsements took all the time there was; the last of them were not looked at.',
)

/** An endorsement of an endorser has neither. */
function partiesOf(document: JsonObject): BadgeParties {
  if (kindOf(document) !== 'badge') return {}
  const subject = document['credentialSubject']
  return {
    issuer: issuerIdOf(document),
    recipient: isJsonObject(subject) ? asText(subject['id']) : undefined,
  }
}
