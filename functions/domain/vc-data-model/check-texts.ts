import { type Finding, finding, type Path } from './finding.ts'
import { isJsonObject, type JsonObject, listed } from './values.ts'

/** A well-formed BCP 47 tag, by shape: language or a private or registered prefix, then subtags. */
const LANGUAGE_TAG = /^([A-Za-z]{2,8}|[xXiI])(-[A-Za-z0-9]{1,8})*$/
const MEMBERS = new Set(['@value', '@language', '@direction'])

/**
 * Whether `name` and `description` are texts, each plain or with its language and direction, one or several.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#names-and-descriptions
 */
export const checkTexts = (of: JsonObject, path: Path): readonly Finding[] =>
  ['name', 'description'].flatMap((member) => {
    const value = of[member]
    const at = [...path, member]
    if (Array.isArray(value) && value.length === 0) return [finding('TEXT_INVALID', at, 'must not be an empty list')]
    return listed(value, at).flatMap(({ value: text, path: place }) => checkText(text, place))
  })

function checkText(text: unknown, path: Path): readonly Finding[] {
  if (typeof text === 'string') return []
  if (!isJsonObject(text) || typeof text['@value'] !== 'string')
    return [finding('TEXT_INVALID', path, 'must be a text, or an object with a text as its "@value"')]
  const { '@language': language, '@direction': direction } = text
  return [
    ...Object.keys(text)
      .filter((member) => !MEMBERS.has(member))
      .map((member) => finding('TEXT_INVALID', [...path, member], 'is not part of a text with language')),
    ...(language === undefined || (typeof language === 'string' && LANGUAGE_TAG.test(language))
      ? []
      : [finding('TEXT_INVALID', [...path, '@language'], 'must be a language tag (BCP 47)')]),
    ...(direction === undefined || direction === 'ltr' || direction === 'rtl'
      ? []
      : [finding('TEXT_INVALID', [...path, '@direction'], 'must be "ltr" or "rtl"')]),
  ]
}
