import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface SharedFolder {
  readonly made: Promise<string>
  /** What `TMPDIR` was before. */
  readonly outer: string | undefined
  users: number
}

/** Each tier loads this file anew, so what they share stands outside of it. */
const shared: typeof globalThis & { peerbadgeTestFolder?: SharedFolder | undefined } = globalThis

/** One folder for all temporary files of the whole run, of every test and of what it runs. */
export async function setup(): Promise<void> {
  shared.peerbadgeTestFolder ??= {
    made: mkdtemp(join(tmpdir(), 'peerbadge-tests-')),
    outer: process.env['TMPDIR'],
    users: 0,
  }
  shared.peerbadgeTestFolder.users++
  process.env['TMPDIR'] = await shared.peerbadgeTestFolder.made
}

/** Takes it away with all that is left in it. */
export async function teardown(): Promise<void> {
  const folder = shared.peerbadgeTestFolder
  if (!folder) return
  folder.users--
  if (folder.users > 0) return
  shared.peerbadgeTestFolder = undefined
  if (folder.outer === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = folder.outer
  await rm(await folder.made, { recursive: true, force: true, maxRetries: 3 })
}
