import { describe, expect, it } from 'vitest'
import { unlessAborted } from '../../../functions/local/unless-aborted.ts'

const never = new Promise<never>(() => undefined)

describe('unlessAborted', () => {
  it('gives what the work gives, also its failure', async () => {
    const { signal } = new AbortController()
    await expect(unlessAborted(Promise.resolve(1), signal)).resolves.toBe(1)
    await expect(unlessAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken')
  })

  it('ends with the reason when it is aborted meanwhile', async () => {
    const giveUp = new AbortController()
    const waiting = unlessAborted(never, giveUp.signal)
    giveUp.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
  })

  it('ends with the reason when it was aborted before', async () => {
    await expect(unlessAborted(never, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late')
  })
})
