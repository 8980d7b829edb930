/** Waits for a pipe to take it all: the process is ended right after. */
export const writeOut = (text: string): Promise<void> =>
  new Promise((resolve) => process.stdout.write(text, () => resolve()))

/** What a terminal would obey or show in another order: files hold texts by strangers. */
export const UNSAFE = /[\p{Cc}\p{Bidi_Control}]/gu

/** Lines to read, with nothing in them that a terminal obeys but their ends. */
export const toSafeLines = (lines: readonly string[]): string =>
  `${lines.map((line) => line.replace(/[\n\t]/g, ' ').replace(UNSAFE, '\ufffd')).join('\n')}\n`
