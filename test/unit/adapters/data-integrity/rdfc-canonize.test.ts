import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { describe, expect, test } from 'vitest'
import { rdfcCanonize } from '../../../../functions/adapters/data-integrity/rdfc-canonize.ts'
import type { JsonObject } from '../../../../functions/ports/proofs.ts'
import { type ContextDocument, type ContextTable, VERIFYING_CONTEXTS } from '../../../../schemas/contexts.ts'
import { aBadge, signedEndorsements } from '../../../support/badge-shapes.ts'
import { missingShared, readShared } from '../../../support/shared-files.ts'

/** The library's own way, without our sharing of computed contexts; it is the measure of ours. */
const plainly = (table: ContextTable) => (document: unknown) =>
  cryptosuite.canonize(document, {
    safe: true,
    base: null,
    maxWorkFactor: 1,
    documentLoader: async (url: string) => {
      const found = table.get(url)
      if (!found) throw new Error(`nothing at ${url}`)
      return { contextUrl: null, documentUrl: url, document: structuredClone(found) }
    },
  })

const outcomeOf = (canonical: Promise<string>) => canonical.catch(() => 'refused')

describe('rdfcCanonize', () => {
  test('gives what the library gives for a badge with endorsements, also the second time', async () => {
    const badge = aBadge('did:web:badges.example', await signedEndorsements(5))
    const expected = await plainly(VERIFYING_CONTEXTS)(badge)
    const canonize = rdfcCanonize(VERIFYING_CONTEXTS)
    expect(await canonize(badge)).toBe(expected)
    expect(await canonize(badge)).toBe(expected)
    expect(expected.split('\n').length).toBeGreaterThan(100)
  })

  test('gives the canonical document and hash input of the W3C vectors', async ({ skip }) => {
    const vectors = readShared('vectors/di-eddsa.json') as
      | readonly {
          id: string
          unsigned: object
          canonicalDocument: string
          canonicalProofConfig: string
          proofConfig: object
        }[]
      | undefined
    const contexts = readShared('vectors/contexts.json') as Record<string, ContextDocument> | undefined
    skip(!vectors || !contexts, missingShared('vectors/di-eddsa.json'))
    const canonize = rdfcCanonize(new Map(Object.entries(contexts ?? {})))
    const [vector] = vectors?.filter(({ id }) => id.startsWith('eddsa-rdfc-2022')) ?? []
    expect(await canonize(vector?.unsigned)).toBe(vector?.canonicalDocument)
    expect(await canonize(vector?.proofConfig)).toBe(vector?.canonicalProofConfig)
  })

  test('agrees with the library on badges by others, whole and altered', async ({ skip }) => {
    const cases = readShared('vectors/peer-signed-badges.json') as readonly { credential: JsonObject }[] | undefined
    skip(!cases, missingShared('vectors/peer-signed-badges.json'))
    const canonize = rdfcCanonize(VERIFYING_CONTEXTS)
    for (const { credential } of cases ?? []) {
      expect(await outcomeOf(canonize(credential))).toBe(await outcomeOf(plainly(VERIFYING_CONTEXTS)(credential)))
    }
  })

  test('agrees with the library on the W3C JSON-LD cases, save that it loads nothing by a relative address', async ({
    skip,
  }) => {
    const cases = readShared('vectors/jsonld-toRdf.json') as
      | readonly { id: string; input: string; remoteDocuments?: Record<string, ContextDocument> }[]
      | undefined
    skip(!cases, missingShared('vectors/jsonld-toRdf.json'))
    let alike = 0
    for (const { id, input, remoteDocuments = {} } of cases ?? []) {
      const table = new Map(Object.entries(remoteDocuments))
      const document: unknown = JSON.parse(input)
      const ours = await outcomeOf(rdfcCanonize(table)(document))
      const theirs = await outcomeOf(plainly(table)(document))
      if (ours !== 'refused') alike++
      expect(`${id} ${ours}`).toBe(`${id} ${theirs}`)
    }
    expect(alike).toBeGreaterThan(100)
  })

  test('keeps the contexts of one table apart from those of another', async () => {
    const document = { '@context': 'https://a.example/c', '@id': 'urn:a', term: 'x' }
    const tableOf = (iri: string) => new Map([['https://a.example/c', { '@context': { term: iri } }]])
    const [one, two] = [rdfcCanonize(tableOf('urn:one')), rdfcCanonize(tableOf('urn:two'))]
    expect(await one(document)).toContain('<urn:one>')
    expect(await two(document)).toContain('<urn:two>')
    expect(await one(document)).toContain('<urn:one>')
  })

  test('does not carry one document’s own context into the next', async () => {
    const canonize = rdfcCanonize(VERIFYING_CONTEXTS)
    const badge = aBadge('did:web:badges.example')
    const extended = { ...badge, '@context': [...badge['@context'], { more: 'urn:more' }], more: 'x' }
    expect(await canonize(extended)).toContain('<urn:more>')
    await expect(canonize({ ...badge, more: 'x' })).rejects.toMatchObject({ name: 'jsonld.ValidationError' })
  })
})
