import { describe, expect, it } from 'vitest'
import { Unavailable } from '../../../functions/ports/unavailable.ts'
import type { WebAnswer } from '../../../functions/ports/web.ts'
import type { OwnObjects } from '../../../functions/verification/own-objects.ts'
import { createSources } from '../../../functions/verification/sources.ts'

const ADDRESS = 'https://acme.example/keys/1'
const own = {
  answersFor: () => false,
  isOwnUrl: () => false,
  resolveDid: async () => undefined,
} as Partial<OwnObjects> as OwnObjects

const sourcesOver = (answer: WebAnswer) =>
  createSources(own, { get: async () => answer, remainingMilliseconds: () => 1000 })

const found = (url: string): WebAnswer => ({
  kind: 'found',
  url,
  mediaType: 'application/json',
  bytes: new TextEncoder().encode('{"found":true}'),
})

describe('createSources', () => {
  it('KEY-05: takes what another origin answers after a redirect for absent, where only the own origin may speak', async () => {
    for (const url of ['https://evil.example/keys/1', 'https://acme.example:8443/keys/1']) {
      const { resolveDid, resolveKey } = sourcesOver(found(url))
      for (const look of [resolveDid, resolveKey]) {
        expect(await look(ADDRESS, { onItsOrigin: true })).toBeUndefined()
        expect(await look(ADDRESS)).toEqual({ found: true })
      }
    }
    const moved = sourcesOver(found('https://acme.example/moved/1'))
    expect(await moved.resolveKey(ADDRESS, { onItsOrigin: true })).toEqual({ found: true })
  })

  it('KEY-01: tells what is not there from what could not be had', async () => {
    const gone = sourcesOver({ kind: 'absent', status: 410 })
    expect(await gone.resolveDid(ADDRESS)).toBeUndefined()
    const away = sourcesOver({ kind: 'unavailable', reason: 'timed_out' })
    await expect(away.resolveDid(ADDRESS)).rejects.toThrow(Unavailable)
    await expect(away.resolveKey(ADDRESS)).rejects.toMatchObject({ host: 'acme.example', reason: 'timed_out' })
  })
})
