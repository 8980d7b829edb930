import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecent } from '../../../../functions/adapters/outbound/recent.ts'

describe('createRecent', () => {
  it('lets go of what was not used for longest, once it holds too much', () => {
    const recent = createRecent<string>(30, (_, value) => value.length)
    for (const name of ['a', 'b', 'c']) recent.set(name, name.repeat(10))
    recent.get('a')
    recent.set('d', 'd'.repeat(10))
    expect(['a', 'b', 'c', 'd'].map((name) => recent.get(name) !== undefined)).toEqual([true, false, true, true])
  })

  it('never holds more than its bytes, whatever is put in, replaced and removed', () => {
    const step = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), size: fc.option(fc.nat(60)) })
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const recent = createRecent<string>(100, (_, value) => value.length)
        for (const { name, size } of steps) {
          if (size === null) recent.delete(name)
          else recent.set(name, 'x'.repeat(size))
          if (size !== null) expect(recent.get(name)).toHaveLength(size)
          const held = ['a', 'b', 'c', 'd'].reduce((sum, key) => sum + (recent.get(key)?.length ?? 0), 0)
          expect(held).toBeLessThanOrEqual(100)
        }
      }),
    )
  })

  it('does not hold what is larger than all of it', () => {
    const recent = createRecent<string>(10, (_, value) => value.length)
    recent.set('a', 'x'.repeat(11))
    expect(recent.get('a')).toBeUndefined()
  })
})
