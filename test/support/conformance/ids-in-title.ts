const ID = '([A-Z]{2,6})-(\\d{1,2})'
const MENTION = new RegExp(`\\b${ID}(?![\\w-])(?:\\s*(?:…|–|\\.\\.\\.)\\s*${ID}(?![\\w-]))?`, 'g')

/**
 * The requirement ids that a test title names, one by one (`AC-01, AC-03`) or as a range (`RES-01 … RES-04`). Whatever
 * looks like an id is returned; the checklist tells which of them exist.
 */
export function idsInTitle(title: string): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const [, prefix, from, lastPrefix, to] of title.matchAll(MENTION)) {
    if (prefix === undefined || from === undefined) continue
    ids.add(`${prefix}-${from}`)
    if (lastPrefix === undefined || to === undefined) continue
    if (lastPrefix !== prefix) ids.add(`${lastPrefix}-${to}`)
    else for (const id of between(prefix, from, to)) ids.add(id)
  }
  return ids
}

/** Numbers keep the width of the first: `RES-01`, but `API-1`. */
function between(prefix: string, from: string, to: string): readonly string[] {
  const ids: string[] = []
  for (let number = Number(from); number <= Number(to); number++)
    ids.push(`${prefix}-${String(number).padStart(from.length, '0')}`)
  return ids
}
