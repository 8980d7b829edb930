import { z } from 'zod'

/** A problem document (RFC 9457) with this service's stable `code`. */
export const ProblemSchema = z
  .strictObject({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    instance: z.string().optional(),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string(),
          detail: z.string(),
          code: z.string().optional(),
          spec: z.string().optional(),
        }),
      )
      .optional()
      .meta({
        description:
          'What is wrong and where; `pointer` is a JSON Pointer (RFC 6901) into the request body. `code` and `spec` name the rule of a standard that is broken',
      }),
  })
  .meta({ id: 'Problem' })
export type ProblemDocument = z.infer<typeof ProblemSchema>
