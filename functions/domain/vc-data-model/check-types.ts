import { type Finding, finding, type Path } from './finding.ts'

/**
 * Whether `type` is a text or a list of texts. That each stands for a URL comes to light when the document is expanded.
 *
 * @param required  A type that must be among them.
 * @see https://www.w3.org/TR/vc-data-model-2.0/#types
 */
export function checkTypes(value: unknown, path: Path, required?: string): readonly Finding[] {
  const at = [...path, 'type']
  if (value === undefined) return [finding('TYPE_INVALID', at, 'is required')]
  const types: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (types.length === 0 || !types.every((type) => typeof type === 'string' && type !== ''))
    return [finding('TYPE_INVALID', at, 'must be a text or a list of texts')]
  return required === undefined || types.includes(required)
    ? []
    : [finding('TYPE_INVALID', at, `must hold "${required}"`)]
}
