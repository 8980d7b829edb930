import { en } from './messages-en.ts'
import type { Messages } from './page-messages.ts'

/** Languages the pages are written in; the first is the default. */
export const PAGE_LANGUAGES = ['en'] as const
export type PageLanguage = (typeof PAGE_LANGUAGES)[number]

/** The words of each language. */
export const MESSAGES = { en } as const satisfies Readonly<Record<PageLanguage, Messages>>

/** English for readers everywhere: the day comes first. */
const DATE_LOCALES = { en: 'en-GB' } as const satisfies Readonly<Record<PageLanguage, string>>

/** A date in words, in UTC. */
export const toDateInWords = (instant: string, language: PageLanguage): string =>
  new Intl.DateTimeFormat(DATE_LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(instant))
