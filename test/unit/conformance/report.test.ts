import { describe, expect, it } from 'vitest'
import type { Level, Requirement } from '../../support/conformance/parse-requirements.ts'
import { report, type TestRun } from '../../support/conformance/report.ts'

const requirement = (id: string, ...levels: Level[]): Requirement => ({ id, levels, section: '7' })
const run = (title: string, status: TestRun['status'] = 'passed'): TestRun => ({ title, status })
const reasons = new Map([['CAT-03', 'not for cats']])

describe('report', () => {
  it('prints a line for each requirement and how many musts pass', () => {
    const requirements = [
      requirement('CAT-01', 'M'),
      requirement('CAT-02', 'A'),
      requirement('CAT-03', 'M'),
      requirement('CAT-04', 'O'),
    ]
    const runs = [run('CAT-01: purrs'), run('purrs loudly (CAT-01 … CAT-02)'), run('CAT-09: flies')]
    expect(report(requirements, runs, reasons)).toEqual({
      lines: [
        'CAT-01    M    pass (2 tests)',
        'CAT-02    A    pass (1 test)',
        'CAT-03    M    not for cats',
        'CAT-04    O    no test names it',
        '1 of 1 M-level ids pass',
      ],
      isMet: true,
    })
  })

  it('is not met while a must has no test, and says so', () => {
    const { lines, isMet } = report([requirement('CAT-01', 'M')], [], reasons)
    expect(lines).toEqual(['CAT-01    M    no test names it', '0 of 1 M-level ids pass'])
    expect(isMet).toBe(false)
  })

  it('is not met while advice has neither test nor reason', () => {
    expect(report([requirement('CAT-02', 'A')], [], reasons).isMet).toBe(false)
    expect(report([requirement('CAT-03', 'A')], [], reasons).isMet).toBe(true)
  })

  it('lets one failing test outweigh any that pass, whatever the level', () => {
    const { lines, isMet } = report([requirement('CAT-04', 'O')], [run('CAT-04 a'), run('CAT-04 b', 'failed')], reasons)
    expect(lines[0]).toBe('CAT-04    O    fail: CAT-04 b')
    expect(isMet).toBe(false)
  })

  it('counts no test that was skipped', () => {
    expect(report([requirement('CAT-01', 'M')], [run('CAT-01', 'skipped')], reasons).isMet).toBe(false)
  })
})
