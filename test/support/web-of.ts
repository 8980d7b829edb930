import type { OpenWeb } from '../../functions/ports/web.ts'

/** A web that holds these documents and nothing else, for every verification the same. */
export const webOf =
  (documents: Readonly<Record<string, unknown>>): OpenWeb =>
  ({ milliseconds }) => ({
    get: async (url) => {
      const found = documents[url]
      if (found === undefined) return { kind: 'absent', status: 404 }
      const bytes = new TextEncoder().encode(JSON.stringify(found))
      return { kind: 'found', url, mediaType: 'application/json', bytes }
    },
    remainingMilliseconds: () => milliseconds,
  })
