import { foundGuild } from './guild.ts'
import type { Row } from './report.ts'
import { startService } from './service.ts'
import type { Sizes } from './sizes.ts'
import { percentile, pooled, timed } from './statistics.ts'

const ENDORSERS = 50
const WARM_UP_CLAIMS = 3
/** Rather more than anyone endorses here, so that nothing is issued meanwhile. */
const NEVER = 1000

/** Endorsements a second, and the time from the last endorsement to the badge; the service in a process of its own. */
export async function measureHttp(sizes: Sizes, tell: (step: string) => void): Promise<readonly Row[]> {
  tell('starting the service')
  const service = await startService()
  try {
    tell('founding a community')
    const guild = await foundGuild(service, ENDORSERS)
    const timedRows = await measureTimeToBadge(guild, sizes, tell)
    return [...(await measureRate(guild, sizes, tell)), ...timedRows]
  } finally {
    await service.stop()
  }
}

type Guild = Awaited<ReturnType<typeof foundGuild>>

async function measureRate(guild: Guild, { endorsements, atOnce }: Sizes, tell: (step: string) => void) {
  const achievement = await guild.publish({ minEndorsers: NEVER })
  const claims: string[] = []
  for (let opened = 0; opened < endorsements; opened += guild.members.length)
    claims.push((await guild.openClaim(achievement)).id)
  const jobs = guild.members.flatMap((endorser) => claims.map((claim) => ({ claim, endorser }))).slice(0, endorsements)
  tell(`giving ${jobs.length} endorsements, ${atOnce} at a time`)
  const waits: number[] = []
  const total = await timed(() =>
    pooled(jobs, atOnce, async ({ claim, endorser }) => {
      waits.push(await timed(() => guild.endorse(claim, endorser)))
    }),
  )
  const note = `${jobs.length} by ${atOnce} clients at once; the same process signs them meanwhile`
  return [
    { what: 'endorsements over HTTP', value: (jobs.length / total) * 1000, unit: '/s', note },
    { what: '  answer, p50', value: percentile(waits, 0.5), unit: 'ms' },
    { what: '  answer, p99', value: percentile(waits, 0.99), unit: 'ms' },
  ]
}

async function measureTimeToBadge(guild: Guild, { timedClaims }: Sizes, tell: (step: string) => void) {
  const achievement = await guild.publish({ minEndorsers: 3 })
  tell(`timing ${timedClaims} badges`)
  const times: number[] = []
  for (let claims = 0; claims < WARM_UP_CLAIMS + timedClaims; claims++) {
    const { id, credentialUrl } = await guild.openClaim(achievement)
    const [first = '', second = '', third = ''] = guild.members.slice(claims % 40)
    await guild.endorse(id, first)
    await guild.endorse(id, second)
    await guild.endorse(id, third)
    const time = await timed(() => guild.untilServed(credentialUrl))
    if (claims >= WARM_UP_CLAIMS) times.push(time)
  }
  const note = `${times.length} claims, 3 endorsements each; from the answer to the last endorsement to the badge at its URL`
  return [
    { what: 'last endorsement to stored badge, p50', value: percentile(times, 0.5), unit: 'ms', note },
    { what: 'last endorsement to stored badge, p99', value: percentile(times, 0.99), unit: 'ms' },
  ]
}
