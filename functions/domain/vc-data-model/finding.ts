/** Where a value stands in the document. */
export type Path = readonly (string | number)[]

/** One way in which a document breaks a rule. */
export interface Finding {
  readonly code:
    | 'CONTEXT_INVALID'
    | 'TYPE_INVALID'
    | 'ID_INVALID'
    | 'ISSUER_INVALID'
    | 'HOLDER_INVALID'
    | 'SUBJECT_INVALID'
    | 'DATE_INVALID'
    | 'TEXT_INVALID'
    | 'MEMBER_INVALID'
    | 'RELATED_RESOURCE_INVALID'
    | 'RELATED_RESOURCE_MISMATCH'
    | 'PROOF_MALFORMED'
    | 'CREDENTIAL_INVALID'
    | 'DOCUMENT_TOO_COMPLEX'
  readonly pointer: string
  readonly detail: string
  /** The section that has the rule. */
  readonly spec: string
}

const MODEL = 'https://www.w3.org/TR/vc-data-model-2.0/'

/** Sections of the VC Data Model 2.0, by what they are about. */
const SECTIONS = {
  CONTEXT_INVALID: '#contexts',
  TYPE_INVALID: '#types',
  ID_INVALID: '#identifiers',
  ISSUER_INVALID: '#issuer',
  HOLDER_INVALID: '#verifiable-presentations',
  SUBJECT_INVALID: '#credential-subject',
  DATE_INVALID: '#validity-period',
  TEXT_INVALID: '#language-and-base-direction',
  MEMBER_INVALID: '#types',
  RELATED_RESOURCE_INVALID: '#integrity-of-related-resources',
  RELATED_RESOURCE_MISMATCH: '#integrity-of-related-resources',
  PROOF_MALFORMED: '#securing-mechanisms',
  CREDENTIAL_INVALID: '#verifiable-presentations',
  DOCUMENT_TOO_COMPLEX: '#security-considerations',
} as const satisfies Record<Finding['code'], string>

/** A broken rule at one place. */
export const finding = (code: Finding['code'], path: Path, detail: string): Finding => ({
  code,
  pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
  detail,
  spec: `${MODEL}${SECTIONS[code]}`,
})
