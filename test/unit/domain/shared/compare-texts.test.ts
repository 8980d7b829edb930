import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTexts, type TextSegment } from '../../../../functions/domain/shared/compare-texts.ts'

const without = (kind: TextSegment['kind'], segments: readonly TextSegment[]) =>
  segments
    .filter((segment) => segment.kind !== kind)
    .map(({ text }) => text)
    .join('')

const textOf = fc.array(fc.constantFrom('loom ', 'weft', ' ', '\n', 'हथ', 'करघा ', '織物', '.', '🧵'), {
  maxLength: 40,
})

describe('compareTexts', () => {
  it('gives back either text when the other’s pieces are left out', () => {
    fc.assert(
      fc.property(textOf, textOf, (before, after) => {
        const segments = compareTexts(before.join(''), after.join(''))
        expect(without('added', segments)).toBe(before.join(''))
        expect(without('removed', segments)).toBe(after.join(''))
      }),
    )
  })

  it('finds nothing changed exactly when the texts are the same', () => {
    fc.assert(
      fc.property(textOf, textOf, (before, after) => {
        const changed = compareTexts(before.join(''), after.join('')).some(({ kind }) => kind !== 'same')
        expect(changed).toBe(before.join('') !== after.join(''))
      }),
    )
  })

  it('marks words inside a line that changed, and leaves the others whole', () => {
    expect(compareTexts('I wove it.\nIt is even.\n', 'I wove it.\nIt is quite even.\n')).toEqual([
      { kind: 'same', text: 'I wove it.\nIt is ' },
      { kind: 'added', text: 'quite ' },
      { kind: 'same', text: 'even.\n' },
    ])
  })

  it('tells words apart where a script writes none between them', () => {
    const segments = compareTexts('我织了布。', '我织了地毯。')
    expect(segments.find(({ kind }) => kind === 'same')?.text).toMatch(/^我/)
  })

  it('stays quick on the longest texts that have nothing in common', () => {
    const long = (seed: string) => Array.from({ length: 2500 }, (_, n) => `${seed}${n % 10} `).join('')
    const started = performance.now()
    expect(compareTexts(long('a'), long('b')).map(({ kind }) => kind)).toEqual(['removed', 'added'])
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
