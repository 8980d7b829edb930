import { rdfcProofWriter } from '../../functions/adapters/data-integrity/rdfc-proofs.ts'
import type { JsonObject } from '../../functions/ports/proofs.ts'
import { aBadge, aKey, signedEndorsements } from './badge-shapes.ts'

/** A badge by someone else, with whatever has an order, and two endorsements; verified without any look at the web. */
export async function aSignedBadge({ isRanked = true } = {}): Promise<JsonObject> {
  const key = aKey()
  const { credentialStatus: _status, ...badge } = aBadge(key.did, await signedEndorsements(2))
  const { achievement } = badge.credentialSubject
  const criterion = {
    id: 'https://badges.example/achievements/01JA/1#craft',
    type: ['ResultDescription'],
    name: 'Craft',
    resultType: 'RubricCriterionLevel',
    allowedValue: ['rough', 'sound', 'fine'],
    rubricCriterionLevel: ['rough', 'sound', 'fine'].map((name, at) => ({
      id: `https://badges.example/achievements/01JA/1#${name}`,
      type: ['RubricCriterionLevel'],
      name,
      ...(isRanked && { level: String(at + 1) }),
    })),
  }
  return rdfcProofWriter().sign(
    {
      ...badge,
      evidence: [...badge.evidence, { id: 'https://badges.example/cloth', type: ['Evidence'], name: 'Cloth' }],
      credentialSubject: {
        ...badge.credentialSubject,
        creditsEarned: 4.5,
        achievement: {
          ...achievement,
          tag: ['craft', 'weaving', 'reed'],
          resultDescription: [...achievement.resultDescription, criterion],
        },
      },
    },
    key.options(),
  )
}

/** Where something stands in a document. */
export type Path = readonly (string | number)[]

/** Every place in a document but its root. */
export function placesIn(value: unknown, path: Path = []): readonly Path[] {
  const below = Array.isArray(value)
    ? value.flatMap((entry, at) => placesIn(entry, [...path, at]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]))
      : []
  return path.length === 0 ? below : [path, ...below]
}

/** The document with another value at a place; `undefined` takes away what is there. */
export function replaced(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return change(value)
  if (Array.isArray(value))
    return value.flatMap((entry, at) => {
      if (at !== first) return [entry]
      const next = replaced(entry, rest, change)
      return next === undefined ? [] : [next]
    })
  if (typeof value !== 'object' || value === null) throw new TypeError('there is no such place')
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      if (key !== first) return [[key, member]]
      const next = replaced(member, rest, change)
      return next === undefined ? [] : [[key, next]]
    }),
  )
}

/** Names things again that it named before, which changes nothing. */
const CONTEXT = '@context'

/**
 * What a signature over RDF covers of a document: sets without their order and without what stands in them twice, an entry
 * by itself like a set of it (DI-12). Written without the code under test.
 */
export function asSigned(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => asSigned(entry))
    if (name === 'allowedValue') return entries
    const distinct = [...new Set(entries.map((entry) => JSON.stringify(entry)))]
    const texts = name === CONTEXT ? distinct : distinct.sort()
    return texts.length === 1 ? JSON.parse(texts[0] ?? '') : texts.map((text) => JSON.parse(text))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, asSigned(member, key)]),
  )
}
