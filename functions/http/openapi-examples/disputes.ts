import {
  CastVoteSchema,
  DisputeOutcomeSchema,
  ObjectionSchema,
  PanelSeatSchema,
  RaiseAppealSchema,
  RaiseObjectionSchema,
} from '../../../schemas/objection.ts'
import { exampleOf, type SchemaExample } from './example-of.ts'

export const DISPUTES: readonly SchemaExample[] = [
  exampleOf(CastVoteSchema, {
    member: '01M8DJSNQTRBPJWRKP1RN77SAE',
    vote: 'upheld',
    reason: 'The film shows another person.',
  }),
  exampleOf(DisputeOutcomeSchema, {
    id: 'https://badges.example.org/objections/01M8DJTK6WDEWEP23CZTVBX06B',
    type: 'DisputeOutcome',
    outcomeVersion: 1,
    issuer: 'did:web:badges.example.org:communities:weavers',
    kind: 'objection',
    claim: '01M8DJTJ9PKP1ZGBWZR7HY50QN',
    achievement: 'https://badges.example.org/achievements/01M8DJSS8DRNPXCEPR1YMCDWYY/1',
    policyDigest: 'vzWZlBVFAQ8pcRbGKCETF2x3qm7K3Kf_RzmxjhUTYBo',
    evidenceDigest: 'VzYiQibWYMM580oKLgf6tkNBMAWPU0lCMquMC8usVF8',
    decidedAt: '2026-11-27T04:04:43.124Z',
    learner: 'member-bdc1f54b4715d160e0e8',
    objectors: [{ pseudonym: 'member-b9d61b87784b2d74ea89', grounds: 'not-own-work', at: '2026-11-27T04:04:43.344Z' }],
    raisedAt: '2026-11-27T04:04:43.344Z',
    lots: {
      seed: 'O3zUXnXbCMrWdS679YyoKjQQSIMxzjWqXcF5lCLa6IM',
      method: 'lowest-sha256-of-seed-and-pseudonym',
      draws: [
        {
          number: 1,
          at: '2026-11-27T04:04:43.821Z',
          members: 6,
          candidates: [
            { pseudonym: 'member-74765451af5a46c557d8', code: 'drawn' },
            { pseudonym: 'member-d9b9c5911fde2fa168f1', code: 'drawn' },
            { pseudonym: 'member-95ecfb7c085abf1deb58', code: 'drawn' },
          ],
          digest: 'HN83AVchRPPzwCdzuPkpduMjNt3DDIerxre3QV71yEY',
        },
      ],
    },
    panel: [
      { pseudonym: 'member-74765451af5a46c557d8', draw: 1, vote: 'upheld', votedAt: '2026-11-27T04:04:44.505Z' },
      { pseudonym: 'member-d9b9c5911fde2fa168f1', draw: 1, vote: 'upheld', votedAt: '2026-11-27T04:04:44.277Z' },
      { pseudonym: 'member-95ecfb7c085abf1deb58', draw: 1 },
    ],
    settlement: { status: 'upheld', basis: 'votes', upheld: 2, dismissed: 0, at: '2026-11-27T04:04:44.811Z' },
    proof: {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      created: '2026-11-27T04:04:44Z',
      verificationMethod:
        'did:web:badges.example.org:communities:weavers#z6Mkq411wCvTN17HZXHw6Y2VAV5HE4DY2GS1TSfLJLKqn37E',
      proofPurpose: 'assertionMethod',
      proofValue: 'z39NZiMCP67VvEbBnwWSc4m2vGJXrmCxJA4KFhznNWsGa3vRRoMNtKjEEdJ6QLHjEJnz2DVhrGHKLpjhhXU6qLW5x',
    },
  }),
  exampleOf(ObjectionSchema, {
    id: '01M8DJTK6WDEWEP23CZTVBX06B',
    claim: '01M8DJTJ9PKP1ZGBWZR7HY50QN',
    kind: 'objection',
    status: 'upheld',
    raisedAt: '2026-11-27T04:04:43.344Z',
    reasons: [
      {
        reason: 'I saw somebody else weave it.',
        grounds: 'not-own-work',
        at: '2026-11-27T04:04:43.344Z',
        objector: '01M8DJTK3FCR5PRSX372TDEP2A',
      },
    ],
    seed: 'O3zUXnXbCMrWdS679YyoKjQQSIMxzjWqXcF5lCLa6IM',
    draws: [
      {
        number: 1,
        at: '2026-11-27T04:04:43.821Z',
        members: 6,
        candidates: [
          { pseudonym: 'member-74765451af5a46c557d8', code: 'drawn' },
          { pseudonym: 'member-d9b9c5911fde2fa168f1', code: 'drawn' },
          { pseudonym: 'member-95ecfb7c085abf1deb58', code: 'drawn' },
        ],
      },
    ],
    voted: 2,
    panel: 3,
    seat: { vote: 'upheld', declined: false, replaced: false },
    settlement: { status: 'upheld', basis: 'votes', upheld: 2, dismissed: 0, at: '2026-11-27T04:04:44.811Z' },
    votes: [
      { vote: 'upheld', reason: 'The film shows another person.', at: '2026-11-27T04:04:44.277Z' },
      { vote: 'upheld', reason: 'The film shows another person.', at: '2026-11-27T04:04:44.505Z' },
    ],
    outcomeUrl: 'https://badges.example.org/objections/01M8DJTK6WDEWEP23CZTVBX06B',
  }),
  exampleOf(PanelSeatSchema, {
    id: '01M8DJTK6WDEWEP23CZTVBX06B',
    claim: '01M8DJTJ9PKP1ZGBWZR7HY50QN',
    kind: 'objection',
    drawnAt: '2026-11-27T04:04:43.821Z',
  }),
  exampleOf(RaiseAppealSchema, { reason: 'Here is a film of me at the loom.' }),
  exampleOf(RaiseObjectionSchema, {
    objector: '01M8DJTK3FCR5PRSX372TDEP2A',
    reason: 'I saw somebody else weave it.',
    grounds: 'not-own-work',
  }),
]
