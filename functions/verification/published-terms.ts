import { VERIFYING_CONTEXTS } from '../../schemas/contexts.ts'
import { isJsonObject } from './json.ts'

/** The terms of all contexts known here, also those that are defined inside others. */
interface PublishedTerms {
  readonly names: ReadonlySet<string>
  readonly iris: ReadonlySet<string>
  /** Classes that are called as a member is: as the name of a member, such a one means that other. */
  readonly alsoMembers: ReadonlySet<string>
}

const PREFIXED = /^([^:]+):(?!\/\/)(.*)$/

/** An IRI written with a prefix, in full; any other as it is. */
export function expandPrefix(iri: string, prefixes: ReadonlyMap<string, string>): string {
  const [, prefix = '', rest = ''] = PREFIXED.exec(iri) ?? []
  const start = prefixes.get(prefix)
  return start === undefined ? iri : `${start}${rest}`
}

function readTerms(): PublishedTerms {
  const prefixes = new Map<string, string>()
  const defined: (readonly [name: string, iri: string])[] = []
  const visit = (context: unknown): void => {
    if (Array.isArray(context)) context.forEach(visit)
    if (!isJsonObject(context)) return
    for (const [name, definition] of Object.entries(context)) {
      if (name.startsWith('@')) continue
      if (typeof definition === 'string') prefixes.set(name, definition)
      const iri = isJsonObject(definition) ? definition['@id'] : definition
      if (typeof iri === 'string') defined.push([name, iri])
      if (isJsonObject(definition)) visit(definition['@context'])
    }
  }
  for (const document of VERIFYING_CONTEXTS.values()) visit(document['@context'])
  const inFull = defined.map(([name, iri]) => [name, expandPrefix(iri, prefixes)] as const)
  const memberIris = new Set(inFull.flatMap(([name, iri]) => (isClassName(name) ? [] : [iri])))
  return {
    names: new Set(defined.map(([name]) => name)),
    iris: new Set(inFull.map(([, iri]) => iri)),
    alsoMembers: new Set(inFull.flatMap(([name, iri]) => (isClassName(name) && memberIris.has(iri) ? [name] : []))),
  }
}

const isClassName = (name: string): boolean => /^[A-Z]/.test(name)

export const PUBLISHED_TERMS = readTerms()
