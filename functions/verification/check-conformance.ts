import { EndorsementCredentialSchema, OpenBadgeCredentialSchema } from '../../schemas/open-badges.ts'
import type { VerificationCheck } from '../../schemas/verification-report.ts'
import { checkSize } from '../domain/vc-data-model/check-size.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { fail, pass, toPointer, warn } from './check.ts'
import { checkForm } from './check-form.ts'
import { checkResults } from './check-results.ts'
import { finding, toFinding } from './conformance-findings.ts'
import { asList, asText, isJsonObject } from './json.ts'
import { findCompactForm, findMixedMembers, isLegacy, toNewestForm } from './newest-form.ts'

export type CredentialKind = 'badge' | 'endorsement'

const OB_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context'
const NEWEST_OB_CONTEXT = `${OB_CONTEXT}-3.0.3.json`
const OLDER_OB_CONTEXTS = new Set<unknown>([
  `${OB_CONTEXT}-3.0.2.json`,
  `${OB_CONTEXT}-3.0.1.json`,
  `${OB_CONTEXT}-3.0.0.json`,
  `${OB_CONTEXT}.json`,
  `${OB_CONTEXT}/ob_v3p0.jsonld`,
])
/** A badge with two thousand endorsements in it holds a third of them. A class takes seconds, and all memory, to find millions wrong. */
const MAX_VALUES = 200_000
/** More than these would not help whoever reads the report. */
const MAX_FINDINGS = 20
/** Several may say the same; a document made to be slow has hundreds of thousands. */
const MAX_ISSUES = 1000

const SCHEMAS = { badge: OpenBadgeCredentialSchema, endorsement: EndorsementCredentialSchema } as const
const WORDS = { badge: 'an Open Badges 3.0 credential', endorsement: 'an Open Badges 3.0 endorsement' } as const

/** What a document says it is; `undefined` when it is neither a badge nor an endorsement. */
export function kindOf(document: JsonObject): CredentialKind | undefined {
  const types = asList(document['type'])
  if (types.includes('OpenBadgeCredential') || types.includes('AchievementCredential')) return 'badge'
  return types.includes('EndorsementCredential') ? 'endorsement' : undefined
}

/**
 * What a document is checked as. One that names an Open Badges context and no class of it is checked as a badge, so that the
 * report says all that is wrong with it.
 */
export const checkedAs = (document: JsonObject): CredentialKind | undefined =>
  kindOf(document) ??
  (asList(document['@context']).some((context) => asText(context)?.startsWith(OB_CONTEXT)) ? 'badge' : undefined)

/**
 * Whether a document is built as the standard says, by data model 2.0 or 1.1. Undefined terms (JSON-LD safe mode) come to
 * light with the proof.
 *
 * @see https://www.imsglobal.org/spec/ob/v3p0/#data-model
 */
export function checkConformance(document: JsonObject, kind: CredentialKind): readonly VerificationCheck[] {
  if (checkSize(document, [], MAX_VALUES).length > 0) return [tooLarge]
  const found = [...checkClass(document, kind), ...(kind === 'badge' ? checkResults(document) : [])]
  const places = new Set(found.map(({ pointer }) => pointer))
  const form = checkForm(document).filter(({ pointer }) => !places.has(pointer))
  const failures = withSchemaFinding(onceEach(found.filter(isFailure)))
  const notices = [...found.filter((check) => !isFailure(check)), ...findNotices(document)]
  if (failures.length + form.length > 0) return [...[...failures, ...form].slice(0, MAX_FINDINGS), ...notices]
  return [pass('conformance', `The document is ${WORDS[kind]}.`), ...notices, ...findCompactNotice(document)]
}

const tooLarge = fail(
  'conformance',
  'DOCUMENT_TOO_COMPLEX',
  `The document holds more than ${MAX_VALUES} values, which no badge does.`,
)

const isFailure = ({ status }: VerificationCheck) => status === 'fail'

