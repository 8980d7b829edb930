import { describe, expect, it } from 'vitest'
import type { Objection } from '../../../../functions/domain/dispute/objection.ts'
import {
  joinObjection,
  mayAppeal,
  mayObject,
  newObjection,
  type ObjectingContext,
} from '../../../../functions/domain/dispute/raise-objection.ts'
import { appealRefusal, contestClaim, refuseClaim } from '../../../../functions/domain/endorsement/claim-dispute.ts'
import { addDays, addMilliseconds } from '../../../../functions/domain/shared/instant.ts'
import type { ClaimStatus } from '../../../../schemas/claim.ts'
import { aClaim, aMember, anEndorsement, anId, aRule, digests, NOW, someFacts } from '../../../support/builders.ts'

const END = addDays(NOW, 2)
const met = aClaim({ status: 'met', decidedAt: NOW, round: 2, objectableUntil: END })
const contested = contestClaim(met, anId('objection')).to
const refused = refuseClaim(contested, NOW).to

const raisedBy = (...names: readonly string[]): Objection => {
  const [first = 'objector', ...others] = names
  const start = { id: anId(`objection of ${first}`), kind: 'objection', randomness: 'r', now: NOW } as const
  return others.reduce(
    (objection, name) => joinObjection(objection, anId(name), undefined, NOW),
    newObjection(met, { ...start, memberId: anId(first) }, digests),
  )
}

/** A member who has no part in a claim that was just met. */
const aContext = (changes: Partial<ObjectingContext> = {}): ObjectingContext => ({
  claim: met,
  rule: aRule(),
  member: aMember('observer'),
  facts: someFacts(),
  sharing: new Set([met.learnerId]),
  judged: [],
  open: undefined,
  settled: [],
  now: NOW,
  ...changes,
})
const outcomeOf = (changes: Partial<ObjectingContext>) => {
  const result = mayObject(aContext(changes))
  return result.ok ? 'may' : result.error.code
}
const sayingNo = (result: ReturnType<typeof mayObject>) => (result.ok ? undefined : result.error.detail)

describe('mayObject', () => {
  it('lets a member object who has no part in the claim, until the time to object is over', () => {
    expect(outcomeOf({})).toBe('may')
    expect(outcomeOf({ now: addMilliseconds(END, -1) })).toBe('may')
    expect(outcomeOf({ now: END })).toBe('not_objectable')
  })

  it.each([
    [
      'says when the time to object was over',
      { ...met, objectableUntil: NOW },
      `The time to object was over at ${NOW}.`,
    ],
    [
      'says the same while another objection is being settled',
      { ...contested, objectableUntil: NOW },
      `The time to object was over at ${NOW}.`,
    ],
    [
      'says when the rule has no such time',
      aClaim({ status: 'met', decidedAt: NOW }),
      'The rule of this achievement has no time in which members may object.',
    ],
  ])('%s', (_, claim, detail) => {
    expect(mayObject(aContext({ claim }))).toEqual({ ok: false, error: { code: 'not_objectable', detail } })
  })

  it.each(['open', 'revision', 'issued', 'refused', 'withdrawn', 'expired'] as const satisfies readonly ClaimStatus[])(
    'refuses to object to a claim that is %s, whatever is left of its time',
    (status) => {
      const refusal = mayObject(aContext({ claim: { ...met, status } }))
      expect(refusal).toMatchObject({ ok: false, error: { code: 'not_objectable' } })
      expect(sayingNo(refusal)).toContain(`The claim is ${status}`)
    },
  )

  it.each([
    ['the learner', 'learner', undefined],
    ['the learner under a second account', 'alias', 'learner'],
  ])('refuses %s', (_, name, person) => {
    const member = aMember(name, person === undefined ? {} : { person: anId(person) })
    expect(outcomeOf({ member })).toBe('self_objection')
  })

  it('refuses whoever shares the work', () => {
    const sharing = new Set([met.learnerId, anId('collaborator')])
    expect(outcomeOf({ member: aMember('collaborator'), sharing })).toBe('self_objection')
  })

  it.each([
    ['who endorsed', anEndorsement('observer'), 'endorser_objection'],
    [
      'who endorsed under another account of the same person',
      anEndorsement('alias', { facts: someFacts({ person: anId('observer') }) }),
      'endorser_objection',
    ],
    ['who took their endorsement back', anEndorsement('observer', { state: 'withdrawn' }), 'may'],
    ['who said "not yet"', anEndorsement('observer', { verdict: 'not-yet' }), 'may'],
    ['whom another endorser is nothing to', anEndorsement('stranger'), 'may'],
  ] as const)('answers a member %s', (_, endorsement, outcome) => {
    expect(outcomeOf({ judged: [endorsement] })).toBe(outcome)
  })

  it('knows an endorser by the account that the second one belongs to', () => {
    const second = aMember('second', { person: anId('first') })
    const judged = [anEndorsement('third', { facts: someFacts({ person: anId('first') }) })]
    expect(outcomeOf({ member: second, judged })).toBe('endorser_objection')
    expect(outcomeOf({ member: second, judged: [anEndorsement('first')] })).toBe('endorser_objection')
  })

  it('tells an endorser to take back what they said instead', () => {
    expect(sayingNo(mayObject(aContext({ judged: [anEndorsement('observer')] })))).toContain('Withdraw or revise')
  })

  it('refuses whom the rule does not let judge, as of now', () => {
    const rule = aRule({ eligibility: [{ kind: 'member-for', days: 30 }] })
    const joined = (daysAgo: number) => ({ rule, facts: someFacts({ memberSince: addDays(NOW, -daysAgo) }) })
    expect(outcomeOf(joined(29))).toBe('not_eligible')
    expect(outcomeOf(joined(30))).toBe('may')
  })

  it('lets nobody object twice between two decisions, whether they raised it or joined it, open or settled', () => {
    for (const objection of [raisedBy('observer'), raisedBy('another', 'observer')]) {
      expect(outcomeOf({ open: objection })).toBe('already_objected')
      expect(outcomeOf({ settled: [objection] })).toBe('already_objected')
    }
    expect(outcomeOf({ open: raisedBy('another'), settled: [raisedBy('a third')] })).toBe('may')
  })

  it.each([
    ['sits', {}],
    ['had a place that was given to another', { replacedAt: NOW }],
  ])('refuses a member who %s on the panel', (_, changes) => {
    const seated = { ...raisedBy('another'), seats: [{ memberId: anId('observer'), draw: 1, ...changes }] }
    for (const context of [{ open: seated }, { settled: [seated] }]) {
      expect(outcomeOf(context)).toBe('already_objected')
      expect(sayingNo(mayObject(aContext(context)))).toContain('drawn to settle')
    }
  })

  it('lets twenty members join one objection, and a new one be raised after a full one was settled', () => {
    const joined = (count: number) => raisedBy(...Array.from({ length: count }, (_, n) => `member ${n}`))
    expect(outcomeOf({ claim: contested, open: joined(19) })).toBe('may')
    expect(outcomeOf({ claim: contested, open: joined(20) })).toBe('not_objectable')
    expect(sayingNo(mayObject(aContext({ claim: contested, open: joined(20) })))).toContain('at most 20 members')
    expect(outcomeOf({ settled: [joined(20)] })).toBe('may')
  })
})

