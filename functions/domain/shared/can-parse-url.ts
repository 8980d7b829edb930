/**
 * Whether `new URL(text, base)` would succeed. Not `URL.canParse`: Node.js 20, once it has optimised a caller, answers false for
 * every text that holds a letter such as "ü".
 */
export function canParseUrl(text: string, base?: string): boolean {
  try {
    return new URL(text, base).href !== ''
  } catch {
    return false
  }
}
