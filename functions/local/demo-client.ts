export type JsonBody = Readonly<Record<string, unknown>>

export interface DemoClientOptions {
  readonly baseUrl: string
  /** Goes along as bearer token; none is sent without it. */
  readonly token?: string | undefined
  readonly fetch: typeof fetch
}

/** Calls of the API, each with the statuses that are as good as done. */
export interface DemoClient {
  get(path: string): Promise<JsonBody>
  post(path: string, body: JsonBody, expected: readonly number[]): Promise<JsonBody>
  remove(path: string): Promise<void>
}

const WORDS_QUOTED = 300

/** @throws Error naming the call and what it was answered, from every method, for any answer that was not expected. */
export function demoClient({ baseUrl, token, fetch: send }: DemoClientOptions): DemoClient {
  const call = async (method: string, path: string, expected: readonly number[], body?: JsonBody) => {
    const { status, text } = await answerTo(`${method} ${path}`, () =>
      send(`${baseUrl}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    )
    const answer = parseObject(text)
    if (expected.includes(status) && answer) return answer
    throw new Error(`${method} ${path} answered ${status}: ${text.slice(0, WORDS_QUOTED) || 'nothing'}`)
  }
  return {
    get: (path) => call('GET', path, [200]),
    post: (path, body, expected) => call('POST', path, expected, body),
    remove: async (path) => {
      await call('DELETE', path, [200])
    },
  }
}

async function answerTo(name: string, ask: () => Promise<Response>): Promise<{ status: number; text: string }> {
  try {
    const response = await ask()
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    throw new Error(`${name} was not answered: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

export const isJsonBody = (value: unknown): value is JsonBody => typeof value === 'object' && value !== null

function parseObject(text: string): JsonBody | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonBody(value) ? value : undefined
  } catch {
    return undefined
  }
}