describe('mayAppeal', () => {
  it('lets the learner appeal against a refusal for thirty days to the millisecond', () => {
    const end = addDays(NOW, 30)
    expect(mayAppeal(refused, addMilliseconds(end, -1))).toEqual({ ok: true, value: undefined })
    expect(mayAppeal(refused, end)).toEqual({
      ok: false,
      error: { code: 'not_appealable', detail: `The time to appeal was over at ${end}.` },
    })
  })

  it.each([
    ['a claim that is not refused', contested, 'The claim is contested; only a refusal can be appealed against.'],
    [
      'a refusal that was appealed against before',
      appealRefusal(refused, anId('appeal'), false, NOW).to,
      'There was an appeal against this refusal, and there is only one.',
    ],
  ])('refuses an appeal against %s', (_, claim, detail) => {
    expect(mayAppeal(claim, NOW)).toEqual({ ok: false, error: { code: 'not_appealable', detail } })
  })
})

describe('newObjection', () => {
  const start = { id: anId('new'), memberId: anId('objector'), randomness: 'r', now: NOW }

  it('belongs to the round it disputes, and has neither lots nor a panel yet', () => {
    expect(newObjection(met, { ...start, kind: 'objection', grounds: 'conduct' }, digests)).toMatchObject({
      claimId: met.id,
      community: 'weavers',
      status: 'raised',
      round: 2,
      objectors: [{ memberId: anId('objector'), at: NOW, grounds: 'conduct' }],
      draws: [],
      seats: [],
      version: 1,
    })
  })

  it('names, of an appeal, the objection it is made against, and of an objection nothing', () => {
    expect(newObjection(refused, { ...start, kind: 'appeal' }, digests).against).toBe(anId('objection'))
    expect(
      newObjection({ ...met, disputeId: anId('old') }, { ...start, kind: 'objection' }, digests),
    ).not.toHaveProperty('against')
  })
})

describe('joinObjection', () => {
  it('adds who joins behind who raised it, with grounds of their own or none, and leaves the seed as it was', () => {
    const raised = raisedBy('first')
    const joined = joinObjection(raised, anId('second'), 'not-own-work', addDays(NOW, 1))
    const more = joinObjection(joined, anId('third'), undefined, addDays(NOW, 2))
    expect(more.objectors).toEqual([
      { memberId: anId('first'), at: NOW },
      { memberId: anId('second'), at: addDays(NOW, 1), grounds: 'not-own-work' },
      { memberId: anId('third'), at: addDays(NOW, 2) },
    ])
    expect([more.seed, more.raisedAt, more.version]).toEqual([raised.seed, NOW, 3])
  })
})
