import { describe, expect, it } from 'vitest'
import { scanTitles } from '../../support/conformance/scan-titles.ts'

const SOURCE = `
const CASES = [['CAT-01', 1], ['CAT-02', 2]] as const
// it('commented out', () => {})
describe('purring (CAT-03)', () => {
  beforeAll(() => { track('not a test') })
  it('is heard', () => {})
  test.skipIf(true)("is felt", () => {})
  describe.each(CASES.map(toCase))('%s of %i', () => {
    it(\`lasts\`, () => {})
  })
})
it.each([['FUR-04', { text: 'soft' }]])('%s: %j', () => {})
it(computed, () => {})
`

describe('scanTitles', () => {
  it('gives each test its full title, with the texts of its tables', () => {
    expect(scanTitles('purring.test.ts', SOURCE)).toEqual([
      'purring (CAT-03) is heard',
      'purring (CAT-03) is felt',
      'purring (CAT-03) %s of %i CAT-01 CAT-02 lasts',
      '%s: %j FUR-04 soft',
    ])
  })
})
