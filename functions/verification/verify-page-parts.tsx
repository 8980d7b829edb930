import { type Language, toDateInWords } from '../http/pages/languages.ts'
import { excerpt } from '../http/pages/markdown.ts'
import { DateInWords, MaybeLink } from '../http/pages/words.tsx'

/** What a badge says may be as long as it likes; on the page this much of it tells what it is. */
const MAX_CHARACTERS = 300
const MAX_ADDRESS = 2048

/** A text that a badge by anyone holds: cut, and in its own writing direction. */
export const Said = ({ text }: { readonly text: string }) => <bdi>{excerpt(text, MAX_CHARACTERS).text}</bdi>

/** An id that a badge by anyone names: a link when it is an address of the web, and never one of another kind. */
export const SaidId = ({ id }: { readonly id: string }) => (
  <MaybeLink uri={id.length > MAX_ADDRESS ? undefined : id} words={excerpt(id, MAX_CHARACTERS).text} />
)

/** A date that a badge by anyone states; what is none stands as it was written. */
export const SaidDate = ({ at, language }: { readonly at: string; readonly language: Language }) =>
  isDate(at) ? <DateInWords at={at} language={language} /> : <Said text={at} />

/** The same as text, for the middle of a sentence. */
export const toSaidDate = (at: string, language: Language): string =>
  isDate(at) ? toDateInWords(at, language) : excerpt(at, MAX_CHARACTERS).text

const isDate = (text: string): boolean => text.length < 64 && !Number.isNaN(Date.parse(text))
