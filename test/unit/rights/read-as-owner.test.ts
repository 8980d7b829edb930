import { describe, expect, it } from 'vitest'
import type { Claim } from '../../../functions/domain/endorsement/claim.ts'
import type { OwnRecord } from '../../../functions/ports/personal-data-store.ts'
import { loadToldClaim } from '../../../functions/rights/load-told-claim.ts'
import { readAsOwner } from '../../../functions/rights/read-as-owner.ts'
import type { PolicyInput } from '../../../schemas/policy.ts'
import { aClaim, anAchievementVersion, anEndorsement, anId } from '../../support/builders.ts'

const owner = { kind: 'member', id: anId('olga'), role: 'owner' } as const
const other = (name: string, fields: object): OwnRecord => ({ kind: 'other', name, fields: { ...fields } })
const claimId = anId('claim')

const depsOf = (blindness: NonNullable<PolicyInput['blindness']>, claim: Claim, judges: readonly string[]) => ({
  claims: { load: async (id: string) => (id === claim.id ? claim : undefined) },
  achievements: { loadVersion: async () => anAchievementVersion({ policy: { blindness } }) },
  endorsements: {
    load: async () => judges.map((name) => anEndorsement(name)),
    loadEarlier: async () => [],
    loadTexts: async () => new Map(),
  },
})

const readable = async (
  record: OwnRecord,
  blindness: NonNullable<PolicyInput['blindness']>,
  changes: Partial<Claim> = {},
  judges: readonly string[] = ['edi'],
) => (await readAsOwner(depsOf(blindness, aClaim(changes), judges), owner, anId('edi'))(record)).flat()

const asked = other('review-request', { claimId, state: 'answered' })
const judgement: OwnRecord = { kind: 'judgement', judgement: { endorsement: anEndorsement('edi'), texts: {} } }

describe('readAsOwner', () => {
  it.each([
    ['a judgement', judgement],
    ['that somebody was asked', asked],
  ])('keeps %s under seal until the owner has judged, or the claim is settled', async (_what, record) => {
    expect(await readable(record, 'sealed')).toEqual([])
    expect(await readable(record, 'sealed', {}, ['edi', 'olga'])).toEqual([record])
    expect(await readable(record, 'sealed', { status: 'issued' })).toEqual([record])
    expect(await readable(record, 'open')).toEqual([record])
  })

  it.each([
    ['a judgement', judgement],
    ['that somebody was asked', asked],
  ])(
    'keeps %s from an anonymous claim’s learner and from whoever shares the work, also once it is settled',
    async (_what, record) => {
      for (const part of [{ learnerId: owner.id }, { collaborators: [owner.id] }])
        for (const status of ['open', 'issued'] as const)
          expect(await readable(record, 'anonymous', { ...part, status })).toEqual([])
      expect(await readable(record, 'anonymous')).toEqual([record])
    },
  )

  it.each(['objection', 'panel-seat', 'panel-vote'])(
    'tells of no %s to somebody whose own claim it is about',
    async (name) => {
      const record = other(name, { claimId, objectionId: anId('objection') })
      expect(await readable(record, 'open', { learnerId: owner.id })).toEqual([])
      expect(await readable(record, 'open')).toEqual([record])
    },
  )

  it('names no closed claim among those that wait for somebody', async () => {
    const record = other('reviewing', { openClaims: [claimId, anId('erased')] })
    expect(await readable(record, 'sealed')).toEqual([other('reviewing', { openClaims: [anId('erased')] })])
    expect(await readable(record, 'open')).toEqual([record])
  })

  it('says that a self-rating is withheld until the owner has judged that evidence', async () => {
    const record = other('evidence', { claim: claimId, version: 1, selfRatings: { craft: 'fine' } })
    expect(await readable(record, 'sealed')).toEqual([
      other('evidence', { claim: claimId, version: 1, withheld: ['selfRatings'] }),
    ])
    expect(await readable(record, 'sealed', {}, ['olga'])).toEqual([record])
  })
})

describe('loadToldClaim', () => {
  const told = (judges: readonly string[], reader: Parameters<typeof loadToldClaim>[2]) => {
    const claim = aClaim({ status: 'revision' })
    const rest = {
      objections: {
        loadAll: async () => [],
        loadVotes: async () => new Map(),
        loadWords: async () => ({ reasons: new Map(), votes: new Map() }),
      },
      reviews: { loadRequests: async () => [], loadAssignments: async () => [] },
      credentials: { loadStatus: async () => undefined },
    }
    return loadToldClaim({ ...depsOf('sealed', claim, judges), ...rest }, { claim, events: [] }, reader)
  }

  it('tells an owner who has not judged nothing that the learner of a sealed claim may read already', async () => {
    const toOwner = await told(['edi'], owner)
    expect([toOwner.received, toOwner.isSealed(1)]).toEqual([[], true])
    for (const reader of [{ kind: 'community' }, { ...owner, id: anId('learner') }] as const)
      expect((await told(['edi'], reader)).received).toHaveLength(1)
    expect((await told(['edi', 'olga'], owner)).received).toHaveLength(2)
  })
})
