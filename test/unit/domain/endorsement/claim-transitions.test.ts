import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../../functions/domain/endorsement/claim.ts'
import {
  appealRefusal,
  contestClaim,
  dismissAppeal,
  dismissObjection,
  refuseClaim,
  upholdAppeal,
} from '../../../../functions/domain/endorsement/claim-dispute.ts'
import { loseSupport } from '../../../../functions/domain/endorsement/claim-living.ts'
import {
  addEvidence,
  askRevision,
  type ClaimChange,
  expireClaim,
  issueClaim,
  mayMove,
  meetRule,
  move,
  reopenClaim,
  TRANSITIONS,
  withdrawClaim,
} from '../../../../functions/domain/endorsement/claim-transitions.ts'
import { eraseClaim } from '../../../../functions/domain/endorsement/erase-claim.ts'
import { type ClaimStatus, ClaimStatusSchema } from '../../../../schemas/claim.ts'
import { aClaim, anId, NOW } from '../../../support/builders.ts'

const learner = anId('learner')
const STATUSES = ClaimStatusSchema.options
const SIDES = ['learner', 'endorser', 'objector', 'panel', 'issuance', 'clock', 'erasure'] as const

/** Each way a claim can move, with the answer `undefined` for every kind of no. */
const MOVES: readonly {
  readonly name: string
  readonly by: (typeof SIDES)[number]
  readonly to: ClaimStatus
  readonly move: (claim: Claim) => ClaimChange | undefined
}[] = [
  {
    name: 'addEvidence',
    by: 'learner',
    to: 'open',
    move: (claim) => acceptedOf(addEvidence(claim, 'digest', learner)),
  },
  { name: 'withdrawClaim', by: 'learner', to: 'withdrawn', move: (claim) => acceptedOf(withdrawClaim(claim, learner)) },
  { name: 'expireClaim', by: 'clock', to: 'expired', move: (claim) => expireClaim(claim, '2027-01-01T00:00:00.000Z') },
  { name: 'askRevision', by: 'issuance', to: 'revision', move: (claim) => unlessThrown(() => askRevision(claim, 2)) },
  { name: 'meetRule', by: 'issuance', to: 'met', move: (claim) => unlessThrown(() => meetRule(claim, NOW, 3)) },
  {
    name: 'reopenClaim',
    by: 'issuance',
    to: 'open',
    move: (claim) => unlessThrown(() => reopenClaim(claim, 'issuance')),
  },
  {
    name: 'reopenClaim',
    by: 'endorser',
    to: 'open',
    move: (claim) => unlessThrown(() => reopenClaim(claim, 'endorser')),
  },
  {
    name: 'issueClaim',
    by: 'issuance',
    to: 'issued',
    move: (claim) => unlessThrown(() => issueClaim(claim, NOW, { repeatable: 'once' })),
  },
  {
    name: 'contestClaim',
    by: 'objector',
    to: 'contested',
    move: (claim) => unlessThrown(() => contestClaim(claim, anId('objection'))),
  },
  { name: 'refuseClaim', by: 'panel', to: 'refused', move: (claim) => unlessThrown(() => refuseClaim(claim, NOW)) },
  ...(['panel', 'clock'] as const).map((by) => ({
    name: 'dismissObjection',
    by,
    to: 'met' as const,
    // A claim that is refused gets there by an appeal.
    move: (claim: Claim) =>
      claim.status === 'refused'
        ? by === 'panel'
          ? upholdAppeal(claim, NOW)
          : undefined
        : unlessThrown(() => dismissObjection(claim, by, NOW, NOW)),
  })),
  {
    name: 'appealRefusal',
    by: 'learner',
    to: 'refused',
    move: (claim) => unlessThrown(() => appealRefusal(claim, anId('appeal'), true, NOW)),
  },
  { name: 'upholdAppeal', by: 'panel', to: 'met', move: (claim) => unlessThrown(() => upholdAppeal(claim, NOW)) },
  ...(['panel', 'clock'] as const).map((by) => ({
    name: 'dismissAppeal',
    by,
    to: 'refused' as const,
    // A claim that is contested gets there by an objection.
    move: (claim: Claim) =>
      claim.status === 'contested'
        ? by === 'panel'
          ? refuseClaim(claim, NOW)
          : undefined
        : unlessThrown(() => dismissAppeal(claim, by)),
  })),
  {
    name: 'eraseClaim',
    by: 'erasure',
    to: 'withdrawn',
    move: (claim) => {
      const change = eraseClaim(claim)
      return change?.to.status === 'withdrawn' && claim.status !== 'withdrawn' ? change : undefined
    },
  },
  {
    name: 'loseSupport',
    by: 'issuance',
    to: 'issued',
    // A met claim gets there by being issued.
    move: (claim) =>
      claim.status === 'met'
        ? issueClaim(claim, NOW, { repeatable: 'once' })
        : unlessThrown(() => loseSupport(claim, 'suspend', 7, NOW)),
  },
]

