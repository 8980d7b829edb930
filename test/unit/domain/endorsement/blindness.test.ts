import { describe, expect, it } from 'vitest'
import {
  answersKindOnly,
  isSealedFrom,
  judgedBy,
  type Looking,
  mayKnowEndorser,
  mayKnowWhy,
  mayReadEarlier,
  maySee,
  maySeeSelfRatings,
  type Viewer,
} from '../../../../functions/domain/endorsement/blindness.ts'
import { type ClaimStatus, ClaimStatusSchema } from '../../../../schemas/claim.ts'
import type { Role } from '../../../../schemas/member.ts'
import { aClaim, anEndorsement, anId, aPolicy } from '../../../support/builders.ts'

type Blindness = 'open' | 'sealed' | 'anonymous'
const community: Viewer = { kind: 'community' }
const member = (name: string, role: Role = 'member'): Viewer => ({ kind: 'member', id: anId(name), role })
const looking = (blindness: Blindness, viewer: Viewer, changes: Partial<Looking> = {}): Looking => ({
  claim: aClaim({ evidenceVersion: 2, collaborators: [anId('collaborator')] }),
  policy: aPolicy({ blindness }),
  viewer,
  judged: new Set(),
  ...changes,
})
const inStatus = (status: ClaimStatus) => ({ claim: aClaim({ evidenceVersion: 2, status }) })
const SETTLED: readonly ClaimStatus[] = ['issued', 'refused', 'withdrawn', 'expired']

describe('isSealedFrom', () => {
  it.each(['open', 'anonymous'] as const)('keeps nothing from anyone where blindness is "%s"', (blindness) => {
    for (const viewer of [community, member('learner'), member('ana'), member('olga', 'owner')])
      expect(isSealedFrom(looking(blindness, viewer), 2)).toBe(false)
  })

  it('keeps nothing from the community’s software', () => {
    expect(isSealedFrom(looking('sealed', community), 2)).toBe(false)
  })

  it.each(ClaimStatusSchema.options)('of a claim that is "%s" opens to a peer exactly when it is settled', (status) => {
    for (const role of ['member', 'facilitator', 'owner'] as const)
      expect(isSealedFrom(looking('sealed', member('ana', role), inStatus(status)), 2)).toBe(!SETTLED.includes(status))
  })

  it.each(ClaimStatusSchema.options)(
    'of a claim that is "%s" opens to the learner when it is settled or to be revised',
    (status) => {
      const opens = SETTLED.includes(status) || status === 'revision'
      expect(isSealedFrom(looking('sealed', member('learner'), inStatus(status)), 2)).toBe(!opens)
      expect(isSealedFrom(looking('sealed', member('learner'), inStatus(status)), 1)).toBe(false)
    },
  )

  it('opens to a peer the evidence version they judged, and no other', () => {
    const judged = looking('sealed', member('ana'), { judged: new Set([1]) })
    expect([isSealedFrom(judged, 1), isSealedFrom(judged, 2)]).toEqual([false, true])
  })

  it('opens no later version to whoever shares the work', () => {
    expect(isSealedFrom(looking('sealed', member('collaborator')), 1)).toBe(true)
  })
})

describe('judgedBy', () => {
  const own = (changes: Parameters<typeof anEndorsement>[1]) => [
    ...judgedBy(member('ana'), [anEndorsement('ana', changes)]),
  ]

  it('is the versions of which a judgement of theirs stands', () => {
    expect(own({ evidenceVersion: 2, verdict: 'not-yet' })).toEqual([2])
    expect(own({ verdict: 'decline' })).toEqual([])
    expect(own({ state: 'withdrawn' })).toEqual([])
    expect(own({ state: 'erased' })).toEqual([])
    expect([...judgedBy(member('ben'), [anEndorsement('ana')])]).toEqual([])
    expect([...judgedBy(community, [anEndorsement('ana')])]).toEqual([])
  })
})

