import type { z } from 'zod'
import type { FieldError } from '../domain/shared/refusal.ts'

const MAX_ERRORS = 50

/** A JSON Pointer from its parts (RFC 6901). */
export const toJsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What zod found wrong, as pointers into the body; an unknown member is pointed at itself. At most 50. */
export const toFieldErrors = (issues: readonly z.core.$ZodIssue[]): readonly FieldError[] =>
  issues.flatMap(toErrors).slice(0, MAX_ERRORS)

function toErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: toJsonPointer([...issue.path, key]), detail: 'is not known here' }))
  return [{ pointer: toJsonPointer(issue.path), detail: issue.message }]
}
