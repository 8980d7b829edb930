import { z } from 'zod'
import { EndorsementCredentialSchema, OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, skip, toPointer, warn } from './check.ts'
import { checkForm } from './check-form.ts'
import { asList, isJsonObject } from './json.ts'

export type CredentialKind = 'badge' | 'endorsement'

const NEWEST_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'
const VCDM_1_1_CONTEXT = 'https://www.w3.org/2018/credentials/v1'
/** More than these would not help whoever reads the report. */
const MAX_FINDINGS = 20

/** Other issuers may use any kind of status; whether it can be read is the business of the status check. */
const anyStatus = { credentialStatus: z.looseObject({ type: z.string() }).optional() }

const SCHEMAS = {
  badge: OpenBadgeCredentialSchema.extend(anyStatus),
  endorsement: EndorsementCredentialSchema.extend(anyStatus),
} as const

const WORDS = { badge: 'an Open Badges 3.0 credential', endorsement: 'an Open Badges 3.0 endorsement' } as const

/** What a document says it is; `undefined` when it is neither a badge nor an endorsement. */
export function kindOf(document: JsonObject): CredentialKind | undefined {
  const types = asList(document['type'])
  if (types.includes('OpenBadgeCredential') || types.includes('AchievementCredential')) return 'badge'
  return types.includes('EndorsementCredential') ? 'endorsement' : undefined
}

/**
 * Whether a document is built as the standard says. Undefined terms (JSON-LD safe mode) come to light with the proof.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#data-model
 */
export function checkConformance(document: JsonObject, kind: CredentialKind): readonly VerificationCheck[] {
  const contexts = asList(document['@context'])
  if (contexts[0] === VCDM_1_1_CONTEXT)
    return [
      skip(
        'conformance',
        'LEGACY_VCDM11',
        'This credential uses the older data model 1.1, which this service does not check.',
        '/@context/0',
      ),
    ]
  const parsed = SCHEMAS[kind].safeParse(withTypeLists(document))
  const built = parsed.success ? [] : parsed.error.issues.map((issue) => toFinding(issue, document))
  const form = checkForm(document).filter(({ pointer }) => !built.some((finding) => finding.pointer === pointer))
  const findings = [...built, ...form]
  if (findings.length > 0) return findings.slice(0, MAX_FINDINGS)
  if (contexts[1] !== NEWEST_CONTEXT)
    return [
      warn(
        'conformance',
        'OLD_OB_CONTEXT',
        'This credential is well formed but names an older edition of the Open Badges 3.0 terms.',
        '/@context/1',
      ),
    ]
  return [pass('conformance', `The document is ${WORDS[kind]}.`)]
}

const toFinding = ({ path, message }: z.core.$ZodIssue, document: JsonObject): VerificationCheck =>
  path.length === 1 && path[0] === 'issuer' && document['issuer'] === undefined
    ? fail('conformance', 'ISSUER_MISSING', 'The document does not name its issuer.', '/issuer')
    : fail('conformance', codeAt(path), `${sayWhere(path)}: ${message}.`, toPointer(path))

const sayWhere = (path: readonly PropertyKey[]): string => (path.length === 0 ? 'The document' : path.join('.'))

/** The code of a finding by where it was made. */
function codeAt(path: readonly PropertyKey[]): string {
  const names = path.filter((part) => typeof part === 'string')
  const isType = names.at(-1) === 'type'
  const owner = names.at(isType ? -2 : -1)
  if (names[0] === '@context') return 'CONTEXT_MISSING'
  if (names.length === 1 && isType) return 'TYPE'
  if (names[0] === 'issuer' && names.length === 1) return 'ISSUER_TYPE'
  if (!isType) return 'SCHEMA'
  switch (owner) {
    case 'credentialSubject':
      return 'SUBJECT_TYPE'
    case 'identifier':
      return 'SUBJECT_IDENTIFIER_TYPE'
    case 'otherIdentifier':
      return 'ISSUER_IDENTIFIER_TYPE'
    case 'parentOrg':
      return 'PARENT_ORG_TYPE'
    case 'source':
      return 'SOURCE_TYPE'
    case 'result':
      return 'RESULT_TYPE'
    case 'resultDescription':
      return 'RESULT_DESCRIPTION_TYPE'
    case 'evidence':
      return 'EVIDENCE_TYPE'
    case 'issuer':
      return 'ISSUER_TYPE'
    default:
      return 'SCHEMA'
  }
}

/** Classes whose `type` may be written as one string, which says the same as a list of one (GEN-13). */
const COMPACTABLE = new Set([
  'Achievement',
  'AchievementSubject',
  'Address',
  'Alignment',
  'EndorsementSubject',
  'Evidence',
  'Profile',
  'Related',
  'Result',
  'ResultDescription',
  'RubricCriterionLevel',
])

function withTypeLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTypeLists)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'type' && typeof member === 'string' && COMPACTABLE.has(member) ? [member] : withTypeLists(member),
    ]),
  )
}
