import { describe, expect, it } from 'vitest'
import { decideThreshold } from '../../../../functions/domain/endorsement/decide-threshold.ts'
import { discloseReasons } from '../../../../functions/domain/endorsement/disclose-reasons.ts'
import type { EndorserFacts } from '../../../../functions/domain/endorsement/endorsement.ts'
import { aClaim, anEndorsement, anId, aRule, NOW, someFacts } from '../../../support/builders.ts'

const by = (name: string, facts: Partial<EndorserFacts> = {}) => anEndorsement(name, { facts: someFacts(facts) })
const mutual = { endorsedByLearnerAt: '2026-01-31T10:00:00.000Z' } as const
const decision = decideThreshold(
  aRule({ minAssurance: 'signed-in' }),
  aClaim(),
  [by('ana', mutual), by('ben', { ...mutual, closesRingOf: 3 }), by('cho')],
  NOW,
)
const independence = (mayKnow: readonly string[]) => {
  const told = discloseReasons(decision, (id) => mayKnow.map(anId).includes(id))
  expect(told).toMatchObject({ kind: decision.kind, counted: decision.counted, required: decision.required })
  return told.missing.flatMap((missing) =>
    missing.clause === 'independence' ? [[missing.reason, missing.endorsers]] : [],
  )
}

describe('discloseReasons', () => {
  it('says why to whoever may know, and how many to everyone, each endorsement once', () => {
    expect(independence(['ana', 'ben', 'cho'])).toEqual([
      ['mutual_pair', 2],
      ['closed_ring', 1],
    ])
    expect(independence([])).toEqual([['not_independent', 2]])
    expect(independence(['ana'])).toEqual([
      ['mutual_pair', 1],
      ['not_independent', 1],
    ])
  })

  it('leaves all else that is missing as it is, and where it was', () => {
    const clauses = (missing: typeof decision.missing) => [...new Set(missing.map(({ clause }) => clause))]
    const told = discloseReasons(decision, () => false)
    expect(clauses(told.missing)).toEqual(clauses(decision.missing))
    expect(discloseReasons(decision, () => true)).toEqual(decision)
    const met = decideThreshold(aRule({ minEndorsers: 1 }), aClaim(), [by('cho')], NOW)
    expect(discloseReasons(met, () => false)).toBe(met)
  })
})
