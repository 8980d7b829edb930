import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { rdfcProofWriter } from '../functions/adapters/data-integrity/rdfc-proofs.ts'
import { connectByNode } from '../functions/adapters/outbound/node-connect.ts'
import type { Outbound } from '../functions/lambdas/compose-web.ts'
import type { JsonObject } from '../functions/ports/proofs.ts'
import { aBadge, aKey, signedEndorsements } from '../test/support/badge-shapes.ts'

/** A badge of another service, and what that service publishes about it. */
export interface PublishedBadge {
  readonly badge: JsonObject
  readonly documents: Readonly<Record<string, JsonObject>>
}

/** Other hosts, all of them behind one server on this machine. */
export interface ThirdParty {
  /** Puts a badge's documents where they belong. */
  readonly publish: (published: PublishedBadge) => void
  /** Reaches every host there, whatever its name. */
  readonly outbound: Outbound
  readonly stop: () => Promise<void>
}

/** Hosts of this name take a connection and never answer. */
const SILENT = /^silent-/

const KEEP_SECONDS = 300

/** Starts the server. What it gives may be kept for five minutes. */
export async function startThirdParty(): Promise<ThirdParty> {
  const documents = new Map<string, string>()
  const server = createServer((request, response) => {
    const [, host = '', path = ''] = /^\/([^/]+)(.*)$/.exec(request.url ?? '') ?? []
    if (SILENT.test(host)) return
    const document = documents.get(`https://${host}${path}`)
    response.writeHead(document === undefined ? 404 : 200, {
      'content-type': 'application/json',
      'cache-control': `max-age=${KEEP_SECONDS}`,
    })
    response.end(document)
  })
  const origin = await listen(server)
  return {
    publish: (published) => {
      for (const [url, document] of Object.entries(published.documents)) documents.set(url, JSON.stringify(document))
    },
    outbound: {
      resolve: async () => ['93.184.216.34'],
      // The names of the hosts go into the path: the client has looked at the address it was given by then.
      connect: ({ url, ...request }) =>
        connectByNode({ ...request, url: new URL(`/${url.host}${url.pathname}`, origin), addresses: ['127.0.0.1'] }),
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A server that listens on a port has an address of this kind.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A badge with so many endorsements, issued by a `did:web` of that host, with an entry in a status list there. */
export async function publishedBadge(host: string, endorsements: number): Promise<PublishedBadge> {
  const key = aKey()
  const did = `did:web:${host}`
  const method = `${did}#${key.publicKeyMultibase}`
  const writer = rdfcProofWriter()
  const unsigned = aBadge(did, await signedEndorsements(endorsements))
  const list = `https://${host}/status/1`
  const credentialStatus = { ...unsigned.credentialStatus, id: `${list}#4711`, statusListCredential: list }
  return {
    badge: await writer.sign({ ...unsigned, credentialStatus }, key.options(method)),
    documents: {
      [`https://${host}/.well-known/did.json`]: {
        '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
        id: did,
        verificationMethod: [
          { id: method, type: 'Multikey', controller: did, publicKeyMultibase: key.publicKeyMultibase },
        ],
        assertionMethod: [method],
      },
      [list]: await writer.sign(statusList(did, list), key.options(method)),
    },
  }
}

const statusList = (issuer: string, id: string) => ({
  '@context': ['https://www.w3.org/ns/credentials/v2'],
  id,
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer,
  validFrom: '2026-01-05T10:00:00Z',
  credentialSubject: {
    id: `${id}#list`,
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: `u${gzipSync(new Uint8Array(131_072 / 8)).toString('base64url')}`,
  },
})
