import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describeApi } from './describe-api.ts'

const FILE = fileURLToPath(new URL('../../schemas/openapi.json', import.meta.url))

const generated = `${JSON.stringify(await describeApi(), undefined, 2)}\n`
if (process.argv.includes('--write')) {
  await writeFile(FILE, generated)
} else if ((await readFile(FILE, 'utf8')) !== generated) {
  console.error('schemas/openapi.json is not what the routes say. Write it anew with: npm run openapi')
  process.exitCode = 1
}
