import type { VerificationCheck } from '../../schemas/verification-report.ts'
import type { JsonObject } from '../ports/proofs.ts'
import { type Id, note, toPointer, warn } from './check.ts'
import { asList, isJsonObject } from './json.ts'

/** The one plain set whose order the data model gives a meaning (RES-06); a list to JSON-LD is only `allowedValue`. */
const RANKED = 'rubricCriterionLevel'
/** Their order is signed, looked at elsewhere, or nothing that anyone reads. */
const LEFT_OUT = new Set(['@context', 'allowedValue', 'proof', 'endorsement', 'endorsementJwt'])
/** More than these would not help whoever reads the report. */
const MAX_NAMED = 20
const STEP: Id = 'proof'

/**
 * In which members the order of entries, and how often one stands there, could have been changed after signing: a signature
 * over RDF covers sets, not sequences (DI-12). It warns of levels whose rank shows in nothing but their place.
 *
 * @returns nothing when a proof over plain JSON covers the order too.
 */
export function checkUnsignedOrder(document: JsonObject): readonly VerificationCheck[] {
  if (asList(document['proof']).some(isOverJson)) return []
  const { proof: _proof, ...unsecured } = document
  const sets = findSets(unsecured)
  const ranked = sets.filter(isRankedByPlace)
  const others = sets.filter((set) => !ranked.includes(set))
  return [
    ...(others.length === 0 ? [] : [note(STEP, CODE, `${OTHERS} ${inWords(others)}.`)]),
    ...ranked
      .slice(0, MAX_NAMED)
      .map(({ path }) =>
        warn(
          STEP,
          CODE,
          'The signature does not cover the order of the levels of a criterion: go by what each level says, not by its place.',
          toPointer(path),
        ),
      ),
  ]
}

const CODE = 'ORDER_UNSIGNED'
const OTHERS = 'The signature covers what these members hold, not the order it stands in, which means nothing:'

const isOverJson = (proof: unknown): boolean =>
  isJsonObject(proof) && typeof proof['cryptosuite'] === 'string' && /^(eddsa|ecdsa)-jcs-/.test(proof['cryptosuite'])

interface FoundSet {
  readonly path: readonly PropertyKey[]
  readonly entries: readonly unknown[]
}

const isRankedByPlace = ({ path, entries }: FoundSet): boolean => path.at(-1) === RANKED && !entries.every(saysItsRank)

const saysItsRank = (level: unknown): boolean =>
  isJsonObject(level) && (typeof level['level'] === 'string' || typeof level['points'] === 'string')

const inWords = (sets: readonly FoundSet[]): string =>
  sets
    .slice(0, MAX_NAMED)
    .map(({ path }) => toPointer(path))
    .join(', ') + (sets.length > MAX_NAMED ? ' and others' : '')

function findSets(document: JsonObject): readonly FoundSet[] {
  const found: FoundSet[] = []
  const visit = (value: unknown, path: readonly PropertyKey[]): void => {
    if (Array.isArray(value)) {
      if (value.length > 1) found.push({ path, entries: value })
      for (const [index, entry] of value.entries()) visit(entry, [...path, index])
    } else if (isJsonObject(value))
      for (const [key, member] of Object.entries(value)) if (!LEFT_OUT.has(key)) visit(member, [...path, key])
  }
  visit(document, [])
  return found
}
