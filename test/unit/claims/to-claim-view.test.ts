import { describe, expect, it } from 'vitest'
import { type ClaimViewParts, toClaimSummaryView, toClaimView } from '../../../functions/claims/to-claim-view.ts'
import type { Looking } from '../../../functions/domain/endorsement/blindness.ts'
import type { Endorsement } from '../../../functions/domain/endorsement/endorsement.ts'
import { toEvidenceDocument } from '../../../functions/domain/endorsement/open-claim.ts'
import { ClaimSchema, ClaimStatusSchema, ClaimSummarySchema } from '../../../schemas/claim.ts'
import { UncountedReasonSchema } from '../../../schemas/decision.ts'
import { aClaim, anEndorsement, anId, aPolicy, digests, NOW } from '../../support/builders.ts'

const decision = {
  kind: 'pending' as const,
  evidenceVersion: 1,
  counted: 0,
  required: 3,
  notYet: 0,
  missing: [],
  text: '0 endorsements count, 3 needed.',
}
const parts = (changes: Partial<ClaimViewParts> = {}): ClaimViewParts => ({
  claim: aClaim(),
  baseUrl: 'https://badges.example.org',
  evidence: [
    toEvidenceDocument(1, { narrative: 'I wove it.', evidence: [{ id: 'https://work.example/1' }] }, NOW, digests),
  ],
  judged: [],
  texts: new Map(),
  rubric: [],
  looking: seenBy(undefined, changes.claim),
  earlier: new Map(),
  decision,
  embedded: undefined,
  language: 'en',
  digests,
  now: NOW,
  ...changes,
})

/** A member by name, or the community's software. */
function seenBy(name: string | undefined, claim = aClaim(), policy = aPolicy()): Looking {
  const viewer = name === undefined ? { kind: 'community' as const } : aViewer(name)
  return { claim, policy, viewer, judged: new Set() }
}
const aViewer = (name: string) => ({ kind: 'member' as const, id: anId(name), role: 'member' as const })

const shown = (endorsement: Endorsement, changes: Partial<ClaimViewParts> = {}) =>
  toClaimView(parts({ judged: [{ endorsement, reasons: [], criteria: [] }], ...changes })).endorsements[0]

