import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalsInConstantTime } from '../../../functions/http/constant-time.ts'
import { createFreshCache, remember } from '../../../functions/http/fresh-cache.ts'

describe('createFreshCache', () => {
  it('forgets what is as old as it may get', () => {
    let now = 0
    const cache = createFreshCache<string>(10, 30_000, () => now)
    cache.set('a', 'value')
    now = 29_999
    expect(cache.get('a')).toBe('value')
    now = 30_000
    expect(cache.get('a')).toBeUndefined()
  })

  it('does not keep a value for longer because it is asked for', async () => {
    let now = 0
    const cache = createFreshCache<number>(10, 100, () => now)
    let loads = 0
    const ask = () => remember(cache, 'a', async () => ++loads)
    for (now of [0, 60, 99]) expect(await ask()).toBe(1)
    now = 100
    expect(await ask()).toBe(2)
  })

  it('holds at most as many as it may, the newest', () => {
    const cache = createFreshCache<number>(3, 1000, () => 0)
    for (let index = 0; index < 10; index++) cache.set(`k${index}`, index)
    expect([0, 6, 7, 8, 9].map((index) => cache.get(`k${index}`))).toEqual([undefined, undefined, 7, 8, 9])
  })

  it('does not remember that nothing was found', async () => {
    const cache = createFreshCache<string>(10, 1000, () => 0)
    const answers = [undefined, 'now there']
    const ask = () => remember(cache, 'a', async () => answers.shift())
    expect([await ask(), await ask(), await ask()]).toEqual([undefined, 'now there', 'now there'])
  })
})

describe('equalsInConstantTime', () => {
  it('says the same as ===', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(equalsInConstantTime(one, other)).toBe(one === other)
        expect(equalsInConstantTime(one, one)).toBe(true)
      }),
    )
  })
})
