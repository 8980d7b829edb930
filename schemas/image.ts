import { z } from 'zod'
import { text, WebUrlSchema } from './text.ts'

/** A PNG or SVG inside the request itself. */
const ImageUploadSchema = z.string().regex(/^data:image\/(?:png|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/)

/**
 * A picture with the text that stands for it; `caption` is required so that nobody depends on seeing it. An upload is
 * answered with the address it is served under from then on.
 */
export const ImageInputSchema = z.strictObject({
  id: z
    .union([WebUrlSchema, ImageUploadSchema], {
      error: 'must be an absolute http or https URL, or a PNG or SVG as a data: URI in base64',
    })
    .meta({ description: 'The address of a picture; or the picture, which is then kept and served here' }),
  caption: text(500),
})
export type ImageInput = z.infer<typeof ImageInputSchema>
