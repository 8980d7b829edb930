import { setTimeout as sleep } from 'node:timers/promises'
import { systemNow } from '../functions/adapters/clock/system-clock.ts'
import { composeWeb } from '../functions/lambdas/compose-web.ts'
import { openVerification } from '../functions/verification/verification.ts'
import { verifyCredential } from '../functions/verification/verify-credential.ts'
import type { Outcome } from '../schemas/verification-report.ts'
import { verifyWithVerifierCore } from '../test/support/independent-verifiers.ts'
import { quietLog } from '../test/support/issuance-scenario.ts'
import { verifyDeps } from '../test/support/verify-deps.ts'
import type { BenchTable, Engine } from './engine.ts'
import type { Row } from './report.ts'
import type { Sizes } from './sizes.ts'
import { median, percentile, timed } from './statistics.ts'
import { type PublishedBadge, publishedBadge, startThirdParty, type ThirdParty } from './third-party.ts'

/** By then all of those that will wait do nothing else any more. */
const SETTLING_MILLISECONDS = 1000

/** Endorsements embedded in the badges. */
const SIZES = [0, 3, 20]

/** Verifies as one process does that was just started: with a cache of its own, and the table that all share. */
type Verify = (published: PublishedBadge) => Promise<Outcome>

/** Whole verifications in this process, over the real adapters and a third party on this machine. */
export async function measureVerification(engine: Engine, sizes: Sizes, tell: (step: string) => void) {
  const [table, thirdParty] = await Promise.all([engine.openTable('verification'), startThirdParty()])
  try {
    const rows: Row[] = []
    for (const endorsements of SIZES) {
      tell(`verifying a badge with ${endorsements} endorsements`)
      rows.push(...(await compareCaches(table, thirdParty, endorsements, sizes.proofRounds)))
    }
    tell('verifying while a host never answers')
    rows.push(...(await measureSilence(table, thirdParty, sizes)))
    return { rows, growth: [] }
  } finally {
    await thirdParty.stop()
  }
}

function newProcess(table: BenchTable, { outbound }: ThirdParty): Verify {
  const openWeb = composeWeb({ table: { ...table, now: systemNow }, log: quietLog, outbound })
  const deps = verifyDeps(table, { openWeb, now: systemNow })
  return async ({ badge }) => (await verifyCredential(openVerification(deps), badge)).outcome
}

async function expectOutcome(wanted: Outcome, found: Promise<Outcome>): Promise<void> {
  const outcome = await found
  if (outcome !== wanted) throw new Error(`a badge is ${outcome} instead of ${wanted}`)
}

async function compareCaches(
  table: BenchTable,
  thirdParty: ThirdParty,
  endorsements: number,
  rounds: number,
): Promise<readonly Row[]> {
  const warmProcess = newProcess(table, thirdParty)
  const known = await publish(thirdParty, `known-${endorsements}.example`, endorsements)
  const times = { warm: [] as number[], cold: [] as number[], core: [] as number[] }
  // One after the other in each round, so that a busy moment of the machine meets all; the first round warms up.
  for (let round = 0; round <= rounds; round++) {
    // A host that no cache knows, neither that of the process nor the table.
    const fresh = await publish(thirdParty, `fresh-${endorsements}-${round}.example`, endorsements)
    const coldProcess = newProcess(table, thirdParty)
    const warm = await timed(() => expectOutcome('verified', warmProcess(known)))
    const cold = await timed(() => expectOutcome('verified', coldProcess(fresh)))
    const core = await timed(() => expectVerifiedByCore(known))
    if (round === 0) continue
    times.warm.push(warm)
    times.cold.push(cold)
    times.core.push(core)
  }
  const what = `verify a badge with ${endorsements} endorsements`
  const [warm, cold, core] = [median(times.warm), median(times.cold), median(times.core)]
  const ratio = (time: number) =>
    `${time.toFixed(1)} ms each; verifier-core ${core.toFixed(1)} ms; ratio ${(time / core).toFixed(2)}`
  return [
    { what: `${what}, warm caches`, value: 1000 / warm, unit: '/s', note: ratio(warm) },
    { what: `${what}, cold caches`, value: 1000 / cold, unit: '/s', note: ratio(cold) },
  ]
}

async function publish(thirdParty: ThirdParty, host: string, endorsements: number): Promise<PublishedBadge> {
  const published = await publishedBadge(host, endorsements)
  thirdParty.publish(published)
  return published
}

/** It gets what others publish from memory, and does not look into the endorsements. */
async function expectVerifiedByCore({ badge, documents }: PublishedBadge): Promise<void> {
  const { verified, errors } = await verifyWithVerifierCore(badge, { documents })
  if (!verified) throw new Error(`a badge does not verify with verifier-core: ${errors.join('; ')}`)
}

/** How long a host that never answers keeps a verification waiting, and whether it keeps others waiting too. */
async function measureSilence(table: BenchTable, thirdParty: ThirdParty, sizes: Sizes): Promise<readonly Row[]> {
  const verify = newProcess(table, thirdParty)
  const healthy = await publish(thirdParty, 'healthy.example', 3)
  const silent = await Promise.all(
    Array.from({ length: sizes.silentAtOnce + 1 }, (_, n) => publishedBadge(`silent-${n}.example`, 0)),
  )
  const [one, ...others] = silent
  if (!one) throw new TypeError('there is always one')
  await expectOutcome('verified', verify(healthy))
  const alone = await timeMany(verify, healthy, sizes.proofRounds)
  const undetermined = await timed(() => expectOutcome('undetermined', verify(one)))
  const again = await timed(() => expectOutcome('undetermined', verify(one)))
  const waiting = Promise.all(others.map((published) => timed(() => expectOutcome('undetermined', verify(published)))))
  await sleep(SETTLING_MILLISECONDS)
  const beside = await timeMany(verify, healthy, sizes.proofRounds)
  const waited = await waiting
  const crowd = `${others.length} that wait for hosts that never answer`
  return [
    {
      what: 'undetermined, when a host never answers',
      value: undetermined,
      unit: 'ms',
      note: 'all that one verification waits for elsewhere',
    },
    { what: 'undetermined, when it was asked before', value: again, unit: 'ms' },
    { what: `undetermined, slowest of ${others.length} such at once`, value: percentile(waited, 1), unit: 'ms' },
    {
      what: 'a healthy verification by itself',
      value: median(alone),
      unit: 'ms',
      note: `p99 ${percentile(alone, 0.99).toFixed(1)} ms`,
    },
    {
      what: `a healthy verification beside ${crowd}`,
      value: median(beside),
      unit: 'ms',
      note: `p99 ${percentile(beside, 0.99).toFixed(1)} ms; ratio ${(median(beside) / median(alone)).toFixed(2)}`,
    },
  ]
}

async function timeMany(verify: Verify, published: PublishedBadge, rounds: number): Promise<readonly number[]> {
  const times: number[] = []
  for (let round = 0; round < rounds * 3; round++)
    times.push(await timed(() => expectOutcome('verified', verify(published))))
  return times
}
