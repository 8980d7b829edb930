import { describe, expect, it } from 'vitest'
import type { Endorsement } from '../../../../functions/domain/endorsement/endorsement.ts'
import {
  type Act,
  ENDORSEMENT_TRANSITIONS,
  mayTurn,
  type Standing,
  standingOf,
  turn,
} from '../../../../functions/domain/endorsement/endorsement-transitions.ts'
import { eraseEndorsement } from '../../../../functions/domain/endorsement/erase-endorsement.ts'
import {
  type GivingContext,
  giveEndorsement,
  reviseEndorsement,
  withdrawEndorsement,
} from '../../../../functions/domain/endorsement/give-endorsement.ts'
import { undoEndorsement } from '../../../../functions/domain/endorsement/undo-endorsement.ts'
import { addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import type { Refusal } from '../../../../functions/domain/shared/refusal.ts'
import { aClaim, aMember, anEndorsement, anId, aRule, NOW } from '../../../support/builders.ts'

const STANDINGS: readonly Standing[] = ['undone', 'given', 'revised', 'withdrawn', 'erased']
const ACTS: readonly Act[] = ['give', 'revise', 'withdraw', 'undo', 'erase']

const stored = (standing: Standing): Endorsement | undefined =>
  standing === 'undone'
    ? undefined
    : anEndorsement('ana', {
        version: 2,
        changedAt: NOW,
        state: standing === 'revised' ? 'given' : standing,
        ...(standing === 'revised' ? { revised: true } : {}),
      })

const context: GivingContext = {
  claim: aClaim(),
  rule: aRule(),
  endorser: aMember('ana'),
  holds: [],
  assurance: 'asserted',
  now: NOW,
}
const undoContext = { claim: context.claim, policy: context.rule.policy, endorsements: [], selfRated: false, now: NOW }

type Outcome = { readonly to: Standing } | { readonly refused: Refusal['code'] }
type Made = { readonly ok: true; readonly value: Endorsement } | { readonly ok: false; readonly error: Refusal }
const outcomeOf = (made: Made): Outcome => (made.ok ? { to: standingOf(made.value) } : { refused: made.error.code })

/** What the use case of an act does with a judgement that stands so. */
function act(by: Act, from: Endorsement | undefined): Outcome {
  if (by === 'give')
    return from
      ? { refused: 'already_endorsed' }
      : outcomeOf(giveEndorsement(anId('new'), context, { verdict: 'endorse' }))
  if (from === undefined) return { refused: 'endorsement_not_found' }
  switch (by) {
    case 'revise':
      return outcomeOf(reviseEndorsement(from, context, { verdict: 'endorse' }))
    case 'withdraw':
      return outcomeOf(withdrawEndorsement(from, context.claim, NOW))
    case 'undo': {
      const before = from.state === 'withdrawn' || from.revised ? anEndorsement('ana') : undefined
      const undone = undoEndorsement(from, { ...undoContext, before })
      if (!undone.ok) return { refused: undone.error.code }
      return { to: undone.value.outcome === 'undone' ? 'undone' : standingOf(undone.value.next) }
    }
    case 'erase':
      return from.state === 'erased'
        ? { refused: 'endorsement_erased' }
        : { to: standingOf(eraseEndorsement(from, NOW)) }
  }
}

/** What each act does with each standing, in the simplest case. */
const EXPECTED: Readonly<Record<Act, Readonly<Record<Standing, Standing | Refusal['code']>>>> = {
  give: {
    undone: 'given',
    given: 'already_endorsed',
    revised: 'already_endorsed',
    withdrawn: 'already_endorsed',
    erased: 'already_endorsed',
  },
  revise: {
    undone: 'endorsement_not_found',
    given: 'revised',
    revised: 'revised',
    withdrawn: 'revised',
    erased: 'endorsement_erased',
  },
  withdraw: {
    undone: 'endorsement_not_found',
    given: 'withdrawn',
    revised: 'withdrawn',
    withdrawn: 'endorsement_not_found',
    erased: 'endorsement_erased',
  },
  undo: {
    undone: 'endorsement_not_found',
    given: 'undone',
    revised: 'given',
    withdrawn: 'given',
    erased: 'endorsement_erased',
  },
  erase: {
    undone: 'endorsement_not_found',
    given: 'erased',
    revised: 'erased',
    withdrawn: 'erased',
    erased: 'endorsement_erased',
  },
}

describe('the transitions of a judgement', () => {
  it.each(ACTS.flatMap((by) => STANDINGS.map((from) => [by, from] as const)))(
    '%s of one that is "%s" does what the table says',
    (by, from) => {
      const outcome = act(by, stored(from))
      expect('to' in outcome ? outcome.to : outcome.refused).toBe(EXPECTED[by][from])
      if ('to' in outcome) expect(mayTurn(from, outcome.to, by)).toBe(true)
      else expect(STANDINGS.filter((to) => mayTurn(from, to, by))).toEqual([])
    },
  )

  it('are exactly those of the table, for every pair and every act', () => {
    const allowed = STANDINGS.flatMap((from) =>
      STANDINGS.flatMap((to) => ACTS.filter((by) => mayTurn(from, to, by)).map((by) => `${from} → ${to} by ${by}`)),
    )
    expect(allowed.sort()).toEqual(ENDORSEMENT_TRANSITIONS.map(({ from, to, by }) => `${from} → ${to} by ${by}`).sort())
  })

  it('throw for every pair that the table does not hold', () => {
    for (const from of STANDINGS)
      for (const to of STANDINGS)
        for (const by of ACTS)
          if (!mayTurn(from, to, by)) expect(() => turn(stored(from), stored(to), by)).toThrow(TypeError)
  })

  it('never lead out of erased', () => {
    expect(ENDORSEMENT_TRANSITIONS.filter(({ from }) => from === 'erased')).toEqual([])
  })
})

describe('undoEndorsement', () => {
  const current = anEndorsement('ana', { changedAt: NOW })
  const undo = (endorsement: Endorsement, changes: Partial<Parameters<typeof undoEndorsement>[1]> = {}) =>
    undoEndorsement(endorsement, { ...undoContext, before: undefined, ...changes })
  const refused = (code: Refusal['code']) => ({ ok: false, error: { code } })
  const minutes = (count: number) => addMilliseconds(NOW, count * 60_000)

  it('takes back what was given less than ten minutes ago, and nothing older', () => {
    expect(undo(current, { now: addMilliseconds(minutes(10), -1) })).toEqual({ ok: true, value: { outcome: 'undone' } })
    expect(undo(current, { now: minutes(10) })).toMatchObject(refused('undo_closed'))
  })

  it('restores what was revised exactly as it was, under a number of its own', () => {
    const before = anEndorsement('ana', {
      verdict: 'not-yet',
      criterion: 'craft',
      changedAt: '2026-02-28T10:00:00.000Z',
    })
    const revised = anEndorsement('ana', { version: 2, revised: true, changedAt: NOW })
    expect(undo(revised, { before })).toEqual({
      ok: true,
      value: { outcome: 'restored', before, next: { ...before, version: 3, previous: 0 } },
    })
  })

  it('leaves out of the history what was undone', () => {
    const before = anEndorsement('ana', { version: 3, previous: 1, revised: true })
    expect(undo(anEndorsement('ana', { version: 5, changedAt: NOW, revised: true }), { before })).toMatchObject({
      value: { next: { version: 6, previous: 1 } },
    })
  })

  it('withdraws an endorse once the badge is issued, since the badge may hold it', () => {
    const issued = aClaim({ status: 'issued' })
    expect(undo(current, { claim: issued })).toMatchObject({
      value: { outcome: 'withdrawn', next: { state: 'withdrawn', version: 2, changedAt: NOW } },
    })
    // Had it been restored before, what it follows now is itself.
    const restored = undo({ ...current, version: 3, previous: 0 }, { claim: issued })
    expect(restored.ok && restored.value.outcome === 'withdrawn' && restored.value.next).not.toHaveProperty('previous')
    for (const verdict of ['not-yet', 'decline'] as const)
      expect(undo({ ...current, verdict }, { claim: issued })).toEqual({ ok: true, value: { outcome: 'undone' } })
  })

  it('undoes a not-yet that has just asked for a revision', () => {
    const claim = aClaim({ status: 'revision' })
    expect(undo({ ...current, verdict: 'not-yet' }, { claim })).toMatchObject({ ok: true })
  })

  it.each(['contested', 'refused', 'withdrawn', 'expired'] as const)('refuses while the claim is "%s"', (status) => {
    expect(undo(current, { claim: aClaim({ status }) })).toMatchObject(refused('claim_closed'))
  })

  it('refuses for an earlier evidence version', () => {
    expect(undo(current, { claim: aClaim({ evidenceVersion: 2 }) })).toMatchObject(refused('evidence_version_stale'))
  })

  describe('of a sealed claim', () => {
    const sealed = aRule({ blindness: 'sealed' }).policy
    const seen = { policy: sealed, endorsements: [current, anEndorsement('ben')] }

    it('refuses to undo giving once the judgement of another could be read', () => {
      expect(undo(current, seen)).toMatchObject(refused('undo_closed'))
    })

    it('undoes giving while nobody else has judged: a decline is no judgement', () => {
      const endorsements = [current, anEndorsement('ben', { verdict: 'decline' })]
      expect(undo(current, { policy: sealed, endorsements })).toMatchObject({ value: { outcome: 'undone' } })
    })

    it('refuses as well where a decline came before, which would let the judgement be a first one again', () => {
      for (const state of ['given', 'withdrawn'] as const) {
        const before = anEndorsement('ana', { verdict: 'decline', state })
        expect(undo({ ...current, version: 3 }, { ...seen, before })).toMatchObject(refused('undo_closed'))
      }
    })

    it('refuses once the learner’s own ratings could be read', () => {
      const alone = { policy: sealed, endorsements: [current], selfRated: true }
      expect(undo(current, alone)).toMatchObject(refused('undo_closed'))
      expect(undo({ ...current, verdict: 'decline' }, alone)).toMatchObject({ value: { outcome: 'undone' } })
    })

    it('undoes a withdrawal and a decline, which have seen nothing since', () => {
      const withdrawn = { ...current, version: 2, state: 'withdrawn' as const }
      expect(undo(withdrawn, { ...seen, before: anEndorsement('ana') })).toMatchObject({
        value: { outcome: 'restored' },
      })
      expect(undo({ ...current, verdict: 'decline' }, seen)).toMatchObject({ value: { outcome: 'undone' } })
    })

    it('undoes a revision all the same', () => {
      const revised = { ...current, version: 2, revised: true as const }
      expect(undo(revised, { ...seen, before: anEndorsement('ana') })).toMatchObject({ value: { outcome: 'restored' } })
    })
  })
})

describe('reviseEndorsement under blindness', () => {
  const under = (blindness: 'sealed' | 'anonymous', changes: Partial<GivingContext> = {}): GivingContext => ({
    ...context,
    rule: aRule({ blindness }),
    ...changes,
  })
  const endorse = { verdict: 'endorse', changeReason: 'I had missed the hem.' } as const

  it('takes one revision of a sealed claim, with its reason', () => {
    const first = reviseEndorsement(anEndorsement('ana', { verdict: 'not-yet' }), under('sealed'), endorse)
    expect(first).toMatchObject({ ok: true, value: { revised: true, version: 2 } })
    if (!first.ok) throw new Error('refused')
    expect(reviseEndorsement(first.value, under('sealed'), endorse)).toMatchObject({
      error: { code: 'already_revised' },
    })
    const withdrawn = withdrawEndorsement(first.value, context.claim, NOW)
    if (!withdrawn.ok) throw new Error('refused')
    expect(reviseEndorsement(withdrawn.value, under('sealed'), endorse)).toMatchObject({
      error: { code: 'already_revised' },
    })
  })

  it('refuses one without a reason, and one that gives a withdrawn judgement again without', () => {
    const missing = { error: { code: 'invalid_request', errors: [{ pointer: '/changeReason' }] } }
    for (const state of ['given', 'withdrawn'] as const)
      expect(reviseEndorsement(anEndorsement('ana', { state }), under('sealed'), { verdict: 'endorse' })).toMatchObject(
        missing,
      )
  })

  it('takes the judgement of whoever declined before as their first', () => {
    const declined = anEndorsement('ana', { verdict: 'decline' })
    const judged = reviseEndorsement(declined, under('sealed'), { verdict: 'endorse' })
    expect(judged).toMatchObject({ ok: true })
    expect(judged.ok && judged.value.revised).toBeUndefined()
  })

  it('names nobody of an anonymous claim, whoever agrees to it, and takes no credential that would', () => {
    const agreed = { verdict: 'endorse', consentToBeNamed: true } as const
    expect(giveEndorsement(anId('new'), under('anonymous'), agreed)).toMatchObject({
      value: { consentToBeNamed: false },
    })
    expect(giveEndorsement(anId('new'), under('anonymous', { assurance: 'own-key' }), agreed)).toMatchObject({
      error: { code: 'endorsement_not_anonymous' },
    })
  })

  it('lets a self-declared collaborator decline, and nothing else', () => {
    const give = (verdict: 'endorse' | 'not-yet' | 'decline') =>
      giveEndorsement(anId('new'), context, { verdict, relationship: 'collaborator' })
    expect(give('decline').ok).toBe(true)
    for (const verdict of ['endorse', 'not-yet'] as const)
      expect(give(verdict)).toMatchObject({ error: { code: 'collaborator_endorsement' } })
  })
})
