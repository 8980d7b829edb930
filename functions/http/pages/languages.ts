/** Languages that pages may be written in; a page says for itself which of them it has words in. */
export type Language = 'en' | 'hi'

interface LanguageRow {
  /** How dates are written. */
  readonly dateLocale: string
  readonly skipToContent: string
}

/** What every page in a language says. */
export const LANGUAGES = {
  // English for readers everywhere: the day comes first.
  en: { dateLocale: 'en-GB', skipToContent: 'Skip to content' },
  hi: { dateLocale: 'hi-IN', skipToContent: 'मुख्य सामग्री पर जाएँ' },
} as const satisfies Readonly<Record<Language, LanguageRow>>

/** A date in words, in UTC. */
export const toDateInWords = (instant: string, language: Language): string =>
  new Intl.DateTimeFormat(LANGUAGES[language].dateLocale, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(instant),
  )
