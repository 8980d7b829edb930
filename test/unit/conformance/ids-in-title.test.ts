import { describe, expect, it } from 'vitest'
import { idsInTitle } from '../../support/conformance/ids-in-title.ts'

describe('idsInTitle', () => {
  it.each([
    ['says nothing of the kind', []],
    ['CAT-04: purrs', ['CAT-04']],
    ['purrs (CAT-04, FUR-06, CLS-12)', ['CAT-04', 'FUR-06', 'CLS-12']],
    ['CAT-08 … CAT-11', ['CAT-08', 'CAT-09', 'CAT-10', 'CAT-11']],
    ['CAT-1 – CAT-3 purr', ['CAT-1', 'CAT-2', 'CAT-3']],
    ['CAT-01 ... FUR-02', ['CAT-01', 'FUR-02']],
    ['the hash CAT-256, CAT-1x and CAT-12-a', []],
  ])('finds in "%s" %j', (title, ids) => {
    expect([...idsInTitle(title)].sort()).toEqual([...ids].sort())
  })
})