/** One fault may break two rules of a class. */
const onceEach = (found: readonly VerificationCheck[]): readonly VerificationCheck[] => [
  ...new Map(found.map((check) => [`${check.pointer} ${check.message}`, check])).values(),
]

/** What the class of a document asks of it. */
function checkClass(document: JsonObject, kind: CredentialKind): readonly VerificationCheck[] {
  const parsed = SCHEMAS[kind].safeParse(toNewestForm(document), { reportInput: true })
  const found = (parsed.error?.issues ?? []).slice(0, MAX_ISSUES).map((issue) => toFinding(issue, document))
  return [
    ...found,
    ...checkSubject(document, kind, found),
    ...findMixedMembers(document).map((path) => fail('conformance', 'SCHEMA', OF_OTHER_MODEL, toPointer(path))),
    ...checkName(document, kind),
    ...checkStatusEntries(document),
  ]
}

const OF_OTHER_MODEL = 'This date belongs to another version of the data model than the one the document names first.'

/** Said also where more is wrong with the subject, which would keep a schema from seeing it (VER-12). */
function checkSubject(
  document: JsonObject,
  kind: CredentialKind,
  found: readonly VerificationCheck[],
): readonly VerificationCheck[] {
  const subject = document['credentialSubject']
  const isNameless = isJsonObject(subject) && subject['id'] === undefined && subject['identifier'] === undefined
  const isSaid = found.some(({ code }) => code === 'SUBJECT_UNIDENTIFIED')
  return kind === 'badge' && isNameless && !isSaid ? [finding('SUBJECT_UNIDENTIFIED', ['credentialSubject'])] : []
}

/** A badge of model 1.1 has a name (AC-20); in 2.0 it may go without. */
const checkName = (document: JsonObject, kind: CredentialKind): readonly VerificationCheck[] =>
  kind === 'badge' && isLegacy(document) && document['name'] === undefined
    ? [fail('conformance', 'SCHEMA', 'name: must be there.', '/name')]
    : []

/** Whatever kind a status is of, it says so; whether it can be read is the business of the status check. */
const checkStatusEntries = (document: JsonObject): readonly VerificationCheck[] =>
  asList(document['credentialStatus']).every((entry) => isJsonObject(entry) && typeof entry['type'] === 'string')
    ? []
    : [fail('conformance', 'SCHEMA', 'credentialStatus: must say of what kind it is.', '/credentialStatus')]

/** Beside a more specific code the report says what follows from it: the document is none of its class. */
function withSchemaFinding(failures: readonly VerificationCheck[]): readonly VerificationCheck[] {
  const [first] = failures
  if (!first || failures.some(({ code }) => code === 'SCHEMA')) return failures
  return [...failures, fail('conformance', 'SCHEMA', NOT_OF_CLASS, first.pointer)]
}

const NOT_OF_CLASS = 'The document does not match what the standard says of its class.'

/** What is worth knowing of a well-formed document, and no obstacle. */
function findNotices(document: JsonObject): readonly VerificationCheck[] {
  const notices: VerificationCheck[] = []
  if (isLegacy(document))
    notices.push(
      warn('conformance', 'LEGACY_VCDM11', 'The document follows the older data model 1.1 of the W3C.', '/@context/0'),
    )
  const second = asList(document['@context'])[1]
  if (second !== NEWEST_OB_CONTEXT && OLDER_OB_CONTEXTS.has(second))
    notices.push(
      warn(
        'conformance',
        'OLD_OB_CONTEXT',
        'The document names an older edition of the Open Badges 3.0 terms.',
        '/@context/1',
      ),
    )
  return notices
}

/** Of the two flavours of the published schemas only one takes it. */
function findCompactNotice(document: JsonObject): readonly VerificationCheck[] {
  const compact = findCompactForm(document)
  return compact ? [warn('conformance', 'SCHEMA_PLAIN_ONLY', COMPACT, toPointer(compact))] : []
}

const COMPACT =
  'The document writes a single value without its list, which only the plain flavour of the published schema forbids.'
