import type { ConsentRecord, PersonalRecord } from '../../schemas/rights.ts'
import type { Member } from '../domain/community/member.ts'
import type { Id, Slug } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { AchievementStore } from '../ports/achievement-store.ts'
import type { EndorsementStore } from '../ports/endorsement-store.ts'
import type { MemberStore } from '../ports/member-store.ts'
import type { OwnClaim, OwnRecord, PersonalDataStore } from '../ports/personal-data-store.ts'
import type { Page, PageRequest } from '../ports/written.ts'
import {
  type Reading,
  toClaimConsents,
  toClaimRecord,
  toJudgementConsents,
  toPersonalRecords,
} from './to-personal-records.ts'

export interface ExportMemberDeps {
  readonly members: Pick<MemberStore, 'load'>
  readonly achievements: Pick<AchievementStore, 'loadVersion'>
  readonly endorsements: Pick<EndorsementStore, 'load' | 'loadTexts'>
  readonly personalData: PersonalDataStore
}

export interface ExportMemberInput {
  readonly community: Slug
  readonly memberId: Id
  readonly page: PageRequest
}

/** Claims are read with their events and what was said of them, so fewer go on a page. */
const CLAIMS_A_PAGE = 10

/**
 * One page of everything kept about a member: first what lies with them, then their claims. A page may hold less than was
 * asked for, or nothing, while more follows.
 *
 * Refused with `member_not_found` or `invalid_cursor`.
 */
export const exportMember = (
  deps: ExportMemberDeps,
  input: ExportMemberInput,
): Promise<Result<Page<PersonalRecord>, Refusal>> =>
  walk(deps, input, {
    own: toPersonalRecords,
    claim: async (claim) => [toClaimRecord(claim, await readReceived(deps, claim))],
  })

/** One page of what a member agreed to and when. Refusals as {@link exportMember}. */
export const listConsents = (
  deps: ExportMemberDeps,
  input: ExportMemberInput,
): Promise<Result<Page<ConsentRecord>, Refusal>> =>
  walk(deps, input, { own: toJudgementConsents, claim: async (claim) => toClaimConsents(claim) })

interface Walk<Item> {
  readonly own: (record: OwnRecord) => readonly Item[]
  readonly claim: (claim: OwnClaim) => Promise<readonly Item[]>
}

async function walk<Item>(
  { members, personalData }: ExportMemberDeps,
  { community, memberId, page }: ExportMemberInput,
  { own, claim }: Walk<Item>,
): Promise<Result<Page<Item>, Refusal>> {
  const member: Member | undefined = await members.load(memberId)
  if (member?.community !== community) return err({ code: 'member_not_found' })
  const [part, rest] = toPart(page.cursor)
  const limit = part === OWN ? page.limit : Math.min(page.limit, CLAIMS_A_PAGE)
  const request = { limit, ...(rest === '' ? {} : { cursor: rest }) }
  if (part === OWN) {
    const read = await personalData.listOwn(memberId, request)
    if (!read.ok) return read
    return ok({
      items: read.value.items.flatMap(own),
      next: `${read.value.next === undefined ? CLAIMS : OWN}${read.value.next ?? ''}`,
    })
  }
  if (part !== CLAIMS)
    return err({ code: 'invalid_cursor', detail: 'The cursor was not given out for this list; start without one.' })
  const read = await personalData.listClaims(memberId, request)
  if (!read.ok) return read
  const items = (await Promise.all(read.value.items.map(claim))).flat()
  return ok({ items, ...(read.value.next === undefined ? {} : { next: `${CLAIMS}${read.value.next}` }) })
}

const OWN = 'own.'
const CLAIMS = 'claims.'

/** Which part of the whole a cursor stands in, and the place in it. */
function toPart(cursor = OWN): readonly [string, string] {
  const end = cursor.indexOf('.') + 1
  return [cursor.slice(0, end), cursor.slice(end)]
}

/** Under `sealed` and `anonymous` nobody reads others' words on a claim before it is decided. */
async function readReceived({ achievements, endorsements }: ExportMemberDeps, { claim }: OwnClaim): Promise<Reading> {
  const version = await achievements.loadVersion(claim.achievementId, claim.achievementVersion)
  const blindness = version?.policy.blindness ?? 'open'
  const isUndecided = claim.status === 'open' || claim.status === 'met' || claim.status === 'contested'
  if (blindness !== 'open' && isUndecided) return 'not yet'
  const versions = Array.from({ length: claim.evidenceVersion }, (_, index) => index + 1)
  const given = (await Promise.all(versions.map((each) => endorsements.load(claim.id, each)))).flat()
  const texts = await endorsements.loadTexts(given)
  return {
    named: blindness !== 'anonymous',
    received: given.map((endorsement) => ({ endorsement, texts: texts.get(endorsement.id) ?? {} })),
  }
}
