import { readFile } from 'node:fs/promises'
import { dynamoClient } from '../../functions/adapters/dynamodb/client.ts'
import { jsonLog } from '../../functions/adapters/logging/json-log.ts'
import { toOpenApiDocument } from '../../functions/http/openapi-document.ts'
import { assembleApi } from '../../functions/lambdas/assemble-api.ts'
import { assemblePublic } from '../../functions/lambdas/assemble-public.ts'
import { assembleVerification } from '../../functions/lambdas/assemble-verification.ts'

/** The OpenAPI document that the routes of the service declare. Nothing is connected to. */
export async function describeApi() {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
  const surroundings = {
    client: dynamoClient({ region: 'local', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }),
    tableName: 'none',
    publicUrl: 'http://localhost',
    log: jsonLog(),
  }
  const uncalled = () => Promise.reject(new Error('routes are described, not called'))
  const adminTokenSha256 = '0'.repeat(64)
  const api = assembleApi({ ...surroundings, keyMaker: { createKey: uncalled }, adminTokenSha256 })
  api.route(
    '/',
    assembleVerification({ ...surroundings, keys: { createKey: uncalled, sign: uncalled }, adminTokenSha256 }),
  )
  api.route('/', assemblePublic(surroundings))
  return toOpenApiDocument(api, String(version))
}
