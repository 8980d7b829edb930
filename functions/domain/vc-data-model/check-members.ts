import { checkId } from './check-ids.ts'
import { checkTypes } from './check-types.ts'
import { type Finding, finding, type Path } from './finding.ts'
import { isJsonObject, isUrl, type JsonObject, listed } from './values.ts'

/** Members whose objects must say what type they are; some must also have an `id`. */
const TYPED_MEMBERS = [
  { name: 'credentialStatus', hasId: false },
  { name: 'credentialSchema', hasId: true },
  { name: 'refreshService', hasId: false },
  { name: 'termsOfUse', hasId: false },
  { name: 'evidence', hasId: false },
  { name: 'confidenceMethod', hasId: false },
  { name: 'renderMethod', hasId: false },
] as const

/**
 * Whether status, schema, refresh service, terms of use, evidence and the reserved members are objects that name their
 * type, each with no more than one `id`.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#reserved-extension-points
 */
export const checkMembers = (credential: JsonObject, path: Path): readonly Finding[] =>
  TYPED_MEMBERS.flatMap(({ name, hasId }) => {
    const value = credential[name]
    const at = [...path, name]
    if (Array.isArray(value) && value.length === 0) return [finding('MEMBER_INVALID', at, 'must not be an empty list')]
    return listed(value, at).flatMap(({ value: entry, path: place }) =>
      isJsonObject(entry)
        ? [
            ...checkTypes(entry['type'], place),
            ...(hasId && !isUrl(entry['id'])
              ? [finding('ID_INVALID', [...place, 'id'], 'must be one absolute URL')]
              : checkId(entry['id'], place)),
          ]
        : [finding('MEMBER_INVALID', place, 'must be an object')],
    )
  })
