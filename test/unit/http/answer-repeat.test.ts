import { describe, expect, it } from 'vitest'
import { err, ok } from '../../../functions/domain/shared/result.ts'
import { answerRepeat } from '../../../functions/http/answer-repeat.ts'

const KEY = { caller: 'key-1', key: 'k', digest: 'd' }
const refused = err({ code: 'endorsement_not_found' } as const)

/** Refuses the first time, as one that looked too early, and finds the earlier request the second time. */
const tooEarly = () => {
  let attempts = 0
  return async () => (++attempts === 1 ? refused : ok('replayed'))
}

describe('answerRepeat', () => {
  it('tries again when the first request under the key was stored meanwhile', async () => {
    expect(await answerRepeat(KEY, async () => true, tooEarly())).toEqual(ok('replayed'))
  })

  it('keeps the refusal when nothing was stored under the key, or there is none', async () => {
    expect(await answerRepeat(KEY, async () => false, tooEarly())).toEqual(refused)
    expect(await answerRepeat(undefined, async () => true, tooEarly())).toEqual(refused)
  })
})
