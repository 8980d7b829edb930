import {
  DccRegistrySchema,
  IssuerListSchema,
  type IssuerRegistry,
  type KnownIssuer,
} from '../../schemas/issuer-registry.ts'
import type { VerificationReport } from '../../schemas/verification-report.ts'
import type { OpenWeb, Web, WebRequest } from '../ports/web.ts'
import { once } from './once.ts'

/** Who is to be known: published registries, and issuers that are named outright. */
export interface IssuerBook {
  readonly registries: readonly IssuerRegistry[]
  readonly issuers: readonly KnownIssuer[]
}

/** Where an issuer is listed, and which registries could not be asked. */
export type IssuerListing = Pick<NonNullable<VerificationReport['issuer']>, 'listedIn' | 'unreachedRegistries'>

/** Registries have a time of their own: whether an issuer is listed is worth knowing, and not worth waiting for. */
const MILLISECONDS = 1500
const REGISTRY: WebRequest = { accept: 'application/json', maxBytes: 1024 * 1024, shared: true, maxAgeSeconds: 3600 }

/** The name under which issuers are listed that the operator of this service names. */
const OPERATOR = 'the operator of this service'

/** Looks issuers up; each registry is asked once, when the first issuer is, and all at the same time. */
export function openRegistries(
  { registries, issuers }: IssuerBook,
  openWeb: OpenWeb,
): (issuerId: string) => Promise<IssuerListing> {
  const read = once(() => {
    const web = openWeb({ milliseconds: MILLISECONDS })
    return Promise.all(registries.map(async (registry) => ({ registry, listed: await readRegistry(web, registry) })))
  })
  return once(async (issuerId) => {
    const answers = registries.length === 0 ? [] : await read('')
    const own = issuers.find(({ id }) => id === issuerId)
    return {
      listedIn: [
        ...(own ? [{ name: OPERATOR, listedAs: toListed(own) }] : []),
        ...answers.flatMap(({ registry: { name, url }, listed }) => {
          const entry = listed?.get(issuerId)
          return entry ? [{ name, url, listedAs: toListed(entry) }] : []
        }),
      ],
      unreachedRegistries: answers.flatMap(({ registry: { name }, listed }) => (listed ? [] : [name])),
    }
  })
}

type Listed = {
  readonly name?: string | undefined
  readonly url?: string | undefined
  readonly location?: string | undefined
}

/** @returns `undefined` when it cannot be had, or is no registry. */
async function readRegistry(web: Web, { url, type }: IssuerRegistry): Promise<ReadonlyMap<string, Listed> | undefined> {
  const answer = await web.get(url, REGISTRY)
  const value = answer.kind === 'found' ? parseJson(answer.bytes) : undefined
  switch (type) {
    case 'dcc-legacy': {
      const read = DccRegistrySchema.safeParse(value).data
      return read && new Map(Object.entries(read.registry))
    }
    case 'list': {
      const read = IssuerListSchema.safeParse(value).data
      return read && new Map(read.issuers.flatMap((issuer) => (issuer ? [[issuer.id, issuer] as const] : [])))
    }
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

const toListed = ({ name, url, location }: Listed) => ({
  ...(name === undefined ? {} : { name }),
  ...(url === undefined ? {} : { url }),
  ...(location === undefined ? {} : { location }),
})
