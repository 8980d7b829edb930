/** Says what is wrong with a document, and where. */
export type Refuse = (path: readonly (string | number)[], message: string) => void

const WHOLE_SECOND_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/
const INSTANTS = new Set(['validFrom', 'validUntil', 'awardedDate', 'activityStartDate', 'activityEndDate', 'created'])
const LISTS = new Set(['proof', 'credentialSchema', 'termsOfUse'])

const EXTENSIONS_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json'
const EXTENSION_TYPES = new Set<unknown>([
  '1EdTechJsonSchemaValidator2019',
  '1EdTechRevocationList',
  '1EdTechCredentialRefresh',
])

/**
 * The form of every document of ours: nothing is empty or absent by another name (GEN-15), lists are lists also with one
 * entry (GEN-12), instants are whole seconds in UTC (GEN-17), and the extensions context is named where a type of it occurs
 * (EXTCTX-1). Embedded endorsements are passed over: those from wallets stay as their signers wrote them.
 */
export function checkOwnForm(document: Readonly<Record<string, unknown>>, refuse: Refuse): void {
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    const member = path.at(-1)
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0))
      refuse(path, 'must be left out rather than be empty')
    else if (Array.isArray(value)) for (const [index, entry] of value.entries()) visit(entry, [...path, index])
    else if (typeof value === 'object') {
      if (typeof member === 'string' && LISTS.has(member)) refuse(path, 'must be a list, also with one entry')
      for (const [key, inner] of Object.entries(value)) if (key !== 'endorsement') visit(inner, [...path, key])
    } else if (typeof member === 'string' && INSTANTS.has(member) && !WHOLE_SECOND_UTC.test(String(value)))
      refuse(path, 'must be a whole second in UTC')
    else if (isTypeOfExtension(value, path) && !namesExtensions(document))
      refuse(['@context'], `must name ${EXTENSIONS_CONTEXT}, which defines ${value}`)
  }
  visit(document, [])
}

/** A type stands under `type`, alone or in a list. */
const isTypeOfExtension = (value: unknown, path: readonly (string | number)[]): boolean =>
  EXTENSION_TYPES.has(value) && path.findLast((step) => typeof step === 'string') === 'type'

const namesExtensions = ({ '@context': contexts }: Readonly<Record<string, unknown>>): boolean =>
  Array.isArray(contexts) && contexts.includes(EXTENSIONS_CONTEXT)

const SCHEMA_TYPE = '1EdTechJsonSchemaValidator2019'
const SCHEMAS = 'https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_'

/**
 * Once a credential names schemas of the 1EdTech kind, one must be that of its class (SCH-02): the plain one, since nothing
 * is written in compact form (SCH-04).
 */
export function checkOwnSchema(
  { credentialSchema }: { readonly credentialSchema?: unknown },
  name: 'achievementcredential' | 'endorsementcredential',
  refuse: Refuse,
): void {
  const entries: readonly unknown[] = Array.isArray(credentialSchema) ? credentialSchema : []
  const named = entries.filter(isNamedSchema).filter(({ type }) => type === SCHEMA_TYPE)
  const url = `${SCHEMAS}${name}_schema.json`
  if (named.length > 0 && !named.some(({ id }) => id === url)) refuse(['credentialSchema'], `must name ${url}`)
}

const isNamedSchema = (value: unknown): value is { readonly id: unknown; readonly type: unknown } =>
  typeof value === 'object' && value !== null && 'id' in value && 'type' in value
