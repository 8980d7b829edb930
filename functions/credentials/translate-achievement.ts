import type { AchievementVersion } from '../domain/achievement/achievement.ts'
import { negotiateLanguage } from '../http/negotiate.ts'

/** The texts of an achievement in one language. */
export interface AchievementTexts {
  readonly name: string
  readonly description: string
  readonly criteria?: string | undefined
  /** Absent when the community did not say which language it wrote in. */
  readonly inLanguage?: string | undefined
  /** Every language there is, as far as it is known. */
  readonly languages: readonly string[]
}

/** Stands for the language of texts whose language nobody said. */
const UNKNOWN = 'und'

/** The texts in the language a reader likes best; the original when no translation suits better. */
export function translateAchievement(
  { content }: AchievementVersion,
  acceptLanguage: string | undefined,
): AchievementTexts {
  const translations = content.translations ?? []
  const original = content.inLanguage ?? UNKNOWN
  const languages = [original, ...translations.map(({ inLanguage }) => inLanguage)].filter((tag) => tag !== UNKNOWN)
  const chosen = negotiateLanguage(acceptLanguage, [original, ...translations.map(({ inLanguage }) => inLanguage)])
  const translation = chosen === original ? undefined : translations.find(({ inLanguage }) => inLanguage === chosen)
  return {
    name: translation?.name ?? content.name,
    description: translation?.description ?? content.description,
    criteria: translation?.criteria ?? content.criteria.narrative,
    inLanguage: translation?.inLanguage ?? content.inLanguage,
    languages,
  }
}
