import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import { err, ok } from '../../../functions/domain/shared/result.ts'
import { eraseClaims } from '../../../functions/rights/erase-claims.ts'
import { aClaim, anId, digests, NOW } from '../../support/builders.ts'

/** Erases one claim over stores that only note what is asked of them; its badge was never stored. */
async function eraseOne(claim: Claim) {
  const asked: string[] = []
  let stored = claim
  const done = await eraseClaims(
    {
      claims: {
        load: async () => stored,
        listByLearner: async () => ok({ items: [{ ...claim }] }),
        apply: async ({ to }) => {
          stored = to
          return ok({ kind: 'written' })
        },
      },
      credentials: {
        changeStatus: async () => err({ code: 'credential_not_found' }),
        erase: async (id) => {
          asked.push(`erase ${id}`)
        },
      },
      reviewerPool: {
        leave: async (_member, pools) => {
          asked.push(...pools.map((pool) => `leave ${pool}`))
        },
      },
      digests,
      random: { id: () => anId('event') },
      now: () => NOW,
    },
    claim.learnerId,
    NOW,
  )
  return { asked, done, status: stored.status }
}

describe('erasing the claims of a learner', () => {
  it('deletes also what was put aside of a badge that was only being made', async () => {
    const claim = aClaim({ status: 'met', statusEntry: { list: anId('list'), index: 7 } })
    const { asked, status } = await eraseOne(claim)
    expect(status).toBe('withdrawn')
    expect(asked).toEqual([`erase ${claim.credentialId}`, `leave badge:${claim.achievementId}`])
  })

  it('looks for no badge of a claim that none was ever made for', async () => {
    expect(await eraseOne(aClaim({ status: 'open' }))).toMatchObject({ asked: [], status: 'withdrawn' })
  })
})
