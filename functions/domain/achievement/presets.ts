import type { PolicyInput } from '../../../schemas/policy.ts'

type Preset = NonNullable<PolicyInput['preset']>

/** Every clause that a draft may state, but for those that a rule has only when it states them. */
type WholePolicy = {
  readonly [Clause in keyof Omit<PolicyInput, 'preset' | 'revisions'>]-?: NonNullable<PolicyInput[Clause]>
}

/** What a rule says where nobody said otherwise. */
export const DEFAULT_POLICY: WholePolicy = {
  minEndorsers: 3,
  eligibility: [{ kind: 'any-member' }],
  minAssurance: 'asserted',
  disagreement: { notYetForRevision: 2, maxSpread: 1 },
  independence: {
    reciprocityWindowDays: 90,
    ringSize: 3,
    maxSharePerEndorser: 0.2,
    shareFromEndorsements: 50,
  },
  anchored: 0,
  blindness: 'open',
  objectionHours: 0,
  living: 'suspend',
  livingGraceDays: 7,
  claimDays: 90,
  endorsementDays: 365,
}

/** What each ready-made rule says otherwise than {@link DEFAULT_POLICY}; inside `independence`, field by field. */
export const PRESETS: Readonly<Record<Preset, PolicyInput>> = {
  /** A few people who know each other and learn together: each returns the other's help sooner or later. */
  'study-group': {
    minEndorsers: 2,
    independence: { reciprocityWindowDays: 14, maxSharePerEndorser: 0.5 },
  },
  /**
   * Anybody may join: all who count are drawn by the queue, since whom a learner picks may be in league with them; one of them
   * is reached by the founding panel's trust; and nobody is asked about the same work until somebody errs.
   */
  'open-community': { revisions: 2, independence: { minDrawn: 3 }, anchored: 1 },
  /** Others rely on the badge: judged alone, by four people drawn who are known to have signed in, and open to objection. */
  'high-stakes': {
    minEndorsers: 4,
    minAssurance: 'signed-in',
    revisions: 1,
    independence: {
      reciprocityWindowDays: 365,
      ringSize: 5,
      maxSharePerEndorser: 0.1,
      shareFromEndorsements: 30,
      minEffectiveEndorsers: 3,
      minDrawn: 4,
    },
    anchored: 1,
    blindness: 'sealed',
    objectionHours: 72,
    living: 'revoke',
    livingGraceDays: 14,
    endorsementDays: 180,
  },
}
