import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openKeyFile } from '../../../functions/local/open-key-file.ts'

const OWNER = 'did:web:localhost%3A8080:communities:weavers'
const BYTES = new TextEncoder().encode('signed')

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'peerbadge-test-'))
  vi.stubEnv('TMPDIR', folder)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

describe('openKeyFile', () => {
  it('leaves no file behind without a data folder, and its keys sign all the same', async () => {
    const keys = await openKeyFile(undefined)
    expect(await readdir(folder)).toEqual([])
    const key = await keys.createKey(OWNER, 'Ed25519')
    expect(await keys.sign(key, OWNER, BYTES)).toHaveLength(64)
  })

  it('opens tomorrow what it sealed today, in a file that is for this user alone', async () => {
    const data = join(folder, 'data')
    const today = await openKeyFile(data)
    const key = await today.createKey(OWNER, 'Ed25519')
    const tomorrow = await openKeyFile(data)
    expect(await tomorrow.sign(key, OWNER, BYTES)).toEqual(await today.sign(key, OWNER, BYTES))
    expect((await stat(join(data, 'keys.json'))).mode & 0o777).toBe(0o600)
  })

  it('does not open what was sealed under another file', async () => {
    const key = await (await openKeyFile(undefined)).createKey(OWNER, 'Ed25519')
    await expect((await openKeyFile(undefined)).sign(key, OWNER, BYTES)).rejects.toThrow('does not open')
  })
})
