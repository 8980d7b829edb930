/** What this project uses of libraries that carry no types. */

declare module 'jsonld' {
  import type { RdfDataset } from 'rdf-canonize'

  export interface ToRdfOptions {
    readonly base: null
    readonly safe: true
    readonly rdfDirection: 'i18n-datatype'
    readonly produceGeneralizedRdf: false
    readonly documentLoader: (url: string) => Promise<never>
    readonly contextResolver: unknown
  }
  const jsonld: { toRDF(input: unknown, options: ToRdfOptions): Promise<RdfDataset> }
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it
  export default jsonld
}

declare module 'rdf-canonize' {
  export type RdfDataset = readonly unknown[]
  export function canonize(
    dataset: RdfDataset,
    options: {
      readonly algorithm: 'RDFC-1.0'
      readonly format: 'application/n-quads'
      readonly maxWorkFactor: number
    },
  ): Promise<string>
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  import type { Cryptosuite } from '@digitalbazaar/data-integrity'

  export const cryptosuite: Cryptosuite
}

declare module '@digitalbazaar/data-integrity' {
  export interface Cryptosuite {
    readonly name: string
    readonly requiredAlgorithm: string
    readonly createVerifier: unknown
    readonly canonize: (input: unknown, options: unknown) => Promise<string>
  }
  export class DataIntegrityProof {
    constructor(options: {
      readonly cryptosuite: Cryptosuite
      readonly date?: Date
      readonly signer?: {
        readonly id: string
        readonly algorithm: string
        readonly sign: (input: { readonly data: Uint8Array }) => Promise<Uint8Array>
      }
    })
  }
}

declare module 'jsonld-signatures' {
  import type { DataIntegrityProof } from '@digitalbazaar/data-integrity'

  export type DocumentLoader = (
    url: string,
  ) => Promise<{ readonly contextUrl: null; readonly documentUrl: string; readonly document: unknown }>
  export interface ProofResult {
    readonly verified: boolean
    readonly error?: unknown
  }
  interface Options {
    readonly suite: DataIntegrityProof
    readonly purpose: unknown
    readonly documentLoader: DocumentLoader
    readonly addSuiteContext?: boolean
  }
  const jsigs: {
    sign(document: object, options: Options): Promise<{ readonly proof: unknown }>
    verify(
      document: object,
      options: Options,
    ): Promise<{ readonly verified: boolean; readonly results?: readonly ProofResult[]; readonly error?: unknown }>
    purposes: { AssertionProofPurpose: new (options?: { readonly controller?: unknown }) => object }
  }
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it
  export default jsigs
}
