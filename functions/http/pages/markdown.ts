import { micromark } from 'micromark'

/**
 * What a text by a stranger may not do: load a picture from elsewhere, define addresses out of sight, or hold HTML, which
 * stands as text.
 */
const PLAIN = {
  disable: {
    null: ['labelStartImage', 'definition', 'codeIndented', 'htmlFlow', 'htmlText', 'thematicBreak'],
  },
}

/** Lists in lists in lists, and long rows of marks: no sentence, but much work for a parser. */
const UNRULY = /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){6}|^[ \t]{24}|[*_`[\]<>]{12}/m

/**
 * Markdown by a stranger (GEN-19) as HTML without scripts, pictures or raw HTML. Headings become bold lines, for the page
 * has an order of its own. Links open without a referrer and count for nothing with search engines; a link to what is no
 * address of the web is only its words. Text made to be slow to parse stands as it was written.
 */
export function toSafeHtml(markdown: string): string {
  if (UNRULY.test(markdown)) return `<p>${escapeHtml(markdown)}</p>`
  return micromark(markdown, { extensions: [PLAIN] })
    .replace(/<h([1-6])>(.*?)<\/h\1>/gs, '<p><strong>$2</strong></p>')
    .replace(/<a href="">(.*?)<\/a>/gs, '$1')
    .replaceAll('<a href=', '<a rel="nofollow ugc noreferrer" href=')
}

/** A text cut at a word boundary to at most so many characters; `isCut` says whether something is missing. */
export function excerpt(text: string, maxCharacters: number): { readonly text: string; readonly isCut: boolean } {
  if (text.length <= maxCharacters) return { text, isCut: false }
  const room = text.slice(0, maxCharacters).toWellFormed()
  const space = room.search(/\s\S*$/)
  const kept = (space > maxCharacters / 2 ? room.slice(0, space) : room).trimEnd()
  return { text: kept === '' ? '' : `${kept} …`, isCut: true }
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
