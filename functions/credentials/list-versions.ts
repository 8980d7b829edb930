import type { CredentialVersions } from '../../schemas/credential.ts'
import type { Id } from '../domain/shared/ids.ts'
import type { Refusal } from '../domain/shared/refusal.ts'
import { err, ok, type Result } from '../domain/shared/result.ts'
import type { CredentialStore } from '../ports/credential-store.ts'

/** What reading a badge's versions touches. */
export interface VersionsDeps {
  readonly credentials: Pick<CredentialStore, 'load' | 'loadEarlier' | 'loadHeld'>
}

/** Every version of a badge, oldest first; `credential_not_found` while there is none. */
export async function listVersions(
  { credentials }: VersionsDeps,
  id: Id,
): Promise<Result<CredentialVersions, Refusal>> {
  const held = await credentials.loadHeld(id)
  const current = held.at(-1)
  return current
    ? ok({ items: held.map((version) => ({ ...version, current: version === current })) })
    : err({ code: 'credential_not_found' })
}

/** The bytes of one version in its forms. */
export interface VersionBytes {
  readonly text: string
  readonly digest: string
  readonly jwt?: { readonly text: string; readonly digest: string } | undefined
}

/** One version of a badge, byte for byte; `credential_version_not_found`, or `credential_version_erased`. */
export async function loadVersion(
  { credentials }: VersionsDeps,
  id: Id,
  version: number,
): Promise<Result<VersionBytes, Refusal>> {
  const stored = await loadCurrentOrEarlier(credentials, id, version)
  if (!stored) return err({ code: 'credential_version_not_found' })
  const { text, digest, jwt } = stored
  return text === undefined
    ? err({ code: 'credential_version_erased', detail: 'It held an endorsement that was erased since.' })
    : ok({ text, digest, jwt })
}

async function loadCurrentOrEarlier(credentials: VersionsDeps['credentials'], id: Id, version: number) {
  const current = await credentials.load(id)
  // One that a later one takes the place of after this read is among the earlier ones by the next.
  return current?.version === version ? current : credentials.loadEarlier(id, version)
}
