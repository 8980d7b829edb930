import { z } from 'zod'

/** Text as Open Badges strings want it: well-formed Unicode without NUL, not blank, at most `max` UTF-16 code units. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/\S/, 'must hold more than white space')
    .refine((value) => value.isWellFormed() && !value.includes('\u0000'), {
      message: 'must be well-formed Unicode without NUL',
    })

/**
 * An absolute http or https URL as it may stand in a signed badge: nothing but the characters of RFC 3986, since JSON-LD
 * refuses white space in it and Open Badges wants a URI; and no user information, since it is published.
 */
const WEB_URL =
  /^https?:\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=-]+)(:\d{1,5})?(\/([\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?(\?([\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(#([\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$/

/** An absolute http or https URL of at most 2,048 characters, without a user name or password in it. */
export const WebUrlSchema = z
  .url({ protocol: /^https?$/, message: 'must be an absolute http or https URL', abort: true })
  .max(2048)
  .regex(WEB_URL, 'must hold only characters of a URL, with all others percent-encoded, and no user name')

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
