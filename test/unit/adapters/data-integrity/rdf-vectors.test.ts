import { createHash } from 'node:crypto'
import jsonld from 'jsonld'
import * as rdfCanonize from 'rdf-canonize'
import { describe, expect, test } from 'vitest'
import { type HashName, rdfcCanonizer } from '../../../../functions/adapters/data-integrity/rdfc-canonize.ts'
import { type ContextDocument, VERIFYING_CONTEXTS } from '../../../../schemas/contexts.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

const canonizer = rdfcCanonizer(VERIFYING_CONTEXTS)
const patience = () => ({ tries: 1 })
const optionsFor = (hash: HashName) => ({
  algorithm: 'RDFC-1.0' as const,
  format: 'application/n-quads' as const,
  maxDeepIterations: 512,
  createMessageDigest: () => {
    const digest = createHash(hash)
    return { update: (text: string) => void digest.update(text), digest: () => digest.digest('hex') }
  },
})

interface CanonCase {
  readonly id: string
  readonly kind: 'EvalTest' | 'MapTest' | 'NegativeEvalTest'
  readonly hashAlgorithm: 'SHA256' | 'SHA384'
  readonly input: string
  readonly expected: string | Readonly<Record<string, string>>
}

describe('rdf-canon vectors (DI-02, DI-07)', () => {
  const path = 'vectors/rdf-canon.json'
  const cases = (readShared(path) ?? []) as readonly CanonCase[]
  const hashOf = ({ hashAlgorithm }: CanonCase): HashName => (hashAlgorithm === 'SHA384' ? 'sha384' : 'sha256')
  const ofKind = (kind: CanonCase['kind']) => cases.filter((entry) => entry.kind === kind)

  test('DI-02: every graph gets its canonical form, with the hash the case asks for', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const entry of ofKind('EvalTest')) {
      const canonical = await canonizer.canonize(rdfCanonize.NQuads.parse(entry.input), hashOf(entry), patience())
      expect(`${entry.id}\n${canonical}`).toBe(`${entry.id}\n${String(entry.expected)}`)
    }
    expect(ofKind('EvalTest').length).toBeGreaterThan(20)
  })

  test('DI-02: every blank node gets its canonical label', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    for (const entry of ofKind('MapTest')) {
      const canonicalIdMap = new Map<string, string>()
      const options = { ...optionsFor(hashOf(entry)), canonicalIdMap }
      await rdfCanonize.canonize(rdfCanonize.NQuads.parse(entry.input), options)
      const labels = [...canonicalIdMap].map(([from, to]) => [from.replace('_:', ''), to.replace('_:', '')])
      expect({ id: entry.id, ...Object.fromEntries(labels) }).toEqual({ id: entry.id, ...Object(entry.expected) })
    }
  })

  test('DI-07: a poison graph is given up, also by whoever tries harder', async () => {
    const nodes = Array.from({ length: 10 }, (_, i) => i)
    const clique = nodes.flatMap((from) =>
      nodes.flatMap((to) => (from === to ? [] : `_:n${from} <urn:p> _:n${to} .\n`)),
    )
    const poison = [...ofKind('NegativeEvalTest').map(({ input }) => input), clique.join('')]
    for (const input of poison) {
      const started = performance.now()
      await expect(canonizer.canonize(rdfCanonize.NQuads.parse(input), 'sha256', patience())).rejects.toThrow(
        /Maximum deep iterations|entangled/,
      )
      expect(performance.now() - started).toBeLessThan(5000)
    }
  })

  test('DI-07: what is signed here is no graph that other verifiers give up on', async () => {
    const circle = rdfCanonize.NQuads.parse('_:a <urn:p> _:b .\n_:b <urn:p> _:c .\n_:c <urn:p> _:a .\n')
    await expect(canonizer.canonize(circle, 'sha256')).rejects.toThrow('Maximum deep iterations')
    const tries = { tries: 1 }
    expect(await canonizer.canonize(circle, 'sha256', tries)).toContain('_:c14n2')
    await expect(canonizer.canonize(circle, 'sha256', tries)).rejects.toThrow('Maximum deep iterations')
  })
})

interface ToRdfCase {
  readonly id: string
  readonly base: string
  readonly options: object
  readonly input: string
  readonly expected?: string
  readonly expectError?: string
  readonly expectNoError?: boolean
  readonly remoteDocuments?: Readonly<Record<string, ContextDocument>>
}

