import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { PUBLISHED_DIGESTS } from '../../../../functions/domain/vc-data-model/published-digests.ts'
import { missingShared, readSharedBytes } from '../../../support/shared-files.ts'

const FILES = {
  'https://www.w3.org/ns/credentials/v2': 'spec/contexts/w3c-credentials-v2.jsonld',
  'https://www.w3.org/2018/credentials/v1': 'spec/contexts/w3c-credentials-v1.jsonld',
}
const HASHES = [
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
] as const

describe('PUBLISHED_DIGESTS', () => {
  for (const [url, file] of Object.entries(FILES)) {
    const missing = missingShared(file)
    it.skipIf(missing !== undefined)(
      `CTX-08: are those of the bytes published at ${url}${missing ? ` (${missing})` : ''}`,
      () => {
        const bytes = readSharedBytes(file) ?? new Uint8Array()
        const digests = HASHES.map(([hash, length]) => [length, createHash(hash).update(bytes).digest('base64url')])
        expect([...(PUBLISHED_DIGESTS.get(url) ?? [])]).toEqual(digests)
      },
    )
  }
})
