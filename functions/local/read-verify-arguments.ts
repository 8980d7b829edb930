import { parseArgs } from 'node:util'
import { type KnownRecipient, KnownRecipientSchema } from '../../schemas/verification-report.ts'
import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import { VERIFY_LANGUAGES, type VerifyLanguage } from '../verification/verify-page-languages.ts'

/** What `peerbadge verify` was asked to do. */
export interface VerifyArguments {
  /** A web address, the path of a file, or `-`. */
  readonly source: string
  readonly recipient?: KnownRecipient | undefined
  /** @default text on a terminal, JSON elsewhere */
  readonly format?: 'text' | 'json' | undefined
  readonly language: VerifyLanguage
}

export const VERIFY_USAGE = `Usage: peerbadge verify FILE|URL|- [--recipient TYPE:VALUE] [--language en|hi] [--text|--json]

Verifies an Open Badge: a file (JSON, JWT, PNG or SVG), an address, or standard input.

  --recipient TYPE:VALUE  also says whether the badge was given to whom you name, such as
                          emailAddress:asha@example.org or id:did:example:asha
  --language en|hi        the language of what it says; en unless you choose
  --text                  a report to read; what a terminal gets
  --json                  the report as JSON; what anything else gets

Ends with 0 when the badge is verified, 1 when it is not, 2 when something could not be
checked, 64 when called in another way, 66 when the file cannot be read.
`

/**
 * Reads the words behind `peerbadge verify`.
 *
 * @returns otherwise what is wrong with them, without any value of theirs; or `help` when that was asked for.
 */
export function readVerifyArguments(
  words: readonly string[],
): Result<VerifyArguments, 'help' | { readonly wrong: string }> {
  const parsed = parse(words)
  if (!parsed) return wrong('An option is unknown, or lacks its value.')
  const { values, positionals } = parsed
  if (values.help) return err('help')
  const [source, another] = positionals
  if (source === undefined || source === '') return wrong('Name a file, an address, or - for standard input.')
  if (another !== undefined) return wrong('Name one file or address at a time.')
  if (isWebAddress(source) && !canParseUrl(source)) return wrong('This is no web address.')
  if (values.text && values.json) return wrong('Choose one of --text and --json.')
  const format = values.text ? 'text' : values.json ? 'json' : undefined
  const language = VERIFY_LANGUAGES.find((one) => one === (values.language ?? VERIFY_LANGUAGES[0]))
  if (language === undefined) return wrong(`Choose a language of these: ${VERIFY_LANGUAGES.join(', ')}.`)
  if (values.recipient === undefined) return ok({ source, format, language })
  const recipient = KnownRecipientSchema.safeParse(toRecipient(values.recipient))
  return recipient.success
    ? ok({ source, format, language, recipient: recipient.data })
    : wrong('Give the recipient as TYPE:VALUE, such as emailAddress:asha@example.org or id:did:example:asha.')
}

/** Whether a word is meant as the address of a badge, not as the name of a file. */
export const isWebAddress = (source: string): boolean => /^https?:\/\//i.test(source)

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        recipient: { type: 'string' },
        language: { type: 'string' },
        text: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch {
    return undefined
  }
}

/** A type of the kind `ext:…` holds a colon itself. */
function toRecipient(text: string) {
  const [, type, value] = /^((?:ext:)?[^:]+):(.*)$/s.exec(text) ?? []
  return { type, value }
}

const wrong = (sentence: string) => err({ wrong: sentence })
