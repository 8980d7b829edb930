import type { Language } from '../http/pages/languages.ts'
import { en } from './messages-en.ts'
import { hi } from './messages-hi.ts'
import type { Messages } from './page-messages.ts'

/** Languages the pages of public objects are written in; the first is the default. */
export const PAGE_LANGUAGES = ['en', 'hi'] as const satisfies readonly Language[]
export type PageLanguage = (typeof PAGE_LANGUAGES)[number]

/** The words of each language. */
export const MESSAGES = { en, hi } as const satisfies Readonly<Record<PageLanguage, Messages>>
