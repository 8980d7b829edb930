import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addGrant,
  type Grant,
  grantFrom,
  heldUnits,
  NO_STANDING,
  overdrawn,
  PANEL_REACH,
  quarterOf,
  reachLeft,
  type Standing,
  unitsToHandOn,
  withoutClaim,
  withoutHanded,
  withoutUnits,
} from '../../../../functions/domain/independence/reach.ts'
import { NOW } from '../../../support/builders.ts'

const PANEL = ['p1', 'p2', 'p3']

/** A community that hands trust on, badge by badge. */
function aCommunity(panel: readonly string[] = PANEL) {
  const standings = new Map<string, Standing>()
  const of = (id: string) => standings.get(id) ?? NO_STANDING
  /** Takes back what somebody handed on and will not hold. */
  const lower = (id: string, grants: readonly Grant[]): void => {
    for (let excess = overdrawn(grants, of(id).handed); excess; excess = overdrawn(grants, of(id).handed)) {
      lower(excess.to, withoutUnits(of(excess.to).grants, id, excess))
      standings.set(excess.to, { ...of(excess.to), grants: withoutUnits(of(excess.to).grants, id, excess) })
      standings.set(id, { ...of(id), handed: withoutHanded(of(id).handed, excess) })
    }
  }
  return {
    of,
    left: (id: string, members = panel) => reachLeft(id, of(id), members, NOW),
    /** The giver counted on a badge of the learner. */
    badge: (from: string, to: string, members = panel) => {
      const grant = grantFrom({ id: from, standing: of(from) }, { id: to, standing: of(to) }, `${from} ${to}`, members)
      if (!grant) return
      standings.set(to, { ...of(to), grants: addGrant(of(to).grants, grant, members) })
      const { from: giver, ...handed } = grant
      if (giver !== grant.root) standings.set(from, { ...of(from), handed: [...of(from).handed, { ...handed, to }] })
    },
    /** A badge of the learner, to whom the giver handed trust, is revoked. */
    revoke: (from: string, to: string) => {
      const claimId = `${from} ${to}`
      lower(to, withoutClaim(of(to).grants, claimId))
      const gone = of(to).grants.filter((grant) => grant.claimId === claimId)
      standings.set(to, { ...of(to), grants: withoutClaim(of(to).grants, claimId) })
      for (const grant of gone)
        standings.set(from, { ...of(from), handed: withoutHanded(of(from).handed, { ...grant, to }) })
    },
  }
}

