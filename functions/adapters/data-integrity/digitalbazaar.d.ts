/** What this project uses of libraries that carry no types. */

declare module 'jsonld' {
  import type { RdfDataset } from 'rdf-canonize'

  export interface SafeOptions {
    readonly base: null
    readonly safe: true
    readonly rdfDirection: 'i18n-datatype'
    readonly produceGeneralizedRdf: false
    readonly documentLoader: (url: string) => Promise<never>
  }
  const jsonld: {
    expand(
      input: unknown,
      options: SafeOptions & { readonly contextResolver: unknown },
    ): Promise<readonly { readonly [member: string]: unknown }[]>
    toRDF(expanded: unknown, options: SafeOptions & { readonly skipExpansion: true }): Promise<RdfDataset>
  }
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it
  export default jsonld
}

declare module 'rdf-canonize' {
  export interface Term {
    readonly termType: string
    readonly value: string
  }
  export type RdfDataset = readonly { readonly subject: Term; readonly object: Term; readonly graph: Term }[]
  export interface MessageDigest {
    update(text: string): void
    /** Hexadecimal. */
    digest(): string
  }
  export function canonize(
    dataset: RdfDataset,
    options: {
      readonly algorithm: 'RDFC-1.0'
      readonly format: 'application/n-quads'
      readonly createMessageDigest: () => MessageDigest
    } & ({ readonly maxWorkFactor: number } | { readonly maxDeepIterations: number }),
  ): Promise<string>
}

declare module '@digitalbazaar/ecdsa-sd-2023-cryptosuite' {
  export function createVerifyCryptosuite(): VerifyCryptosuite

  interface VerifyCryptosuite {
    createVerifyData(options: {
      readonly cryptosuite: VerifyCryptosuite
      readonly document: object
      readonly proof: object
      readonly documentLoader: (url: string) => Promise<never>
    }): Promise<unknown>
    createVerifier(options: { readonly verificationMethod: object }): Promise<{
      verify(options: { readonly data: unknown }): Promise<boolean>
    }>
  }
}