describe('toClaimView', () => {
  it('is what its schema takes, with everything set and with as little as possible', () => {
    const full = toClaimView(
      parts({
        claim: aClaim({ status: 'issued', decidedAt: NOW, issuedAt: NOW, collaborators: [anId('ben')] }),
        judged: [
          {
            endorsement: anEndorsement('ana', {
              relationship: 'peer',
              criterion: 'craft',
              ratings: { craft: 'sound' },
            }),
            reasons: ['below_required_level'],
            criteria: ['craft'],
          },
        ],
        texts: new Map([[anEndorsement('ana').id, { comment: 'c', fix: 'f', reason: 'r' }]]),
        embedded: new Map([[anEndorsement('ana').id, 1]]),
      }),
    )
    expect(ClaimSchema.parse(full)).toEqual(full)
    const { expiresAt: _expiresAt, ...endless } = aClaim()
    const least = toClaimView(parts({ claim: endless, evidence: [] }))
    expect(ClaimSchema.parse(least)).toEqual(least)
  })

  it('names the addresses of badge and award record under the community’s base URL', () => {
    expect(toClaimView(parts())).toMatchObject({
      credentialUrl: `https://badges.example.org/credentials/${anId('credential')}`,
      awardUrl: `https://badges.example.org/awards/${anId('credential')}`,
    })
  })

  it('never shows the salt, nor the subject id', () => {
    const text = JSON.stringify(toClaimView(parts()))
    expect(text).not.toContain(aClaim().salt)
    expect(text).not.toContain(aClaim().subjectId)
  })

  it('shows each evidence version as it was offered, with the digest of its bytes', () => {
    const [evidence] = parts().evidence
    expect(toClaimView(parts()).evidence).toEqual([
      {
        version: 1,
        narrative: 'I wove it.',
        evidence: [{ id: 'https://work.example/1' }],
        addedAt: NOW,
        digest: evidence?.digest,
      },
    ])
  })

  it('says of each endorsement whether it counts, and if not why', () => {
    const judged = [
      { endorsement: anEndorsement('ana'), reasons: [], criteria: [] },
      { endorsement: anEndorsement('ben'), reasons: ['too_old' as const], criteria: [] },
    ]
    expect(
      toClaimView(parts({ judged })).endorsements.map(({ counts, uncountedReasons }) => ({ counts, uncountedReasons })),
    ).toEqual([
      { counts: true, uncountedReasons: [] },
      { counts: false, uncountedReasons: ['too_old'] },
    ])
  })

  describe('why an endorsement does not count', () => {
    const judged = [
      { endorsement: anEndorsement('ana'), reasons: ['mutual_pair', 'same_person'] as const, criteria: [] },
    ]
    const told = (looking: Looking, language: 'en' | 'hi' = 'en') =>
      toClaimView(parts({ judged, looking, language })).endorsements[0]

    it('is told in full and in their own words to its endorser', () => {
      expect(told(seenBy('ana'))).toMatchObject({
        uncountedReasons: ['mutual_pair', 'same_person'],
        uncountedText: expect.stringContaining('endorsed you'),
      })
    })

    it('tells others nothing about people, by one code for all that would', () => {
      const view = told(seenBy('ben'))
      expect(view).toMatchObject({
        uncountedReasons: ['not_independent'],
        uncountedText: 'The rule does not count it as independent.',
      })
      const anonymous = aPolicy({ blindness: 'anonymous' })
      expect(told(seenBy('learner', aClaim(), anonymous))).toMatchObject({ uncountedReasons: ['not_independent'] })
      expect(told(seenBy('learner'))).toMatchObject({ uncountedReasons: ['mutual_pair', 'same_person'] })
    })

    it('is said for every code in every language, to endorsers and to others', () => {
      for (const language of ['en', 'hi'] as const)
        for (const reason of UncountedReasonSchema.options)
          for (const viewer of ['ana', undefined]) {
            const one = [{ endorsement: anEndorsement('ana'), reasons: [reason], criteria: [] }]
            const view = toClaimView(parts({ judged: one, looking: seenBy(viewer), language }))
            expect(view.endorsements[0]?.uncountedText).toMatch(language === 'hi' ? /[\u0900-\u097F]/ : /^[A-Z].*\.$/)
          }
    })
  })

  it('says what every state means, in every language', () => {
    for (const language of ['en', 'hi'] as const) {
      const texts = ClaimStatusSchema.options.map(
        (status) => toClaimView(parts({ claim: aClaim({ status }), language })).statusText,
      )
      expect(new Set(texts).size).toBe(ClaimStatusSchema.options.length)
    }
  })

  it('does not ask for new evidence where the rule takes no more', () => {
    const say = (evidenceVersion: number) => {
      const claim = aClaim({ status: 'revision', evidenceVersion })
      return toClaimView(parts({ claim, looking: seenBy(undefined, claim, aPolicy({ revisions: 1 })) })).statusText
    }
    expect(say(1)).toBe('Peers ask for a revision. New evidence opens the claim again.')
    expect(say(2)).toMatch(/takes no further evidence for this claim\. The learner can withdraw it and open another\.$/)
  })

  describe('the reason of a decline', () => {
    const decline = anEndorsement('ana', { verdict: 'decline' })
    const texts = new Map([[decline.id, { reason: 'We share a flat.', comment: 'No.' }]])

    it.each(['learner', 'ana'])('is shown to %s', (viewer) => {
      expect(shown(decline, { texts, looking: seenBy(viewer) })).toMatchObject({ reason: 'We share a flat.' })
    })

    it('is hidden from other members and from keys that act for nobody, who do see the comment', () => {
      for (const viewer of ['ben', undefined]) {
        const view = shown(decline, { texts, looking: seenBy(viewer) })
        expect(view).not.toHaveProperty('reason')
        expect(view).toMatchObject({ comment: 'No.' })
      }
    })
  })

  describe('inCredential', () => {
    const given = anEndorsement('ana', { version: 2 })
    const at = (version: number) => ({ embedded: new Map([[given.id, version]]) })

    it('is absent before there is a badge', () => {
      expect(shown(given)).not.toHaveProperty('inCredential')
    })

    it('is "embedded" for the version the badge holds', () => {
      expect(shown(given, at(2))).toMatchObject({ inCredential: 'embedded' })
    })

    it('is "later" for what came after, and for a revision of what the badge holds', () => {
      expect(shown(given, { embedded: new Map() })).toMatchObject({ inCredential: 'later' })
      expect(shown(given, at(1))).toMatchObject({ inCredential: 'later' })
    })

    it('is absent for an endorsement of earlier evidence, which no badge will hold', () => {
      const claim = aClaim({ evidenceVersion: 2 })
      expect(shown(given, { claim, embedded: new Map() })).not.toHaveProperty('inCredential')
    })

    it('stays "embedded" for what the badge holds and its endorser took back', () => {
      expect(shown({ ...given, state: 'withdrawn' }, at(1))).toMatchObject({ inCredential: 'embedded' })
      expect(shown({ ...given, verdict: 'not-yet' }, at(1))).toMatchObject({ inCredential: 'embedded' })
    })

    it.each(['not-yet', 'decline'] as const)('is absent for a "%s", which no badge holds', (verdict) => {
      expect(shown({ ...given, verdict }, { embedded: new Map() })).not.toHaveProperty('inCredential')
    })

    it('is absent for what was taken back before there was a badge', () => {
      expect(shown({ ...given, state: 'withdrawn' }, { embedded: new Map() })).not.toHaveProperty('inCredential')
    })
  })
})

describe('toClaimSummaryView', () => {
  it('is what its schema takes', () => {
    const summary = toClaimSummaryView(aClaim())
    expect(ClaimSummarySchema.parse(summary)).toEqual(summary)
  })
})
