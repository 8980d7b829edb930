import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import { CONTEXT_SHA256, type ContextTable, ISSUING_CONTEXTS, VERIFYING_CONTEXTS } from '../../../schemas/contexts.ts'
import { missingShared, readShared } from '../../support/shared-files.ts'

const OB_3_0_3 = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'

const digests = (table: ContextTable) =>
  Object.fromEntries(
    [...table].map(([url, document]) => [
      url,
      createHash('sha256')
        .update(canonicalize(document) ?? '')
        .digest('hex'),
    ]),
  )

describe('the static contexts', () => {
  test('are what their digests say', () => {
    expect(digests(ISSUING_CONTEXTS)).toEqual(CONTEXT_SHA256)
  })

  test('differ between issuing and verifying in Open Badges 3.0.3 alone', () => {
    expect(digests(VERIFYING_CONTEXTS)).toEqual({
      ...CONTEXT_SHA256,
      [OB_3_0_3]: '04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966',
    })
  })

  test('hold no context that lets undefined terms pass', () => {
    const texts = [...VERIFYING_CONTEXTS.values()].map((document) => JSON.stringify(document))
    expect(VERIFYING_CONTEXTS.has('https://www.w3.org/ns/credentials/undefined-terms/v2')).toBe(false)
    expect(texts.filter((text) => text.includes('"@vocab":"http'))).toEqual([])
  })

  test('name no context outside the table, so that none is ever asked for', () => {
    const nested = [...VERIFYING_CONTEXTS.values()].flatMap(contextAddresses)
    expect(nested.filter((url) => !VERIFYING_CONTEXTS.has(url))).toEqual([])
  })

  test('are the published documents (CTX-08, spec/contexts/manifest.json)', ({ skip }) => {
    const manifest = readShared('spec/contexts/manifest.json')
    skip(manifest === undefined, missingShared('spec/contexts/manifest.json'))
    const { contexts } = manifest as { contexts: readonly { url: string; file: string }[] }
    const published = contexts.filter(({ url }) => url.startsWith('https:'))
    expect(published).toHaveLength(10)
    for (const { url, file } of published) {
      expect(VERIFYING_CONTEXTS.get(url), url).toEqual(readShared(`spec/contexts/${file}`))
    }
  })

  test('issue under the npm copy of Open Badges 3.0.3, without jti and endorsementJwt (CTX-07)', ({ skip }) => {
    const older = readShared('spec/contexts/ob-v3p0-3.0.3.2025-04.json')
    skip(older === undefined, missingShared('spec/contexts/ob-v3p0-3.0.3.2025-04.json'))
    expect(ISSUING_CONTEXTS.get(OB_3_0_3)).toEqual(older)
  })
})

function contextAddresses(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([member, inner]) =>
    member === '@context' && typeof inner === 'string' ? [inner] : contextAddresses(inner),
  )
}
