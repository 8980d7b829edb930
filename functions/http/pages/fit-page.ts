/** A page and, where it was needed to know its weight, its compressed form. */
export interface FittedPage {
  readonly html: string
  readonly gzipped?: Uint8Array<ArrayBuffer>
}

/** The weight a page keeps over the wire, in bytes; a little is left for headers. */
const MAX_BYTES = 48_000

/** How many characters of each free text a page may show, tried in turn. */
const SHARES = [20_000, 4_000, 1_500, 600, 250, 100, 0] as const

/** Texts that together are longer than this are cut before the page is made at all, which bounds the work. */
const MAX_CHARACTERS = 60_000

/** Compresses text with gzip. */
export async function toGzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/**
 * Makes a page with as much of its free texts as fits its weight.
 *
 * @param lengths  The lengths of all free texts on the page.
 * @param render  Makes the page with at most so many characters of each free text.
 */
export async function fitPage(
  lengths: readonly number[],
  render: (maxCharacters: number) => string,
): Promise<FittedPage> {
  const total = (share: number) => lengths.reduce((sum, length) => sum + Math.min(length, share), 0)
  const shares = SHARES.filter((share) => share === 0 || total(share) <= MAX_CHARACTERS)
  return firstThatFits(shares.map((share) => () => render(share)))
}

/** The first of several makings of a page that keeps its weight, or else the last. */
export async function firstThatFits(makings: readonly (() => string)[]): Promise<FittedPage> {
  for (const [index, make] of makings.entries()) {
    const html = make()
    const gzipped = await toGzip(html)
    if (gzipped.byteLength <= MAX_BYTES || index === makings.length - 1) return { html, gzipped }
  }
  throw new TypeError('a page is made in at least one way')
}