const acceptedOf = (result: ReturnType<typeof withdrawClaim>) => (result.ok ? result.value : undefined)

function unlessThrown(make: () => ClaimChange): ClaimChange | undefined {
  try {
    return make()
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    return undefined
  }
}

describe('the transitions of a claim', () => {
  it('are exactly those of the table, for every pair of states and every side', () => {
    const allowed = STATUSES.flatMap((from) =>
      STATUSES.flatMap((to) => SIDES.flatMap((by) => (mayMove(from, to, by) ? [`${from} → ${to} by ${by}`] : []))),
    )
    expect(allowed.sort()).toEqual(TRANSITIONS.map(({ from, to, by }) => `${from} → ${to} by ${by}`).sort())
    expect(new Set(allowed).size).toBe(TRANSITIONS.length)
  })

  it('leave withdrawn and expired claims where they are, and take a badge back only with the person it is about', () => {
    for (const from of ['withdrawn', 'expired']) expect(TRANSITIONS.filter((row) => row.from === from)).toEqual([])
    expect(TRANSITIONS.filter(({ from, to }) => from === 'issued' && to !== 'issued')).toEqual([
      { from: 'issued', to: 'withdrawn', by: 'erasure' },
    ])
  })

  it('are each reached by a step of a claim', () => {
    const reached = MOVES.flatMap(({ by, to, move }) =>
      STATUSES.flatMap((status) => (move(aClaim({ status })) ? [`${status} → ${to} by ${by}`] : [])),
    )
    expect([...new Set(reached)].sort()).toEqual(
      TRANSITIONS.map(({ from, to, by }) => `${from} → ${to} by ${by}`).sort(),
    )
  })

  it('are refused by the one function that makes them, for every other pair of states and every side', () => {
    for (const from of STATUSES)
      for (const to of STATUSES)
        for (const by of SIDES) {
          const make = () => move(aClaim({ status: from }), by, 'claim.opened', { status: to })
          if (mayMove(from, to, by)) expect(make().to.status).toBe(to)
          else expect(make).toThrow(TypeError)
        }
  })

  for (const { name, by, to, move } of MOVES)
    it.each(STATUSES)(`${name} by ${by} moves a claim that is "%s" if and only if the table says so`, (status) => {
      const from = aClaim({ status })
      const change = move(from)
      expect(change !== undefined).toBe(mayMove(status, to, by))
      if (change) {
        expect(change.from).toBe(from)
        expect(change.to).toMatchObject({ status: to, version: from.version + 1, id: from.id })
      }
    })
})

describe('addEvidence', () => {
  it('stores the next evidence version and its digest, and keeps the learner from claiming twice', () => {
    expect(addEvidence(aClaim({ status: 'revision', evidenceVersion: 3 }), 'the-digest', learner)).toEqual({
      ok: true,
      value: {
        from: aClaim({ status: 'revision', evidenceVersion: 3 }),
        to: aClaim({ status: 'open', evidenceVersion: 4, evidenceDigest: 'the-digest', version: 2 }),
        event: 'claim.evidence-added',
        data: { evidenceVersion: 4, evidenceDigest: 'the-digest' },
        actorId: learner,
        uniqueness: { kind: 'keep' },
      },
    })
  })

  it.each(['met', 'issued', 'contested', 'refused', 'withdrawn', 'expired'] as const)(
    'refuses new evidence for a claim that is "%s"',
    (status) => {
      expect(addEvidence(aClaim({ status }), 'digest', learner)).toMatchObject({
        ok: false,
        error: { code: 'evidence_closed', detail: `The claim is ${status} and takes no new evidence.` },
      })
    },
  )
})

