import type { Outbound } from '../../functions/lambdas/compose-web.ts'

/** What is at an address. */
interface FakePage {
  readonly status?: number
  readonly location?: string
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

/** Pages of the internet as tests have it: address → what is there. */
export type FakeWeb = Map<string, FakePage>

/** Reaches the pages of a fake web; every host has one public address, but those that are named to be elsewhere. */
export const outboundTo = (web: FakeWeb, addresses: Readonly<Record<string, string>> = {}): Outbound => ({
  resolve: async (hostname) => {
    if (![...web.keys()].some((url) => new URL(url).hostname === hostname)) throw new Error(`${hostname} is not there`)
    return [addresses[hostname] ?? '93.184.216.34']
  },
  connect: async ({ url }) => {
    const page = web.get(url.href)
    const body = async function* () {
      yield new TextEncoder().encode(page?.body ?? 'nothing here')
    }
    const headers = { ...page?.headers, ...(page?.location === undefined ? {} : { location: page.location }) }
    return { status: page ? (page.status ?? 200) : 404, headers, body: body() }
  },
})
