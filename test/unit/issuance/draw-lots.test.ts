import { describe, expect, it } from 'vitest'
import type { Member } from '../../../functions/domain/community/member.ts'
import { newObjection } from '../../../functions/domain/dispute/raise-objection.ts'
import type { Id } from '../../../functions/domain/shared/ids.ts'
import { drawLots } from '../../../functions/issuance/draw-lots.ts'
import type { PolicyInput } from '../../../schemas/policy.ts'
import { aClaim, aMember, anId, aRule, digests, NOW, someFacts } from '../../support/builders.ts'

const claim = aClaim({ status: 'contested', decidedAt: NOW })
const objector = aMember('objector')
const raised = newObjection(
  claim,
  { id: anId('objection'), kind: 'objection', memberId: objector.id, randomness: 'r', now: NOW },
  digests,
)

interface Community {
  readonly members: readonly Member[]
  readonly policy?: PolicyInput
  /** Pairs of members who have endorsed each other. */
  readonly mutual?: readonly (readonly [Id, Id])[]
}

/** Draws three in a community of which everything is known; `asked` counts the members that were looked at. */
async function draw({ members, policy, mutual = [] }: Community) {
  let asked = 0
  const everyone = [aMember('learner'), objector, ...members]
  const isPair = (id: Id, party: Id) => mutual.some((pair) => pair.includes(id) && pair.includes(party))
  const found = (ids: readonly Id[]) => everyone.filter(({ id }) => ids.includes(id))
  const deps = {
    digests,
    now: () => NOW,
    members: { loadMany: async (ids: readonly Id[]) => found(ids) },
    objections: {
      loadAll: async () => [raised],
      loadMemberIds: async () => everyone.map(({ id }) => id),
      loadJudges: async () => [],
      loadCandidates: async (_claim: unknown, ids: readonly Id[], objectors: readonly Id[]) => {
        asked += ids.length
        return found(ids).map((member) => ({
          member,
          holdings: [],
          known: someFacts(),
          isMutual: [claim.learnerId, ...objectors].some((party) => isPair(member.id, party)),
        }))
      },
    },
  }
  const { drawn, candidates } = await drawLots(deps, aRule(policy), claim, raised, 3)
  const nameOf = new Map(everyone.map(({ id, name }) => [id, name]))
  return { drawn: drawn.map((id) => nameOf.get(id) ?? ''), codes: candidates.map(({ code }) => code).sort(), asked }
}

const person = anId('somebody')

describe('drawLots', () => {
  it('seats nobody twice, under whatever account', async () => {
    const accounts = ['a', 'b', 'c'].map((name) => aMember(name, { person }))
    const { drawn, codes } = await draw({ members: [...accounts, aMember('somebody'), aMember('other')] })
    expect(drawn).toHaveLength(2)
    expect(drawn).toContain('other')
    expect(codes).toEqual(['drawn', 'drawn', 'learner', 'objector', 'same-person', 'same-person', 'same-person'])
  })

  it('seats no second account of an owner or facilitator either, where there are too few others', async () => {
    const leaders = ['a', 'b', 'c'].map((name) => aMember(name, { role: 'facilitator', person }))
    const policy: PolicyInput = { eligibility: [{ kind: 'member-for', days: 3650 }] }
    const { drawn, codes } = await draw({ members: [...leaders, aMember('plain')], policy })
    expect(drawn).toHaveLength(1)
    expect(codes).toEqual(['drawn-leader', 'learner', 'not-eligible', 'objector', 'same-person', 'same-person'])
  })

  it('finds the few whom a rule lets judge in a large community, and looks no further than it must in any', async () => {
    const many = Array.from({ length: 800 }, (_, index) => aMember(`m${index}`))
    const few = ['a', 'b', 'c'].map((name) => aMember(name, { role: 'owner' }))
    const policy: PolicyInput = { eligibility: [{ kind: 'role', roles: ['owner'] }] }
    expect((await draw({ members: [...many, ...few], policy })).drawn.sort()).toEqual(['a', 'b', 'c'])
    expect((await draw({ members: [...many, ...few] })).asked).toBe(25)
  })

  it('draws nobody who came after the seed was there, so that nobody fills a community to be drawn', async () => {
    const late = ['a', 'b', 'c'].map((name) => aMember(name, { joinedAt: '2026-03-01T12:00:00.001Z' }))
    const { drawn, codes } = await draw({ members: [...late, aMember('there', { joinedAt: NOW })] })
    expect(drawn).toEqual(['there'])
    expect(codes.filter((code) => code === 'joined-later')).toHaveLength(3)
  })

  it('draws nobody who trades endorsements with the learner, or with whoever objects', async () => {
    const [one, two, three] = [aMember('one'), aMember('two'), aMember('three')]
    const { drawn, codes } = await draw({
      members: [one, two, three],
      mutual: [
        [one.id, claim.learnerId],
        [objector.id, two.id],
        [one.id, three.id],
      ],
    })
    expect(drawn).toEqual(['three'])
    expect(codes.filter((code) => code === 'mutual-pair')).toHaveLength(2)
  })
})