describe('addEvidence to a claim with many versions', () => {
  it('takes the hundredth and no more', () => {
    expect(addEvidence(aClaim({ evidenceVersion: 99 }), 'digest', learner).ok).toBe(true)
    expect(addEvidence(aClaim({ evidenceVersion: 100 }), 'digest', learner)).toMatchObject({
      ok: false,
      error: { code: 'evidence_closed' },
    })
  })

  it.each([0, 1, 5])('takes no more than %i versions after the first where the rule says so', (revisions) => {
    const last = aClaim({ evidenceVersion: revisions + 1 })
    expect(addEvidence(last, 'digest', learner, revisions)).toMatchObject({
      ok: false,
      error: {
        code: 'evidence_closed',
        detail: `This claim has been given every evidence version that its rule takes, ${revisions + 1} in all; withdraw it and open a new one.`,
      },
    })
    expect(addEvidence(last, 'digest', learner, revisions + 1).ok).toBe(true)
  })
})

describe('withdrawClaim', () => {
  it('lets the learner claim the achievement again', () => {
    expect(withdrawClaim(aClaim({ status: 'met' }), learner)).toMatchObject({
      ok: true,
      value: { event: 'claim.withdrawn', actorId: learner, uniqueness: { kind: 'release' } },
    })
  })

  it.each(['issued', 'refused', 'withdrawn', 'expired'] as const)(
    'refuses to withdraw a claim that is "%s"',
    (status) => {
      expect(withdrawClaim(aClaim({ status }), learner)).toMatchObject({
        ok: false,
        error: { code: 'claim_not_withdrawable' },
      })
    },
  )
})

describe('expireClaim', () => {
  const claim = aClaim({ expiresAt: '2026-04-10T09:00:00.000Z' })

  it('ends nothing before its time, nor a claim without an end', () => {
    expect(expireClaim(claim, '2026-04-10T08:59:59.999Z')).toBeUndefined()
    const { expiresAt: _expiresAt, ...endless } = claim
    expect(expireClaim(endless, '2099-01-01T00:00:00.000Z')).toBeUndefined()
  })

  it('ends a claim at its instant and lets the learner claim again', () => {
    expect(expireClaim(claim, '2026-04-10T09:00:00.000Z')).toMatchObject({
      to: { status: 'expired' },
      event: 'claim.expired',
      uniqueness: { kind: 'release' },
    })
  })
})

describe('meetRule and reopenClaim', () => {
  it('name the freeze by its round and keep its instant', () => {
    expect(meetRule(aClaim({ round: 1 }), NOW, 3)).toMatchObject({
      to: { status: 'met', decidedAt: NOW, round: 2 },
      event: 'claim.met',
      data: { decidedAt: NOW, counted: 3, round: 2 },
    })
  })

  it('say until when the claim can be objected to, of a rule that has such a time', () => {
    expect(meetRule(aClaim(), NOW, 3, 48).to).toMatchObject({ objectableUntil: '2026-03-03T12:00:00.000Z' })
    expect(meetRule(aClaim(), NOW, 3, 0).to).not.toHaveProperty('objectableUntil')
    const met = meetRule(aClaim(), NOW, 3, 48).to
    expect(reopenClaim(met, 'endorser').to).not.toHaveProperty('objectableUntil')
  })

  it('forget the instant when the claim opens again, but not the round nor the status entry', () => {
    const statusEntry = { list: anId('list'), index: 7 }
    const met = aClaim({ status: 'met', decidedAt: NOW, round: 2, statusEntry })
    const { to, actorId, data } = reopenClaim(met, 'endorser', anId('ana'))
    expect(to).toEqual(aClaim({ status: 'open', round: 2, statusEntry, version: 2 }))
    expect({ actorId, data }).toEqual({ actorId: anId('ana'), data: { round: 2 } })
    expect(reopenClaim(met, 'issuance')).not.toHaveProperty('actorId')
  })
})

describe('askRevision', () => {
  it('records how many said not yet, of which evidence', () => {
    expect(askRevision(aClaim({ evidenceVersion: 2 }), 2)).toMatchObject({
      to: { status: 'revision' },
      data: { evidenceVersion: 2, notYet: 2 },
    })
  })
})

describe('issueClaim', () => {
  const met = aClaim({ status: 'met', decidedAt: NOW, round: 1 })

  it.each([
    ['once', { repeatable: 'once' }, { kind: 'keep' }],
    ['many', { repeatable: 'many' }, { kind: 'keep' }],
    [
      'per-period',
      { repeatable: 'per-period', periodDays: 10 },
      { kind: 'free-at', freeAt: '2026-03-11T12:00:00.000Z' },
    ],
  ] as const)('says when an achievement given "%s" may be claimed again', (_name, repeating, uniqueness) => {
    expect(issueClaim(met, NOW, repeating)).toMatchObject({
      to: { status: 'issued', issuedAt: NOW, decidedAt: NOW },
      data: { credentialId: met.credentialId, round: 1 },
      uniqueness,
    })
  })
})
