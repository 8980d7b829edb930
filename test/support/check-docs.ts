import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['bench', 'docs', 'functions', 'infra', 'schemas', 'test']

const PackageSchema = z.object({ scripts: z.record(z.string(), z.string()) })

async function listDocuments(): Promise<readonly string[]> {
  const top = (await readdir(ROOT)).map((name) => join(ROOT, name))
  const below = FOLDERS.map((folder) => join(ROOT, folder)).filter((folder) => existsSync(folder))
  const nested = await Promise.all(
    below.map(async (folder) => (await readdir(folder, { recursive: true })).map((name) => join(folder, name))),
  )
  return [...top, ...nested.flat()].filter((file) => file.endsWith('.md'))
}

/** What the text promises and the repository does not have: npm scripts, and files linked by a relative path. */
function findBrokenPromises(text: string, folder: string, scripts: ReadonlySet<string>): readonly string[] {
  const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script ?? '')
  const linked = [...text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, path]) => decodeURI(path ?? ''))
  return [
    ...named.filter((script) => !scripts.has(script)).map((script) => `names npm run ${script}, which does not exist`),
    ...linked.filter((path) => !existsSync(join(folder, path))).map((path) => `links ${path}, which does not exist`),
  ]
}

const { scripts } = PackageSchema.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')))
const scriptNames = new Set(Object.keys(scripts))
for (const document of await listDocuments()) {
  const broken = findBrokenPromises(await readFile(document, 'utf8'), dirname(document), scriptNames)
  for (const promise of broken) console.error(`${relative(ROOT, document)} ${promise}`)
  if (broken.length > 0) process.exitCode = 1
}
