import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { createDeployment } from '../../infra/deployment.ts'
import { FEATURE_FLAGS } from '../../infra/feature-flags.ts'

const WITHOUT_BUNDLING = { ...FEATURE_FLAGS, 'aws:cdk:bundling-stacks': [] }

/** An app as `infra/app.ts` makes it, without running esbuild. */
export const anApp = (context: Readonly<Record<string, unknown>> = {}): App =>
  new App({ analyticsReporting: false, context: { ...WITHOUT_BUNDLING, ...context } })

/** The templates of a whole deployment with the given context values. */
export function synthesise(context: Readonly<Record<string, unknown>> = {}) {
  const { foundation, service } = createDeployment(anApp(context))
  return { foundation: Template.fromStack(foundation), service: Template.fromStack(service) }
}

/** A stack with a topic for alarms, to try one construct in. */
export function aStack(): { readonly stack: Stack; readonly alarmTopic: Topic } {
  const stack = new Stack(anApp(), 'Test')
  return { stack, alarmTopic: new Topic(stack, 'AlarmTopic') }
}

/** The properties of the only resource of a type. */
export function onlyPropertiesOf(template: Template, type: string): Readonly<Record<string, unknown>> {
  const found = Object.values(template.findResources(type))
  const [resource, ...others] = found
  if (!resource || others.length > 0) throw new Error(`expected one ${type}, found ${found.length}`)
  return resource['Properties']
}

/** The template as JSON, with what changes from build to build replaced. */
export function toSnapshot(template: Template): unknown {
  return JSON.parse(JSON.stringify(template.toJSON()).replaceAll(/[0-9a-f]{64}/g, '<hash>'))
}
