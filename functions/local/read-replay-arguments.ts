import { parseArgs } from 'node:util'
import { RULE_LANGUAGES, type RuleLanguage } from '../domain/endorsement/rule-language.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'

/** What `peerbadge replay` was asked to do. */
export interface ReplayArguments {
  /** The path of a file, or `-`. */
  readonly source: string
  /** The path of a file with the keys of the issuer; without one, the signature is not looked at. */
  readonly keys?: string | undefined
  readonly language: RuleLanguage
}

export const REPLAY_USAGE = `Usage: peerbadge replay FILE|- [--keys FILE] [--language en|hi]

Decides once more on an award record, offline: a file (JSON, as it is at /awards/ID.json), or
standard input. Says which endorsements count and why others do not, and at which places the
record does not lead to what it says.

  --keys FILE       also checks the signature of the record, by the keys of its issuer: the DID
                    document or the profile of the community, saved from
                    /communities/NAME/did.json or /communities/NAME.json. Without it the signature
                    is not checked, and whoever changed the record may have changed all of it
  --language en|hi  the language of what it says; en unless you choose

Ends with 0 when the record leads to what it says and, with --keys, its signature holds; 1 when
either is not so; 64 when called in another way; 66 when a file cannot be read, or is no award
record, one of a later version, or holds no keys.
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
  if (values.keys === '') return err({ wrong: 'Name the file with the keys.' })
  if (values.keys === '-') return err({ wrong: 'The keys are read from a file.' })
  const language = RULE_LANGUAGES.find((one) => one === (values.language ?? RULE_LANGUAGES[0]))
  return language === undefined
    ? err({ wrong: `Choose a language of these: ${RULE_LANGUAGES.join(', ')}.` })
    : ok({ source, language, ...(values.keys === undefined ? {} : { keys: values.keys }) })
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { keys: { type: 'string' }, language: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
  } catch {
    return undefined
  }
}
