import { beforeAll, describe, expect, it } from 'vitest'
import { dynamoImageStore } from '../../../../functions/adapters/dynamodb/image-store.ts'
import type { BadgeImage } from '../../../../functions/domain/baking/uploaded-image.ts'
import type { ImageStore } from '../../../../functions/ports/image-store.ts'
import { freshTable } from '../../../support/dynamodb.ts'
import { tenAtOnce } from '../../../support/store-examples.ts'

const NAME = 'a'.repeat(43)
/** The most that a body of 256 KB can hold in base64. */
const LARGEST = Uint8Array.from({ length: 192 * 1024 }, (_, at) => (at * 31) % 256)

let store: ImageStore
beforeAll(async () => {
  store = dynamoImageStore(await freshTable())
})

describe('imageStore', () => {
  it('gives back the largest image there is, byte for byte, however often it was kept', async () => {
    const image: BadgeImage = { mediaType: 'image/svg+xml', bytes: LARGEST }
    await tenAtOnce(() => store.keep('weavers', NAME, image))
    const found = await store.load('weavers', NAME)
    expect(found?.mediaType).toBe('image/svg+xml')
    expect(Buffer.from(found?.bytes ?? []).equals(LARGEST)).toBe(true)
  })

  it('keeps communities apart, and knows nothing of what was never kept', async () => {
    expect(await store.load('potters', NAME)).toBeUndefined()
    expect(await store.load('weavers', 'b'.repeat(43))).toBeUndefined()
  })
})
