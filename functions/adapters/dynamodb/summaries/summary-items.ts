import { z } from 'zod'
import type { Heard } from '../../../domain/independence/heard.ts'
import type { MonthlyCounts } from '../../../domain/independence/monthly-counts.ts'
import { type Grant, type Handed, NO_STANDING, quarterOf, type Standing } from '../../../domain/independence/reach.ts'
import type { Received } from '../../../domain/independence/received.ts'
import { type CommunityTally, NO_TALLY } from '../../../domain/independence/share.ts'
import type { Tie } from '../../../domain/independence/ties.ts'
import type { Id } from '../../../domain/shared/ids.ts'
import type { Instant } from '../../../domain/shared/instant.ts'
import { parseItem, type RawItem } from '../reads.ts'
import { stored } from '../stored-fields.ts'

/** Seconds since 1970 and days, short. */
const BASE = 36
const short = (n: number): string => n.toString(BASE)
const long = (text: string | undefined): number => Number.parseInt(text ?? '', BASE)

const MonthlyCountsSchema = z.record(z.string(), stored.count)

const TallySchema = z.object({ given: MonthlyCountsSchema, endorsers: z.record(z.string(), z.string()) })

/** The number that grows with every change that the consumer of events makes; 0 before the first. */
const VersionSchema = z.object({ summaryVersion: stored.count.optional() })

export const versionOf = (item: RawItem | undefined): number =>
  item === undefined ? 0 : (parseItem(VersionSchema, item).summaryVersion ?? 0)

const AtSchema = z.object({ at: stored.instant.optional() })

/** The instant of the newest event in a summary. */
export const summarisedAt = (item: RawItem | undefined): Instant | undefined => item && parseItem(AtSchema, item).at

/** What the community endorsed of late. */
export const toTally = (item: RawItem | undefined): CommunityTally => (item ? parseItem(TallySchema, item) : NO_TALLY)

/**
 * A grant as it was stored before it said with whom it began: the panel's own began with its giver. Of any other that is not known,
 * so that it ends.
 */
const EarlierGrantSchema = z
  .object({ from: z.string(), claimId: z.string(), units: stored.count, fromPanel: z.boolean() })
  .transform(({ from, fromPanel, ...trust }) => fromTrust(from, { ...trust, root: fromPanel ? from : '' }))

const StandingSchema = z.object({
  given: MonthlyCountsSchema.default({}),
  grants: z.array(z.union([z.string(), EarlierGrantSchema])).default([]),
  handed: z.array(z.string()).default([]),
})

/** Trust as it is stored: one short text each, of whom, for which claim, how much, and with whom it began. */
function toTrust(text: string) {
  const [memberId = '', claimId = '', units, root = ''] = text.split(' ')
  return { memberId, trust: { claimId, units: Number(units), root } }
}

const fromTrust = (memberId: Id, { claimId, units, root }: Omit<Grant, 'from'>): string =>
  `${memberId} ${claimId} ${units} ${root}`

/** What came to a member, as it is stored. */
export const fromGrants = (grants: readonly Grant[]) => ({ grants: grants.map((one) => fromTrust(one.from, one)) })

/** What a member handed on, as it is stored; with how much that is, for themself to read. */
export const fromHanded = (handed: readonly Handed[]) => ({
  handed: handed.map((one) => fromTrust(one.to, one)),
  passedOn: handed.reduce((sum, { units }) => sum + units, 0),
})

/** Where an endorser's own transactions count the units they use. */
export const usedAttribute = (quarter: string): string => `used ${quarter}`

/** What a member endorsed by month. */
export const toGiven = (item: RawItem | undefined): MonthlyCounts =>
  item === undefined ? {} : parseItem(StandingSchema, item).given

/** How far trust reaches a member at an instant. */
export function toStanding(item: RawItem | undefined, now: Instant): Standing {
  if (item === undefined) return NO_STANDING
  const { grants, handed } = parseItem(StandingSchema, item)
  const quarter = quarterOf(now)
  const units = stored.count.default(0).parse(item[usedAttribute(quarter)])
  return {
    grants: grants.map(toTrust).map(({ memberId, trust }) => ({ ...trust, from: memberId })),
    handed: handed.map(toTrust).map(({ memberId, trust }) => ({ ...trust, to: memberId })),
    used: { quarter, units },
  }
}

const TiesSchema = z.object({ ties: z.array(z.string()) })

/** Ties as they are stored: one short text each. */
export const toTies = (item: RawItem | undefined): readonly Tie[] =>
  item === undefined
    ? []
    : parseItem(TiesSchema, item).ties.map((text) => {
        const [memberId = '', steps, oldest, newest] = text.split(' ')
        return { memberId, steps: Number(steps), oldest: long(oldest), newest: long(newest) }
      })

export const fromTies = (ties: readonly Tie[]): readonly string[] =>
  ties.map(({ memberId, steps, oldest, newest }) => `${memberId} ${steps} ${short(oldest)} ${short(newest)}`)

const ReceivedSchema = z.object({ received: z.array(z.string()) })

/** The end of a claim's id, which is random, tells it from the few others of a learner. */
export const claimTag = (claimId: Id): string => claimId.slice(-10)

/** What a learner received; claims are named by their {@link claimTag}. */
export const toReceived = (item: RawItem | undefined): readonly Received[] =>
  item === undefined
    ? []
    : parseItem(ReceivedSchema, item).received.map((text) => {
        const [endorserId = '', claimId = '', day] = text.split(' ')
        return { endorserId, claimId, day: long(day) }
      })

export const fromReceived = (received: readonly Received[]): readonly string[] =>
  received.map(({ endorserId, claimId, day }) => `${endorserId} ${claimId} ${short(day)}`)

const HeardSchema = z.object({
  heard: z
    .record(z.string(), z.object({ rank: stored.count, endorses: z.boolean(), first: stored.instant.optional() }))
    .default({}),
})

/** What was heard of the endorsements that one person gave of one claim. */
export const toHeard = (item: RawItem | undefined): Heard =>
  item === undefined ? NOTHING_HEARD : parseItem(HeardSchema, item).heard

const NOTHING_HEARD: Heard = {}

const PanelSchema = z.object({ foundingPanel: z.array(z.string()) })

/** The founding panel of a stored community. */
export const toPanel = (community: RawItem | undefined): readonly Id[] =>
  community === undefined ? [] : parseItem(PanelSchema, community).foundingPanel
