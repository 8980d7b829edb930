import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { toDateInWords } from '../http/pages/languages.ts'
import { excerpt } from '../http/pages/markdown.ts'
import { MaybeLink } from '../http/pages/words.tsx'
import { groupChecks } from './report-findings.ts'
import { VERIFY_WORDS, type VerifyLanguage } from './verify-page-languages.ts'
import type { ResultProps } from './verify-page-verdict.tsx'

/** Sentences are short, but may hold what a badge says. */
const MAX_CHARACTERS = 500
const MAX_POINTER = 120

/** Every check as a line, those that matter most first. */
export const Checks = ({ report: { checks }, language }: ResultProps) => {
  const words = VERIFY_WORDS[language]
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">{words.checksHeading}</h2>
      {groupChecks(checks).map((group) => (
        <>
          <h3>{words.groups[group.status](group.checks.length)}</h3>
          <ul class="checks">
            {group.checks.map((check) => (
              <CheckLine check={check} language={language} />
            ))}
          </ul>
        </>
      ))}
    </section>
  )
}

const LOOKS = { pass: 'good', fail: 'bad', skip: 'open', warn: 'open' } as const satisfies Readonly<
  Record<VerificationCheck['status'], string>
>

interface CheckLineProps {
  readonly check: VerificationCheck
  readonly language: VerifyLanguage
}

/** One check: its sentence, and for those who look further its code, its place in the document and its section. */
export const CheckLine = ({ check, language }: CheckLineProps) => {
  const words = VERIFY_WORDS[language]
  const step = words.steps[check.id]
  return (
    <li class={LOOKS[check.status]}>
      <p>
        <strong>{step}:</strong> <Sentence check={check} language={language} />
      </p>
      <p class="soft">
        {check.code === 'OK' ? null : (
          <>
            {words.code} <code>{check.code}</code>
            {check.pointer === undefined ? null : (
              <>
                , {words.place} <code>{excerpt(check.pointer, MAX_POINTER).text}</code>
              </>
            )}{' '}
            ·{' '}
          </>
        )}
        <MaybeLink uri={check.spec} words={words.standardOn(step)} />
      </p>
    </li>
  )
}

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z\b/g

/**
 * What a check says: in the reader's language where its code is known there, and in English, with instants as dates; the
 * report has them to the second.
 */
export const Sentence = ({ check: { message, englishMessage }, language }: CheckLineProps) => {
  const translated = englishMessage === undefined ? undefined : message
  const own = excerpt(englishMessage ?? message, MAX_CHARACTERS).text.replaceAll(INSTANT, (instant) =>
    Number.isNaN(Date.parse(instant)) ? instant : toDateInWords(instant, 'en'),
  )
  if (language === 'en') return <bdi>{own}</bdi>
  return (
    <>
      {translated === undefined ? null : `${translated} `}
      <bdi lang="en" {...(translated === undefined ? {} : { class: 'soft' })}>
        {own}
      </bdi>
    </>
  )
}
