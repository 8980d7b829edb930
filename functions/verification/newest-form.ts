import { modelVersionOf } from '../domain/vc-data-model/check-credential.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { isJsonObject } from './json.ts'

const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1'
const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2'
const OB_CONTEXT = 'https://purl.imsglobal.org/spec/ob/v3p0/context.json'
/** The same context under the address it had before (CTX-02). */
const OB_CONTEXT_ALIAS = 'https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld'

/** What the members of model 1.1 are called in 2.0 (AC-20, END-11). */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['issuanceDate', 'validFrom'],
  ['expirationDate', 'validUntil'],
])
const RENAMED_BACK: ReadonlyMap<PropertyKey, string> = new Map([...RENAMED].map(([older, newer]) => [newer, older]))

/** Classes whose `type` may be written as one string, which says the same as a list of one (GEN-13). */
const COMPACTABLE_TYPES = new Set([
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
const COMPACTABLE_MEMBERS = ['proof', 'credentialSchema', 'termsOfUse'] as const
/** Members whose `type` is always one string (TYP-01). */
const PLAIN_TYPED = new Set<string>([...COMPACTABLE_MEMBERS, 'refreshService'])

/** Whether a credential follows data model 1.1; one without contexts is read as of the newer. */
export const isLegacy = (credential: JsonObject): boolean => modelVersionOf(credential) === 1

/**
 * A document as it would stand under the newest data model, with lists where single values may stand: what one schema of
 * each class can then be asked about. The credential and each endorsement in it are read by the model of their own context.
 * Statuses are left out, since others may use any kind.
 */
export function toNewestForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toNewestForm)
  if (!isJsonObject(value)) return value
  const isOlder = isLegacy(value)
  const members = Object.entries(value)
    .filter(([key]) => key !== 'credentialStatus')
    .map(([key, member]): readonly [string, unknown] => {
      if (key === '@context') return [key, toNewestContexts(member)]
      if (PLAIN_TYPED.has(key)) return [key, member]
      if (key === 'type' && typeof member === 'string' && COMPACTABLE_TYPES.has(member)) return [key, [member]]
      const name = isOlder ? (RENAMED.get(key) ?? key) : key
      return [name, toNewestForm(member)]
    })
  return Object.fromEntries(members)
}

function toNewestContexts(contexts: unknown): unknown {
  if (!Array.isArray(contexts)) return contexts
  const [first, second, ...more] = contexts
  return [
    first === CREDENTIALS_V1 ? CREDENTIALS_V2 : first,
    second === OB_CONTEXT_ALIAS ? OB_CONTEXT : second,
    // Those that are written out are looked at by themselves.
    ...more.filter((context) => typeof context === 'string'),
  ].slice(0, contexts.length)
}

/** Where a place in the newest form stands in the document itself. */
export function toPlaceIn(document: JsonObject, path: readonly PropertyKey[]): readonly PropertyKey[] {
  let at: unknown = document
  return path.map((step) => {
    const isOlder = isJsonObject(at) && isLegacy(at)
    const name = (isOlder ? RENAMED_BACK.get(step) : undefined) ?? step
    at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined
    return name
  })
}

/** Members that belong to the other data model than their credential's own, in it and in the endorsements it holds. */
export function findMixedMembers(document: JsonObject): readonly (readonly PropertyKey[])[] {
  const found: (readonly PropertyKey[])[] = []
  visitCredentials(document, (credential, path) => {
    const others = isLegacy(credential) ? [...RENAMED.values()] : [...RENAMED.keys()]
    for (const name of others) if (credential[name] !== undefined) found.push([...path, name])
  })
  return found
}

/** The first place where a single value stands without its list, as only the JSON-LD flavour of the schemas allows. */
export function findCompactForm(document: JsonObject): readonly PropertyKey[] | undefined {
  let found: readonly PropertyKey[] | undefined
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (found) return
    if (Array.isArray(value)) for (const [index, entry] of value.entries()) visit(entry, [...path, index])
    else if (isJsonObject(value))
      for (const [key, member] of Object.entries(value)) {
        if (key === 'type' && typeof member === 'string' && COMPACTABLE_TYPES.has(member)) found ??= [...path, key]
        else if (key !== '@context' && !PLAIN_TYPED.has(key)) visit(member, [...path, key])
      }
  }
  visitCredentials(document, (credential, path) => {
    const member = COMPACTABLE_MEMBERS.find((name) => isJsonObject(credential[name]))
    if (member) found ??= [...path, member]
  })
  visit(document, [])
  return found
}

/** The document and every endorsement anywhere in it. */
function visitCredentials(
  document: JsonObject,
  see: (credential: JsonObject, path: readonly PropertyKey[]) => void,
): void {
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (Array.isArray(value)) for (const [index, entry] of value.entries()) visit(entry, [...path, index])
    if (!isJsonObject(value)) return
    if (value['@context'] !== undefined || path.length === 0) see(value, path)
    for (const [key, member] of Object.entries(value)) if (key !== '@context') visit(member, [...path, key])
  }
  visit(document, [])
}
