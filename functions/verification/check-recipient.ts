import type {
  KnownRecipient,
  Outcome,
  VerificationCheck,
  VerificationReport,
} from '../../schemas/verification-report.ts'
import { matchRecipient, type RecipientMatch } from '../domain/verification/match-recipient.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, skip, warn } from './check.ts'
import type { Verification } from './verification.ts'

/**
 * Whether what the caller knows of the recipient is what the credential says. It stands beside the outcome of the credential
 * and never changes it (RCP-04). What the caller gave is neither in the checks nor anywhere else.
 *
 * @param outcome  What became of the credential itself.
 * @param document  The credential, where one could be read.
 */
export function checkRecipient(
  { recipientHashes }: Pick<Verification, 'recipientHashes'>,
  outcome: Outcome,
  document: JsonObject | undefined,
  known: KnownRecipient,
): NonNullable<VerificationReport['recipient']> {
  if (!document) return { outcome: 'undetermined', checks: [UNREAD] }
  const match = matchRecipient(recipientHashes, document['credentialSubject'], known)
  const caution = outcome === 'verified' ? [] : [UNPROVEN]
  return {
    outcome: outcomeOf(match),
    checks: [checkOf(match), ...(match.unknown > 0 ? [UNKNOWN_HASH] : []), ...caution],
  }
}

function outcomeOf({ matched, unknown }: RecipientMatch) {
  if (matched) return 'matched'
  return unknown > 0 ? 'undetermined' : 'not-matched'
}

function checkOf({ matched, compared, unknown }: RecipientMatch): VerificationCheck {
  if (matched === 'as-is') return pass('recipient', 'The badge was given to whom you named.')
  if (matched === 'lower-case')
    return pass('recipient', 'The badge was given to whom you named, with the address written in small letters.')
  if (unknown > 0)
    return skip(
      'recipient',
      'RECIPIENT_UNKNOWN',
      'Whether the badge was given to whom you named is unknown: it names its recipient in a way that cannot be compared.',
      SUBJECT,
    )
  return compared > 0
    ? fail('recipient', 'RECIPIENT_MISMATCH', 'The badge was given to someone else than you named.', SUBJECT)
    : fail('recipient', 'RECIPIENT_NOT_NAMED', 'The badge does not name its recipient in the way you did.', SUBJECT)
}

const SUBJECT = '/credentialSubject'

const UNREAD = skip(
  'recipient',
  'RECIPIENT_UNKNOWN',
  'Whom the badge was given to is unknown, since no badge could be read.',
)

const UNKNOWN_HASH = warn(
  'recipient',
  'IDENTITY_HASH_UNKNOWN',
  'An entry about the recipient is hashed in a way that is not known here, and was left out.',
  `${SUBJECT}/identifier`,
)

const UNPROVEN = warn(
  'recipient',
  'CREDENTIAL_NOT_VERIFIED',
  'The badge itself was not found to hold, so what it says of its recipient proves nothing.',
)
