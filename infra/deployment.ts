import type { App } from 'aws-cdk-lib'
import { readSettings } from './settings.ts'
import { FoundationStack } from './stacks/foundation-stack.ts'
import { ServiceStack } from './stacks/service-stack.ts'

/**
 * Puts one deployment into the app: a foundation that lasts and the service on it.
 *
 * @throws Error  when a context value is not usable; see `readSettings`.
 */
export function createDeployment(app: App): { readonly foundation: FoundationStack; readonly service: ServiceStack } {
  const settings = readSettings(app.node)
  const foundation = new FoundationStack(app, `${settings.instance}-foundation`, settings)
  const service = new ServiceStack(app, `${settings.instance}-service`, { ...settings, foundation })
  return { foundation, service }
}
