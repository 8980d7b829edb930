import { gzipBitstringCodec } from '../adapters/bitstring/gzip-bitstring-codec.ts'
import { systemNow } from '../adapters/clock/system-clock.ts'
import { jcsProofReader } from '../adapters/data-integrity/jcs-proofs.ts'
import { rdfcProofReader } from '../adapters/data-integrity/rdfc-proofs.ts'
import { recipientHashes } from '../adapters/digests/recipient-hashes.ts'
import { sha256Digests } from '../adapters/digests/sha256.ts'
import { timedJsonSchemas } from '../adapters/json-schema/timed-schemas.ts'
import { connectByNode, resolveByDns } from '../adapters/outbound/node-connect.ts'
import { guardedWeb } from '../adapters/outbound/open-web.ts'
import { assertionSignatures } from '../adapters/vc-jwt/assertion-signatures.ts'
import { credentialJwtReader } from '../adapters/vc-jwt/credential-jwt.ts'
import { parseXml } from '../adapters/xml/xmldom-parser.ts'
import type { WebCache } from '../ports/web-cache.ts'
import { noOwnObjects } from '../verification/no-own-objects.ts'
import type { VerifyDeps } from '../verification/verification.ts'

/** The process ends with the one verification it was started for. */
const noCache: WebCache = { load: async () => undefined, keep: async () => undefined }

/** What verifies badges without a store: everything is read from what is presented, and from the web. */
export const composeVerifier = (): VerifyDeps => ({
  openOwn: () => noOwnObjects,
  openWeb: guardedWeb({
    resolve: resolveByDns(),
    connect: connectByNode,
    // Whoever runs it on a machine may look at services on that machine.
    allowLoopbackHttp: true,
    cache: noCache,
    now: systemNow,
  }),
  openJsonSchemas: timedJsonSchemas,
  proofs: rdfcProofReader({ now: systemNow }),
  jsonProofs: jcsProofReader({ now: systemNow }),
  credentialJwts: credentialJwtReader(),
  assertionSignatures,
  bitstrings: gzipBitstringCodec,
  digests: sha256Digests,
  recipientHashes,
  parseXml,
  now: systemNow,
})
