import type { Language } from '../http/pages/languages.ts'
import type { VerifyWords } from './verify-page-words.ts'
import { en } from './verify-page-words-en.ts'
import { hi } from './verify-page-words-hi.ts'

/** Languages the page that verifies is written in; the first is the default. */
export const VERIFY_LANGUAGES = ['en', 'hi'] as const satisfies readonly Language[]
export type VerifyLanguage = (typeof VERIFY_LANGUAGES)[number]

/** The words of each language. */
export const VERIFY_WORDS = { en, hi } as const satisfies Readonly<Record<VerifyLanguage, VerifyWords>>
