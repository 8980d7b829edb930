import { describe, expect, it } from 'vitest'
import { buildOutcome } from '../../../../functions/domain/dispute/build-outcome.ts'
import { seatPanel } from '../../../../functions/domain/dispute/decide-panel.ts'
import { disputePseudonym, inOrderOfLots } from '../../../../functions/domain/dispute/draw-panel.ts'
import { type Objection, settleObjection, type Vote } from '../../../../functions/domain/dispute/objection.ts'
import { joinObjection, newObjection } from '../../../../functions/domain/dispute/raise-objection.ts'
import { toCanonicalJson } from '../../../../functions/domain/shared/canonical-json.ts'
import { addDays } from '../../../../functions/domain/shared/instant.ts'
import { DisputeOutcomeSchema } from '../../../../schemas/objection.ts'
import { aClaim, aCommunity, anAchievementVersion, anId, digests, NOW } from '../../../support/builders.ts'

const claim = aClaim({ status: 'refused', decidedAt: NOW, refusedAt: NOW, round: 1, disputeId: anId('objection') })
const achievement = anAchievementVersion({}, { version: 3 })
const pseudonymOf = (name: string) => disputePseudonym(claim, anId(name), digests)
const start = { id: anId('objection'), memberId: anId('ana'), randomness: 'r', now: NOW }
const raised = joinObjection(
  newObjection(claim, { ...start, kind: 'objection', grounds: 'conduct' }, digests),
  anId('ben'),
  undefined,
  addDays(NOW, 1),
)

/** Five have lots, of which the learner's is passed over wherever it falls and three are drawn. */
const LOTS = inOrderOfLots(raised.seed, claim, ['learner', 'cem', 'dea', 'eli', 'fay'].map(anId), digests).map(
  ({ memberId, pseudonym }) => ({ pseudonym, code: memberId === claim.learnerId ? 'learner' : 'drawn' }) as const,
)
const seated = seatPanel(raised, ['cem', 'dea', 'eli'].map(anId), { members: 5, candidates: LOTS }, NOW)
const SETTLED = { status: 'upheld', basis: 'votes', upheld: 1, dismissed: 0, at: addDays(NOW, 8) } as const
const settled = settleObjection(
  {
    ...seated,
    seats: seated.seats.map((seat, index) => ({
      ...seat,
      ...[{ votedAt: addDays(NOW, 2) }, { declinedAt: addDays(NOW, 3) }, { replacedAt: addDays(NOW, 7) }][index],
    })),
  },
  SETTLED,
)
const build = (objection: Objection = settled, of = claim) =>
  buildOutcome(
    {
      community: aCommunity(),
      achievement,
      claim: of,
      objection,
      votes: new Map<string, Vote>([[anId('cem'), 'upheld']]),
    },
    digests,
  )

describe('buildOutcome', () => {
  it('is what is published under its address, of the claim, rule and evidence that were disputed', () => {
    const outcome = build()
    expect(DisputeOutcomeSchema.parse(outcome)).toEqual(outcome)
    expect(outcome).toMatchObject({
      id: `https://badges.example.org/objections/${anId('objection')}`,
      issuer: 'did:web:badges.example.org:communities:weavers',
      kind: 'objection',
      claim: claim.id,
      achievement: `https://badges.example.org/achievements/${achievement.achievementId}/3`,
      policyDigest: achievement.policyDigest,
      evidenceDigest: claim.evidenceDigest,
      decidedAt: NOW,
      raisedAt: NOW,
      settlement: SETTLED,
    })
  })

  it('names nobody: whoever has a part in it stands there under the pseudonym of this claim', () => {
    const outcome = build()
    const text = JSON.stringify(outcome)
    for (const name of ['learner', 'ana', 'ben', 'cem', 'dea', 'eli', 'fay']) expect(text).not.toContain(anId(name))
    expect(text).not.toContain(claim.salt)
    expect(outcome.learner).toBe(pseudonymOf('learner'))
    expect(outcome.objectors).toEqual([
      { pseudonym: pseudonymOf('ana'), grounds: 'conduct', at: NOW },
      { pseudonym: pseudonymOf('ben'), at: addDays(NOW, 1) },
    ])
  })

  it('tells of each place on the panel how it ended, and the vote of those who voted', () => {
    expect(build().panel).toEqual([
      { pseudonym: pseudonymOf('cem'), draw: 1, vote: 'upheld', votedAt: addDays(NOW, 2) },
      { pseudonym: pseudonymOf('dea'), draw: 1, declinedAt: addDays(NOW, 3) },
      { pseudonym: pseudonymOf('eli'), draw: 1, replacedAt: addDays(NOW, 7) },
    ])
  })

  it('holds all that is needed to draw the lots again, and a digest of those that came up', () => {
    const { seed, draws } = build().lots
    const [draw] = draws
    const lots = (draw?.candidates ?? []).map(({ pseudonym }) => digests.sha256Hex(`${seed}|${pseudonym}`))
    expect(lots).toHaveLength(5)
    expect(lots).toEqual([...lots].sort())
    expect(draw).toMatchObject({ number: 1, at: NOW, members: 5, candidates: LOTS })
    expect(draw?.digest).toBe(digests.sha256Base64Url(toCanonicalJson(LOTS)))
  })

  it('points, of an appeal, to the outcome it was made against', () => {
    const appeal = newObjection(claim, { ...start, id: anId('appeal'), kind: 'appeal' }, digests)
    const nobody = settleObjection(appeal, { ...SETTLED, status: 'dismissed', basis: 'no-panel', upheld: 0 })
    expect(build(nobody)).toMatchObject({
      kind: 'appeal',
      against: `https://badges.example.org/objections/${anId('objection')}`,
      panel: [],
    })
    expect(build()).not.toHaveProperty('against')
  })

  it('leaves out when the rule was met where the claim does not say so any more', () => {
    expect(build(settled, aClaim({ status: 'withdrawn' }))).not.toHaveProperty('decidedAt')
  })

  it('is not made of an objection that is still being settled', () => {
    expect(() => build(seated)).toThrow(TypeError)
  })
})
