import type { PolicyInput } from '../../schemas/policy.ts'

/** Every clause that a decision may rest on. */
export const EVERY_CLAUSE = {
  minAssurance: 'asserted',
  disagreement: { notYetForRevision: 2, maxSpread: 1 },
  independence: {
    reciprocityWindowDays: 90,
    ringSize: 6,
    minCircles: 3,
    maxSharePerEndorser: 0.2,
    shareFromEndorsements: 50,
    minEffectiveEndorsers: 3,
  },
  anchored: 1,
  living: 'suspend',
  endorsementDays: 365,
} as const satisfies PolicyInput
