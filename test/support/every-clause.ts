import type { PolicyInput } from '../../schemas/policy.ts'

/** How many the queue must have drawn of those who count. */
export const DRAWN = 3

/** Every clause but for the window in which members may object, which asks for patience. */
export const EVERY_CLAUSE = {
  eligibility: [
    { kind: 'role', roles: ['member'] },
    { kind: 'member-for', days: 30 },
  ],
  minAssurance: 'asserted',
  disagreement: { notYetForRevision: 2, maxSpread: 1 },
  independence: {
    reciprocityWindowDays: 90,
    ringSize: 6,
    minCircles: 3,
    maxSharePerEndorser: 0.2,
    shareFromEndorsements: 50,
    minEffectiveEndorsers: 3,
    minDrawn: DRAWN,
  },
  revisions: 2,
  anchored: 1,
  blindness: 'sealed',
  living: 'suspend',
  endorsementDays: 365,
} as const satisfies PolicyInput
