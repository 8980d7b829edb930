import type { ContextTable } from '../../../schemas/contexts.ts'
import { DocumentRefused } from './document-refused.ts'

/** What jsonld computes of a context on top of another. */
interface ActiveContext {
  mappings: Map<string, unknown>
  protected: Record<string, unknown>
  previousContext?: ActiveContext
  inverse: unknown
  getInverse: unknown
  '@base'?: unknown
  '@language'?: unknown
  '@vocab'?: unknown
  clone(): ActiveContext
  revertToPreviousContext(): ActiveContext
  [copiedFrom]?: ActiveContext | undefined
}

interface Processed {
  readonly context: ActiveContext
}

/** One context definition and what it made of the contexts it was applied to. */
interface ResolvedContext {
  readonly document: unknown
  getProcessed(active: ActiveContext): Processed | undefined
  setProcessed(active: ActiveContext, processed: Processed): void
}

interface ResolveRequest {
  readonly context: unknown
}

/** What jsonld asks for the contexts of one document. */
export interface ContextResolver {
  resolve(request: ResolveRequest): Promise<readonly ResolvedContext[]>
}

/**
 * How many context definitions one document may make jsonld apply anew. A badge with 200 endorsements needs a few
 * hundred on a cold start and none later; a document made to be slow needs one for every node.
 */
const MAX_APPLIED_PER_DOCUMENT = 5000

/** After this many computed contexts all are dropped, so that odd documents cannot fill the memory. */
const MAX_KEPT = 5000

const copiedFrom = Symbol('copiedFrom')

/**
 * Serves JSON-LD contexts from a static table and keeps what jsonld computes of them, across documents.
 *
 * jsonld by itself copies every term definition deeply at each typed node and then finds none of its caches, which
 * makes an embedded endorsement cost about 5 ms. Contexts computed here are never changed once made, so they are
 * shared instead, and a fresh copy that only waits to be extended is looked up by what it was copied from.
 *
 * @returns a function that gives a resolver for one document; its `resolve` throws a `DocumentRefused` with
 *   `CONTEXT_UNKNOWN` for a URL outside the table and `DOCUMENT_TOO_COMPLEX` when the document asks for too much.
 */
export function staticContexts(table: ContextTable): () => ContextResolver {
  const nested = new WeakSet<object>()
  for (const document of table.values()) collectObjects(document, nested)
  let shared = new WeakMap<object, ResolvedContext>()
  let kept = 0

  const keep = () => {
    if (++kept <= MAX_KEPT) return
    kept = 0
    shared = new WeakMap()
  }

  return () => {
    const ofThisDocument = new WeakMap<object, ResolvedContext>()
    let applied = 0
    const onApplied = () => {
      if (++applied > MAX_APPLIED_PER_DOCUMENT) throw new DocumentRefused('DOCUMENT_TOO_COMPLEX', 'too many contexts')
      keep()
    }

    const resolve = (context: unknown): ResolvedContext[] => {
      if (Array.isArray(context)) return context.flatMap(resolve)
      if (typeof context === 'string') return resolve(fromTable(table, context)['@context'])
      if (context === null) return [keptContext(null)]
      if (typeof context !== 'object' || context === undefined) {
        throw new DocumentRefused('JSONLD_INVALID', 'a context is an address, an object or null')
      }
      if ('@context' in context) return resolve(context['@context'])
      const known = nested.has(context) ? shared : ofThisDocument
      const resolved = known.get(context) ?? keptContext(context)
      known.set(context, resolved)
      return [counted(resolved, onApplied)]
    }
    return { resolve: async ({ context }) => resolve(context) }
  }
}

function fromTable(table: ContextTable, url: string): { readonly '@context': unknown } {
  const document = table.get(url)
  if (!document) throw new DocumentRefused('CONTEXT_UNKNOWN', `no context is known under ${url.slice(0, 200)}`)
  return document
}

function keptContext(document: unknown): ResolvedContext {
  const onContext = new WeakMap<ActiveContext, Processed>()
  const onTypeScope = new WeakMap<ActiveContext, Processed>()
  return {
    document,
    getProcessed(active) {
      const scope = typeScopeOver(active)
      return scope ? onTypeScope.get(scope) : onContext.get(active)
    },
    setProcessed(active, processed) {
      shareParts(processed.context)
      const scope = typeScopeOver(active)
      if (scope) onTypeScope.set(scope, processed)
      else onContext.set(active, processed)
    },
  }
}

const counted = (resolved: ResolvedContext, onApplied: () => void): ResolvedContext => ({
  document: resolved.document,
  getProcessed: resolved.getProcessed,
  setProcessed(active, processed) {
    onApplied()
    resolved.setProcessed(active, processed)
  },
})

/** For a type-scoped context jsonld copies the active one and remembers the original; nothing else has changed yet. */
function typeScopeOver(active: ActiveContext): ActiveContext | undefined {
  const source = active[copiedFrom]
  return source && source === active.previousContext ? source : undefined
}

/** Term definitions are replaced, never written to, so that copies may hold the same ones. */
function shareParts(context: ActiveContext): void {
  context[copiedFrom] = undefined
  context.clone = shallowClone
  context.revertToPreviousContext = revert
}

/** As jsonld's own copy, with the same members, but not deep. */
function shallowClone(this: ActiveContext): ActiveContext {
  const copy: ActiveContext = {
    mappings: new Map(this.mappings),
    clone: this.clone,
    inverse: null,
    getInverse: this.getInverse,
    protected: { ...this.protected },
    revertToPreviousContext: this.revertToPreviousContext,
    [copiedFrom]: this,
  }
  if (this.previousContext) copy.previousContext = this.previousContext
  if ('@base' in this) copy['@base'] = this['@base']
  if ('@language' in this) copy['@language'] = this['@language']
  if ('@vocab' in this) copy['@vocab'] = this['@vocab']
  return copy
}

function revert(this: ActiveContext): ActiveContext {
  const previous = this.previousContext ?? this
  // jsonld's copies lose `@direction`; other verifiers built on it sign and check without it too.
  return '@direction' in previous ? previous.clone() : previous
}

function collectObjects(value: unknown, into: WeakSet<object>): void {
  if (typeof value !== 'object' || value === null) return
  into.add(value)
  for (const member of Object.values(value)) collectObjects(member, into)
}
