import { describe, expect, it } from 'vitest'
import {
  describeReason,
  describeWidening,
  REVIEW_LANGUAGES,
} from '../../../../functions/domain/reviewing/describe-review.ts'
import type { ReviewReason, Widening } from '../../../../functions/domain/reviewing/review-request.ts'
import { anId } from '../../../support/builders.ts'

const challengeId = anId('challenge')

describe('describeReason', () => {
  it.each<[ReviewReason, string, string]>([
    [{ kind: 'challenge', challengeId }, 'Has worked on the same challenge.', 'इसी चुनौती पर काम किया है।'],
    [
      { kind: 'neighbour-challenge', challengeId },
      'Has worked on a challenge next to this one.',
      'इससे जुड़ी एक चुनौती पर काम किया है।',
    ],
    [{ kind: 'licensed' }, 'Holds an assessor licence for this challenge.', 'इस चुनौती का मूल्यांकनकर्ता लाइसेंस है।'],
    [
      { kind: 'skills', skills: ['dyeing', 'रंगाई'] },
      'Brings skills that the learner does not name: dyeing, रंगाई.',
      'ऐसे कौशल हैं जो सीखने वाले ने अपने लिए नहीं बताए: dyeing, रंगाई।',
    ],
    [{ kind: 'language', language: 'hi-IN' }, 'Judges work in this language (hi-IN).', 'इस भाषा (hi-IN) में काम परखते हैं।'],
    [{ kind: 'load', open: 0 }, 'No other request was waiting.', 'कोई और अनुरोध बाकी नहीं था।'],
    [{ kind: 'load', open: 2 }, 'Few other requests were waiting (2).', 'कम अनुरोध बाकी थे (2)।'],
    [{ kind: 'asked-by-name' }, 'Was asked for by name.', 'नाम लेकर अनुरोध किया गया है।'],
  ])('says %j in English and in Hindi', (reason, english, hindi) => {
    expect([describeReason(reason, 'en'), describeReason(reason, 'hi')]).toEqual([english, hindi])
  })

  it('does not name the challenge, whose id says nothing to people', () => {
    for (const kind of ['challenge', 'neighbour-challenge'] as const)
      for (const language of REVIEW_LANGUAGES)
        expect(describeReason({ kind, challengeId }, language)).not.toContain(challengeId)
  })
})

describe('describeWidening', () => {
  it.each<[Widening, string, string]>([
    ['languages', 'other languages', 'दूसरी भाषाएँ'],
    ['neighbours', 'challenges next to this one', 'जुड़ी हुई चुनौतियों'],
    ['load', 'more requests waiting', 'अधिक अनुरोध'],
  ])('says who may be asked too after widening by %s, in English and in Hindi', (widening, english, hindi) => {
    expect(describeWidening(widening, 'en')).toMatch(/^People .* may be asked too\.$/)
    expect(describeWidening(widening, 'en')).toContain(english)
    expect(describeWidening(widening, 'hi')).toContain(hindi)
    expect(describeWidening(widening, 'hi')).toMatch(/पूछा जा सकता है.*।$/)
  })
})
