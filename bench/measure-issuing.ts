import type { Claim } from '../functions/domain/endorsement/claim.ts'
import { composeIssuance } from '../functions/lambdas/compose-issuance.ts'
import {
  aPublishedAchievement,
  aStoredClaim,
  aStoredCommunity,
  aStoredMember,
  BASE_URL,
  give,
  quietLog,
  readStream,
  recordsOf,
} from '../test/support/issuance-scenario.ts'
import type { Engine } from './engine.ts'
import type { Row } from './report.ts'
import type { Sizes } from './sizes.ts'
import { median, timed } from './statistics.ts'

const WARM_UP_BADGES = 2

interface Rates {
  /** Seconds a badge takes when its endorsements, but for the last, were signed as they came. */
  readonly lastOnly: number
  /** Seconds a badge takes with all its endorsements still to sign. */
  readonly all: number
}

/** Badges a second, issued one after another by one stream consumer; no HTTP and no poller in between. */
export async function measureIssuing(engine: Engine, sizes: Sizes, tell: (step: string) => void) {
  const { smallBadges, largeBadges, manyEndorsements } = sizes
  const small = await issueMany(engine, 'small', { badges: smallBadges, endorsements: 3 }, tell)
  const large = await issueMany(engine, 'large', { badges: largeBadges, endorsements: manyEndorsements }, tell)
  const row = (what: string, seconds: number, note: string): Row => ({ what, value: 1 / seconds, unit: '/s', note })
  const asTheyCame = 'median of one consumer, one after another; all but the last endorsement signed as they came'
  const atOnce = 'median of one consumer, one after another; every endorsement signed in the same go'
  const rows = [
    row('badges with 3 endorsements', small.lastOnly, asTheyCame),
    row(`badges with ${manyEndorsements} endorsements`, large.lastOnly, asTheyCame),
    row('badges and their 3 endorsements', small.all, atOnce),
    row(`badges and their ${manyEndorsements} endorsements`, large.all, atOnce),
  ]
  const milliseconds = (seconds: number) => `${Math.round(seconds * 1000)} ms`
  const perEndorsement = (large.all - large.lastOnly) / (manyEndorsements - 1)
  const growth = [
    `Issuing takes ${milliseconds(small.lastOnly)} with 3 endorsements and ${milliseconds(large.lastOnly)} with ${manyEndorsements}, ${(large.lastOnly / small.lastOnly).toFixed(1)} times as long. The calls to the table are the same but for one more per megabyte read and per 300 KB stored.`,
    `Signing an endorsement as it comes costs about ${milliseconds(perEndorsement)}.`,
  ]
  return { rows, growth }
}

interface Series {
  readonly badges: number
  readonly endorsements: number
}

async function issueMany(
  engine: Engine,
  name: string,
  { badges, endorsements }: Series,
  tell: (step: string) => void,
): Promise<Rates> {
  const table = await engine.openTable(name)
  const { stores } = table
  const community = await aStoredCommunity(stores, engine.keys)
  const policy = { minEndorsers: endorsements }
  const achievement = await aPublishedAchievement(stores, community, { policy })
  const learner = await aStoredMember(stores, community)
  const peers = await Promise.all(Array.from({ length: endorsements }, () => aStoredMember(stores, community)))
  const [last = learner, ...others] = peers
  const handler = composeIssuance({ ...table, keys: engine.keys, publicUrl: BASE_URL, log: quietLog })
  const deliver = async ({ id }: Claim, from: number) => {
    const Records = recordsOf(await readStream(table), id).slice(from)
    return { seen: from + Records.length, run: () => handler({ Records }) }
  }
  const issueOne = async (isSignedBefore: boolean): Promise<number> => {
    const claim = await aStoredClaim(stores, achievement, learner)
    for (const peer of others) await give(stores, achievement, claim, peer)
    let from = 0
    if (isSignedBefore) {
      const early = await deliver(claim, 0)
      await early.run()
      from = early.seen
    }
    await give(stores, achievement, claim, last)
    const { run } = await deliver(claim, from)
    const milliseconds = await timed(run)
    if ((await stores.claims.load(claim.id))?.status !== 'issued') throw new Error('a badge was not issued')
    return milliseconds / 1000
  }
  const medianOf = async (isSignedBefore: boolean) => {
    const seconds: number[] = []
    for (let badge = 0; badge < badges; badge++) seconds.push(await issueOne(isSignedBefore))
    return median(seconds)
  }
  tell(`issuing ${2 * badges} badges with ${endorsements} endorsements`)
  // The first makes the keys and the status list; all warm up what runs.
  for (let badge = 0; badge < WARM_UP_BADGES; badge++) await issueOne(false)
  return { lastOnly: await medianOf(true), all: await medianOf(false) }
}
