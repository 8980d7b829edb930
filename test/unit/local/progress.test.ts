import { describe, expect, it } from 'vitest'
import { createProgress } from '../../../functions/local/progress.ts'

const CLEAR_LINE = '\r\u001b[2K'

function screen(isTTY: boolean | undefined) {
  const written: string[] = []
  let seconds = 0
  const terminal = { isTTY, write: (text: string) => written.push(text) }
  return { written, progress: createProgress(terminal, () => (seconds += 1.25)) }
}

describe('createProgress', () => {
  it('replaces a step by the next on a terminal, and keeps what is said', () => {
    const { written, progress } = screen(true)
    progress.step('Starting')
    progress.step('Listening')
    progress.say('ready')
    progress.say('stopped')
    expect(written).toEqual([
      '  1.3 s  Starting …',
      CLEAR_LINE,
      '  2.5 s  Listening …',
      CLEAR_LINE,
      'ready\n',
      'stopped\n',
    ])
  })

  it.each([false, undefined])('writes plain lines where there is no terminal (isTTY %s)', (isTTY) => {
    const { written, progress } = screen(isTTY)
    progress.step('Starting')
    progress.step('Listening')
    progress.say('ready')
    expect(written.join('')).toBe('  1.3 s  Starting\n  2.5 s  Listening\nready\n')
  })
})
