import { Unavailable } from '../ports/unavailable.ts'

/** What comes of work that looks things up elsewhere; `instead` when something it needs could not be had. */
export async function unlessUnavailable<Value, Instead>(
  work: () => Promise<Value>,
  instead: (unavailable: Unavailable) => Instead,
): Promise<Value | Instead> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Unavailable) return instead(error)
    throw error
  }
}
