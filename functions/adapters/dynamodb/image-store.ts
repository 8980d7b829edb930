import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { z } from 'zod'
import { type BadgeImage, IMAGE_TYPES } from '../../domain/baking/uploaded-image.ts'
import type { ImageStore } from '../../ports/image-store.ts'
import { keys } from './keys.ts'
import { loadItem } from './reads.ts'
import { retryConflicts } from './retry-conflicts.ts'
import type { TableDeps } from './store-deps.ts'
import { stored } from './stored-fields.ts'

const ImageSchema: z.ZodType<BadgeImage> = z.object({ mediaType: z.enum(IMAGE_TYPES), bytes: stored.bytes })

/**
 * Uploaded images in DynamoDB, an item each: a body of 256 KB holds at most 192 KB of image, which an item has room for.
 *
 * @throws StoreOverloaded when the table does not answer in time.
 */
export const dynamoImageStore = (deps: TableDeps): ImageStore => ({
  async keep(community, name, { mediaType, bytes }) {
    const Item = { ...keys.image(community, name), entity: 'image', mediaType, bytes }
    await retryConflicts(() => deps.client.send(new PutCommand({ TableName: deps.tableName, Item })), deps.retry)
  },
  load: (community, name) => loadItem(deps, keys.image(community, name), ImageSchema),
})
