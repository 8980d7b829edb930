import { describe, expect, it } from 'vitest'
import { AwardPage } from '../../../functions/credentials/award-page.tsx'
import type { PageLanguage } from '../../../functions/credentials/messages.ts'
import { nameCriteria } from '../../../functions/credentials/name-criteria.ts'
import { buildAwardRecord } from '../../../functions/domain/credential/build-award-record.ts'
import type { HeldNames } from '../../../functions/domain/endorsement/describe-policy.ts'
import { toDocument } from '../../../functions/http/pages/layout.tsx'
import type { AwardRecord } from '../../../schemas/award-record.ts'
import { aCommunity, aCriterion, anId, digests } from '../../support/builders.ts'
import { anAward } from '../domain/credential/award-example.ts'

const honest = buildAwardRecord({ community: aCommunity(), ...anAward() }, digests)

const pageOf = (award: AwardRecord, language: PageLanguage = 'en', heldNames: HeldNames = new Map()) =>
  toDocument(
    AwardPage({
      award,
      names: new Map(),
      achievement: undefined,
      heldNames,
      rubric: nameCriteria(award.rubric),
      community: { name: 'Weavers', url: 'https://badges.example.org/communities/weavers' },
      language,
    }),
  )

describe('AwardPage', () => {
  it('says what a badge without endorsements was given for, instead of an empty list of them', () => {
    const recorded: AwardRecord = {
      ...honest,
      policy: { ...honest.policy, minEndorsers: 0, attainment: 'calibration' },
      attained: 'calibration',
      decision: { kind: 'met', counted: 0, required: 0 },
      endorsements: [],
    }
    const html = pageOf(recorded)
    expect(html).toContain('The rule was met: it asks for what this service recorded itself.')
    expect(html).not.toContain('<table>')
    expect(html).not.toContain('0 needed')
    expect(pageOf(recorded, 'hi')).toContain('जो इस सेवा ने स्वयं दर्ज किया।')
  })

  it('names the badge that endorsers must hold', () => {
    const policy = { ...honest.policy, eligibility: [{ kind: 'holds' as const, achievement: anId('basics') }] }
    expect(pageOf({ ...honest, policy }, 'en', new Map([[anId('basics'), 'Basics <1>']]))).toContain('Basics &lt;1&gt;')
  })

  it('says that a further opinion was given, though it is not listed', () => {
    expect(pageOf(honest)).not.toContain('further opinion was')
    expect(pageOf({ ...honest, furtherOpinionGiven: true })).toContain('asked for a further opinion. It was given')
  })
})

describe('nameCriteria', () => {
  it('keeps the ids of what was not published, and takes neither levels nor what is required from elsewhere', () => {
    const stated = [
      { id: 'craft', levels: ['rough', 'odd'], requiredLevel: 'odd' },
      { id: 'constructor', levels: [] },
    ]
    expect(nameCriteria(stated, [aCriterion('craft')])).toEqual([
      {
        id: 'craft',
        name: 'Craft',
        levels: [
          { id: 'rough', name: 'Rough' },
          { id: 'odd', name: 'odd' },
        ],
        requiredLevel: 'odd',
      },
      { id: 'constructor', name: 'constructor', levels: [] },
    ])
  })
})
