import { describe, expect, it } from 'vitest'
import { takeTurns } from '../../../functions/verification/take-turns.ts'

describe('takeTurns', () => {
  it('runs so many at once and no more, the others in their order', async () => {
    const inTurn = takeTurns(3)
    const begun: number[] = []
    let running = 0
    let most = 0
    const work = (index: number) => async () => {
      begun.push(index)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, index % 3))
      running--
      return index
    }
    const all = Array.from({ length: 20 }, (_, index) => index)
    expect(await Promise.all(all.map((index) => inTurn(work(index))))).toEqual(all)
    expect([most, begun]).toEqual([3, all])
  })

  it('goes on behind one that fails', async () => {
    const inTurn = takeTurns(1)
    const failing = inTurn(async () => {
      throw new Error('this one')
    })
    const next = inTurn(async () => 'next')
    await expect(failing).rejects.toThrow('this one')
    expect(await next).toBe('next')
    expect(await inTurn(async () => 'later')).toBe('later')
  })
})
