import { canParseUrl } from '../domain/shared/can-parse-url.ts'
import type { FieldError } from '../domain/shared/refusal.ts'
import { isJsonObject } from '../domain/vc-data-model/values.ts'
import { toJsonPointer } from '../http/json-pointer.ts'

/** Folders under the base URL whose objects only this service gives out. */
const RESERVED = ['credentials', 'awards', 'achievements', 'endorsements', 'status', 'refresh']

/**
 * Finds where a document names an address of this service under which badges, achievements and the like are: signed by
 * a VC-API issuer it would pose as one of them. Contexts may hold no part of such an address, from which names could be
 * put together, and no base for relative ones.
 *
 * @param baseUrl  Base URL of the service, without a trailing slash.
 */
export function findReserved(document: unknown, path: readonly (string | number)[], baseUrl: string): FieldError[] {
  const errors: FieldError[] = []
  const report = (at: readonly (string | number)[], detail: string) =>
    errors.push({ pointer: toJsonPointer(at), detail })
  const base = baseUrl.toLowerCase()

  const visitContext = (value: unknown, at: readonly (string | number)[]): void => {
    if (typeof value === 'string') {
      const text = value.toLowerCase()
      if (text !== '' && (text.startsWith(base) || base.startsWith(text)))
        report(at, 'leads to addresses of this service')
    } else if (isJsonObject(value) || Array.isArray(value))
      for (const [key, member] of entriesOf(value)) {
        if (key === '@base') report([...at, key], 'is not taken: ids are absolute URLs')
        else visitContext(member, [...at, key])
      }
  }

  const visit = (value: unknown, at: readonly (string | number)[]): void => {
    if (typeof value === 'string') {
      if (isReserved(value, base)) report(at, 'is an address that only this service gives out')
    } else if (isJsonObject(value) || Array.isArray(value))
      for (const [key, member] of entriesOf(value)) {
        // In a map of ids the name of a member is an id.
        if (typeof key === 'string' && isReserved(key, base))
          report([...at, key], 'is an address that only this service gives out')
        if (key === '@context') visitContext(member, [...at, key])
        else visit(member, [...at, key])
      }
  }

  visit(document, path)
  return errors
}

const entriesOf = (value: object): readonly (readonly [string | number, unknown])[] =>
  Array.isArray(value) ? value.map((member: unknown, index) => [index, member] as const) : Object.entries(value)

/** Looked at as whoever opens the address does: without dots, doubled slashes and needless escapes. */
function isReserved(text: string, base: string): boolean {
  if (!/^https?:/i.test(text) || !canParseUrl(text)) return false
  const [address, own] = [new URL(text), new URL(base)]
  if (address.host !== own.host) return false
  const path = plainPath(address)
  const ownPath = own.pathname.replace(/\/$/, '')
  return path.startsWith(`${ownPath}/`) && RESERVED.includes(path.slice(ownPath.length + 1).split('/')[0] ?? '')
}

function plainPath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname).toLowerCase().replace(/\/+/g, '/')
  } catch {
    return pathname.toLowerCase()
  }
}