describe('maySee', () => {
  const by = (name: string, changes = {}) => anEndorsement(name, { evidenceVersion: 2, ...changes })

  it('shows everyone their own, and a peer nothing else of a sealed claim', () => {
    expect(maySee(looking('sealed', member('ana')), by('ana'))).toBe(true)
    expect(maySee(looking('sealed', member('ana')), by('ben'))).toBe(false)
    expect(maySee(looking('sealed', member('ana')), by('ben', { verdict: 'decline' }))).toBe(false)
  })

  it('tells the learner at once who will not judge, and nothing else', () => {
    expect(maySee(looking('sealed', member('learner')), by('ben', { verdict: 'decline' }))).toBe(true)
    expect(maySee(looking('sealed', member('learner')), by('ben', { verdict: 'not-yet' }))).toBe(false)
  })
})

describe('mayKnowEndorser', () => {
  it.each([
    ['the community’s software', community, true],
    ['the endorser', member('ana'), true],
    ['an owner', member('olga', 'owner'), true],
    ['a facilitator', member('fay', 'facilitator'), true],
    ['another peer', member('ben'), false],
    ['the learner', member('learner'), false],
    ['a learner who leads the community', member('learner', 'owner'), false],
    ['a collaborator who leads the community', member('collaborator', 'facilitator'), false],
  ] as const)('under "anonymous" answers %s', (_who, viewer, knows) => {
    expect(mayKnowEndorser(looking('anonymous', viewer), anId('ana'))).toBe(knows)
    expect(mayKnowEndorser(looking('open', viewer), anId('ana'))).toBe(true)
  })
})

describe('mayKnowWhy', () => {
  it('tells the endorser, leaders and, where endorsers are known, the learner', () => {
    const knows = (blindness: Blindness, viewer: Viewer) => mayKnowWhy(looking(blindness, viewer), anId('ana'))
    expect([knows('open', member('ana')), knows('anonymous', member('ana'))]).toEqual([true, true])
    expect([knows('open', member('learner')), knows('anonymous', member('learner'))]).toEqual([true, false])
    expect([knows('open', member('fay', 'facilitator')), knows('open', member('ben'))]).toEqual([true, false])
    expect(knows('anonymous', community)).toBe(true)
  })
})

describe('mayReadEarlier', () => {
  it('is for the endorser, the learner and leaders', () => {
    const reads = (viewer: Viewer, blindness: Blindness = 'open') =>
      mayReadEarlier(looking(blindness, viewer), anEndorsement('ana', { evidenceVersion: 2 }))
    const readers = [member('ana'), member('learner'), member('olga', 'owner'), community]
    expect(readers.map((viewer) => reads(viewer))).toEqual(Array(4).fill(true))
    expect([member('ben'), member('collaborator', 'owner')].map((viewer) => reads(viewer))).toEqual([false, false])
    expect(readers.map((viewer) => reads(viewer, 'sealed'))).toEqual([true, false, false, true])
  })
})

describe('maySeeSelfRatings', () => {
  it('waits for a judgement of one’s own, whatever the policy and the role', () => {
    for (const blindness of ['open', 'sealed', 'anonymous'] as const) {
      const sees = (viewer: Viewer, judged: readonly number[] = []) =>
        maySeeSelfRatings(looking(blindness, viewer, { judged: new Set(judged) }), 2)
      expect([sees(member('ana')), sees(member('ana'), [1]), sees(member('ana'), [2])]).toEqual([false, false, true])
      expect([sees(member('olga', 'owner')), sees(member('learner')), sees(community)]).toEqual([false, true, true])
    }
  })
})

describe('answersKindOnly', () => {
  it('holds under "sealed" and "anonymous", and not for policies from before there was the clause', () => {
    expect((['open', 'sealed', 'anonymous'] as const).map((blindness) => answersKindOnly({ blindness }))).toEqual([
      false,
      true,
      true,
    ])
    expect(answersKindOnly({})).toBe(false)
  })
})
