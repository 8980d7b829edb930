import { describe, expect, it } from 'vitest'
import { parseJavaVersion } from '../../../functions/local/find-java.ts'

describe('parseJavaVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "25" 2025-09-16', 25],
    ['openjdk version "26-ea" 2026-03-17', 26],
    ['java version "1.8.0_452"', 8],
    ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.4" 2024-07-16 LTS', 21],
  ])('reads %s as %i', (banner, version) => {
    expect(parseJavaVersion(banner)).toBe(version)
  })

  it.each([[''], ['The operation could not be completed. Unable to locate a Java Runtime.']])(
    'finds no version in "%s"',
    (banner) => {
      expect(parseJavaVersion(banner)).toBeUndefined()
    },
  )
})
