import type { EvidenceInput } from '../../../schemas/claim.ts'
import { compareTexts, type TextSegment } from '../shared/compare-texts.ts'

/** What a learner offered in one evidence version. */
export interface OfferedEvidence {
  readonly narrative?: string | undefined
  readonly evidence?: readonly EvidenceInput[] | undefined
}

/** One entry that stayed, and is not as it was. */
interface ChangedEntry {
  readonly before: EvidenceInput
  readonly after: EvidenceInput
  /** Which of its members changed, in the order of their names. */
  readonly fields: readonly (keyof EvidenceInput)[]
  /** When its narrative is among them. */
  readonly narrative?: readonly TextSegment[] | undefined
}

/** What changed between two evidence versions. */
export interface EvidenceDifference {
  /** Absent when the narrative of the whole is the same. */
  readonly narrative?: readonly TextSegment[] | undefined
  readonly added: readonly EvidenceInput[]
  readonly removed: readonly EvidenceInput[]
  readonly changed: readonly ChangedEntry[]
  /** How many entries are exactly as they were. */
  readonly unchanged: number
}

const FIELDS = ['description', 'genre', 'id', 'name', 'narrative'] as const satisfies readonly (keyof EvidenceInput)[]

/**
 * What changed from one evidence version to another. An entry is the same one when it links the same work, or else has the
 * same name; of those with neither, the first is compared with the first.
 */
export function compareEvidence(before: OfferedEvidence, after: OfferedEvidence): EvidenceDifference {
  const pairs = pairEntries(before.evidence ?? [], after.evidence ?? [])
  const compared = pairs.kept.map(([old, fresh]) => compareEntry(old, fresh))
  const changed = compared.filter(({ fields }) => fields.length > 0)
  const [old, fresh] = [before.narrative ?? '', after.narrative ?? '']
  return {
    ...(old === fresh ? {} : { narrative: compareTexts(old, fresh) }),
    added: pairs.added,
    removed: pairs.removed,
    changed,
    unchanged: compared.length - changed.length,
  }
}

function pairEntries(before: readonly EvidenceInput[], after: readonly EvidenceInput[]) {
  const partner = new Map<EvidenceInput, EvidenceInput>()
  const taken = new Set<EvidenceInput>()
  for (const isSame of [linksSame, isNamedSame, haveNeither])
    for (const fresh of after) {
      const old = partner.has(fresh) ? undefined : before.find((one) => !taken.has(one) && isSame(one, fresh))
      if (!old) continue
      partner.set(fresh, old)
      taken.add(old)
    }
  return {
    kept: after.flatMap((fresh) => {
      const old = partner.get(fresh)
      return old ? [[old, fresh] as const] : []
    }),
    added: after.filter((fresh) => !partner.has(fresh)),
    removed: before.filter((old) => !taken.has(old)),
  }
}

const linksSame = (a: EvidenceInput, b: EvidenceInput) => a.id !== undefined && a.id === b.id
const isNamedSame = (a: EvidenceInput, b: EvidenceInput) => a.name !== undefined && a.name === b.name
const haveNeither = (a: EvidenceInput, b: EvidenceInput) =>
  [a.id, a.name, b.id, b.name].every((one) => one === undefined)

function compareEntry(before: EvidenceInput, after: EvidenceInput): ChangedEntry {
  const fields = FIELDS.filter((field) => before[field] !== after[field])
  const narrative = fields.includes('narrative')
    ? compareTexts(before.narrative ?? '', after.narrative ?? '')
    : undefined
  return { before, after, fields, ...(narrative === undefined ? {} : { narrative }) }
}