/** Where the JSON-LD library does not do what the W3C cases say, and why nothing signed depends on it. */
const LIBRARY_DIFFERS = new Map([
  ['tc038', 'terms defined as aliases of @nest with contexts of their own; no credential context has any'],
  ['tdi11', 'rdfDirection compound-literal, which is not normative; proofs are made with i18n-datatype'],
  ['tdi12', 'as tdi11'],
  ['te075', 'the expected form is generalized RDF, which N-Quads cannot say and proofs never ask for'],
  ['te111', 'a property that begins with # is joined to a relative @vocab instead of being left out'],
  ['te112', 'as te111'],
  ['ter54', 'a literal with two datatypes becomes one with both names instead of an error'],
  ['ter56', 'a context that tries to define @context is read as if it did not, instead of being an error'],
  ['tli12', 'an address with < and > is escaped instead of being left out'],
  [
    'tli14',
    'a list entry without any base is a fault of the library; here relative addresses are refused before (tli14 below)',
  ],
])

/** Where ours differs from the W3C form as well: as the library, or since proofs fix an option that the case sets otherwise. */
const OURS_DIFFERS = new Map([
  ...[...LIBRARY_DIFFERS].filter(([id]) => id !== 'te075' && id !== 'tli14'),
  ['tdi03', 'made without rdfDirection; proofs are made with i18n-datatype'],
  ['tdi04', 'as tdi03'],
])

describe('json-ld-api toRdf vectors (DI-02)', () => {
  const path = 'vectors/jsonld-toRdf.json'
  const cases = (readShared(path) ?? []) as readonly ToRdfCase[]
  // The declared type holds what the service asks for; the cases ask for more.
  const toRdf = jsonld.toRDF as unknown as (input: unknown, options: object) => Promise<rdfCanonize.RdfDataset>

  const statements = async (dataset: rdfCanonize.RdfDataset) => {
    const canonical = await rdfCanonize.canonize(dataset, optionsFor('sha256'))
    // A dataset is a set: a statement made twice, as in te036, is one.
    return [...new Set(canonical.split('\n'))].join('\n')
  }
  const expectedOf = async ({ expected, expectError }: ToRdfCase) =>
    expected === undefined ? `error ${expectError}` : statements(rdfCanonize.NQuads.parse(expected))
  const codeOf = (error: unknown) => {
    // A JsonLdError carries the specification's code among its details.
    const { details } = error as { readonly details?: { readonly code?: unknown } }
    return `error ${String(details?.code)}`
  }
  const byLibrary = async ({ base, options, input, remoteDocuments = {} }: ToRdfCase) => {
    const documentLoader = async (url: string) => {
      if (!remoteDocuments[url]) throw new Error(`nothing at ${url}`)
      return { contextUrl: null, documentUrl: url, document: remoteDocuments[url] }
    }
    return statements(await toRdf(JSON.parse(input), { base, ...options, documentLoader })).catch(codeOf)
  }

  test('the library gives what each case expects, save those explained by id', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const differing: string[] = []
    for (const entry of cases) {
      const got = await byLibrary(entry).catch(codeOf)
      const isAsExpected = entry.expectNoError
        ? !got.startsWith('error')
        : got === (await expectedOf(entry).catch(() => 'not N-Quads'))
      if (!isAsExpected) differing.push(entry.id)
    }
    expect(differing).toEqual([...LIBRARY_DIFFERS.keys()])
  })

  test('ours gives what each case expects or refuses the document, save those explained by id', async ({ skip }) => {
    skip(cases.length === 0, missingShared(path))
    const differing: string[] = []
    let alike = 0
    for (const entry of cases) {
      if (entry.expectNoError) continue
      const canonizer = rdfcCanonizer(new Map(Object.entries(entry.remoteDocuments ?? {})))
      const got = await canonizer.toDataset(JSON.parse(entry.input)).then(statements, () => 'refused')
      if (got === 'refused') continue
      if (got === (await expectedOf(entry).catch(() => 'not N-Quads'))) alike++
      else differing.push(entry.id)
    }
    expect(differing.sort()).toEqual([...OURS_DIFFERS.keys()].sort())
    expect(alike).toBeGreaterThan(80)
  })
})
