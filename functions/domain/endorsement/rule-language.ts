/** Languages in which rules, decisions and reasons are put into words; the first is the default. */
export const RULE_LANGUAGES = ['en', 'hi'] as const
export type RuleLanguage = (typeof RULE_LANGUAGES)[number]

/** The one of them that a BCP 47 tag stands for: English for all there are no words in. */
export const ruleLanguageOf = (tag: string | undefined): RuleLanguage =>
  RULE_LANGUAGES.find((language) => language === tag?.toLowerCase().split('-')[0]) ?? RULE_LANGUAGES[0]
