import type { Language } from '../http/pages/languages.ts'
import type { VerifyWords } from './verify-page-words.ts'
import { en } from './verify-page-words-en.ts'

/** Languages the page that verifies is written in; the first is the default. */
export const VERIFY_LANGUAGES = ['en'] as const satisfies readonly Language[]
export type VerifyLanguage = (typeof VERIFY_LANGUAGES)[number]

/** The words of each language. */
export const VERIFY_WORDS = { en } as const satisfies Readonly<Record<VerifyLanguage, VerifyWords>>
