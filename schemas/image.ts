import { z } from 'zod'
import { text, WebUrlSchema } from './text.ts'

/** A picture with the text that stands for it; `caption` is required so that nobody depends on seeing it. */
export const ImageInputSchema = z.strictObject({
  id: WebUrlSchema,
  caption: text(500),
})
export type ImageInput = z.infer<typeof ImageInputSchema>
