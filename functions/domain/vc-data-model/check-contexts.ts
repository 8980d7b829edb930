import { type Finding, finding, type Path } from './finding.ts'
import { isJsonObject, isUrl } from './values.ts'

/** The base contexts, which tell the two versions of the data model apart. */
const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2'
export const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1'

/** No document in use comes near it; each context costs work. */
const MAX_CONTEXTS = 50

/**
 * Whether `@context` is an ordered set that begins with a base context and goes on with addresses and objects.
 *
 * @see https://www.w3.org/TR/vc-data-model-2.0/#contexts
 */
export function checkContexts(contexts: unknown, path: Path): readonly Finding[] {
  if (!Array.isArray(contexts) || contexts.length === 0)
    return [finding('CONTEXT_INVALID', path, 'must be a list that begins with a base context')]
  if (contexts.length > MAX_CONTEXTS)
    return [finding('CONTEXT_INVALID', path, `must hold at most ${MAX_CONTEXTS} contexts`)]
  const [first, ...others]: readonly unknown[] = contexts
  return [
    ...(first === CREDENTIALS_V2 || first === CREDENTIALS_V1
      ? []
      : [finding('CONTEXT_INVALID', [...path, 0], `must be "${CREDENTIALS_V2}" or "${CREDENTIALS_V1}"`)]),
    ...others.flatMap((context, index) =>
      isUrl(context) || isJsonObject(context)
        ? []
        : [finding('CONTEXT_INVALID', [...path, index + 1], 'must be the address of a context, or one')],
    ),
  ]
}
