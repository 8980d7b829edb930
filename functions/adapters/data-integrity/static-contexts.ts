import type { ContextTable } from '../../../schemas/contexts.ts'
import type { ProofFailureCode } from '../../ports/proofs.ts'
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
  /** The refusal thrown first; jsonld hides those it meets in scoped contexts behind an error of its own. */
  refusal(): DocumentRefused | undefined
}

/**
 * How many context definitions one document may make jsonld apply anew. A badge with 200 endorsements needs about 70
 * on a cold start and none later; a document made to be slow needs some for every node.
 */
const MAX_APPLIED_PER_DOCUMENT = 500

/** How many terms may be defined at once, since each typed node copies the list; credentials/v2 with OB 3.0 has 120. */
const MAX_TERMS = 1000

/** After this many computed contexts all are dropped, so that odd documents cannot fill the memory. */
const MAX_KEPT = 2000

const copiedFrom = Symbol('copiedFrom')

/**
 * Serves JSON-LD contexts from a static table and keeps what jsonld computes of them, across documents.
 *
 * jsonld by itself copies every term definition deeply at each typed node and then finds none of its caches, which
 * makes an embedded endorsement cost about 5 ms. Contexts computed here are never changed once made, so they are
 * shared instead, and a fresh copy that only waits to be extended is looked up by what it was copied from.
 *
 * @returns a function that gives a resolver for one document. It throws a `DocumentRefused`: `CONTEXT_UNKNOWN` for a
 *   URL outside the table, `DOCUMENT_TOO_COMPLEX` when the document asks for too much.
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

  const ofTable = (context: object) => {
    const resolved = shared.get(context) ?? keptContext(context)
    shared.set(context, resolved)
    return resolved
  }

  return () => {
    const ofThisDocument = new Map<string, ResolvedContext>()
    let applied = 0
    let refusal: DocumentRefused | undefined
    const refuse = (code: ProofFailureCode, detail: string): never => {
      refusal ??= new DocumentRefused(code, detail)
      throw refusal
    }
    const onApplied = ({ context }: Processed) => {
      if (++applied > MAX_APPLIED_PER_DOCUMENT) refuse('DOCUMENT_TOO_COMPLEX', 'too many contexts')
      if (context.mappings.size > MAX_TERMS) refuse('DOCUMENT_TOO_COMPLEX', 'too many terms')
      keep()
    }

    const ofDocument = (context: object) => {
      const text = JSON.stringify(context)
      const resolved = ofThisDocument.get(text) ?? keptContext(context)
      ofThisDocument.set(text, resolved)
      return resolved
    }

    const resolve = (context: unknown): ResolvedContext[] => {
      if (Array.isArray(context)) return context.flatMap(resolve)
      if (typeof context === 'string') {
        const document = table.get(context)
        return document
          ? resolve(document['@context'])
          : refuse('CONTEXT_UNKNOWN', `no context is known under ${context.slice(0, 200)}`)
      }
      if (context === null) return [keptContext(null)]
      if (typeof context !== 'object' || context === undefined) {
        return refuse('JSONLD_INVALID', 'a context is an address, an object or null')
      }
      if ('@context' in context) return resolve(context['@context'])
      return [counted(nested.has(context) ? ofTable(context) : ofDocument(context), onApplied)]
    }
    return { resolve: async ({ context }) => resolve(context), refusal: () => refusal }
  }
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

const counted = (resolved: ResolvedContext, onApplied: (processed: Processed) => void): ResolvedContext => ({
  document: resolved.document,
  getProcessed: resolved.getProcessed,
  setProcessed(active, processed) {
    onApplied(processed)
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
