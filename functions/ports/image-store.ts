import type { BadgeImage } from '../domain/baking/uploaded-image.ts'
import type { Slug } from '../domain/shared/ids.ts'

/** Images that communities uploaded, each once, under a name made from its bytes. */
export interface ImageStore {
  /** Safe to repeat: one name always stands for the same image. */
  keep(community: Slug, name: string, image: BadgeImage): Promise<void>
  /** An image never changes, so answers may come from a cache. */
  load(community: Slug, name: string): Promise<BadgeImage | undefined>
}
