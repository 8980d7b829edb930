import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { idsInTitle } from './ids-in-title.ts'
import { scanTitles } from './scan-titles.ts'

const TESTS = fileURLToPath(new URL('../../', import.meta.url))

/** A test file with the ids that the titles in it name. */
export interface TestSource {
  readonly file: string
  readonly ids: ReadonlySet<string>
}

/** Every test file of this repository, read as text: nothing in them runs. */
export function listTestSources(): readonly TestSource[] {
  return readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .sort()
    .map((name) => {
      const file = join(TESTS, name)
      const titles = scanTitles(file, readFileSync(file, 'utf8'))
      return { file, ids: new Set(titles.flatMap((title) => [...idsInTitle(title)])) }
    })
}
