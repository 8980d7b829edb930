import type { JsonObject } from '../ports/proofs.ts'
import { isJsonObject } from './json.ts'
import { expandPrefix, PUBLISHED_TERMS } from './published-terms.ts'

/** What the contexts that are written out in a document define: terms of its own, and what each stands for. */
export type OwnTerms = ReadonlyMap<string, string>

/** Says nothing of what a member is. */
const HARMLESS_KEYWORDS = new Set(['@version', '@protected', '@language', '@direction'])
const HARMLESS_IN_TERM = new Set(['@id', '@type', '@container', '@protected', '@prefix', '@language', '@direction'])
const HARMLESS_CONTAINERS = new Set<unknown>(['@set', '@list', '@language'])
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i

/** The terms that a document defines for itself, wherever it does. */
export function readOwnTerms(document: JsonObject): OwnTerms {
  const terms = new Map<string, string>()
  const define = (context: unknown): void => {
    if (Array.isArray(context)) context.forEach(define)
    if (!isJsonObject(context)) return
    for (const [name, definition] of Object.entries(context)) {
      const iri = isJsonObject(definition) ? definition['@id'] : definition
      if (typeof iri === 'string' && !name.startsWith('@')) terms.set(name, iri)
    }
  }
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    if (!isJsonObject(value)) return
    define(value['@context'])
    for (const member of Object.values(value)) visit(member)
  }
  visit(document)
  return terms
}

/**
 * Whether a context that is written out only adds terms. It may not name anything that published contexts name, under
 * that name or under another: whoever reads JSON looks for the published names, and would pass over it.
 */
export function onlyAddsTerms(context: JsonObject, own: OwnTerms): boolean {
  return Object.entries(context).every(([name, definition]) => {
    if (name.startsWith('@')) return HARMLESS_KEYWORDS.has(name)
    if (PUBLISHED_TERMS.names.has(name) || name.includes(':')) return false
    const term = isJsonObject(definition) ? definition : { '@id': definition }
    // One name that stands for two things could be either.
    return term['@id'] === own.get(name) && isHarmless(term) && standsForNothingPublished(name, term['@id'], own)
  })
}

const isHarmless = (term: JsonObject): boolean =>
  Object.keys(term).every((key) => HARMLESS_IN_TERM.has(key)) &&
  (term['@container'] === undefined || HARMLESS_CONTAINERS.has(term['@container']))

const standsForNothingPublished = (name: string, iri: unknown, own: OwnTerms): boolean =>
  typeof iri === 'string' &&
  ABSOLUTE.test(iri) &&
  !namesPublished(iri, own) &&
  // It may be a prefix itself.
  inFull(`${name}:`, own) !== undefined

/** A prefix may be built on another; nobody needs more of them in a row. */
const MAX_PREFIXES = 4
/** Longer IRIs are nobody's, and would only cost time. */
const MAX_IRI_LENGTH = 2048

/** Whether an IRI, or one written with prefixes, means what a published term means. */
export function namesPublished(iri: string, own: OwnTerms): boolean {
  const meant = inFull(iri, own)
  return meant === undefined || isPublished(iri, own) || isPublished(meant, own)
}

/** An IRI without prefixes of the document's own; `undefined` when there are too many of them to follow, or it becomes too long. */
export function inFull(iri: string, own: OwnTerms): string | undefined {
  let meant = iri
  for (let prefixes = 0; prefixes <= MAX_PREFIXES; prefixes++) {
    const fuller = expandPrefix(meant, own)
    if (fuller === meant) return meant
    if (fuller.length > MAX_IRI_LENGTH) return undefined
    meant = fuller
  }
  return undefined
}

function isPublished(iri: string, own: OwnTerms): boolean {
  const prefix = iri.slice(0, iri.indexOf(':'))
  return prefix === '_' || (PUBLISHED_TERMS.names.has(prefix) && !own.has(prefix)) || PUBLISHED_TERMS.iris.has(iri)
}
