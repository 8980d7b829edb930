import { describe, expect, it } from 'vitest'
import { MESSAGES } from '../../../functions/credentials/messages.ts'

describe('the words of the public pages', () => {
  it('bend with the number, in English and in Hindi', () => {
    const { en, hi } = MESSAGES
    expect([en.award.outcome(1, 1), en.countOfRequired('1', '1'), en.endorsedBy(1)]).toEqual([
      'The rule was met: 1 endorsement counted, 1 needed.',
      '1 endorsement counted; the rule needs 1.',
      'Endorsed by 1 peer',
    ])
    expect([hi.award.outcome(1, 1), hi.countOfRequired('1', '1'), hi.endorsedBy(1)]).toEqual([
      'नियम पूरा हुआ: 1 समर्थन गिना गया, 1 ज़रूरी था।',
      '1 समर्थन गिना गया; नियम में 1 ज़रूरी है।',
      '1 साथी ने समर्थन किया',
    ])
    expect([hi.award.outcome(4, 3), hi.countOfRequired('4', '3'), hi.endorsedBy(4)]).toEqual([
      'नियम पूरा हुआ: 4 समर्थन गिने गए, 3 ज़रूरी थे।',
      '4 समर्थन गिने गए; नियम में 3 ज़रूरी हैं।',
      '4 साथियों ने समर्थन किया',
    ])
    expect(hi.someCounted(1, 3)).not.toBe(hi.someCounted(2, 3).replace('2', '1'))
    expect(hi.receipt.endorsementCounts(1, 3)).toBe('3 में से 1 सही है')
  })
})
