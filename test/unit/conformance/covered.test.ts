import { describe, expect, it } from 'vitest'
import { isAdvice, isIn, isMust, parseRequirements } from '../../support/conformance/parse-requirements.ts'
import { COVERED_SECTIONS, REASONS } from '../../support/conformance/reasons.ts'
import { listTestSources } from '../../support/conformance/test-sources.ts'
import { missingShared, readSharedText } from '../../support/shared-files.ts'

const CHECKLIST = 'spec/ob3-requirements.md'
const checklist = readSharedText(CHECKLIST)

describe('the titles of the tests', () => {
  it('name every must and every advice of the checklist, but those that have a reason', ({ skip }) => {
    skip(checklist === undefined, missingShared(CHECKLIST))
    const inScope = parseRequirements(checklist ?? '').filter((one) => isIn(one, COVERED_SECTIONS))
    expect(inScope.length).toBeGreaterThan(100)
    const named = new Set(listTestSources().flatMap(({ ids }) => [...ids]))
    const missing = inScope.filter(
      (one) => (isMust(one) || isAdvice(one)) && !REASONS.has(one.id) && !named.has(one.id),
    )
    expect(missing.map(({ id }) => id)).toEqual([])
  }, 60_000)
})
