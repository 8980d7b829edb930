import { z } from 'zod'

/** Text as Open Badges strings want it: well-formed Unicode without NUL, between `min` and `max` UTF-16 code units. */
export const text = (max: number, min = 1) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
      message: 'must be well-formed Unicode without NUL',
    })

/** An absolute http or https URL of at most 2,048 characters. */
export const WebUrlSchema = z
  .url({ protocol: /^https?$/, message: 'must be an absolute http or https URL' })
  .max(2048)
  .refine((value) => value.isWellFormed() && !value.includes('\u0000'), { message: 'must be well-formed Unicode' })

/** An opaque id as this service hands them out: 26 characters of Crockford's base 32, sortable by time of creation. */
export const IdSchema = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'must be an id given out by this service')

/** A name that is also part of a URL: lower-case letters, digits and single hyphens, at most 63 characters. */
export const SlugSchema = z
  .string()
  .max(63)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and single hyphens')

/** An instant in UTC with a zone, as `2026-11-22T13:00:00.000Z`. */
export const InstantSchema = z.iso.datetime()

/** A BCP 47 language tag as Open Badges 3.0 allows it (ACH-12). */
export const LanguageSchema = z
  .string()
  .regex(/^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/, 'must be a language tag such as "en" or "hi-IN"')
