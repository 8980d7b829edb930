import { parseArgs } from 'node:util'
import { RULE_LANGUAGES, type RuleLanguage } from '../domain/endorsement/rule-language.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'

/** What `peerbadge replay` was asked to do. */
export interface ReplayArguments {
  /** The path of a file, or `-`. */
  readonly source: string
  readonly language: RuleLanguage
}

export const REPLAY_USAGE = `Usage: peerbadge replay FILE|- [--language en|hi]

Decides once more on an award record, offline: a file (JSON, as it is at /awards/ID.json), or
standard input. Says which endorsements count and why others do not, and in what the record
does not lead to what it says. Whether its signature holds, peerbadge verify tells of the badge.

  --language en|hi  the language of what it says; en unless you choose

Ends with 0 when the record leads to what it says, 1 when it does not, 64 when called in
another way, 66 when the file cannot be read or is no award record.
`

/**
 * Reads the words behind `peerbadge replay`.
 *
 * @returns otherwise what is wrong with them, without any value of theirs; or `help` when that was asked for.
 */
export function readReplayArguments(
  words: readonly string[],
): Result<ReplayArguments, 'help' | { readonly wrong: string }> {
  const parsed = parse(words)
  if (!parsed) return err({ wrong: 'An option is unknown, or lacks its value.' })
  const { values, positionals } = parsed
  if (values.help) return err('help')
  const [source, another] = positionals
  if (source === undefined || source === '') return err({ wrong: 'Name a file, or - for standard input.' })
  if (another !== undefined) return err({ wrong: 'Name one file at a time.' })
  const language = RULE_LANGUAGES.find((one) => one === (values.language ?? RULE_LANGUAGES[0]))
  return language === undefined
    ? err({ wrong: `Choose a language of these: ${RULE_LANGUAGES.join(', ')}.` })
    : ok({ source, language })
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { language: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch {
    return undefined
  }
}
