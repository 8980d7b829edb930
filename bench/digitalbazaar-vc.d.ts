/** What the bench uses of a library that carries no types. */

declare module '@digitalbazaar/vc' {
  export function issue(options: {
    readonly credential: object
    readonly suite: unknown
    readonly documentLoader: (url: string) => Promise<unknown>
  }): Promise<object>
}
