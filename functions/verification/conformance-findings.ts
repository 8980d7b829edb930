import type { z } from 'zod'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, toPointer } from './check.ts'
import { toPlaceIn } from './newest-form.ts'

/** What is wrong where a class tells its name by `type`. */
const SENTENCES = {
  CONTEXT_MISSING: 'The document must name the W3C context first and an Open Badges 3.0 context second.',
  TYPE: 'The types of the document are not those of an Open Badges 3.0 credential.',
  ISSUER_MISSING: 'The document does not name its issuer.',
  ISSUER_TYPE: 'The issuer must be described as a profile, and not be a mere address or something else.',
  ISSUER_IDENTIFIER_TYPE: 'A further identifier is not marked as one.',
  PARENT_ORG_TYPE: 'The organisation above another is not described as a profile.',
  SOURCE_TYPE: 'The organisation that assessed is not described as a profile.',
  SUBJECT_TYPE: 'The subject of the document is not marked as one of its class.',
  SUBJECT_IDENTIFIER_TYPE: 'An identifier of the recipient is not marked as one.',
  SUBJECT_UNIDENTIFIED: 'The badge says neither by an id nor by an identifier who received it.',
  RESULT_TYPE: 'A result is not marked as one.',
  RESULT_DESCRIPTION_TYPE: 'The description of a result is not marked as one.',
  EVIDENCE_TYPE: 'A piece of evidence is not marked as one.',
  CRITERIA_EMPTY: 'The badge does not say what it was awarded for: its criteria have neither a page nor a text.',
} as const
type Code = keyof typeof SENTENCES

/** The code of a finding by the member that holds the class. */
const TYPE_CODES: ReadonlyMap<string | undefined, Code> = new Map([
  ['credentialSubject', 'SUBJECT_TYPE'],
  ['identifier', 'SUBJECT_IDENTIFIER_TYPE'],
  ['otherIdentifier', 'ISSUER_IDENTIFIER_TYPE'],
  ['parentOrg', 'PARENT_ORG_TYPE'],
  ['source', 'SOURCE_TYPE'],
  ['result', 'RESULT_TYPE'],
  ['resultDescription', 'RESULT_DESCRIPTION_TYPE'],
  ['evidence', 'EVIDENCE_TYPE'],
  ['issuer', 'ISSUER_TYPE'],
])

/** Says what a schema found, at the place where it stands in the document. */
export function toFinding(issue: z.core.$ZodIssue, document: JsonObject): VerificationCheck {
  const path = toPlaceIn(document, issue.path)
  const code = codeOf(issue, document)
  return code === undefined ? fail('conformance', 'SCHEMA', sayWhat(issue, path), toPointer(path)) : finding(code, path)
}

export const finding = (code: Code, path: readonly PropertyKey[]): VerificationCheck =>
  fail('conformance', code, SENTENCES[code], toPointer(path))

/** A code that says more than that the class is not matched; `undefined` where there is none. */
function codeOf({ path, code }: z.core.$ZodIssue, document: JsonObject): Code | undefined {
  const names = path.filter((part) => typeof part === 'string')
  const [first, ...inner] = names
  if (names.at(-1) === '@context') return 'CONTEXT_MISSING'
  if (first === 'type') return 'TYPE'
  if (first === 'issuer' && inner.length === 0)
    return document['issuer'] === undefined ? 'ISSUER_MISSING' : 'ISSUER_TYPE'
  if (names.at(-1) === 'type') return TYPE_CODES.get(names.at(-2))
  // The two rules of their own that classes on the way from the badge have.
  if (code === 'custom' && names.join() === 'credentialSubject') return 'SUBJECT_UNIDENTIFIED'
  return code === 'custom' && names.at(-1) === 'criteria' ? 'CRITERIA_EMPTY' : undefined
}

function sayWhat(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): string {
  const where = path.length === 0 ? 'The document' : path.join('.')
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `${where}: must be there.`
        : `${where}: must be ${KINDS.get(issue.expected) ?? 'of another kind'}.`
    case 'unrecognized_keys':
      return `${where}: may hold no further members.`
    case 'custom':
    case 'invalid_format':
      return `${where}: ${issue.message}.`
    default:
      return `${where}: is not written as the standard says.`
  }
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
])
