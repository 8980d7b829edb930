import type { Id } from '../domain/shared/ids.ts'
import type { CredentialStore, SignedEndorsementStore } from '../ports/credential-store.ts'

/** The stores behind the addresses of badges and endorsements. */
export interface PublishedStores {
  readonly credentials: Pick<CredentialStore, 'load' | 'loadEmbedded' | 'locateRefresh'>
  readonly signedEndorsements: Pick<SignedEndorsementStore, 'locate' | 'loadOne'>
}

/** Kind, name, and the suffix that forces a form. */
const PLACE = /^\/(credentials|refresh|endorsements)\/([\w-]{1,63})(?:\.(json|jwt|png|svg))?$/

/**
 * The badge or endorsement at an address of this service, as it would be answered there: parsed JSON, or a compact JWS where
 * that form is named or is the only one. A picture stands for the badge that is baked into it.
 *
 * @param path  What follows the base URL, without query and fragment.
 * @returns `undefined` when nothing of the kind is there.
 */
export async function loadPublished(stores: PublishedStores, path: string): Promise<unknown> {
  const [, kind, name = '', suffix] = PLACE.exec(path) ?? []
  switch (kind) {
    case 'credentials':
      return loadBadge(stores, name, suffix)
    case 'refresh': {
      const id = suffix === undefined ? await stores.credentials.locateRefresh(name) : undefined
      return id === undefined ? undefined : loadBadge(stores, id, suffix)
    }
    case 'endorsements':
      return loadEndorsement(stores, name, suffix)
    default:
      return undefined
  }
}

async function loadBadge({ credentials }: PublishedStores, id: Id, suffix: string | undefined): Promise<unknown> {
  const stored = await credentials.load(id)
  if (suffix === 'jwt') return stored?.jwt?.text
  return stored && JSON.parse(stored.text)
}

/** Public is the version that a badge holds or its award record links. */
async function loadEndorsement(
  { credentials, signedEndorsements }: PublishedStores,
  id: Id,
  suffix: string | undefined,
): Promise<unknown> {
  const place = await signedEndorsements.locate(id)
  if (!place || place.erasedAt !== undefined) return undefined
  const version = (await credentials.loadEmbedded(place.credentialId))?.get(id)
  if (version === undefined) return undefined
  const { claimId, evidenceVersion, endorserId } = place
  const signed = await signedEndorsements.loadOne(claimId, evidenceVersion, endorserId, version)
  const only = signed?.form === 'jwt' ? 'jwt' : 'json'
  if (!signed || (suffix ?? only) !== only) return undefined
  return only === 'jwt' ? signed.text : JSON.parse(signed.text)
}
