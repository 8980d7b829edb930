import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodeBase58 } from '../../../../functions/domain/shared/multikey.ts'
import { checkRelatedResources } from '../../../../functions/domain/vc-data-model/check-related-resources.ts'
import { PUBLISHED_DIGESTS } from '../../../../functions/domain/vc-data-model/published-digests.ts'

const ID = 'https://work.example/cloth.png'
const sha = (bits: 256 | 384 | 512, text = 'cloth') => createHash(`sha${bits}`).update(text).digest()
const sri = (bits: 256 | 384 | 512) => `sha${bits}-${sha(bits).toString('base64')}`
const multihash = Buffer.concat([Buffer.of(0x12, 32), sha(256)])
const codesOf = (value: unknown) => checkRelatedResources(value, ['relatedResource']).map(({ code }) => code)

describe('checkRelatedResources', () => {
  it.each([
    ['SHA-256', { digestSRI: sri(256) }],
    ['SHA-384', { digestSRI: sri(384) }],
    ['SHA-512', { digestSRI: sri(512) }],
    ['two hashes', { digestSRI: [sri(256), sri(512)] }],
    ['a multihash in base64url', { digestMultibase: `u${multihash.toString('base64url')}` }],
    ['a multihash in base58', { digestMultibase: `z${encodeBase58(multihash)}` }],
    [
      'both, and a media type',
      { digestSRI: sri(256), digestMultibase: `z${encodeBase58(multihash)}`, mediaType: 'a/b' },
    ],
  ])('finds nothing wrong with a resource named by %s', (_, digest) => {
    expect(codesOf([{ id: ID, ...digest }])).toEqual([])
    expect(codesOf({ id: ID, ...digest })).toEqual([])
  })

  it.each<[string, unknown]>([
    ['an empty list', []],
    ['what is no object', ['text']],
    ['a resource without an address', [{ digestSRI: sri(256) }]],
    ['a resource without a digest', [{ id: ID }]],
    [
      'a resource that is named twice',
      [
        { id: ID, digestSRI: sri(256) },
        { id: ID, digestSRI: sri(256) },
      ],
    ],
    ['an empty list of digests', [{ id: ID, digestSRI: [] }]],
    ['a digest of the wrong length', [{ id: ID, digestSRI: `sha384-${sha(256).toString('base64')}` }]],
    ['a hash that is not taken', [{ id: ID, digestSRI: 'md5-AAAA' }]],
    ['a digest that is no text', [{ id: ID, digestSRI: 7 }]],
    ['a multibase that is no text', [{ id: ID, digestMultibase: 7 }]],
    ['a multibase without an end', [{ id: ID, digestMultibase: `u${'A'.repeat(200)}` }]],
    ['a multibase of another base', [{ id: ID, digestMultibase: `m${multihash.toString('base64')}` }]],
    ['a multihash that says another length', [{ id: ID, digestMultibase: `u${sha(256).toString('base64url')}` }]],
    ['a media type that is no text', [{ id: ID, digestSRI: sri(256), mediaType: 7 }]],
  ])('finds %s', (_, value) => {
    expect(codesOf(value)).toEqual(['RELATED_RESOURCE_INVALID'])
  })

  it('holds what is published under a known address against its digest', () => {
    const [known] = [...PUBLISHED_DIGESTS].find(([, byLength]) => byLength.has(32)) ?? []
    expect(codesOf([{ id: known, digestSRI: sri(256) }])).toEqual(['RELATED_RESOURCE_MISMATCH'])
  })
})
