import { describe, expect, it } from 'vitest'
import { challengeFacts } from '../../../../functions/domain/challenge/challenge-standing.ts'

describe('challengeFacts', () => {
  const standing = { memberId: 'm', challengeId: 'twill', claims: [], badges: [] }

  it('takes work on a neighbour for work on the challenge, but no badge of a neighbour for one of it', () => {
    const nearby = { ...standing, challengeId: 'satin', claims: ['c'], badges: ['b'] }
    expect(challengeFacts('twill', [nearby])).toEqual({ workedOnChallenge: true, holdsChallengeBadge: false })
    const there = { ...standing, badges: ['b'] }
    expect(challengeFacts('twill', [there])).toEqual({ workedOnChallenge: false, holdsChallengeBadge: true })
    expect(challengeFacts('twill', [])).toEqual({ workedOnChallenge: false, holdsChallengeBadge: false })
  })

  it('takes a record for work done, also after every claim was withdrawn', () => {
    const recorded = { ...standing, recordedAt: '2026-03-01T12:00:00.000Z' as const }
    expect(challengeFacts('twill', [recorded]).workedOnChallenge).toBe(true)
  })
})
