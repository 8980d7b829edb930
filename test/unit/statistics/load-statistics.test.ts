import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { addMilliseconds } from '../../../functions/domain/shared/instant.ts'
import { type LoadStatisticsDeps, loadStatistics } from '../../../functions/statistics/load-statistics.ts'
import { aClaim, anAchievementVersion, anEndorsement, anId, NOW } from '../../support/builders.ts'

const OPENED = '2026-01-10T09:00:00.000Z'
const atHour = (hour: number) => addMilliseconds(OPENED, hour * 3_600_000)

/** Twelve claims by six learners, and what the stores are asked for. */
function communityWith(changes: Partial<Claim>, attainment?: 'calibration') {
  const queried: string[] = []
  const version = anAchievementVersion()
  const deps: LoadStatisticsDeps = {
    claims: {
      listNewest: async (_community, limit) =>
        Array.from({ length: Math.min(limit, 12) }, (_, n) =>
          aClaim({ id: anId(`claim ${n}`), learnerId: anId(`learner ${n % 6}`), openedAt: OPENED, ...changes }),
        ),
    },
    endorsements: {
      async load(claimId, evidenceVersion) {
        queried.push(`${claimId} ${evidenceVersion}`)
        return evidenceVersion < 2
          ? []
          : [anEndorsement(`peer ${evidenceVersion}`, { givenAt: atHour(evidenceVersion) })]
      },
    },
    achievements: {
      loadVersion: async () =>
        attainment === undefined ? version : { ...version, policy: { ...version.policy, attainment } },
    },
    now: () => NOW,
  }
  return { deps, queried }
}

describe('loadStatistics', () => {
  it('looks for the first judgement in the evidence versions from the first on, no further than it must', async () => {
    const { deps, queried } = communityWith({ evidenceVersion: 9 })
    expect(await loadStatistics(deps, 'weavers')).toMatchObject({ firstAnswer: { claims: 12, p50Seconds: 7_200 } })
    const one = queried.filter((query) => query.startsWith(anId('claim 0'))).map((query) => query.split(' ').at(-1))
    expect(one.sort()).toEqual(['1', '2', '9'])
  })

  it('asks once of a claim whose evidence never changed', async () => {
    const { deps, queried } = communityWith({ evidenceVersion: 1 })
    await loadStatistics(deps, 'weavers')
    expect(queried).toHaveLength(12)
  })

  it.each<[string, Partial<Claim>, 'calibration' | undefined]>([
    ['badges that the service gives by itself', {}, 'calibration'],
    [
      'samples that only look like claims',
      { planted: { reviewerId: anId('judge'), licenceClaimId: anId('licence') } },
      undefined,
    ],
  ])('leaves out %s', async (_what, changes, attainment) => {
    const { deps, queried } = communityWith(changes, attainment)
    expect(await loadStatistics(deps, 'weavers')).toMatchObject({ claims: 0 })
    expect(queried).toEqual([])
  })
})
