/** Tells a person at a terminal what is going on. */
export interface Progress {
  /** A step has begun; it ends with the next one. */
  step(message: string): void
  /** Something to keep on the screen. */
  say(message: string): void
}

/** Where progress is written. */
export interface Terminal {
  readonly isTTY?: boolean | undefined
  write(text: string): unknown
}

const CLEAR_LINE = '\r\u001b[2K'

/**
 * Each step with the seconds since the start. On a terminal a step's line is replaced by the next; elsewhere, as in a
 * log, each has a line of its own.
 */
export function createProgress(terminal: Terminal, seconds: () => number): Progress {
  let open = false
  const at = () => `${seconds().toFixed(1).padStart(5)} s`
  const close = () => {
    if (open) terminal.write(CLEAR_LINE)
    open = false
  }
  return {
    step(message) {
      close()
      open = terminal.isTTY === true
      terminal.write(open ? `${at()}  ${message} …` : `${at()}  ${message}\n`)
    },
    say(message) {
      close()
      terminal.write(`${message}\n`)
    },
  }
}
