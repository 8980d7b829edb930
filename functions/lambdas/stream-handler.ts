import { toWake } from '../adapters/dynamodb/to-wake.ts'
import type { Wake } from '../ports/wake.ts'

/** A batch of the table's stream as Lambda delivers it; its records are parsed one by one. */
export interface StreamEvent {
  readonly Records: readonly unknown[]
}

/** Which records Lambda is to deliver again. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

export type StreamHandler = (event: StreamEvent) => Promise<BatchResponse>

/** The stream's side of issuance: records in, records to deliver again out. The same on AWS and on a laptop. */
export const issuanceHandler =
  (handleWakes: (wakes: readonly Wake[]) => Promise<readonly string[]>): StreamHandler =>
  async ({ Records }) => {
    const failed = await handleWakes(Records.flatMap((record) => toWake(record) ?? []))
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
  }
