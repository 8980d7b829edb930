import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import {
  CONTEXT_SHA256,
  type ContextTable,
  ISSUING_CONTEXTS,
  PUBLISHED_CONTEXT_SHA256,
  VC_API_CONTEXT_SHA256,
  VC_API_CONTEXTS,
  VERIFYING_CONTEXTS,
} from '../../../schemas/contexts.ts'
import { missingShared, readShared, readSharedText } from '../../support/shared-files.ts'

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
  test('GEN-03: are what their digests say, whatever the packages are updated to', () => {
    expect(digests(ISSUING_CONTEXTS)).toEqual(CONTEXT_SHA256)
    expect(digests(VC_API_CONTEXTS)).toEqual({ ...CONTEXT_SHA256, ...VC_API_CONTEXT_SHA256 })
  })

  test('hold every context that the published vectors name', ({ skip }) => {
    const named = readShared('vectors/contexts.json')
    skip(named === undefined, missingShared('vectors/contexts.json'))
    for (const [url, document] of Object.entries(named as object))
      expect(VC_API_CONTEXTS.get(url), url).toEqual(document)
  })

  test('differ between issuing and verifying in Open Badges 3.0.3 alone', () => {
    expect(digests(VERIFYING_CONTEXTS)).toEqual(PUBLISHED_CONTEXT_SHA256)
    expect({ ...PUBLISHED_CONTEXT_SHA256, [OB_3_0_3]: CONTEXT_SHA256[OB_3_0_3] }).toEqual(CONTEXT_SHA256)
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

  test('CTX-08: hold credentials/v2 with the digest that W3C prints', ({ skip }) => {
    const text = readSharedText('spec/contexts/w3c-credentials-v2.jsonld')
    skip(text === undefined, missingShared('spec/contexts/w3c-credentials-v2.jsonld'))
    const digest = createHash('sha256')
      .update(text ?? '')
      .digest('hex')
    expect(digest).toBe('59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734')
    expect(ISSUING_CONTEXTS.get('https://www.w3.org/ns/credentials/v2')).toEqual(JSON.parse(text ?? '{}'))
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