describe('the reach of the founding panel', () => {
  it('is more than enough for the panel itself, and nothing for whom nobody vouched', () => {
    const { left } = aCommunity()
    expect(left('p1')).toBe(PANEL_REACH)
    expect(left('stranger')).toBe(0)
  })

  it('falls with every step', () => {
    const community = aCommunity()
    community.badge('p1', 'a')
    community.badge('a', 'b')
    community.badge('b', 'c')
    const [a, b, c] = ['a', 'b', 'c'].map((id) => heldUnits(community.of(id), PANEL))
    expect([a, b, c]).toEqual([80, 10, 1])
    community.badge('c', 'd')
    expect(community.left('d')).toBe(0)
  })

  it('comes from each giver once, and from nobody who has none', () => {
    const community = aCommunity()
    community.badge('stranger', 'a')
    expect(community.left('a')).toBe(0)
    for (let n = 0; n < 5; n++) community.badge('p1', 'a')
    expect(community.of('a').grants).toHaveLength(1)
  })

  it('of the panel ends with the membership of the panel', () => {
    const community = aCommunity()
    community.badge('p1', 'a')
    expect(community.left('a', ['p2', 'p3'])).toBe(0)
  })

  it('ends however many steps away when they leave, and stays where it began with somebody else', () => {
    const community = aCommunity()
    for (const [from, to] of [
      ['p1', 'a'],
      ['a', 'b'],
      ['b', 'c'],
      ['p2', 'd'],
      ['d', 'b'],
    ] as const)
      community.badge(from, to)
    expect(['a', 'b', 'c'].map((id) => community.left(id))).toEqual([70, 19, 1])
    expect(['a', 'b', 'c'].map((id) => community.left(id, ['p2', 'p3']))).toEqual([0, 10, 0])
  })

  it('is taken back step by step with the badge it came with', () => {
    const community = aCommunity()
    community.badge('p1', 'a')
    community.badge('a', 'b')
    community.badge('b', 'c')
    community.revoke('p1', 'a')
    expect(['a', 'b', 'c'].map((id) => community.left(id))).toEqual([0, 0, 0])
    expect(['a', 'b'].flatMap((id) => community.of(id).handed)).toEqual([])
  })

  it('finds room for new trust beside what has ended', () => {
    const community = aCommunity()
    const retired = Array.from({ length: 25 }, (_, n) => `retired ${n}`)
    for (const one of retired) community.badge(one, 'a', [one])
    expect(community.of('a').grants).toHaveLength(20)
    community.badge('p1', 'a')
    expect(community.left('a')).toBe(80)
    expect(community.of('a').grants).toHaveLength(20)
  })

  it('hands on no more than there is, whatever badges are given and revoked and whoever leaves the panel', () => {
    const member = fc.constantFrom('m', 'n', ...Array.from({ length: 8 }, (_, n) => `puppet ${n}`))
    const act = fc.tuple(fc.constantFrom('badge', 'badge', 'badge', 'revoke'), member, member)
    fc.assert(
      fc.property(fc.array(act, { maxLength: 100 }), fc.subarray(PANEL), (acts, panel) => {
        const community = aCommunity()
        community.badge('p1', 'm')
        community.badge('p2', 'n')
        for (const [what, from, to] of acts) if (from !== to) community[what](from, to)
        const members = ['m', 'n', ...Array.from({ length: 8 }, (_, n) => `puppet ${n}`)]
        const roots = ['p1', 'p2'].filter((id) => panel.includes(id)).length
        expect(members.reduce((sum, id) => sum + community.left(id, panel), 0)).toBeLessThanOrEqual(80 * roots)
        for (const id of members) {
          const { grants, handed } = community.of(id)
          expect(overdrawn(grants, handed)).toBeUndefined()
        }
      }),
    )
  })

  it('is used up in a quarter and there again in the next', () => {
    const used = { ...NO_STANDING, used: { quarter: quarterOf(NOW), units: 80 } }
    const standing = { ...used, grants: [{ from: 'p1', claimId: 'c', units: 80, root: 'p1' }] }
    expect(reachLeft('a', standing, PANEL, NOW)).toBe(0)
    expect(reachLeft('a', standing, PANEL, '2026-04-01T00:00:00.000Z')).toBe(80)
  })

  it('gains puppets nothing by their number: together they have no more than whoever brought them in held alone', () => {
    const puppet = fc.constantFrom('m', ...Array.from({ length: 12 }, (_, n) => `puppet ${n}`))
    fc.assert(
      fc.property(fc.array(fc.tuple(puppet, puppet), { maxLength: 120 }), (badges) => {
        const community = aCommunity()
        community.badge('p1', 'm')
        const alone = community.left('m')
        for (const [from, to] of badges) if (from !== to) community.badge(from, to)
        const members = ['m', ...Array.from({ length: 12 }, (_, n) => `puppet ${n}`)]
        expect(members.reduce((sum, id) => sum + community.left(id), 0)).toBeLessThanOrEqual(alone)
      }),
    )
  })

  it('never leaves a giver with less than half of what they hold', () => {
    const community = aCommunity()
    community.badge('p1', 'a')
    for (let n = 0; n < 100; n++) community.badge('a', `learner ${n}`)
    expect(unitsToHandOn('a', community.of('a'), PANEL)).toBe(0)
    expect(community.left('a')).toBe(40)
  })

  it('lets an honest community grow from a panel of five to a thousand', () => {
    const panel = ['m0', 'm1', 'm2', 'm3', 'm4']
    const community = aCommunity(panel)
    let seed = 7
    const below = (n: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648
      return Math.floor((seed / 2147483648) * n)
    }
    let anchored = 0
    for (let n = 5; n < 1000; n++) {
      const endorsers = Array.from({ length: 3 }, () => `m${below(n)}`).filter((id) => community.left(id) > 0)
      if (endorsers.length > 0) anchored++
      for (const id of endorsers) community.badge(id, `m${n}`)
      // Members go on earning badges while others join.
      for (let more = 0; more < 2; more++) {
        const learner = `m${below(n)}`
        for (let i = 0; i < 3; i++) community.badge(`m${below(n)}`, learner)
      }
    }
    expect(anchored / 995).toBeGreaterThan(0.95)
  })
})
