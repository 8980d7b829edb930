import type { ImageInput } from '../../schemas/image.ts'
import { uploadedImageName } from '../domain/achievement/achievement-image.ts'
import { describeImageRefusal } from '../domain/baking/image-refusal.ts'
import type { ParseXml } from '../domain/baking/svg-document.ts'
import { readImageUri, takeUploadedImage, toDataUri } from '../domain/baking/uploaded-image.ts'
import type { Digests, Slug } from '../domain/shared/ids.ts'
import { publicUrls } from '../domain/shared/public-urls.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { ImageStore } from '../ports/image-store.ts'

export interface TakeImageDeps {
  readonly images: ImageStore
  readonly parseXml: ParseXml
  readonly digests: Digests
  /** Base URL of the service, without a trailing slash. */
  readonly publicUrl: string
}

const PLACE = '/image/id'

/**
 * Keeps the image that a request holds as a `data:` URI, without any credential in it, and puts the address it is served
 * under in its place. An address of the web stays as it is; one of an upload must be of an image that is kept. Safe to
 * repeat.
 *
 * @returns what the request holds, ready to be stored; `invalid_image` pointing at the image.
 */
export async function takeImage<Request extends { readonly image?: ImageInput | undefined }>(
  { images, parseXml, digests, publicUrl }: TakeImageDeps,
  community: Slug,
  request: Request,
): Promise<Result<Request, Refusal>> {
  const { image } = request
  if (image === undefined) return ok(request)
  if (!image.id.startsWith('data:')) {
    const name = uploadedImageName(image.id, publicUrl, community)
    if (name === undefined || (await images.load(community, name))) return ok(request)
    return refuse('names no image that was uploaded here')
  }
  const given = readImageUri(image.id)
  if (!given) return refuse('is not a PNG or SVG in base64')
  const taken = takeUploadedImage(parseXml, given)
  if (!taken.ok) return refuse(describeImageRefusal(taken.error))
  const name = digests.sha256Base64Url(toDataUri(taken.value))
  await images.keep(community, name, taken.value)
  return ok({ ...request, image: { ...image, id: publicUrls(publicUrl).uploadedImage(community, name) } })
}

const refuse = (detail: string) => err<Refusal>({ code: 'invalid_image', errors: [{ pointer: PLACE, detail }] })
