import { describe, expect, it } from 'vitest'
import { addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import { communityStatistics, type JudgedClaim } from '../../../../functions/domain/statistics/community-statistics.ts'
import { CommunityStatisticsSchema } from '../../../../schemas/statistics.ts'
import {
  aClaim,
  aCriterion,
  anAchievementVersion,
  anEndorsement,
  anId,
  aPolicy,
  NOW,
} from '../../../support/builders.ts'

const { policy } = anAchievementVersion()
const rubric = [aCriterion('craft')]
const [low = '', high = ''] = [rubric[0]?.levels[0]?.id, rubric[0]?.levels.at(-1)?.id]

/** Claim `n` of a community, judged by three of seven peers, an hour after it was opened. */
function judged(n: number, changes: { status?: 'issued' | 'open'; ratings?: readonly string[] } = {}): JudgedClaim {
  const { status = 'issued', ratings = [high, high, high] } = changes
  const claim = aClaim({
    id: anId(`claim ${n}`),
    learnerId: anId(`learner ${n % 6}`),
    status,
    ...(status === 'issued' ? { issuedAt: addMilliseconds('2026-01-10T09:00:00.000Z', (n + 1) * 3_600_000) } : {}),
  })
  const endorsements = ratings.map((rating, place) =>
    anEndorsement(`peer ${(n + place) % 7}`, {
      ratings: { craft: rating },
      givenAt: addMilliseconds(claim.openedAt, (place + 1) * 3_600_000),
    }),
  )
  return { claim, rule: { policy, rubric }, endorsements }
}

const many = (count: number, changes: Parameters<typeof judged>[1] = {}) =>
  Array.from({ length: count }, (_, n) => judged(n, changes))

describe('communityStatistics', () => {
  it('tells waits, effective endorsers and agreement of a community that is large enough', () => {
    const mixed = many(20).map((one, n) => (n % 4 === 0 ? judged(n, { ratings: [low, low, low] }) : one))
    const statistics = communityStatistics(mixed, NOW)
    expect(CommunityStatisticsSchema.parse(statistics)).toEqual(statistics)
    expect(statistics).toMatchObject({
      claims: 20,
      firstAnswer: { claims: 20, p50Seconds: 3600, p90Seconds: 3600 },
      award: { claims: 20, p50Seconds: 36_000, p90Seconds: 64_800 },
      endorsers: 7,
      agreement: [{ criterion: 'craft', alpha: 1, claims: 20, raters: 7 }],
      suppressed: [],
    })
    expect(statistics.effectiveEndorsers).toBeGreaterThan(6.9)
  })

  it('finds less agreement where peers differ', () => {
    const differing = many(20).map((_, n) => judged(n, { ratings: n % 2 ? [low, high, high] : [high, high, high] }))
    expect(communityStatistics(differing, NOW).agreement[0]?.alpha).toBeLessThan(0.5)
  })

  it('leaves out every number that too few people or claims stand behind, and says so', () => {
    const all = ['firstAnswer', 'award', 'effectiveEndorsers', 'agreement']
    expect(communityStatistics([], NOW)).toEqual({ at: NOW, claims: 0, agreement: [], suppressed: all })
    expect(communityStatistics(many(9), NOW)).toEqual({ at: NOW, claims: 9, agreement: [], suppressed: all })
    const ofFew = many(20).map(({ claim, ...rest }) => ({ ...rest, claim: { ...claim, learnerId: anId('one') } }))
    expect(communityStatistics(ofFew, NOW).suppressed).toEqual(['firstAnswer', 'award', 'agreement'])
    const byFew = many(20).map(({ endorsements, ...rest }) => ({
      ...rest,
      endorsements: endorsements.map((one, place) => ({ ...one, endorserId: anId(`peer ${place}`) })),
    }))
    expect(communityStatistics(byFew, NOW).suppressed).toEqual(['effectiveEndorsers', 'agreement'])
  })

  it('measures the first answer from the first evidence version that was judged, and never by who declined', () => {
    const hours = (n: number) => addMilliseconds('2026-01-10T09:00:00.000Z', n * 3_600_000)
    const answered = many(20).map(({ claim, ...rest }, n) => ({
      ...rest,
      claim: { ...claim, evidenceVersion: 2, openedAt: hours(0) },
      earlier: [
        anEndorsement('peer 6', { verdict: 'decline', givenAt: hours(1) }),
        ...(n < 18 ? [anEndorsement('peer 5', { verdict: 'not-yet', state: 'withdrawn', givenAt: hours(2) })] : []),
      ],
      endorsements: [anEndorsement('peer 1', { givenAt: hours(40) })],
    }))
    expect(communityStatistics(answered, NOW).firstAnswer).toEqual({
      claims: 20,
      p50Seconds: 7_200,
      p90Seconds: 7_200,
    })
  })

  it('is the same before and after somebody judges a claim that is sealed', () => {
    const known = many(20)
    const sealed = judged(21, { status: 'open' })
    const under = { ...sealed, rule: { ...sealed.rule, policy: aPolicy({ blindness: 'sealed' }) } }
    const numbers = (one: JudgedClaim) => communityStatistics([...known, one], NOW)
    const judgedAlready = { ...under, endorsements: [anEndorsement('somebody new', { ratings: { craft: low } })] }
    expect(numbers(judgedAlready)).toEqual(numbers({ ...under, endorsements: [] }))
    const issued = { ...judgedAlready, claim: { ...sealed.claim, status: 'refused' as const } }
    expect(numbers(issued).endorsers).toBe(8)
  })

  it('never counts who endorses anonymously among the endorsers', () => {
    const unnamed = many(20).map((one) => ({
      ...one,
      rule: { ...one.rule, policy: aPolicy({ blindness: 'anonymous' }) },
    }))
    const { effectiveEndorsers, endorsers } = communityStatistics(many(20), NOW)
    const more = unnamed.map((one) => ({ ...one, endorsements: [anEndorsement('somebody new')] }))
    expect(communityStatistics([...many(20), ...more], NOW)).toMatchObject({ effectiveEndorsers, endorsers })
    expect(communityStatistics(unnamed, NOW).suppressed).toContain('effectiveEndorsers')
  })

  it('takes no agreement from claims that are not decided', () => {
    const { agreement, suppressed } = communityStatistics(many(20, { status: 'open' }), NOW)
    expect([agreement, suppressed]).toEqual([[], ['award', 'agreement']])
  })

  it('counts what stands: neither what was withdrawn nor what was declined, nor levels that the rubric does not have', () => {
    const odd = many(20).map(({ endorsements, ...rest }, n) => ({
      ...rest,
      endorsements: endorsements.map((one, place) =>
        place === 0
          ? { ...one, state: 'withdrawn' as const }
          : place === 1
            ? { ...one, verdict: 'decline' as const }
            : { ...one, ratings: { craft: n % 2 ? 'no-such-level' : high } },
      ),
    }))
    const { agreement, endorsers } = communityStatistics(odd, NOW)
    expect([agreement, endorsers]).toEqual([[], 7])
  })
})
