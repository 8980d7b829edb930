import type { z } from 'zod'
import type { FieldError } from '../domain/shared/refusal.ts'

/** A JSON Pointer from its parts (RFC 6901). */
export const toJsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What zod found wrong, as pointers into the body; an unknown member is pointed at itself. */
export const toFieldErrors = (issues: readonly z.core.$ZodIssue[]): readonly FieldError[] => issues.flatMap(toErrors)

function toErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: toJsonPointer([...issue.path, key]), detail: 'is not known here' }))
  const meant = meantOf(issue)
  if (meant) return meant.flatMap((inner) => toErrors({ ...inner, path: [...issue.path, ...inner.path] }))
  return [{ pointer: toJsonPointer(issue.path), detail: detailOf(issue) }]
}

/** What is wrong with the one form of several that a value has; the validator itself says no more than that none fits. */
function meantOf(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] | undefined {
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return undefined
  const ofThatForm = issue.errors.filter(
    (form) => !form.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  )
  return ofThatForm.length === 1 ? ofThatForm[0] : undefined
}

function detailOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_key') return `the name ${issue.issues[0]?.message ?? 'is not allowed'}`
  // The validator says of a member that is absent what it should be, not that it is not there.
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'is required' : issue.message
}
