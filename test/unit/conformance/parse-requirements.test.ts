import { describe, expect, it } from 'vitest'
import { isAdvice, isIn, isMust, parseRequirements } from '../../support/conformance/parse-requirements.ts'

const CHECKLIST = `
## 7. Cats

- **CAT-01 M** Has a tail, see **CAT-02**.
- **CAT-03 A** Purrs.

### 7.1 Fur

| ID | L | Check | Src |
| --- | --- | --- | --- |
| FUR-01 | M* | soft | S |
| FUR-02 | T | colour \`a\\|b\` | S |
| FUR-03 | M/O | long | S |
| FUR-04 | - | out of scope | S |

**FUR-05 M** \`type\` is an array.
Whiskers. **FUR-06** at least one: treat as M.

## 71. Classes

| ID | Class | Required |
| --- | --- | --- |
| CLS-00 | Paw | claws |
`

describe('parseRequirements', () => {
  const found = parseRequirements(CHECKLIST)
  const levelsOf = (id: string) => found.find((one) => one.id === id)?.levels

  it('finds rows of tables and what stands in the text, each with its section, once', () => {
    expect(found.map(({ id, section }) => `${section} ${id}`)).toEqual([
      '7 CAT-01',
      '7 CAT-02',
      '7 CAT-03',
      '7.1 FUR-01',
      '7.1 FUR-02',
      '7.1 FUR-03',
      '7.1 FUR-04',
      '7.1 FUR-05',
      '7.1 FUR-06',
      '71 CLS-00',
    ])
  })

  it.each([
    ['CAT-01', ['M']],
    ['CAT-03', ['A']],
    ['FUR-01', ['M']],
    ['FUR-02', ['T']],
    ['FUR-03', ['M', 'O']],
    ['FUR-04', []],
    ['FUR-06', ['M']],
  ])('reads the levels of %s', (id, levels) => {
    expect(levelsOf(id)).toEqual(levels)
  })

  it('takes a row of a table without levels as a must', () => {
    expect(levelsOf('CLS-00')).toEqual(['M'])
  })

  it('knows musts and advice, also beside another level', () => {
    expect(found.filter(isMust).map(({ id }) => id)).toEqual([
      'CAT-01',
      'CAT-02',
      'FUR-01',
      'FUR-03',
      'FUR-05',
      'FUR-06',
      'CLS-00',
    ])
    expect(found.filter(isAdvice).map(({ id }) => id)).toEqual(['CAT-03'])
  })
})

describe('isIn', () => {
  it.each([
    ['7', ['7'], true],
    ['7.1', ['7'], true],
    ['71', ['7'], false],
    ['7', ['7.1'], false],
    ['7.1', ['6', '7.1'], true],
  ])('says of section %s in %j: %s', (section, sections, expected) => {
    expect(isIn({ id: 'CAT-01', levels: [], section }, sections)).toBe(expected)
  })
})
